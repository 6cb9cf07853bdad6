"""Link mentions to entities, within an article and across all articles."""
