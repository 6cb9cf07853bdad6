"""Sources `warc` and `sample`: web-archive files and saved HTML."""
