"""Choose the element that contains the text, clean what was read of it, and read paragraphs."""
