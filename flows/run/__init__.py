"""One run: what was asked, its context, progress, outcome and report."""
