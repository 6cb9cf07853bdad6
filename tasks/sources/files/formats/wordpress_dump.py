"""Read the posts in a database dump of WordPress.

A dump has what an export (`wordpress_export`) has, in tables: posts have no address there. It is
made as WordPress makes it, from the permalink structure in the options, the author, the category
and the name of the post; a dump without these has the address by number, `/?p=7`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson

from tasks.sources.files.formats.sql_rows import SqlDump, SqlRow
from tasks.sources.files.formats.wordpress_export import (
    NO_TEXT_YET,
    OTHER_TYPES,
    POSTS_PER_ANSWER,
    PUBLISHED,
    ExportedPosts,
    LeftOut,
    instant_of_row,
    with_paragraphs,
)

# The columns of WordPress's tables, for dumps without `CREATE TABLE` and without column lists.
COLUMNS = {
    "posts": (
        *("ID", "post_author", "post_date", "post_date_gmt", "post_content", "post_title"),
        *("post_excerpt", "post_status", "comment_status", "ping_status", "post_password"),
        *("post_name", "to_ping", "pinged", "post_modified", "post_modified_gmt"),
        *("post_content_filtered", "post_parent", "guid", "menu_order", "post_type"),
        *("post_mime_type", "comment_count"),
    ),
    "users": (
        *("ID", "user_login", "user_pass", "user_nicename", "user_email", "user_url"),
        *("user_registered", "user_activation_key", "user_status", "display_name"),
    ),
    "options": ("option_id", "option_name", "option_value", "autoload"),
    "postmeta": ("meta_id", "post_id", "meta_key", "meta_value"),
    "terms": ("term_id", "name", "slug", "term_group"),
    "term_taxonomy": (
        *("term_taxonomy_id", "term_id", "taxonomy", "description", "parent", "count"),
    ),
    "term_relationships": ("object_id", "term_taxonomy_id", "term_order"),
}
_TABLE = re.compile(rf"(.*?)({'|'.join(sorted(COLUMNS, key=len, reverse=True))})")
_OPTIONS = frozenset({"home", "siteurl", "permalink_structure"})
# Yoast's choice among the categories of a post; without it, WordPress takes the oldest one.
_MAIN_CATEGORY = "_yoast_wpseo_primary_category"
_TAXONOMIES = frozenset({"category", "post_tag"})
_TAG = re.compile(r"%(\w+)%")
_DATE_TAGS = ("year", "monthnum", "day", "hour", "minute", "second")
_COMPLETED = re.compile(rb"-- Dump completed on (\d{4}-\d\d-\d\d) +(\d{1,2}:\d\d:\d\d)")
_TAIL_BYTES = 4096


@dataclass(frozen=True, slots=True)
class _Term:
    """A category or tag of posts. `number` is that of the term, `parent` that of another one."""

    number: int
    taxonomy: str
    parent: int


@dataclass(slots=True)
class _Blog:
    """What the tables of one site state beside its posts."""

    options: dict[str, str] = field(default_factory=dict)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    terms: dict[int, _Term] = field(default_factory=dict)
    terms_of_post: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    main_category: dict[int, int] = field(default_factory=dict)

    def add(self, table: str, row: SqlRow) -> None:
        """Note a row of a table named without its prefix."""
        if table == "options" and (name := row.get("option_name")) in _OPTIONS:
            self.options[str(name)] = row.get("option_value") or ""
        elif table == "terms":
            self.names[_number(row, "term_id")] = (row.get("name") or "", row.get("slug") or "")
        elif table == "term_taxonomy" and (kind := row.get("taxonomy")) in _TAXONOMIES:
            term = _Term(_number(row, "term_id"), str(kind), _number(row, "parent"))
            self.terms[_number(row, "term_taxonomy_id")] = term
        elif table == "term_relationships":
            self.terms_of_post[_number(row, "object_id")].append(_number(row, "term_taxonomy_id"))
        elif table == "postmeta" and row.get("meta_key") == _MAIN_CATEGORY:
            self.main_category[_number(row, "post_id")] = _number(row, "meta_value")

    def terms_at(self, post: int) -> list[_Term]:
        """Return categories and tags of a post, the oldest first."""
        found = (self.terms.get(each) for each in self.terms_of_post.get(post, ()))
        return sorted(filter(None, found), key=lambda term: term.number)

    def category_path(self, post: int) -> str:
        """Return the slugs of a post's category and of those above it: `news/africa`."""
        categories = [term for term in self.terms_at(post) if term.taxonomy == "category"]
        chosen = self.main_category.get(post)
        term = next((one for one in categories if one.number == chosen), None)
        term = term or next(iter(categories), None)
        above = {one.number: one for one in self.terms.values() if one.taxonomy == "category"}
        slugs: list[str] = []
        while term is not None and len(slugs) < len(above) + 1:
            slugs.insert(0, self.names.get(term.number, ("", ""))[1])
            term = above.get(term.parent)
        return "/".join(filter(None, slugs)) or "uncategorized"


@dataclass(slots=True)
class _Tables:
    """All sites of a dump, by the prefix of their tables, and the users that they share."""

    blogs: dict[str, _Blog] = field(default_factory=lambda: defaultdict(_Blog))
    users: dict[int, SqlRow] = field(default_factory=dict)

    def add(self, table: str, row: SqlRow) -> None:
        """Note a row of a table if it is one of WordPress."""
        if found := _TABLE.fullmatch(table):
            prefix, name = found.groups()
            if name == "users":
                shown = {key: row.get(key) for key in ("user_nicename", "display_name")}
                self.users[_number(row, "ID")] = shown
            else:
                self.blogs[prefix].add(name, row)


def holds_wordpress_posts(path: Path) -> bool:
    """Return whether a dump has a table of posts of WordPress with rows.

    Raises:
        OSError, ValueError: the file cannot be read.
    """
    rows = SqlDump(path, COLUMNS).rows(_is_posts)
    return any("post_content" in row for _, row in rows)


def read_wordpress_dump(path: Path, left_out: LeftOut) -> Iterator[ExportedPosts]:
    """Yield the published posts of a dump, a hundred at a time.

    The titles of other posts are added to `left_out`, by the reason. The dump is read twice: the
    tables that posts refer to come after them.

    Raises:
        ValueError: its end is missing, or rows are damaged; raised after its posts are read.
        OSError: the file cannot be read.
    """
    dump, tables = SqlDump(path, COLUMNS), _Tables()
    for table, row in dump.rows(lambda name: _TABLE.fullmatch(name) is not None):
        tables.add(table, row)
    damage = dump.describe_damage()
    exported_at = _completed_at(path)
    for _, posts in groupby(_posts(dump, tables, left_out), key=itemgetter(0)):
        yield from _answers((post for _, post in posts), exported_at)
    if damage:
        raise ValueError(damage)


def _is_posts(table: str) -> bool:
    found = _TABLE.fullmatch(table)
    return found is not None and found[2] == "posts"


def _answers(
    posts: Iterator[dict[str, Any]], exported_at: datetime | None
) -> Iterator[ExportedPosts]:
    page = 0
    while rows := list(islice(posts, POSTS_PER_ANSWER)):
        page += 1
        root = "{0.scheme}://{0.netloc}".format(urlsplit(rows[0]["link"]))
        query = f"per_page={POSTS_PER_ANSWER}&page={page}&first={rows[0]['id']}"
        url = f"{root}/wp-json/wp/v2/posts?{query}"
        yield ExportedPosts(url, orjson.dumps(rows), exported_at)


def _posts(
    dump: SqlDump, tables: _Tables, left_out: LeftOut
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the published posts, each with the prefix of its site's tables."""
    for table, row in dump.rows(_is_posts):
        prefix, status = table.removesuffix("posts"), row.get("post_status") or ""
        if status in NO_TEXT_YET or OTHER_TYPES.fullmatch(row.get("post_type") or "post"):
            continue
        link = _address(row, tables.blogs[prefix], tables.users)
        if status == PUBLISHED and link:
            yield prefix, _post(row, link, tables.blogs[prefix], tables.users)
            continue
        reason = status if status != PUBLISHED else "published without an address"
        title = row.get("post_title") or f"post {_number(row, 'ID')}"
        left_out[reason or "no status"].append(title)


def _post(row: SqlRow, link: str, blog: _Blog, users: dict[int, SqlRow]) -> dict[str, Any]:
    """Return a published post as a row of the REST interface."""
    number = _number(row, "ID")
    author = users.get(_number(row, "post_author"), {}).get("display_name")
    is_protected = bool(row.get("post_password"))
    text = "" if is_protected else row.get("post_content") or ""
    return {
        "id": number,
        "link": link,
        "title": {"rendered": row.get("post_title") or ""},
        "date": instant_of_row(row.get("post_date")),
        "date_gmt": instant_of_row(row.get("post_date_gmt")),
        "modified": instant_of_row(row.get("post_modified")),
        "modified_gmt": instant_of_row(row.get("post_modified_gmt")),
        "content": {"rendered": with_paragraphs(text), "protected": is_protected},
        "_embedded": {
            "author": [{"name": author}] if author else [],
            "wp:term": [[_shown(term, blog) for term in blog.terms_at(number)]],
        },
    }


def _shown(term: _Term, blog: _Blog) -> dict[str, str]:
    name, slug = blog.names.get(term.number, ("", ""))
    return {"taxonomy": term.taxonomy, "name": name, "slug": slug}


def _address(row: SqlRow, blog: _Blog, users: dict[int, SqlRow]) -> str:
    """Return the address of a post; '' if the dump does not tell the site's."""
    home = blog.options.get("home") or blog.options.get("siteurl") or ""
    root, number = home.strip().rstrip("/"), _number(row, "ID")
    parts = _address_parts(row, blog, users)
    names = _TAG.findall(structure := blog.options.get("permalink_structure") or "")
    if root and names and all(parts.get(name) for name in names):
        return root + "/" + _TAG.sub(lambda tag: parts[tag[1]], structure).lstrip("/")
    if root:
        return f"{root}/?p={number}"
    guid = row.get("guid") or ""
    return urljoin(guid, f"/?p={number}") if urlsplit(guid).netloc else ""


def _address_parts(row: SqlRow, blog: _Blog, users: dict[int, SqlRow]) -> dict[str, str]:
    number = _number(row, "ID")
    author = users.get(_number(row, "post_author"), {}).get("user_nicename") or ""
    dates = dict(zip(_DATE_TAGS, re.findall(r"\d+", row.get("post_date") or ""), strict=False))
    return {
        "postname": row.get("post_name") or "",
        "post_id": str(number),
        "author": author,
        "category": blog.category_path(number),
        **dates,
    }


def _number(row: SqlRow, name: str) -> int:
    value = row.get(name) or ""
    return int(value) if value.isdecimal() else 0


def _completed_at(path: Path) -> datetime | None:
    """Return the time at the end of a dump of mysqldump, read as UTC."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        found = _COMPLETED.search(file.read())
    if found is None:
        return None
    stated = f"{found[1].decode()} {found[2].decode().zfill(8)}"
    return datetime.fromisoformat(stated).replace(tzinfo=UTC)
