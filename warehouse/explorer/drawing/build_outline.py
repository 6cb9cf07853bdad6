"""Build `outline/countries.tsv.gz` from Natural Earth's countries in npm's world-atlas package.

    npm pack world-atlas@2 && tar xzf world-atlas-2.*.tgz
    python -m warehouse.explorer.drawing.build_outline package/countries-50m.json

Borders are simplified arc by arc, so neighbouring countries still share the same border line.
"""

import gzip
import json
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

Point = tuple[float, float]

OUTLINE = Path(__file__).parent / "outline" / "countries.tsv.gz"
# Maximum shift of a border in degrees: half a pixel at the largest scale of the map.
TOLERANCE = 0.06
# No article is filed from there, and it would be a fifth of the file.
LEFT_OUT = ("Antarctica",)


def build_outline(topology: dict[str, Any]) -> str:
    """Return one line per country: name, tab, its rings as `lon,lat lon,lat ...` joined by `;`."""
    arcs = [simplify(_points(arc, topology["transform"]), TOLERANCE) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    lines = [
        f"{country['properties']['name']}\t{_rings(country, arcs)}"
        for country in countries
        if country["properties"]["name"] not in LEFT_OUT
    ]
    return "\n".join(sorted(lines)) + "\n"


def simplify(points: list[Point], tolerance: float) -> list[Point]:
    """Simplify a line with the Douglas-Peucker algorithm; `tolerance` is in degrees."""
    kept = {0, len(points) - 1}
    stretches = [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        distances = [
            _distance(points[at], points[first], points[last]) for at in range(first + 1, last)
        ]
        if max(distances, default=0) > tolerance:
            farthest = first + 1 + distances.index(max(distances))
            kept.add(farthest)
            stretches += [(first, farthest), (farthest, last)]
    return [points[at] for at in sorted(kept)]


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    across = accumulate(step[0] for step in arc)
    up = accumulate(step[1] for step in arc)
    return [(x * scale_x + move_x, y * scale_y + move_y) for x, y in zip(across, up, strict=True)]


def _distance(point: Point, start: Point, end: Point) -> float:
    width, height = end[0] - start[0], end[1] - start[1]
    length = (width**2 + height**2) ** 0.5
    if length < TOLERANCE / 100:
        return float(((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5)
    return abs(width * (start[1] - point[1]) - (start[0] - point[0]) * height) / float(length)


def _rings(country: dict[str, Any], arcs: list[list[Point]]) -> str:
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    rings = [_ring(numbers, arcs) for polygon in polygons for numbers in polygon]
    return ";".join(" ".join(f"{x:.2f},{y:.2f}" for x, y in ring) for ring in rings if ring)


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Join arcs end to end; as in TopoJSON, a negative number reverses an arc."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring if len(ring) > 3 else []


if __name__ == "__main__":
    outline = build_outline(json.loads(Path(sys.argv[1]).read_bytes()))
    OUTLINE.write_bytes(gzip.compress(outline.encode(), 9, mtime=0))
