"""Build and check the mart tables."""
