"""Layout of the charts over time (heat map, volume, timeline); templates draw them as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from warehouse.explorer.links import month_link
from warehouse.explorer.results.coverage import Cell, Coverage
from warehouse.explorer.results.trends import Series

# Number of shades of blue by volume, the same as in the stylesheet.
SHADES = 6
LABEL_WIDTH = 178
PLOT_WIDTH = 1000
ROW_HEIGHT = 18
CHART_HEIGHT = 150
LABEL_HEIGHT = 14
# Minimum height of a gap, so that a month with a single missing article shows it.
SMALLEST_GAP = 4.0
MOST_SECTIONS = 14


class Measure(StrEnum):
    """Unit of an entity's timeline: articles, or percent of the month's articles."""

    ARTICLES = "articles"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis and its position."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One month of one section: position, shade (0: no articles) and height of the missing part."""

    x: float
    y: float
    shade: int
    gap: float
    link: str
    tip: str


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Sections as rows, months as columns."""

    cell_width: float
    height: float
    cells: tuple[HeatCell, ...]
    rows: tuple[Tick, ...]
    years: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: height of the bar, of the missing part on top, and shading of the column."""

    x: float
    height: float
    gap_height: float
    gap_share: float
    link: str
    tip: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars over months; y is 0 at the top and `height` at the axis."""

    bar_width: float
    height: float
    bars: tuple[Bar, ...]
    years: tuple[Tick, ...]
    levels: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a line: its position, and the articles behind it."""

    x: float
    y: float
    link: str
    tip: str


@dataclass(frozen=True, slots=True)
class LineOfTerm:
    """One term over months; `label_y` keeps the names at the end of the lines apart.

    A month without any article has no share: it has no point, and the line has parts around it.
    """

    name: str
    parts: tuple[tuple[Point, ...], ...]
    label_y: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A month with missing articles and their share, 0 to 1."""

    x: float
    share: float
    tip: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over months; y is 0 at the top and `height` at the axis."""

    step: float
    height: float
    lines: tuple[LineOfTerm, ...]
    gaps: tuple[Gap, ...]
    years: tuple[Tick, ...]
    levels: tuple[Tick, ...]


def draw_heatmap(coverage: Coverage) -> Heatmap:
    """Lay out the heat map of the largest sections."""
    width = _step(coverage.months)
    sections = coverage.sections[:MOST_SECTIONS]
    top = max((cell.loaded for cell in coverage.cells.values()), default=1)
    cells = [
        _heat_cell(cell, column * width, row * ROW_HEIGHT, top)
        for row, section in enumerate(sections)
        for column, month in enumerate(coverage.months)
        if (cell := coverage.cells.get((month, section))) and cell.loaded + cell.missing
    ]
    rows = tuple(Tick(row * ROW_HEIGHT + ROW_HEIGHT / 2, name) for row, name in enumerate(sections))
    height = len(sections) * ROW_HEIGHT
    return Heatmap(width, height, tuple(cells), rows, _years(coverage.months))


def draw_volume(coverage: Coverage) -> BarChart:
    """Lay out loaded articles per month, with missing articles stacked on top."""
    top = max((cell.loaded + cell.missing for cell in coverage.totals.values()), default=1) or 1
    scale, levels = _scale(top)
    width = _step(coverage.months)
    bars = [
        Bar(
            column * width,
            cell.loaded * scale,
            max(cell.missing * scale, SMALLEST_GAP) if cell.missing else 0,
            cell.missing_share,
            month_link(month),
            describe(cell),
        )
        for column, month in enumerate(coverage.months)
        if (cell := coverage.totals.get(month, Cell(month, "", None, 0, 0)))
    ]
    return BarChart(width, CHART_HEIGHT, tuple(bars), _years(coverage.months), levels)


def draw_timeline(
    counts: Mapping[str, int], coverage: Coverage, links: Mapping[str, str], measure: Measure
) -> BarChart:
    """Lay out an entity's articles per month; months with missing articles are shaded."""
    values = {month: _value(counts, coverage, month, measure) or 0 for month in coverage.months}
    unit = "%" if measure is Measure.SHARE else ""
    scale, levels = _scale(max(values.values(), default=0) or 1, unit)
    width = _step(coverage.months)
    bars = [
        Bar(
            column * width,
            value * scale,
            0,
            coverage.totals[month].missing_share if month in coverage.totals else 0,
            links[month],
            _timeline_tip(counts.get(month, 0), coverage.totals.get(month), month),
        )
        for column, (month, value) in enumerate(values.items())
    ]
    return BarChart(width, CHART_HEIGHT, tuple(bars), _years(coverage.months), levels)


def draw_lines(series: Sequence[Series], coverage: Coverage, measure: Measure) -> LineChart:
    """Lay out the articles of several terms per month; months with missing articles are gaps.

    Series and coverage may be by year too, see `Series.in_years`.
    """
    values = [
        [_value(one.counts, coverage, month, measure) for month in coverage.months]
        for one in series
    ]
    unit = "%" if measure is Measure.SHARE else ""
    top = max((value or 0 for each in values for value in each), default=0) or 1
    scale, levels = _scale(top, unit)
    step = _step(coverage.months)
    lines = tuple(_line(*one, coverage, scale, step) for one in zip(series, values, strict=True))
    gaps = tuple(
        Gap(round(column * step, 2), cell.missing_share, describe(cell))
        for column, month in enumerate(coverage.months)
        if (cell := coverage.totals.get(month)) and cell.missing
    )
    return LineChart(
        round(step, 2), CHART_HEIGHT, _apart(lines), gaps, _years(coverage.months), levels
    )


def describe(cell: Cell) -> str:
    """Describe a cell of the coverage ledger in words."""
    loaded = f"{cell.loaded:,} loaded"
    if cell.expected is None:
        return f"{cell.month} · {loaded} · expected number unknown"
    if cell.missing:
        why = f" ({cell.reasons})" if cell.reasons else ""
        whole = cell.loaded + cell.missing
        return f"{cell.month} · {loaded} of {whole:,}: {cell.missing:,} missing{why}"
    return f"{cell.month} · {loaded} · nothing missing"


def _line(
    one: Series, values: Sequence[float | None], coverage: Coverage, scale: float, step: float
) -> LineOfTerm:
    points = [
        None
        if value is None
        else Point(
            round((column + 0.5) * step, 2),
            round(CHART_HEIGHT - value * scale, 1),
            one.link(month),
            _point_tip(one, month, coverage),
        )
        for column, (month, value) in enumerate(zip(coverage.months, values, strict=True))
    ]
    parts = tuple(
        tuple(point for point in part if point)
        for is_drawn, part in groupby(points, key=bool)
        if is_drawn
    )
    return LineOfTerm(one.name, parts, parts[-1][-1].y if parts else 0)


def _point_tip(one: Series, month: str, coverage: Coverage) -> str:
    counted = _timeline_tip(one.counts.get(month, 0), coverage.totals.get(month), month)
    return f"{one.name} · {counted}"


def _apart(lines: Sequence[LineOfTerm]) -> tuple[LineOfTerm, ...]:
    """Return the lines with labels at least LABEL_HEIGHT apart, none below the axis."""
    order = sorted(range(len(lines)), key=lambda number: lines[number].label_y, reverse=True)
    lowest = float(CHART_HEIGHT + LABEL_HEIGHT)
    moved: dict[int, float] = {}
    for number in order:
        lowest = moved[number] = min(lines[number].label_y, lowest - LABEL_HEIGHT)
    return tuple(replace(line, label_y=moved[number]) for number, line in enumerate(lines))


def _heat_cell(cell: Cell, x: float, y: float, top: int) -> HeatCell:
    gap = max(cell.missing_share * (ROW_HEIGHT - 2), SMALLEST_GAP) if cell.missing else 0
    shade = _shade(cell.loaded, top)
    link = month_link(cell.month, cell.section)
    return HeatCell(
        round(x, 2),
        y,
        shade,
        round(gap, 1),
        link,
        f"{cell.section or 'no section'} · {describe(cell)}",
    )


def _shade(count: int, top: int) -> int:
    """Return 0 for no articles, else 1 to SHADES by square root, so small sections stay visible."""
    return min(SHADES, 1 + int(SHADES * ((count - 1) / top) ** 0.5)) if count else 0


def _value(
    counts: Mapping[str, int], coverage: Coverage, month: str, measure: Measure
) -> float | None:
    """Return the articles of a month, or their share in percent; of no articles there is none."""
    count = counts.get(month, 0)
    if measure is Measure.ARTICLES:
        return count
    total = coverage.totals.get(month)
    return 100 * count / total.loaded if total and total.loaded else None


def _timeline_tip(count: int, total: Cell | None, month: str) -> str:
    if total is None or not total.loaded + total.missing:
        return f"{month} · no articles in the archive"
    share = f"{count:,} of {total.loaded:,} articles"
    return f"{month} · {share}" + (f" · {total.missing:,} missing" if total.missing else "")


def _step(months: Sequence[str]) -> float:
    return PLOT_WIDTH / max(len(months), 1)


def _years(months: Sequence[str]) -> tuple[Tick, ...]:
    width = _step(months)
    if months and len(months[0]) == len("2009"):
        return tuple(Tick(round(column * width, 2), year) for column, year in enumerate(months))
    every = 1 if len(months) <= 200 else 5
    return tuple(
        Tick(round(column * width, 2), month[:4])
        for column, month in enumerate(months)
        if month.endswith("-01") and int(month[:4]) % every == 0
    )


def _scale(top: float, unit: str = "") -> tuple[float, tuple[Tick, ...]]:
    """Return pixels per unit, and a few round grid levels up to `top`."""
    step = _round_step(top / 3) if unit else max(_round_step(top / 3), 1)
    levels = [step * number for number in range(1, 8) if step * number <= top]
    scale = (CHART_HEIGHT - 14) / top
    shown = (Tick(CHART_HEIGHT - level * scale, f"{level:,g}{unit}") for level in levels)
    return scale, tuple(shown)


def _round_step(step: float) -> float:
    power = 10.0 ** (len(str(int(step))) - 1) if step >= 1 else 10.0 ** -len(str(int(1 / step)))
    return next((power * factor for factor in (5, 2, 1) if power * factor <= step), power)
