"""The command `aawsat`: one module per group of commands; `main.py` lists them."""
