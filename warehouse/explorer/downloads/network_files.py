"""A network of entities as a file: GEXF for Gephi, GraphML for igraph, NetworkX and yEd."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from warehouse.explorer.highlight import KINDS
from warehouse.explorer.published_file import Row

GEXF, GRAPHML = "http://gexf.net/1.3", "http://graphml.graphdrawing.org/xmlns"
# Characters that XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class EntityNetwork:
    """Entities and the pairs of them in the same articles; `name` names the file."""

    name: str
    entities: Sequence[Row]
    pairs: Sequence[Row]


def save_network(network: EntityNetwork, shape: str) -> Response:
    """Return a network as `gexf` or `graphml`."""
    write, media_type = NETWORK_FILES[shape]
    root = write(network)
    ET.indent(root)
    out = io.BytesIO()
    ET.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    headers = {"content-disposition": f'attachment; filename="aawsat-{network.name}.{shape}"'}
    return Response(out.getvalue(), media_type=media_type, headers=headers)


def as_gexf(network: EntityNetwork) -> ET.Element:
    """Return a GEXF 1.3 document; the weight of an edge is its number of articles."""
    root = ET.Element("gexf", xmlns=GEXF, version="1.3")
    graph = ET.SubElement(root, "graph", defaultedgetype="undirected")
    attributes = ET.SubElement(graph, "attributes", {"class": "node"})
    for number, (title, kind) in enumerate((("kind", "string"), ("articles", "integer"))):
        ET.SubElement(attributes, "attribute", id=str(number), title=title, type=kind)
    nodes = ET.SubElement(graph, "nodes")
    for row in network.entities:
        node = ET.SubElement(nodes, "node", id=_clean(row["entity_id"]), label=_clean(row["name"]))
        values = ET.SubElement(node, "attvalues")
        ET.SubElement(values, "attvalue", {"for": "0", "value": _kind(row)})
        ET.SubElement(values, "attvalue", {"for": "1", "value": str(row["article_count"])})
    edges = ET.SubElement(graph, "edges")
    for number, row in enumerate(network.pairs):
        ends = {"source": _clean(row["entity_id"]), "target": _clean(row["neighbour_id"])}
        ET.SubElement(edges, "edge", ends, id=str(number), weight=str(row["article_count"]))
    return root


def as_graphml(network: EntityNetwork) -> ET.Element:
    """Return a GraphML document; the weight of an edge is its number of articles."""
    root = ET.Element("graphml", xmlns=GRAPHML)
    keys = (("node", "name", "string"), ("node", "kind", "string"), ("node", "articles", "int"))
    for owner, name, kind in (*keys, ("edge", "weight", "int")):
        ET.SubElement(root, "key", {"id": name, "for": owner, "attr.name": name, "attr.type": kind})
    graph = ET.SubElement(root, "graph", edgedefault="undirected")
    for row in network.entities:
        node = ET.SubElement(graph, "node", id=_clean(row["entity_id"]))
        for field, value in _values(row).items():
            ET.SubElement(node, "data", key=field).text = value
    for row in network.pairs:
        ends = {"source": _clean(row["entity_id"]), "target": _clean(row["neighbour_id"])}
        edge = ET.SubElement(graph, "edge", ends)
        ET.SubElement(edge, "data", key="weight").text = str(row["article_count"])
    return root


def _values(row: Row) -> dict[str, str]:
    return {"name": _clean(row["name"]), "kind": _kind(row), "articles": str(row["article_count"])}


def _kind(row: Row) -> str:
    kind: str = row["entity_type"]
    return KINDS.get(kind, kind)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


# File extension -> (writer, media type).
NETWORK_FILES: dict[str, tuple[Callable[[EntityNetwork], ET.Element], str]] = {
    "gexf": (as_gexf, "application/gexf+xml"),
    "graphml": (as_graphml, "application/graphml+xml"),
}
