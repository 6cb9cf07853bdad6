"""Article page: text with highlighted names and quotes, citation, versions and origin."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warehouse.errors import BadQuery
from warehouse.explorer.app_context import context_of, not_found, show
from warehouse.explorer.downloads.formats import CITATIONS, Table, save_table
from warehouse.explorer.highlight import mark_body, mark_names
from warehouse.explorer.links import article_link
from warehouse.explorer.published_file import Row, Snapshot, read_query
from warehouse.reporting.cite import Citation, as_bibtex, as_text, read_citation
from warehouse.search.similar import find_similar

# Article ids have 63 bits.
LARGEST_ID = 2**63 - 1
MOST_SIMILAR = 6


def show_article(request: Request) -> Response:
    """Answer `/article/448647727480198900`."""
    article_id = read_id(request.path_params["article_id"])
    with context_of(request).published.read() as snapshot:
        article = read_article(snapshot, article_id)
        mentions = snapshot.rows("article_mentions", article_id=article_id)
        quotes = snapshot.rows("article_quotes", article_id=article_id)
        return show(
            request,
            "article.html",
            snapshot.info,
            article=article,
            title=mark_names(article["title"], _of_field(mentions, "title")),
            dateline=mark_names(article["dateline_text"] or "", _of_field(mentions, "dateline")),
            blocks=_blocks(snapshot, article, mentions, quotes),
            images=_images(snapshot, article_id, mentions),
            cast=_cast(mentions),
            quotes=quotes,
            capture=snapshot.row("article_capture", capture_id=article["capture_id"]),
            versions=snapshot.rows("article_versions", article_id=article_id),
            duplicates=snapshot.rows("article_duplicates", article_id=article_id),
            story=snapshot.rows("article_story", article_id=article_id),
            similar=_similar(snapshot, article_id),
            lists=snapshot.rows("article_lists", article_id=article_id),
            **_citation_texts(_citation(snapshot, article_id)),
        )


def save_article(request: Request) -> Response:
    """Answer `/article/448647727480198900.json` with the article, or `.csv` with its mentions."""
    article_id = read_id(request.path_params["article_id"])
    with context_of(request).published.read() as snapshot:
        article = read_article(snapshot, article_id)
        mentions = snapshot.rows("article_mentions", article_id=article_id)
        about = {
            "article": article,
            "paragraphs": snapshot.rows("article_paragraphs", article_id=article_id),
            "quotes": snapshot.rows("article_quotes", article_id=article_id),
            "versions": snapshot.rows("article_versions", article_id=article_id),
            "duplicates": snapshot.rows("article_duplicates", article_id=article_id),
            "story": snapshot.rows("article_story", article_id=article_id),
            "similar": _similar(snapshot, article_id),
            "capture": snapshot.row("article_capture", capture_id=article["capture_id"]),
        }
        table = Table(f"mentions-{article_id}", mentions, len(mentions), about)
        return save_table(table, request.path_params["shape"], snapshot.info)


def show_article_of_url(request: Request) -> Response:
    """Redirect `/article?url=...` to the article of that URL."""
    url = request.query_params.get("url", "").replace("\0", "")
    with context_of(request).published.read() as snapshot:
        row = snapshot.row("article_by_url", url=url)
    if row is None:
        raise not_found(f"No article in this publication has the URL “{url[:200]}”.")
    return RedirectResponse(article_link(row["article_id"]))


def save_citation(request: Request) -> Response:
    """Answer `/article/448647727480198900/citation.bib` (or `.ris`) with the citation as a file."""
    article_id = read_id(request.path_params["article_id"])
    with context_of(request).published.read() as snapshot:
        citation = _citation(snapshot, article_id)
    if citation is None or request.path_params["shape"] not in CITATIONS:
        raise not_found("This citation does not exist.")
    write, media_type = CITATIONS[request.path_params["shape"]]
    name = f"aawsat-{article_id}.{request.path_params['shape']}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(write(citation), media_type=media_type, headers=headers)


def _citation(snapshot: Snapshot, article_id: int) -> Citation | None:
    """Return the citation; None if the snapshot is too old to hold the tables it needs."""
    if not snapshot.has("article_authors", "lineage", "rejections"):
        return None
    try:
        return read_citation(snapshot.con, str(article_id))
    except BadQuery:
        return None


def _citation_texts(citation: Citation | None) -> dict[str, Any]:
    """Return the citation as a footnote and as BibTeX; empty texts if there is none."""
    if citation is None:
        return {"footnote": "", "bibtex": ""}
    return {"footnote": as_text(citation).splitlines()[0], "bibtex": as_bibtex(citation)}


def _similar(snapshot: Snapshot, article_id: int) -> list[Row]:
    """Return the articles most like this one, the most similar first."""
    if not snapshot.has(*read_query("similar_articles")[0]):
        return []
    scores = dict(find_similar(snapshot.con, article_id, MOST_SIMILAR))
    rows = snapshot.rows("similar_articles", article_ids=list(scores))
    found = [{**row, "score": scores[row["article_id"]]} for row in rows]
    return sorted(found, key=lambda row: (-row["score"], row["article_id"]))


def read_article(snapshot: Snapshot, article_id: int) -> Row:
    """Return the article; raises HTTPException 404 if the snapshot has none with this id."""
    article = snapshot.row("article", article_id=article_id)
    if article is None:
        raise not_found(f"No article in this publication has the id {article_id}.")
    return article


def read_id(text: str) -> int:
    """Return an article id; raises HTTPException 404 if the text is none."""
    text = text.removeprefix("'")  # as in CSV for spreadsheets
    if not re.fullmatch(r"[0-9]{1,19}", text) or int(text) > LARGEST_ID:
        raise not_found(f"“{text[:40]}” is not an article id: ids are numbers.")
    return int(text)


def _of_field(mentions: list[Row], field: str) -> list[Row]:
    return [row for row in mentions if row["field"] == field]


def _blocks(
    snapshot: Snapshot, article: Row, mentions: list[Row], quotes: list[Row]
) -> list[object]:
    paragraphs = snapshot.rows("article_paragraphs", article_id=article["article_id"])
    return [*mark_body(article["body"] or "", paragraphs, _of_field(mentions, "body"), quotes)]


def _images(snapshot: Snapshot, article_id: int, mentions: list[Row]) -> list[Row]:
    captions = _of_field(mentions, "caption")
    return [
        {
            **image,
            "marked": mark_names(
                image["caption"] or "",
                [row for row in captions if row["paragraph_seq"] == image["seq"]],
            ),
        }
        for image in snapshot.rows("article_images", article_id=article_id)
    ]


def _cast(mentions: list[Row]) -> dict[str, list[Row]]:
    """Return an article's entities by kind, most mentioned first."""
    counts: dict[str, int] = {}
    rows: dict[str, Row] = {}
    for row in mentions:
        if row["field"] != "caption":
            counts[row["entity_id"]] = counts.get(row["entity_id"], 0) + 1
            rows.setdefault(row["entity_id"], row)
    ordered = sorted(rows, key=lambda entity_id: (-counts[entity_id], entity_id))
    cast: dict[str, list[Row]] = {}
    for entity_id in ordered:
        row = rows[entity_id]
        cast.setdefault(row["entity_type"], []).append({**row, "count": counts[entity_id]})
    return cast
