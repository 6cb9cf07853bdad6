"""Conditional random field of the tagger: features, weights, name lists and decoding."""
