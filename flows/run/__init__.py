"""One run: its request, context, outcome and names."""
