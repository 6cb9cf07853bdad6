"""`aawsat serve`: Prefect server, worker and explorer on this machine."""
