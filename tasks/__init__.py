"""Verbs are tasks, nouns are code.

Modules directly in this package are the Prefect steps: thin, named for what they do, holding
only policy (retries, names, tags). Sub-packages are named for things and import no Prefect.
"""
