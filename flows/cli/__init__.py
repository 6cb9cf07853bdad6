"""The command `aawsat`: a folder per heading of its help; `main.py` lists the commands."""
