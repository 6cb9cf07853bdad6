"""The console on which commands print tables and text."""

from functools import partial

from rich.console import Console

# Names and titles are printed as they are: rich would turn `:x:` into a picture.
open_console = partial(Console, emoji=False)
