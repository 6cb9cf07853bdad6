"""Reports about a run: text, tables and charts in Markdown. Does not import Prefect."""
