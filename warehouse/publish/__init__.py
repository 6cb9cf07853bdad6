"""Publish a read-only snapshot of the marts, locally or elsewhere."""
