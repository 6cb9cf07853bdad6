"""`python -m flows` runs the command `aawsat`."""

from flows.cli.main import main

main()
