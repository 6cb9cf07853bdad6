"""Cite an article, down to the captured bytes: `read_citation(con, url)`, then `as_text` or others.

Works on the warehouse and on a published file, because tables are named without a schema.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.errors import BadQuery
from warehouse.reporting.row_formats import json_value

NEWSPAPER = "Asharq Al-Awsat (English)"
_BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """The data needed to find an article again and to verify its text.

    `payload_sha256` is the digest of the captured page, `body_sha256` that of the cleaned text. Of
    an article read by REST, the page is the answer to `requested_url`, and the article its `item`.
    """

    article_id: int
    url: str
    title: str
    authors: tuple[str, ...]
    published_on: date | None
    section_path: str | None
    captured_at: datetime | None
    captured_from: str | None
    payload_sha256: str | None
    warc_file: str | None
    warc_offset: int | None
    captured_by_run: str | None
    layout: str
    parser_version: str
    cleaning_rules: tuple[str, ...]
    body_sha256: str
    extractor: str | None
    requested_url: str | None
    item: str | None


def read_citation(con: DuckDBPyConnection, url: str) -> Citation:
    """Read the citation of the article at a canonical URL, or with an article_id.

    Raises:
        BadQuery: there is no such article; the text says why, if that is known.
    """
    article_id = _id_at(con, "cited_article", url) or _id_at_former_address(con, url)
    found = read_citations(con, [article_id]) if article_id is not None else []
    if not found:
        raise BadQuery(_why_not(con, url))
    return found[0]


def read_citations(con: DuckDBPyConnection, article_ids: Sequence[int]) -> list[Citation]:
    """Return the citations of these articles, in this order; unknown ids are left out."""
    cursor = con.execute(read_query("reporting/citations"), {"article_ids": [*article_ids]})
    names = [column[0] for column in cursor.description or ()]
    found = [_citation(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    known = {citation.article_id: citation for citation in found}
    return [known[article_id] for article_id in article_ids if article_id in known]


def _citation(values: dict[str, Any]) -> Citation:
    lists = {name: tuple(values[name]) for name in ("authors", "cleaning_rules")}
    return Citation(**(values | lists))


def _id_at(con: DuckDBPyConnection, query: str, wanted: str) -> int | None:
    row = con.execute(read_query(f"reporting/{query}"), {"wanted": wanted}).fetchone()
    return int(row[0]) if row else None


def _id_at_former_address(con: DuckDBPyConnection, url: str) -> int | None:
    # Publications made before version 0.2.0 lack the table.
    known = con.execute("from duckdb_tables() where table_name = 'article_addresses'").fetchone()
    return _id_at(con, "article_at_former_address", url) if known else None


def as_text(citation: Citation) -> str:
    """Format as text: a line to print, followed by the evidence."""
    when = f"{citation.published_on:%-d %B %Y}" if citation.published_on else "n.d."
    authors = ", ".join(citation.authors)
    line = f"{authors + ', ' if authors else ''}“{citation.title},” {NEWSPAPER}, {when}"
    rests_on = {
        "captured": f"{_moment(citation.captured_at)} from {citation.captured_from}",
        "page": f"sha256 {citation.payload_sha256}",
        "item": f"post {citation.item} in the answer to {citation.requested_url}",
        "bytes": f"{citation.warc_file} at {citation.warc_offset}",
        "run": citation.captured_by_run,
        "read by": f"parser {citation.parser_version}, layout {citation.layout}",
        "cleaned": ", ".join(citation.cleaning_rules) or "nothing to clean",
        "text": f"sha256 {citation.body_sha256}",
        "entities": citation.extractor or "not searched",
    }
    if citation.item is None:
        del rests_on["item"]
    lines = [f"  {name + ':':10}{value}" for name, value in rests_on.items()]
    return "\n".join([f"{line}, {citation.url}.", *lines])


def as_bibtex(citation: Citation) -> str:
    """Format as a BibTeX entry; authors are braced, since agencies and desks sign articles too."""
    fields = {
        "author": " and ".join(f"{{{_bibtex(name)}}}" for name in citation.authors),
        "title": f"{{{_bibtex(citation.title)}}}",
        "journal": _bibtex(NEWSPAPER),
        "year": f"{citation.published_on:%Y}" if citation.published_on else "",
        "month": f"{citation.published_on:%m}" if citation.published_on else "",
        "day": f"{citation.published_on:%d}" if citation.published_on else "",
        "url": citation.url,
        "urldate": f"{citation.captured_at:%Y-%m-%d}" if citation.captured_at else "",
        "note": f"Captured page: sha256 {citation.payload_sha256}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@article{{{_key(citation)},\n" + ",\n".join(lines) + "\n}"


def as_ris(citation: Citation) -> str:
    """Format as a RIS record of type NEWS."""
    tags = [
        ("TY", "NEWS"),
        *(("AU", name) for name in citation.authors),
        ("TI", citation.title),
        ("T2", NEWSPAPER),
        ("PY", f"{citation.published_on:%Y}" if citation.published_on else ""),
        ("DA", f"{citation.published_on:%Y/%m/%d}" if citation.published_on else ""),
        ("SE", citation.section_path or ""),
        ("UR", citation.url),
        ("Y2", f"{citation.captured_at:%Y/%m/%d}" if citation.captured_at else ""),
        ("N1", f"Captured page: sha256 {citation.payload_sha256}"),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - "])


def as_json(citation: Citation) -> str:
    """Format all fields as JSON."""
    return json.dumps(json_value(asdict(citation)), indent=2, ensure_ascii=False)


def _why_not(con: DuckDBPyConnection, url: str) -> str:
    rows = con.execute(read_query("reporting/why_no_article"), {"wanted": url}).fetchall()
    if not rows:
        return f"no page {url} is known"
    reason, detail, captured_at = rows[0]
    return f"{url} is not an article: {reason} ({detail}), captured {_moment(captured_at)}"


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "at an unknown time"


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX_ESCAPES.get(letter, letter) for letter in text)


def _key(citation: Citation) -> str:
    """Return the citation key: last name of the first author, year and article_id (stable)."""
    author = citation.authors[0].split()[-1:] if citation.authors else []
    plain = unicodedata.normalize("NFKD", "".join(author)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z]", "", plain.lower()) or "aawsat"
    year = f"{citation.published_on:%Y}" if citation.published_on else "nd"
    return f"{name}{year}-{citation.article_id}"
