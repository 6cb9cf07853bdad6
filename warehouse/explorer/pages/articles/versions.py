"""Versions page: two versions of an article side by side, with what changed."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, not_found, show
from warehouse.explorer.downloads.formats import Table, save_table
from warehouse.explorer.links import versions_link
from warehouse.explorer.pages.articles.article import read_article, read_id
from warehouse.explorer.published_file import Row, Snapshot
from warehouse.explorer.results.compare_versions import Pair, compare_texts


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of an article and their paragraphs in pairs."""

    versions: list[Row]
    before: Row
    after: Row
    pairs: list[Pair]


def show_versions(request: Request) -> Response:
    """Answer `/article/448647727480198900/versions?from=1&to=2`; by default the last two."""
    article_id = read_id(request.path_params["article_id"])
    with context_of(request).published.read() as snapshot:
        article = read_article(snapshot, article_id)
        compared = _compare(snapshot, request, article_id)
        return show(
            request,
            "versions.html",
            snapshot.info,
            article=article,
            compared=compared,
            here=versions_link(article_id),
        )


def save_versions(request: Request) -> Response:
    """Answer `/article/448647727480198900/versions.csv` (or `.json`) with the pairs."""
    article_id = read_id(request.path_params["article_id"])
    with context_of(request).published.read() as snapshot:
        read_article(snapshot, article_id)
        compared = _compare(snapshot, request, article_id)
        rows = [
            {"change": str(pair.change), "before": pair.text_before, "after": pair.text_after}
            for pair in compared.pairs
        ]
        about = {"versions": compared.versions}
        table = Table(f"versions-{article_id}", rows, len(rows), about)
        return save_table(table, request.path_params["shape"], snapshot.info)


def _compare(snapshot: Snapshot, request: Request, article_id: int) -> Comparison:
    versions = snapshot.rows("version_texts", article_id=article_id)
    if not versions:
        raise not_found("The versions of this article are not in this publication.")
    after = _chosen(versions, request.query_params.get("to", ""), versions[-1])
    earlier = [row for row in versions if row["version"] < after["version"]]
    before = _chosen(versions, request.query_params.get("from", ""), (earlier or versions)[-1])
    return Comparison(versions, before, after, compare_texts(_lines(before), _lines(after)))


def _chosen(versions: list[Row], number: str, default: Row) -> Row:
    return next((row for row in versions if str(row["version"]) == number), default)


def _lines(version: Row) -> list[str]:
    return [version["title"] or "", *(version["body"] or "").split("\n\n")]
