import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Author, Reason
from tests.warehouse.example_records import (
    NOON,
    article,
    capture,
    extracted,
    page_url,
    rejection,
)
from warehouse.db.connect import open_warehouse
from warehouse.errors import BadQuery
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.extractions import load_extracted
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.reporting.cite import (
    Citation,
    as_bibtex,
    as_json,
    as_ris,
    as_text,
    read_citation,
)
from warehouse.transform.build import build_marts

FERRY = page_url("ferry")


@pytest.fixture(scope="module")
def reader(
    tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path
) -> Iterator[DuckDBPyConnection]:
    """A warehouse with one article and one page that is not an article, its tables by their bare names."""
    path = tmp_path_factory.mktemp("cite") / "warehouse.duckdb"
    shutil.copyfile(empty_warehouse, path)
    with open_warehouse(path, memory_limit="1GB") as con:
        _load(con)
        con.execute("use aawsat.marts")
        yield con
        con.execute("use aawsat")


def _load(con: DuckDBPyConnection) -> None:
    ferry, empty = capture("ferry"), capture("empty")
    load_captures(con, [ferry, empty], [], "run-1", NOON)
    title = "Crews & owners: 50% of a_{deal}"
    names = (Author("Maya Haddad", "maya-haddad"), Author("Ferries and Ports AppContext", None))
    articles = [article(ferry, title, authors=names)]
    load_parsed(con, parsed_tables(articles, [rejection(empty, Reason.NO_BODY)]))
    load_extracted(con, extracted(ferry))
    build_marts(con)


@pytest.mark.slow
def test_a_citation_includes_the_captured_bytes_and_the_parser(
    reader: DuckDBPyConnection,
) -> None:
    citation = read_citation(reader, FERRY)

    assert citation.authors == ("Maya Haddad", "Ferries and Ports AppContext")
    assert citation.payload_sha256 == capture("ferry").payload_sha256
    assert (citation.warc_file, citation.captured_by_run) == ("run-00000.warc.gz", "run-1")
    assert (citation.parser_version, citation.layout) == ("1", "divi-3")
    assert (citation.cleaning_rules, citation.extractor) == (("blanks",), "builtin/1")


@pytest.mark.parametrize("wanted", [FERRY, FERRY.rstrip("/")])
def test_the_last_slash_of_an_address_does_not_matter(
    reader: DuckDBPyConnection, wanted: str
) -> None:
    assert read_citation(reader, wanted).url == FERRY


def test_an_article_is_found_by_its_id(reader: DuckDBPyConnection) -> None:
    citation = read_citation(reader, FERRY)

    assert read_citation(reader, str(citation.article_id)) == citation


def test_a_rejected_page_is_refused_with_its_reason(reader: DuckDBPyConnection) -> None:
    with pytest.raises(
        BadQuery, match=r"is not an article: no_body \(There is no text.\), captured"
    ):
        read_citation(reader, page_url("empty"))


def test_an_unknown_page_is_refused_as_unknown(reader: DuckDBPyConnection) -> None:
    with pytest.raises(BadQuery, match=r"no page https://elsewhere\.test/ is known"):
        read_citation(reader, "https://elsewhere.test/")


def test_the_text_is_a_footnote_line_and_its_evidence(reader: DuckDBPyConnection) -> None:
    first, *rest = as_text(read_citation(reader, FERRY)).splitlines()

    assert first == (
        "Maya Haddad, Ferries and Ports AppContext, “Crews & owners: 50% of a_{deal},”"
        f" Asharq Al-Awsat (English), 4 March 2011, {FERRY}."
    )
    assert "  cleaned:  blanks" in rest


def test_bibtex_escapes_special_characters_and_braces_authors(reader: DuckDBPyConnection) -> None:
    entry = as_bibtex(read_citation(reader, FERRY))

    assert r"title = {{Crews \& owners: 50\% of a\_\{deal\}}}" in entry
    assert "author = {{Maya Haddad} and {Ferries and Ports AppContext}}" in entry
    assert entry.startswith("@article{haddad2011-")
    assert entry.replace(r"\{", "").replace(r"\}", "").count("{") == entry.replace(
        r"\{", ""
    ).replace(r"\}", "").count("}")


def test_ris_has_one_tag_per_line_and_an_end_tag(reader: DuckDBPyConnection) -> None:
    lines = as_ris(read_citation(reader, FERRY)).split("\r\n")

    assert all(line[2:6] == "  - " for line in lines)
    assert (lines[0], lines[-1]) == ("TY  - NEWS", "ER  - ")
    assert [line for line in lines if line.startswith("AU")] == [
        "AU  - Maya Haddad",
        "AU  - Ferries and Ports AppContext",
    ]


def test_json_has_every_field(reader: DuckDBPyConnection) -> None:
    citation = read_citation(reader, FERRY)

    assert set(json.loads(as_json(citation))) == set(Citation.__dataclass_fields__)


@pytest.mark.slow
def test_an_undated_unsigned_article_can_be_cited(con: DuckDBPyConnection) -> None:
    port = capture("port")
    load_captures(con, [port], [], "run-1", NOON)
    bare = article(port, "Port opens", authors=(), published_on=None, published_at=None)
    load_parsed(con, parsed_tables([bare], []))
    build_marts(con)
    con.execute("use aawsat.marts")

    citation = read_citation(con, page_url("port"))

    assert as_text(citation).startswith("“Port opens,” Asharq Al-Awsat (English), n.d.,")
    assert "year" not in as_bibtex(citation)
    assert "not searched" in as_text(citation)


def test_the_id_in_json_is_text_and_is_accepted_back(reader: DuckDBPyConnection) -> None:
    """A JSON tool that reads numbers as floats would change an ID of 63 bits."""
    cited = json.loads(as_json(read_citation(reader, FERRY)))

    assert isinstance(cited["article_id"], str)
    assert read_citation(reader, cited["article_id"]).url == FERRY
    assert read_citation(reader, f"'{cited['article_id']}").url == FERRY
