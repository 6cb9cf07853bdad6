"""Read an element of a page as blocks of text, figures and links."""
