"""Rows of one response of WordPress's REST API: their stated number, and the posts they list."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from tasks.articles.rest_posts import Row, read_rows, read_total
from tasks.http.client import Answer
from tasks.models import Candidate
from tasks.urls import section_path

ROUTE = "rest"


@dataclass(slots=True)
class Names:
    """Paths of categories and names of users, by id."""

    sections: dict[int, str] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)


def rows_of(answer: Answer) -> list[dict[str, Any]] | None:
    """Return the JSON rows of a response; None if it is not from the REST API."""
    if answer.status != HTTPStatus.OK:
        return None
    return read_rows(answer.last.body)


def stated_total(answer: Answer) -> int | None:
    """Return the number of rows that the site states with a response; None if it states none."""
    return read_total(answer.last.response.headers)


def is_past_the_end(answer: Answer) -> bool:
    """Return whether the site says that no page has this number."""
    is_refused = answer.status == HTTPStatus.BAD_REQUEST
    return is_refused and b"invalid_page_number" in answer.last.body


def candidates_of(answer: Answer, names: Names) -> Iterator[Candidate]:
    """Yield the candidates of the rows that have a link."""
    for row in rows_of(answer) or []:
        if not isinstance(row.get("link"), str):
            continue
        title = row.get("title")
        yield Candidate(
            url=row["link"],
            discovered_via=ROUTE,
            listed_on=answer.last.response.requested_url,
            title=html.unescape(str(title.get("rendered"))) if isinstance(title, dict) else None,
            author=_author_of(row, names),
            section=next(filter(None, _sections_of(row, names)), None),
            published_on=day_of(row.get("date")),
            published_at=utc_of(row.get("date_gmt")),
            modified_at=utc_of(row.get("modified_gmt")),
            post_id=next(iter(numbers([row.get("id")])), None),
        )


def _author_of(row: Row, names: Names) -> str | None:
    embedded = _embedded(row, "author")
    users = [each for each in embedded if isinstance(each, dict) and each.get("name")]
    named = [html.unescape(str(user["name"])) for user in users]
    return next(iter(named or map(names.authors.get, numbers([row.get("author")]))), None)


def _sections_of(row: Row, names: Names) -> list[str | None]:
    terms = [term for terms in _embedded(row, "wp:term") for term in terms]
    paths = [section_path(str(term.get("link"))) for term in terms if _is_category(term)]
    return paths or [names.sections.get(number) for number in numbers(row.get("categories"))]


def _is_category(term: object) -> bool:
    return isinstance(term, dict) and term.get("taxonomy") == "category"


def _embedded(row: Row, relation: str) -> list[Any]:
    embedded = row.get("_embedded")
    records = embedded.get(relation) if isinstance(embedded, dict) else None
    return (
        [each for each in records if isinstance(each, dict | list)]
        if isinstance(records, list)
        else []
    )


def category_path(number: int, categories: dict[int, dict[str, Any]]) -> str:
    """Return a category's slugs from the root down; stops at a loop of parents."""
    slugs: list[str] = []
    seen: set[int] = set()
    while number in categories and number not in seen:
        seen.add(number)
        slugs.insert(0, str(categories[number].get("slug")))
        number = next(iter(numbers([categories[number].get("parent")])), 0)
    return "/".join(slugs)


def row_key(row: Row) -> str:
    """Return what tells a row from others of its collection: its id, else its link."""
    return repr(row.get("id", row.get("link", row)))


def numbers(values: object) -> list[int]:
    """Return the whole numbers of a list; empty if the field is not a list."""
    return [value for value in values if isinstance(value, int)] if isinstance(values, list) else []


def day_of(text: object) -> date | None:
    """Return the day of a date field; None if it is not a date."""
    instant = utc_of(text)
    return instant.date() if instant else None


def utc_of(text: object) -> datetime | None:
    """Return the value of a date field, read as UTC; None if it is not a date."""
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None
