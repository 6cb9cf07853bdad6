"""Number of a post in WordPress."""

from tasks.articles.document import Document, PageParts
from tasks.articles.fields.provenance import FieldProvenance


def read_post_id(document: Document, parts: PageParts, ledger: FieldProvenance) -> int | None:
    """Return the number of the post in WordPress: of the body classes, shortlink or layout."""
    candidates = [
        (token.removeprefix("postid-"), "body[class]")
        for token in document.body_classes
        if token.startswith("postid-")
    ]
    shortlink = document.head.link("shortlink") or ""
    candidates.append((shortlink.partition("?p=")[2], "link shortlink"))
    if parts.post_id:
        candidates.append((parts.post_id.value, parts.post_id.source))
    stated = [pair for pair in candidates if pair[0].isdecimal() and len(pair[0]) <= 18]
    if not stated:
        return None
    ledger.record("post_id", stated[0][1])
    for other in stated[1:]:
        ledger.compare("post_id", stated[0], other)
    return int(stated[0][0])
