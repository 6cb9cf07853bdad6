"""Find the element that contains an article's text, and remove what is not part of the text."""
