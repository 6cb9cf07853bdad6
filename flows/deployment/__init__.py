"""Deployments, automations, concurrency limits and events on a Prefect server."""
