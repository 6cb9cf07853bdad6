"""The data of a page as a file: JSON, CSV, an Atom feed, or citations.

The address of the data is that of the page with an extension: `/search.csv?q=tariffs`. A file has
all rows, or the request is refused: rows are never left out silently. A long list is saved in
parts: `/entities.csv?page=2` has the second 10,000 rows, and names the next part in its header
`Link` (RFC 8288).
"""

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.filters import last_page, page_number
from warehouse.explorer.published_file import Row, SnapshotInfo, total_of, without_total
from warehouse.reporting.cite import Citation, as_bibtex, as_ris
from warehouse.reporting.row_formats import json_value, write_csv

# Maximum number of rows of one file; more come in parts.
ROWS_SAVED = 10_000
# Citation formats: file extension -> (writer, media type).
CITATIONS: dict[str, tuple[Callable[[Citation], str], str]] = {
    "bib": (as_bibtex, "application/x-bibtex"),
    "ris": (as_ris, "application/x-research-info-systems"),
}
ATOM = "http://www.w3.org/2005/Atom"
# Characters that XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a list that a file has: `size` rows of `total`, the first part is 1.

    `number` is 0 if the request names no part: then the file must have all rows.
    """

    url: URL
    number: int
    size: int
    total: int = 0

    @property
    def page(self) -> int:
        """The number of the part to read."""
        return max(self.number, 1)

    @property
    def last(self) -> int:
        """The number of the last part."""
        return last_page(self.total, self.size)

    @property
    def next(self) -> str:
        """The address of the next part; empty if there is none."""
        return self.link(self.number + 1) if 0 < self.number < self.last else ""

    def link(self, number: int) -> str:
        """Return the address of another part."""
        url = self.url.include_query_params(page=number)
        return f"{url.path}?{url.query}"


class TooManyRows(HTTPException):
    """The result has more rows than a file; `parts` are the addresses that have all of it."""

    def __init__(self, part: Part) -> None:
        super().__init__(
            413,
            f"The result has {part.total:,} rows, more than the {part.size:,} of a file. Narrow it,"
            f" or save it in parts: page=1 to page={part.last} at the end of the address",
        )
        self.parts = [part.link(number) for number in range(1, part.last + 1)]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a page, out of `total`; `about` has the other facts that the page states."""

    name: str
    rows: Sequence[Row]
    total: int
    about: Mapping[str, Any]
    part: Part | None = None
    columns: Sequence[str] = ()


def read_part(request: Request, size: int | None = None) -> Part:
    """Return the part of a list that a request for a file asks for: `page=2`, or all of it."""
    text = request.query_params.get("page", "")
    return Part(request.url, page_number(text) if text else 0, size or ROWS_SAVED)


def save_table(table: Table, shape: str, info: SnapshotInfo) -> Response:
    """Return a table as `json` or `csv`.

    Raises:
        HTTPException: 404 for another shape.
    """
    write = _WRITERS.get(shape)
    if write is None:
        raise HTTPException(404, f"This page cannot be saved as {shape[:20]!r}.")
    answer = write(table, info)
    if table.part:
        answer.headers.update(next_header(table.part))
    return answer


def save_part(
    name: str,
    rows: Sequence[Row],
    asked: Part,
    shape: str,
    info: SnapshotInfo,
    about: Mapping[str, Any] | None = None,
) -> Response:
    """Return the asked part of a list as `json` or `csv`; `rows` have the column `total`.

    Raises:
        HTTPException: 404 for another shape, or a part that the list does not have.
        TooManyRows: one file does not hold all rows, and the request names no part.
    """
    part = whole_or_part(asked, total_of(rows))
    return save_table(Table(name, without_total(rows), part.total, about or {}, part), shape, info)


def whole_or_part(part: Part, total: int) -> Part:
    """Return the part of a list of `total` rows.

    Raises:
        HTTPException: 404 for a part that the list does not have.
        TooManyRows: the request names no part, and one file does not hold all rows.
    """
    known = replace(part, total=total)
    if part.number > 1 and not total:
        raise HTTPException(404, f"The result has no part {part.number}.")
    if not part.number and total > part.size:
        raise TooManyRows(known)
    return known


def next_header(part: Part) -> dict[str, str]:
    """Return the header that names the next part; empty if this is the last one."""
    return {"link": f'<{part.next}>; rel="next"'} if part.next else {}


def save_feed(title: str, address: str, articles: Sequence[Row], info: SnapshotInfo) -> Response:
    """Return articles as an Atom feed (RFC 4287); each entry links to the original page."""
    feed = ET.Element("feed", xmlns=ATOM)
    _add(feed, "title", title)
    _add(feed, "id", f"urn:aawsat:explorer:{address}")
    _add(feed, "updated", info.made_at.isoformat())
    ET.SubElement(feed, "link", rel="self", href=address)
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=_page_of(address))
    for row in articles:
        _add_entry(feed, row, info)
    text = ET.tostring(feed, encoding="unicode", xml_declaration=False)
    return Response(
        f'<?xml version="1.0" encoding="utf-8"?>\n{text}', media_type="application/atom+xml"
    )


def _page_of(file: str) -> str:
    """Return the URL of the page of a file: that of `/search.atom?q=a` is `/search?q=a`."""
    path, mark, query = file.partition("?")
    return f"{path.rpartition('.')[0]}{mark}{query}"


def _save_json(table: Table, info: SnapshotInfo) -> Response:
    content = {"snapshot": info.name, "total": table.total, **table.about, **_place(table.part)}
    content["rows"] = table.rows
    text = json.dumps(json_value(content), ensure_ascii=False, indent=1)
    return Response(text, media_type="application/json")


def _place(part: Part | None) -> dict[str, object]:
    if part is None or not part.number:
        return {}
    return {"page": part.number, "pages": part.last, "next": part.next or None}


def _save_csv(table: Table, info: SnapshotInfo) -> Response:
    out = io.StringIO()
    columns = list(table.rows[0] if table.rows else table.columns)
    write_csv(columns, ([row[name] for name in columns] for row in table.rows), out)
    headers = {"content-disposition": f'attachment; filename="aawsat-{table.name}.csv"'}
    return Response(out.getvalue(), media_type="text/csv", headers=headers)


_WRITERS: dict[str, Callable[[Table, SnapshotInfo], Response]] = {
    "json": _save_json,
    "csv": _save_csv,
}


def _add_entry(feed: ET.Element, row: Row, info: SnapshotInfo) -> None:
    entry = ET.SubElement(feed, "entry")
    day: date | None = row["published_on"]
    _add(entry, "title", row["title"])
    _add(entry, "id", row["url"])
    _add(entry, "updated", f"{day.isoformat()}T00:00:00Z" if day else info.made_at.isoformat())
    ET.SubElement(entry, "link", rel="alternate", href=row["url"])
    author = ET.SubElement(entry, "author")
    _add(author, "name", row.get("author") or "Asharq Al-Awsat")
    if row.get("section_path"):
        ET.SubElement(entry, "category", term=row["section_path"])
    if row.get("lead"):
        _add(entry, "summary", row["lead"])


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub("", text)
