"""Words, tables and pictures about a run, for people. No Prefect here."""
