"""Score extraction on annotated texts. Not imported at run time."""
