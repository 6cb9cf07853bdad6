"""Pages of near copies, of stories, and of articles that changed after publication."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import read_part, save_part
from warehouse.explorer.filters import last_page, page_limits, page_number
from warehouse.explorer.published_file import Row, Snapshot, total_of

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Report:
    """A list of articles with something in common: the query of its rows, and its words."""

    name: str
    heading: str
    lede: str


REPORTS = (
    Report(
        "copies",
        "Near copies",
        "Articles that repeat another one: at least half of the five-word sequences, and nearly all"
        " names and numbers, are the same. The largest groups are first. Numbered slug: the address"
        " ends in -2. Repost: the same headline. Wire reuse: the same agency, another headline."
        " Update: changed within a week. Reuse: any other.",
    ),
    Report(
        "stories",
        "Stories",
        "Articles on the same matter within days of each other: each continues an earlier one of"
        " the last seven days that shares rare names and words with it. The longest are first.",
    ),
    Report(
        "changes",
        "Changed after publication",
        "Articles of which the captures have different texts. Side by side shows the changed"
        " words. The article with the most versions is first.",
    ),
)


def show_report(report: Report) -> Callable[[Request], Response]:
    """Return the endpoint of `/copies`, `/stories` or `/changes`: `?page=2`."""

    def answer(request: Request) -> Response:
        page = page_number(request.query_params.get("page", ""))
        with context_of(request).published.read() as snapshot:
            rows = _rows(snapshot, report, ROWS_A_PAGE, page)
            total = total_of(rows)
            return show(
                request,
                f"{report.name}.html",
                snapshot.info,
                report=report,
                rows=rows,
                total=total,
                page=page,
                last_page=last_page(total, ROWS_A_PAGE),
            )

    return answer


def save_report(report: Report) -> Callable[[Request], Response]:
    """Return the endpoint of `/copies.csv` (or `.json`), and of the others."""

    def answer(request: Request) -> Response:
        asked = read_part(request)
        with context_of(request).published.read() as snapshot:
            rows = _rows(snapshot, report, asked.size, asked.page)
            return save_part(report.name, rows, asked, request.path_params["shape"], snapshot.info)

    return answer


def _rows(snapshot: Snapshot, report: Report, size: int, page: int) -> list[Row]:
    return snapshot.rows(report.name, **page_limits(size, page))
