"""The outside world: where pages come from, how they are fetched and how their bytes are kept."""
