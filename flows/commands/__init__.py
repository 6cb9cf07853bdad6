"""Commands of `aawsat` that have a module of their own; `flows/cli.py` lists them."""
