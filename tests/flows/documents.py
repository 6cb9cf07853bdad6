"""Read the documents: their code blocks, commands, links and paths."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import click

from tasks.sources.registry import DEFAULT_SOURCE, find_source
from tasks.sources.source import SourceKind

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "MODEL_CARD.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#:\s]+)\)")
_PATH = re.compile(r"`((?:flows|tasks|warehouse|tests|docs|deploy)/[\w./*-]*|prefect\.yaml)`")
# Programs that would not end, need a server or a host, or change something elsewhere.
_STAYS_RUNNING = {"serve", "explore", "deploy"}


@dataclass(frozen=True, slots=True)
class Block:
    """A code block of a document that starts at the margin."""

    document: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownCommand:
    """A line of a shell block, without comments and settings; `shown` is the output beside it."""

    document: str
    words: tuple[str, ...]
    shown: str | None = None

    @property
    def program(self) -> str:
        """The name of the program, without its folder."""
        return self.words[0].rpartition("/")[2]

    @property
    def arguments(self) -> tuple[str, ...]:
        """What follows the program."""
        return self.words[1:]

    @property
    def runs_here(self) -> bool:
        """Whether the command ends by itself and needs nothing but the sample."""
        name, *options = self.arguments
        if name in _STAYS_RUNNING or "--to" in options:
            return False
        return name not in ("backfill", "nightly") or "reparse" in options or not self._is_remote

    @property
    def _is_remote(self) -> bool:
        options = self.arguments
        source = options[options.index("--source") + 1] if "--source" in options else DEFAULT_SOURCE
        return find_source(source).kind is not SourceKind.FILES

    def __str__(self) -> str:
        return shlex.join(self.words)


def blocks(document: Path) -> list[Block]:
    """Return the code blocks of a document."""
    name = str(document.relative_to(ROOT))
    return [Block(name, *found) for found in _BLOCK.findall(document.read_text("utf-8"))]


def all_blocks(language: str) -> list[Block]:
    """Return the code blocks of all documents in a language."""
    return [one for file in DOCUMENTS for one in blocks(file) if one.language == language]


def shown_commands() -> list[ShownCommand]:
    """Return the commands of all shell blocks, in order, each once."""
    found = [command for file in DOCUMENTS for command in commands_of(blocks(file))]
    return list(dict.fromkeys(found))


def commands_of(of_one: list[Block]) -> Iterator[ShownCommand]:
    """Yield the commands in the shell blocks of one document."""
    for block, following in zip_longest(of_one, of_one[1:]):
        if block.language == "sh":
            lines = [words for line in block.text.splitlines() if (words := _words(line))]
            shown = following.text if following and following.language == "text" else None
            for words in lines:
                yield ShownCommand(block.document, words, shown if len(lines) == 1 else None)


def _words(line: str) -> tuple[str, ...]:
    words = shlex.split(line, comments=True)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    return tuple(words)


def check_arguments(app: click.Group, arguments: tuple[str, ...]) -> None:
    """Parse arguments as the command line does, without running the command."""
    command: click.Command = app
    context = click.Context(app, info_name="aawsat")
    words = list(arguments)
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command, context = found, click.Context(found, info_name=name, parent=context)
    command.make_context(command.name, words, parent=context.parent)


def broken_links(document: Path) -> list[str]:
    """Return the relative links of a document that lead nowhere."""
    links = _LINK.findall(document.read_text("utf-8"))
    return [link for link in links if not (document.parent / link).exists()]


def missing_paths(document: Path) -> list[str]:
    """Return the paths of code a document names that are not there; `*` stands for any name."""
    named = _PATH.findall(document.read_text("utf-8"))
    return [path for path in named if not any(ROOT.glob(path.rstrip("/")))]
