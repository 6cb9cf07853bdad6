"""Trends page: how often words and names occur over time, and when the archive has gaps."""

from collections.abc import Sequence
from statistics import median

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import Table, save_table
from warehouse.explorer.drawing.charts import LineChart, Measure, draw_lines
from warehouse.explorer.filters import LONGEST_TEXT
from warehouse.explorer.links import trends_link
from warehouse.explorer.results.coverage import Coverage, read_coverage
from warehouse.explorer.results.trends import (
    MOST_TERMS,
    Series,
    as_rows,
    find_peaks,
    read_series,
    split_terms,
    times_with_articles,
)

# Shares of months with fewer articles fluctuate: they are drawn by year, unless months are chosen.
FEW_ARTICLES = 10


def show_trends(request: Request) -> Response:
    """Answer `/trends?q=opec, "oil prices", person/samir-al-karmi&as=articles&per=year`."""
    terms, measure = _terms(request), _measure(request)
    with context_of(request).published.read() as snapshot:
        coverage = read_coverage(snapshot)
        series, complaints = read_series(snapshot, terms)
        per = _per(request, coverage)
        shown = [one.in_years() for one in series] if per == "year" else series
        return show(
            request,
            "trends.html",
            snapshot.info,
            text=", ".join(terms),
            here=trends_link(terms),
            terms=terms,
            per=per,
            asked_per=per if request.query_params.get("per") == per else "",
            series=series,
            complaints=complaints,
            peaks=find_peaks(series, coverage),
            measure=measure,
            shown=shown,
            times=times_with_articles(shown),
            drawn=_draw(shown, coverage, measure, per) if series else None,
            examples=snapshot.rows("top_entities", entity_type="ORG", max_rows=3),
            most_terms=MOST_TERMS,
        )


def save_trends(request: Request) -> Response:
    """Answer `/trends.csv?q=opec` (or `.json`) with a row per term and month."""
    with context_of(request).published.read() as snapshot:
        series, complaints = read_series(snapshot, _terms(request))
        rows = as_rows(series, read_coverage(snapshot))
        table = Table("trends", rows, len(rows), {"complaints": complaints})
        return save_table(table, request.path_params["shape"], snapshot.info)


def _draw(shown: Sequence[Series], coverage: Coverage, measure: Measure, per: str) -> LineChart:
    return draw_lines(shown, coverage.in_years() if per == "year" else coverage, measure)


def _per(request: Request, coverage: Coverage) -> str:
    """Return the time of a point: as asked, or years if most months have few articles."""
    asked = request.query_params.get("per")
    if asked in ("month", "year"):
        return asked
    loaded = [cell.loaded for cell in coverage.totals.values()]
    return "year" if loaded and median(loaded) < FEW_ARTICLES else "month"


def _terms(request: Request) -> list[str]:
    typed = request.query_params.get("q", "").replace("\0", "")
    return split_terms(typed[: MOST_TERMS * LONGEST_TEXT])


def _measure(request: Request) -> Measure:
    is_count = request.query_params.get("as") == "articles"
    return Measure.ARTICLES if is_count else Measure.SHARE
