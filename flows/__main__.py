"""`python -m flows`: the command `aawsat`, for those who start it by the interpreter's path."""

from flows.cli.main import main

main()
