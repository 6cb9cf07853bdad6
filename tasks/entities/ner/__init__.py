"""Find names in text: tokenizer, CRF tagger, boundary rules."""
