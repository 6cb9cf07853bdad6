import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest
from starlette.routing import Route

from tests.warehouse.explorer.conftest import Reader
from tests.warehouse.explorer.published_example import HERO
from warehouse.explorer.downloads.network_files import NETWORK_FILES
from warehouse.explorer.model_card import read_model_card, render


def test_the_dictionary_explains_every_column_of_every_table(reader: Reader) -> None:
    page = reader.get("/data").text
    rows = list(csv.DictReader(io.StringIO(reader.get("/data.csv").text)))

    known = {(row["table_name"], row["column_name"]) for row in rows}
    assert {("articles", "published_on"), ("mentions", "entity_id")} <= known
    assert all(f'id="{row["table_name"]}"' in page for row in rows)
    assert "<code>search(" in page


def test_the_method_page_states_what_is_missing_and_how_accurate_the_names_are(
    reader: Reader,
) -> None:
    page = reader.get("/method").text

    assert re.search(r"<td>not fetched: HTTP 503</td><td class=\"n\">\d+", page)
    assert re.search(r"<td>listing</td><td class=\"n\">1</td>", page)
    assert "Results on outside sets" in page
    assert "MODEL_CARD" not in page


def test_the_footer_of_every_page_leads_to_dictionary_method_and_description(
    reader: Reader,
) -> None:
    page = reader.get("/search").text

    for address in ("/data", "/method", "/openapi.json"):
        assert f'<a href="{address}">' in page
        assert reader.get(address).status_code == 200


def test_the_model_card_is_rendered_without_markup_of_its_own_or_links_to_files() -> None:
    html = render("# One\n\n[list](tasks/x.txt) <b>bold</b>\n\n| a |\n|--:|\n| 1 |\n")

    assert "<h2>One</h2>" in html
    assert "list &lt;b&gt;bold&lt;/b&gt;" in html
    assert "style=" not in html
    assert "<h3>Intended use</h3>" in read_model_card()


def test_the_description_names_every_download_of_the_app_and_no_other(reader: Reader) -> None:
    described = reader.get("/openapi.json").json()

    routes = [route.path for route in reader.app.routes if isinstance(route, Route)]
    downloads = {
        re.sub(r"\.\{shape\}|:path", "", path)
        for path in routes
        if re.search(r"\.(\{shape\}|json|csv|atom|gexf|graphml)$", path)
    }
    bare = {re.sub(r"\.(json|csv|atom|gexf|graphml)$", "", path) for path in downloads}
    assert {path.rpartition(".")[0] for path in described["paths"]} == bare - {"/openapi"}
    ids = [operation["get"]["operationId"] for operation in described["paths"].values()]
    assert len(ids) == len(set(ids))


@pytest.mark.slow
def test_every_described_download_without_a_name_in_its_address_answers(reader: Reader) -> None:
    described = reader.get("/openapi.json").json()

    for path, operation in described["paths"].items():
        if "{" in path or path == "/sql.csv":
            continue
        answer = reader.get(f"{path}?q=tariffs")
        [media_type] = operation["get"]["responses"]["200"]["content"]
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith(media_type)


@pytest.mark.slow
@pytest.mark.parametrize("shape", NETWORK_FILES)
def test_the_network_of_an_entity_is_a_file_whose_edges_join_its_nodes(
    reader: Reader, shape: str
) -> None:
    root = ET.fromstring(reader.get(f"/entity/{HERO}.{shape}").content)

    nodes = {node.get("id") for node in root.iterfind(".//{*}node")}
    edges = [(edge.get("source"), edge.get("target")) for edge in root.iterfind(".//{*}edge")]
    assert HERO in nodes
    assert edges
    assert {end for edge in edges for end in edge} <= nodes
