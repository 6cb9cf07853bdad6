"""Read the rows of a database dump in SQL, as mysqldump, phpMyAdmin and backup plugins write it.

The file is mapped into memory and scanned in place: a dump may be larger than the memory.
"""

import mmap
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path

SqlRow = dict[str, str | None]

_DUMP = re.compile(
    rb"^(?:\s|--[^\n]*\n|#[^\n]*\n|/\*.*?\*/;?|SET\s[^;]*;|START TRANSACTION;|BEGIN;|USE\s[^;]*;"
    rb"|LOCK TABLES[^;]*;|(?:CREATE|DROP) DATABASE[^;]*;)*+"
    rb"(?:CREATE\s+TABLE|DROP\s+TABLE|INSERT\s+(?:IGNORE\s+)?INTO|REPLACE\s+INTO)\s+[`\"\w]",
    re.I | re.S,
)
_NAME = rb"(?:[`\"]?[\w$-]+[`\"]?\.)?[`\"]?[\w$-]+[`\"]?)"
_STATEMENT = re.compile(
    rb"^[ \t]*(?:CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    + rb"(?P<created>"
    + _NAME
    + rb"\s*\((?P<definition>.*?)(?:\n\s*\)|\)[^()'\n]*;)"
    + rb"|(?:INSERT|REPLACE)\s+(?:IGNORE\s+|DELAYED\s+)*INTO\s+(?P<table>"
    + _NAME
    + rb"\s*(?:\((?P<columns>[^()]*)\))?\s*VALUES?\s*)",
    re.I | re.M | re.S,
)
_COLUMN = re.compile(rb"(?:^|,)\s*[`\"](\w+)[`\"]\s+\w", re.M)
_VALUE = re.compile(
    rb"\s*(?:_\w+\s*)?(?:'((?:[^'\\]++|\\.|'')*+)'|0x([0-9a-f]*+)|x'([0-9a-f]*+)'|([^'\"\s,();]++))"
    rb"\s*(?P<after>[,)])",
    re.I | re.S,
)
_ROW_START = re.compile(rb"\s*\(")
_AFTER_ROW = re.compile(rb"\s*([,;])")
# Where the next row or statement begins after one that is damaged.
_NEXT_ROW = re.compile(
    rb"(?P<row>\)\s*,)\s*(?=\(\s*\d+\s*,)|^[ \t]*(?=(?:INSERT|REPLACE|CREATE)\s)", re.I | re.M
)
_ESCAPED = re.compile(r"\\(.)|''", re.S)
_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
_TOOL = re.compile(rb"-- (?:MySQL|MariaDB) dump")
_END = b"-- Dump completed"
_END_BYTES = 4096
_HEAD_BYTES = 1024


class SqlDump:
    """The rows of a dump. `known_columns`: those of tables, by the end of the table's name.

    They are for dumps that state no columns. After `rows`, `damaged` has the number of rows that
    could not be read, by table, and `is_cut` whether the end of the dump is missing.
    """

    def __init__(self, path: Path, known_columns: Mapping[str, Sequence[str]]) -> None:
        self._path = path
        self._known_columns = known_columns
        self.damaged = Counter[str]()
        self.is_cut = False

    def rows(self, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, SqlRow]]:
        """Yield each row of the wanted tables with the name of its table.

        Raises:
            OSError, ValueError: the file cannot be read, or is empty.
        """
        self.damaged.clear()
        with (
            self._path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text,
        ):
            self.is_cut = _lacks_end(text)
            yield from self._statements(text, is_wanted)

    def _statements(
        self, text: mmap.mmap, is_wanted: Callable[[str], bool]
    ) -> Iterator[tuple[str, SqlRow]]:
        columns: dict[str, Sequence[str]] = {}
        at = 0
        while statement := _STATEMENT.search(text, at):
            at = statement.end()
            created, table = _bare(statement["created"]), _bare(statement["table"])
            if created:
                found = _COLUMN.findall(statement["definition"])
                columns[created] = [name.decode() for name in found]
            elif is_wanted(table):
                stated = [_bare(name) for name in (statement["columns"] or b"").split(b",")]
                names = stated if any(stated) else columns.get(table) or self._known(table)
                at = yield from self._rows_at(text, at, table, names)

    def _known(self, table: str) -> Sequence[str]:
        ends = (end for end in self._known_columns if table.endswith(end))
        return self._known_columns.get(max(ends, key=len, default=""), ())

    def _rows_at(
        self, text: mmap.mmap, at: int, table: str, names: Sequence[str]
    ) -> Generator[tuple[str, SqlRow], None, int]:
        """Yield the rows of a statement whose values begin at `at`; return where it ends."""
        while True:
            values, end = _values_at(text, at)
            after = _AFTER_ROW.match(text, end) if len(values) == len(names) else None
            if after is None:
                self.damaged[table] += 1
                following = _NEXT_ROW.search(text, at + 1)
                self.is_cut |= following is None
                if following is None or not following["row"]:
                    return following.end() if following else len(text)
                at = following.end()
                continue
            yield table, dict(zip(names, values, strict=True))
            at = after.end()
            if after[1] == b";":
                return at

    def describe_damage(self) -> str:
        """Return what is damaged in the dump; '' if nothing is."""
        problems = [f"{count} damaged rows of {table}" for table, count in self.damaged.items()]
        if self.is_cut:
            problems.append("the end of the dump is missing, and the rows in it")
        return "; ".join(problems)


def is_sql_dump(start: bytes) -> bool:
    """Return whether a file is a database dump in SQL, by its first bytes."""
    return _DUMP.match(start.removeprefix(b"\xef\xbb\xbf")) is not None


def _values_at(text: mmap.mmap, at: int) -> tuple[list[str | None], int]:
    """Return the values of the row at `at` and the row's end; none for what is no row."""
    values: list[str | None] = []
    found = _ROW_START.match(text, at)
    while found := _VALUE.match(text, found.end()) if found else None:
        values.append(_value(found))
        if found["after"] == b")":
            return values, found.end()
    return [], at


def _value(found: re.Match[bytes]) -> str | None:
    quoted, hexadecimal, hex_string, bare = found.group(1, 2, 3, 4)
    if quoted is not None:
        return _ESCAPED.sub(_unescaped, _decoded(quoted))
    if bare is not None:
        return None if bare.upper() == b"NULL" else bare.decode("ascii", "replace")
    digits = (hexadecimal if hexadecimal is not None else hex_string).decode("ascii")
    return _decoded(bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2)))


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _unescaped(found: re.Match[str]) -> str:
    return "'" if found[1] is None else _ESCAPES.get(found[1], found[1])


def _bare(name: bytes | None) -> str:
    """Return a name without quotes and without its database."""
    return (name or b"").decode("utf-8", "replace").strip().rpartition(".")[2].strip('`"')


def _lacks_end(text: mmap.mmap) -> bool:
    """Return whether a dump lacks the line that ends it, or the end of its last statement."""
    tail = text[max(0, len(text) - _END_BYTES) :]
    if _TOOL.search(text[:_HEAD_BYTES]):
        return _END not in tail
    *_, last = tail.rstrip(b"\0 \r\n\t").splitlines() or [b""]
    return not last.endswith((b";", b"*/")) and not last.startswith(b"--")
