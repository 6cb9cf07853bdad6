"""The data of a page as a file: JSON, CSV, an Atom feed, or citations.

The address of the data is that of the page with an extension: `/search.csv?q=tariffs`. A file has
all rows, or the request is refused: rows are never left out silently.
"""

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from warehouse.explorer.published_file import Row, SnapshotInfo
from warehouse.reporting.cite import Citation, as_bibtex, as_ris
from warehouse.reporting.row_formats import json_value, write_csv

# Maximum number of rows of one file; larger results are for `aawsat query` and the Parquet export.
ROWS_SAVED = 1_000
# Citation formats: file extension -> (writer, media type).
CITATIONS: dict[str, tuple[Callable[[Citation], str], str]] = {
    "bib": (as_bibtex, "application/x-bibtex"),
    "ris": (as_ris, "application/x-research-info-systems"),
}
ATOM = "http://www.w3.org/2005/Atom"
# Characters that XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a page, out of `total`; `about` has the other facts that the page states."""

    name: str
    rows: Sequence[Row]
    total: int
    about: Mapping[str, Any]


def save_table(table: Table, shape: str, info: SnapshotInfo) -> Response:
    """Return a table as `json` or `csv`.

    Raises:
        HTTPException: 404 for another shape, 413 if the table lacks rows of the result.
    """
    write = _WRITERS.get(shape)
    if write is None:
        raise HTTPException(404, f"This page cannot be saved as {shape[:20]!r}.")
    refuse_part(table)
    return write(table, info)


def refuse_part(table: Table) -> None:
    """Raise HTTPException 413 if the table lacks rows of the result."""
    if table.total > len(table.rows):
        raise HTTPException(
            413,
            f"The result has {table.total:,} rows, more than the {ROWS_SAVED:,} of a file. Narrow"
            " it by days or section, or use aawsat query for all of it",
        )


def save_feed(title: str, address: str, articles: Sequence[Row], info: SnapshotInfo) -> Response:
    """Return articles as an Atom feed (RFC 4287); each entry links to the original page."""
    feed = ET.Element("feed", xmlns=ATOM)
    _add(feed, "title", title)
    _add(feed, "id", f"urn:aawsat:explorer:{address}")
    _add(feed, "updated", info.made_at.isoformat())
    ET.SubElement(feed, "link", rel="self", href=address)
    for row in articles:
        _add_entry(feed, row, info)
    text = ET.tostring(feed, encoding="unicode", xml_declaration=False)
    return Response(
        f'<?xml version="1.0" encoding="utf-8"?>\n{text}', media_type="application/atom+xml"
    )


def _save_json(table: Table, info: SnapshotInfo) -> Response:
    content = {"snapshot": info.name, "total": table.total, **table.about, "rows": table.rows}
    text = json.dumps(json_value(content), ensure_ascii=False, indent=1)
    return Response(text, media_type="application/json")


def _save_csv(table: Table, info: SnapshotInfo) -> Response:
    out = io.StringIO()
    columns = list(table.rows[0]) if table.rows else []
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
