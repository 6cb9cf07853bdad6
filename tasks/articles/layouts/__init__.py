"""One file a layout: how to find the parts of an article in its markup."""
