"""Find the element that contains the text, remove what is not part of it, and read paragraphs."""
