"""One polite HTTP client for every host: rate limits, robots.txt, size limits, decoding."""
