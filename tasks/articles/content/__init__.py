"""Find the element that holds an article's text, and leave out what is not part of the text."""
