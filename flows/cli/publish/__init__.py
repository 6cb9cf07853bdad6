"""Commands that build, check, publish and compare publications."""
