-- One row per WARC file that has captures: where the last indexed record ends.
select
    warc_file,
    max(warc_offset + warc_length) as indexed_end

from raw.captures

group by warc_file
