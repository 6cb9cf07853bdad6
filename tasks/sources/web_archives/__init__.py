"""Sources `wayback` and `commoncrawl`: public web archives."""
