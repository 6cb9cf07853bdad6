"""Layout of the map: bundled Natural Earth outlines, projected without external services."""

import gzip
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from warehouse.explorer.links import entity_link
from warehouse.explorer.published_file import Row

WIDTH = 1000.0
# Entity name -> name in the outline file, where the two differ.
OUTLINE_NAMES = {
    "United States": "United States of America",
    "Sudan": "Sudan",
    "South Sudan": "S. Sudan",
    "Western Sahara": "W. Sahara",
    "Czech Republic": "Czechia",
    "Central African Republic": "Central African Rep.",
    "Bosnia and Herzegovina": "Bosnia and Herz.",
    "Dominican Republic": "Dominican Rep.",
    "Palestinian Territory": "Palestine",
    "Ivory Coast": "Côte d'Ivoire",
    "Democratic Republic of the Congo": "Dem. Rep. Congo",
    "Republic of the Congo": "Congo",
}
SHADES = 6
LARGEST_RADIUS = 26.0
SMALLEST_RADIUS = 2.5
# Maximum number of labelled circles; more labels would overlap.
MOST_LABELS = 22
LABEL_HEIGHT = 13.0
LETTER_WIDTH = 6.2
COUNTRY_LETTER_WIDTH = 8.6

Ring = list[tuple[float, float]]
# Left, top, right, bottom.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """A map section: west, south, east and north edge in degrees."""

    name: str
    west: float
    south: float
    east: float
    north: float

    @property
    def flat_at(self) -> float:
        """Latitude without distortion, in radians."""
        return math.radians((self.south + self.north) / 2)

    @property
    def scale(self) -> float:
        """Pixels per degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        """Height of the map in pixels at width WIDTH."""
        return round((self.north - self.south) * self.scale / math.cos(self.flat_at), 1)

    def project(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x and y in pixels (equirectangular, undistorted at the middle latitude)."""
        x = (longitude - self.west) * self.scale
        y = (self.north - latitude) * self.scale / math.cos(self.flat_at)
        return round(x, 1), round(y, 1)


VIEWS = {
    "region": View("Middle East & North Africa", -14, 8, 66, 44),
    "levant": View("Levant & Iraq", 31, 28.5, 50, 38),
    "gulf": View("Gulf & Arabia", 33, 11, 63, 31.5),
    "maghreb": View("Maghreb & Nile", -14, 15, 36, 39),
    "world": View("World", -170, -56, 180, 76),
}


@dataclass(frozen=True, slots=True)
class Country:
    """A country's outline as SVG path data; `shade` is 0 if no article mentions it."""

    name: str
    path: str
    shade: int
    link: str
    tip: str


@dataclass(frozen=True, slots=True)
class Circle:
    """A place as a circle; `label_x` is None if its label would overlap another."""

    x: float
    y: float
    radius: float
    name: str
    label_x: float | None
    link: str
    tip: str


@dataclass(frozen=True, slots=True)
class Label:
    """A country's name and the centre of its label."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Shade:
    """A shade of the legend and the fewest and most articles of the countries that have it."""

    shade: int
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Size:
    """A circle of the legend and its number of articles."""

    radius: float
    article_count: int


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """All elements of a map and its legend; the graticule is SVG path data."""

    view: View
    countries: tuple[Country, ...]
    circles: tuple[Circle, ...]
    labels: tuple[Label, ...]
    graticule: str
    shades: tuple[Shade, ...] = ()
    sizes: tuple[Size, ...] = ()


def draw_map(view: View, places: list[Row]) -> DrawnMap:
    """Lay out a map: places as circles whose area is the article count, countries by shade."""
    countries = {
        OUTLINE_NAMES.get(str(row["name"]), str(row["name"])): row
        for row in places
        if row["entity_id"].startswith("country/")
    }
    boxes: list[Box] = []
    shown = [row for row in places if _is_in(view, row)]
    circles = _circles(view, shown, boxes)
    labels = _country_labels(view, circles, boxes)
    return DrawnMap(
        view,
        _countries(view, countries),
        circles,
        labels,
        _graticule(view),
        _shades([row["article_count"] for row in countries.values()]),
        _sizes(max((row["article_count"] for row in shown), default=0)),
    )


@cache
def outlines(view: View) -> dict[str, str]:
    """Return the SVG path data of each country in a view, by name."""
    drawn = {name: "".join(map(_path, rings)) for name, rings in _rings_in(view).items()}
    return {name: path for name, path in drawn.items() if path}


@cache
def _rings_in(view: View) -> dict[str, list[Ring]]:
    """Return the projected, visible rings of each country in a view, by name."""
    packed = (files("warehouse.explorer.drawing") / "outline" / "countries.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    named = (line.split("\t") for line in lines)
    projected = {
        name: [_project(view, ring) for ring in rings.split(";") if ring] for name, rings in named
    }
    return {
        name: [ring for ring in rings if _can_be_seen(view, ring)]
        for name, rings in projected.items()
    }


def _project(view: View, ring: str) -> Ring:
    pairs = (point.split(",") for point in ring.split(" "))
    return [view.project(float(x), float(y)) for x, y in pairs]


def _can_be_seen(view: View, ring: Ring) -> bool:
    """Return whether a ring intersects the view and is larger than a pixel."""
    left, top, right, bottom = _bounds(ring)
    is_outside = right < 0 or left > WIDTH or bottom < 0 or top > view.height
    return not is_outside and right - left + bottom - top >= 2


def _bounds(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z"


@cache
def _middles(view: View) -> dict[str, tuple[float, float, float]]:
    """Return the centroid (x, y) and the width of each country's largest ring."""
    largest = {name: max(rings, key=_size) for name, rings in _rings_in(view).items() if rings}
    return {
        name: (*_middle(ring), _bounds(ring)[2] - _bounds(ring)[0])
        for name, ring in largest.items()
    }


def _size(ring: Ring) -> float:
    left, top, right, bottom = _bounds(ring)
    return (right - left) * (bottom - top)


def _middle(ring: Ring) -> tuple[float, float]:
    """Return a polygon's centroid."""
    parts = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    area = sum(cross for _, _, cross in parts) or 1e-9
    x = sum((a[0] + b[0]) * cross for a, b, cross in parts) / (3 * area)
    y = sum((a[1] + b[1]) * cross for a, b, cross in parts) / (3 * area)
    return x, y


def _country_labels(view: View, circles: tuple[Circle, ...], boxes: list[Box]) -> tuple[Label, ...]:
    """Label the countries whose label does not overlap a place."""
    taken = [*boxes, *(_around(circle) for circle in circles)]
    labels = []
    for name, (x, y, width) in _middles(view).items():
        half = COUNTRY_LETTER_WIDTH * len(name) / 2
        box = (x - half, y - LABEL_HEIGHT / 2, x + half, y + LABEL_HEIGHT / 2)
        is_in_view = box[0] > 0 and box[2] < WIDTH and 10 < y < view.height - 10
        if is_in_view and 2 * half < width and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            labels.append(Label(round(x, 1), round(y + 4, 1), name))
    return tuple(labels)


def _around(circle: Circle) -> Box:
    reach = circle.radius
    return circle.x - reach, circle.y - reach, circle.x + reach, circle.y + reach


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_in(view: View, row: Row) -> bool:
    if row["latitude"] is None or row["longitude"] is None:
        return False
    if row["entity_id"].startswith("country/"):
        return False
    is_across = view.west <= row["longitude"] <= view.east
    return bool(is_across and view.south <= row["latitude"] <= view.north)


def _countries(view: View, counted: dict[str, Row]) -> tuple[Country, ...]:
    top = max((row["article_count"] for row in counted.values()), default=1)
    return tuple(
        _country(name, path, counted.get(name), top) for name, path in outlines(view).items()
    )


def _country(name: str, path: str, row: Row | None, top: int) -> Country:
    if row is None:
        return Country(name, path, 0, "", name)
    count = row["article_count"]
    link = entity_link(row["entity_id"])
    return Country(name, path, _shade(count, top), link, f"{row['name']} · {count:,} articles")


def _shade(count: int, top: int) -> int:
    return min(SHADES, 1 + int(SHADES * (count / top) ** 0.5))


def _shades(counts: list[int]) -> tuple[Shade, ...]:
    """Return the shades in use, from light to dark."""
    top = max(counts, default=1)
    ranges: dict[int, tuple[int, int]] = {}
    for count in sorted(counts):
        fewest, _ = ranges.get(_shade(count, top), (count, count))
        ranges[_shade(count, top)] = (fewest, count)
    return tuple(Shade(shade, *ranges[shade]) for shade in sorted(ranges))


def _sizes(top: int) -> tuple[Size, ...]:
    """Return the circles of the legend: the largest, and that of a quarter of its articles."""
    counts = sorted({top // 4, top} - {0})
    return tuple(Size(_radius(count, top), count) for count in counts)


def _radius(count: int, top: int) -> float:
    return round(max(LARGEST_RADIUS * math.sqrt(count / top), SMALLEST_RADIUS), 1)


def _circles(view: View, rows: list[Row], boxes: list[Box]) -> tuple[Circle, ...]:
    """Return the circles, largest first; the boxes of their labels are appended to `boxes`."""
    top = max((row["article_count"] for row in rows), default=1)
    circles = [_circle(view, row, top, boxes) for row in rows]
    return tuple(sorted(circles, key=lambda circle: -circle.radius))


def _circle(view: View, row: Row, top: int, boxes: list[Box]) -> Circle:
    x, y = view.project(row["longitude"], row["latitude"])
    radius = _radius(row["article_count"], top)
    label_x = _room_for_label(x, y, radius, row["name"], boxes)
    tip = f"{row['name']} · {row['article_count']:,} articles"
    return Circle(x, y, radius, row["name"], label_x, entity_link(row["entity_id"]), tip)


def _room_for_label(x: float, y: float, radius: float, name: str, boxes: list[Box]) -> float | None:
    start = x + radius + 3
    box = (start, y - LABEL_HEIGHT / 2, start + LETTER_WIDTH * len(name), y + LABEL_HEIGHT / 2)
    is_free = not any(_overlap(box, other) for other in boxes)
    if not is_free or len(boxes) >= MOST_LABELS or box[2] > WIDTH:
        return None
    boxes.append(box)
    return round(start, 1)


def _graticule(view: View) -> str:
    step = 30 if view.east - view.west > 180 else 10
    across = range(math.ceil(view.west / step) * step, int(view.east) + 1, step)
    up = range(math.ceil(view.south / step) * step, int(view.north) + 1, step)
    meridians = (f"M{view.project(degree, view.north)[0]} 0V{view.height}" for degree in across)
    parallels = (f"M0 {view.project(view.west, degree)[1]}H{WIDTH}" for degree in up)
    return "".join([*meridians, *parallels])
