"""Verbs are tasks, nouns are code.

Modules directly in this package are the steps of a run (see `steps`), one Prefect task each: a step
opens the warehouse, reads what is due, works, and writes. `run` has what the steps of one run
share. The other sub-packages are named for things and do not import Prefect.
"""
