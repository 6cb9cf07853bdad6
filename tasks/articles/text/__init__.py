"""Text without markup: cleaning, dates in words, datelines, captions, turns of an interview."""
