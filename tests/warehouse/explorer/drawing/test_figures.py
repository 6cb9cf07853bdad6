from itertools import combinations

import pytest

from warehouse.explorer.drawing.build_outline import build_outline, simplify
from warehouse.explorer.drawing.charts import (
    CHART_HEIGHT,
    Measure,
    draw_heatmap,
    draw_lines,
    draw_timeline,
    draw_volume,
)
from warehouse.explorer.drawing.network import HEIGHT, WIDTH, Edge, lay_out
from warehouse.explorer.drawing.world_map import VIEWS, draw_map, outlines
from warehouse.explorer.results.coverage import Cell, Coverage
from warehouse.explorer.results.trends import Series

MONTHS = ("2009-02", "2009-03", "2009-04")


def coverage(*cells: Cell) -> Coverage:
    return Coverage(
        MONTHS,
        ("opinion",),
        {(cell.month, "opinion"): cell for cell in cells},
        {cell.month: cell for cell in cells},
        has_ledger=True,
    )


def cell(month: str, loaded: int, missing: int = 0) -> Cell:
    return Cell(month, "opinion", loaded + missing, loaded, missing, "gone" if missing else "")


def test_a_month_without_articles_has_no_share_and_interrupts_the_line() -> None:
    months = coverage(*(cell(f"2009-0{month}", int(month != 3)) for month in (2, 3, 4)))
    opec = Series("opec", "words", "opec", "", {"2009-02": 1})

    shares = draw_lines([opec], months, Measure.SHARE).lines[0]
    counts = draw_lines([opec], months, Measure.ARTICLES).lines[0]

    assert [len(part) for part in shares.parts] == [1, 1]
    assert [len(part) for part in counts.parts] == [3]


def test_a_missing_part_is_stacked_on_what_is_loaded() -> None:
    drawn = draw_volume(coverage(cell("2009-02", 10), cell("2009-03", 5, missing=5)))

    whole, broken, nothing = drawn.bars
    assert broken.height + broken.gap_height == pytest.approx(whole.height)
    assert whole.gap_height == 0
    assert nothing.height == 0
    assert whole.height < CHART_HEIGHT


def test_a_single_missing_article_can_be_seen() -> None:
    drawn = draw_heatmap(coverage(cell("2009-02", 999, missing=1), cell("2009-03", 1)))

    assert [(found.shade, found.gap > 3) for found in drawn.cells] == [(6, True), (1, False)]


def test_a_timeline_of_shares_divides_by_the_month() -> None:
    known = coverage(cell("2009-02", 10), cell("2009-03", 100, missing=50))
    links = dict.fromkeys(MONTHS, "/search")

    drawn = draw_timeline({"2009-02": 5, "2009-03": 5}, known, links, Measure.SHARE)

    assert drawn.bars[0].height == pytest.approx(10 * drawn.bars[1].height)
    assert drawn.bars[1].gap_share == pytest.approx(1 / 3)
    assert drawn.bars[1].tip == "2009-03 · 5 of 100 articles · 50 missing"
    assert drawn.bars[2].tip == "2009-04 · no articles in the archive"


@pytest.mark.parametrize("count", [0, 1, 2, 23])
def test_labels_of_a_network_do_not_overlap_and_stay_in_the_frame(count: int) -> None:
    edges = [Edge(0, number, 0.5) for number in range(1, count)]

    places = lay_out(count, edges)

    assert len(places) == count
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    near = [
        (a, b)
        for a, b in combinations(places, 2)
        if abs(a[0] - b[0]) < 40 and abs(a[1] - b[1]) < 24
    ]
    assert near == []


def test_the_layout_of_a_network_is_deterministic() -> None:
    edges = [Edge(0, 1, 1.0), Edge(1, 2, 0.2)]

    assert lay_out(4, edges) == lay_out(4, edges)


@pytest.mark.slow
def test_the_region_shows_its_countries_and_the_world_more() -> None:
    region = set(outlines(VIEWS["region"]))
    world = set(outlines(VIEWS["world"]))

    assert {"Iraq", "Saudi Arabia", "Lebanon", "Palestine", "Morocco"} <= region
    assert "Japan" not in region
    assert len(world) > 180


def test_a_place_is_projected_to_its_coordinates() -> None:
    view = VIEWS["region"]
    place = {"entity_id": "geo/1", "name": "Edge", "latitude": view.north, "longitude": view.west}
    far = {"entity_id": "geo/2", "name": "Far", "latitude": 0.0, "longitude": 170.0}
    nowhere = {"entity_id": "geo/3", "name": "Nowhere", "latitude": None, "longitude": None}
    rows = [{**row, "article_count": 3} for row in (place, far, nowhere)]

    drawn = draw_map(view, rows)

    assert [(circle.name, circle.x, circle.y) for circle in drawn.circles] == [("Edge", 0, 0)]


def test_a_straight_border_keeps_only_its_ends() -> None:
    assert simplify([(0, 0), (1, 0.001), (2, 0)], 0.06) == [(0, 0), (2, 0)]
    assert simplify([(0, 0), (1, 1), (2, 0)], 0.06) == [(0, 0), (1, 1), (2, 0)]


def test_an_outline_joins_arcs_and_reverses_negative_ones() -> None:
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0], [5, 0], [0, 5]], [[0, 0], [0, 5], [5, 0]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, -2]], "properties": {"name": "Square"}},
                    {"type": "Polygon", "arcs": [[0, -2]], "properties": {"name": "Antarctica"}},
                ]
            }
        },
    }

    outline = build_outline(topology)

    assert outline == "Square\t0.00,0.00 5.00,0.00 5.00,5.00 0.00,5.00 0.00,0.00\n"
