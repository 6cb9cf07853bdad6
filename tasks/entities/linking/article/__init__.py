"""Link the mentions of one article to its entities."""
