"""Random web archives, and the marts that loading them in some order gives."""

import base64
import gzip
import hashlib
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from tasks.articles.parse_captures import parse_captures
from tasks.entities.extract_articles import (
    extract_articles,
    kin_rows,
    listed_rows,
    office_rows,
    place_rows,
)
from tasks.entities.linking.across_articles.update_warehouse import resolve_archive
from tasks.entities.version import extractor_version
from tasks.models import Candidate, Expectation, FetchFailure, Purpose
from tasks.sources.captured_listings import read_archived_listings
from tasks.sources.captured_posts import read_captured_posts
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.source import NewCapture, PageRequest, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from warehouse.db.connect import open_warehouse
from warehouse.ingest.extractions import (
    add_listed_entities,
    captures_to_extract,
    load_extracted,
    load_listed_entities,
    load_listed_kin,
    load_listed_offices,
    read_article_texts,
    unlisted_places,
)
from warehouse.ingest.frontier import Selection, known_captures, select_due
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.ingest.records import FIRST_DAY, LAST_DAY
from warehouse.reporting.runs import start_run
from warehouse.transform.build import build_marts, changed_articles
from warehouse.transform.duplicates import link_duplicates

ROOT = "https://eng-archive.aawsat.com"
SITE = Site(ROOT)
# The fast one: no extractor reads more than one article.
BACKEND = "crf"
START = datetime(2017, 3, 1, tzinfo=UTC)

# What says when and by which run something was loaded, and where its copy is.
OF_THE_ORDER = frozenset(
    {"run_id", "captured_by_run", "extracted_by_run"}
    | {"warc_file", "warc_offset", "warc_length", "listed_on"}
)
# Histories of the runs and publications themselves.
HISTORIES = frozenset({"runs", "publications", "publication_changes", "check_results"})

WORDS = [
    "harbour",
    "council",
    "engineers",
    "pumps",
    "village",
    "road",
    "bridge",
    "school",
    "teachers",
    "market",
    "farmers",
    "ferry",
    "weather",
    "ministry",
    "water",
    "valley",
    "station",
    "museum",
    "library",
    "painters",
    "theatre",
    "crews",
    "vessels",
]
# A later text may tell who a name of an earlier one is.
NAMED = (
    'Omar Sample, the mayor of Port Town, said: "The ferry sails on Monday."',
    "Sample met Maya Hadad in Cairo, and President Hadad thanked him.",
    "Dr. Omar Sample and the engineer Maya Q. Hadad flew to Riyadh on March 3, 2010.",
    "Barack Obama telephoned King Abdullah, the Harbour Company said.",
    "The Harbour Company of Omar Sample Jr. opened an office in Beirut.",
    "Maya Hadad, a painter, lives in Amman. Hadad was born in Irbid.",
)
TITLES = ("Bridge Opened", "Ferry Timetable", "Museum of Looms", "Water for the Valley")


@dataclass(frozen=True, slots=True)
class Post:
    """A made-up post: its number, slug and title."""

    number: int
    slug: str
    title: str

    @property
    def url(self) -> str:
        """The permalink of the post."""
        return f"{ROOT}/omar-sample/features/{self.slug}/"


@dataclass(slots=True)
class ArchiveFile:
    """The records of one file, written as a crawler writes them."""

    name: str
    records: list[bytes] = field(default_factory=list)

    def save(self, folder: Path) -> Path:
        """Write the file into a folder and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.name
        path.write_bytes(b"".join(gzip.compress(record) for record in self.records))
        return path


def text_of(chance: random.Random, words: int = 90) -> str:
    """Return made-up sentences in paragraphs."""
    sentences = [
        " ".join(chance.choice(WORDS) for _ in range(9)).capitalize() + "."
        for _ in range(words // 9)
    ]
    for name in chance.sample(NAMED, 2):
        sentences[chance.randrange(len(sentences))] = name
    return "".join(f"<p>{' '.join(sentences[n : n + 3])}</p>" for n in range(0, len(sentences), 3))


def page_of(post: Post, text: str, *, canonical: str | None = None, head: str = "") -> bytes:
    """Return a page of a post as a WordPress theme writes it."""
    day = (datetime(2010, 1, 1, tzinfo=UTC) + timedelta(days=post.number * 3)).isoformat()
    return (
        f"<!DOCTYPE html><html><head><title>{post.title} | Asharq Al-Awsat</title>"
        f'<link rel="canonical" href="{canonical or post.url}">'
        f'<meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{day}">{head}</head>'
        f'<body class="single single-post postid-{post.number}"><article id="post-{post.number}">'
        f'<h1 class="entry-title">{post.title}</h1>'
        f'<p class="post-meta">by <a rel="author" href="/author/omar-sample/">Omar Sample</a></p>'
        f'<div class="entry-content">{text}</div></article></body></html>'
    ).encode()


def record_of(
    kind: str,
    url: str,
    at: datetime,
    payload: bytes,
    *,
    status: str = "200 OK",
    media_type: str = "text/html; charset=UTF-8",
    http: Sequence[tuple[str, str]] = (),
    warc: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return a WARC record of a response, or of a revisit without a payload."""
    digest = base64.b32encode(hashlib.sha1(payload).digest()).decode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}"]
    lines += [f"{name}: {value}" for name, value in http]
    body = b"" if kind == "revisit" else payload
    block = "\r\n".join([*lines, "", ""]).encode() + body
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Date: {at:%Y-%m-%dT%H:%M:%SZ}",
        f"WARC-Target-URI: {url}",
        f"WARC-Payload-Digest: sha1:{digest}",
        "Content-Type: application/http; msgtype=response",
        *(f"{name}: {value}" for name, value in warc),
        f"Content-Length: {len(block)}",
        "",
        "",
    ]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


NOTICE = (
    b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    b"<p>Please wait while we check that you are not a robot.</p></body></html>"
)


class RandomArchive:
    """Records of the same few posts, dealt at random to some files."""

    def __init__(
        self, seed: int, files: int, posts: int, captures: int, *, has_answers: bool = False
    ) -> None:
        self._chance = random.Random(seed)
        self.files = [ArchiveFile(f"part-{number}.warc.gz") for number in range(files)]
        self._posts = [self._post(number) for number in range(1, posts + 1)]
        self._texts = {post: [text_of(self._chance) for _ in range(2)] for post in self._posts}
        self._written: list[tuple[str, datetime, bytes, list[ArchiveFile]]] = []
        makers = [name for name in sorted(dir(self)) if name.startswith("write_")]
        if not has_answers:
            makers.remove("write_posts")
        for _ in range(captures):
            getattr(self, self._chance.choice(makers))(self._chance.choice(self._posts))

    def _post(self, number: int) -> Post:
        title = f"{self._chance.choice(TITLES)} {self._chance.choice(WORDS).capitalize()}"
        return Post(number, f"{title.lower().replace(' ', '-')}-{number}", title)

    def _when(self) -> datetime:
        # Few instants, so that some captures share one.
        return START + timedelta(days=self._chance.randrange(12), hours=self._chance.choice((0, 9)))

    def _text(self, post: Post) -> str:
        return self._chance.choice(self._texts[post])

    def _add(self, record: bytes) -> list[ArchiveFile]:
        files = self._chance.sample(self.files, self._chance.choice((1, 1, 1, 2)))
        for file in files:
            file.records.append(record)
        return files

    def _respond(self, url: str, payload: bytes, **given: Any) -> None:
        at = self._when()
        files = self._add(record_of("response", url, at, payload, **given))
        if not given:
            self._written.append((url, at, payload, files))

    def write_good(self, post: Post) -> None:
        """Write the page as it is, with one of its two texts."""
        self._respond(post.url, page_of(post, self._text(post)))

    def write_good_again(self, post: Post) -> None:
        """Write the page as it is: most captures are good."""
        self.write_good(post)

    def write_cut(self, post: Post) -> None:
        """Write a page of which the end is missing."""
        page = page_of(post, self._text(post))
        at = (("WARC-Truncated", "length"),)
        self._respond(post.url, page[: len(page) * 2 // 3], warc=at)

    def write_challenge(self, post: Post) -> None:
        """Write a challenge in place of the page."""
        self._respond(post.url, NOTICE)

    def write_missing(self, post: Post) -> None:
        """Write a page that is not found."""
        self._respond(post.url, b"<h1>Not found</h1>", status="404 Not Found")

    def write_renamed(self, post: Post) -> None:
        """Write the page under another slug."""
        other = Post(post.number, f"renamed-{post.slug}", post.title)
        self._respond(other.url, page_of(other, self._text(post)))

    def write_retitled(self, post: Post) -> None:
        """Write the page under another slug and another title."""
        other = Post(post.number, f"retitled-{post.slug}", f"{post.title} Again")
        self._respond(other.url, page_of(other, self._text(post)))

    def write_reused(self, post: Post) -> None:
        """Write another post at the address of this one."""
        other = Post(post.number + 500, post.slug, f"Another {post.title}")
        self._respond(post.url, page_of(other, text_of(self._chance)))

    def write_by_number(self, post: Post) -> None:
        """Write the page at `?p=ID`."""
        canonical = self._chance.choice((None, f"{ROOT}/?p={post.number}"))
        self._respond(
            f"{ROOT}/?p={post.number}", page_of(post, self._text(post), canonical=canonical)
        )

    def write_amp(self, post: Post) -> None:
        """Write the page for telephones."""
        self._respond(f"{post.url}amp/", page_of(post, self._text(post)))

    def write_first_part(self, post: Post) -> None:
        """Write the first of two pages of the article."""
        links = f'<div class="page-links">Pages: 1 <a href="{post.url}2/">2</a></div>'
        self._respond(post.url, page_of(post, self._text(post) + links))

    def write_second_part(self, post: Post) -> None:
        """Write the second of two pages of the article."""
        links = f'<div class="page-links">Pages: <a href="{post.url}">1</a> 2</div>'
        text = self._text(post)[::-1].replace(">p/<", "<p>").replace(">p<", "</p>")
        self._respond(f"{post.url}2/", page_of(post, text + links))

    def write_redirect(self, post: Post) -> None:
        """Write a redirect of the number or of another slug to the page."""
        url = self._chance.choice(
            (f"{ROOT}/?p={post.number}", f"{ROOT}/omar-sample/features/renamed-{post.slug}/")
        )
        self._respond(url, b"", status="301 Moved Permanently", http=(("Location", post.url),))

    def write_revisit(self, _post: Post) -> None:
        """Write that a page was seen again unchanged, into a file that has its content."""
        if self._written:
            url, at, payload, files = self._chance.choice(self._written)
            refers = (
                (
                    "WARC-Profile",
                    "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
                ),
                ("WARC-Refers-To-Target-URI", url),
                ("WARC-Refers-To-Date", f"{at:%Y-%m-%dT%H:%M:%SZ}"),
            )
            record = record_of("revisit", url, self._when(), payload, warc=refers)
            self._chance.choice(files).records.append(record)

    def write_shared(self, post: Post) -> None:
        """Write one notice in the markup of a post at the address of this one."""
        notice = Post(9999, "notice", "Notice to Our Readers")
        text = "<p>" + "We have moved to a new home and hope to see you there soon. " * 6 + "</p>"
        page = page_of(notice, text, canonical=post.url)
        for other in self._chance.sample(self._posts, min(len(self._posts), 3)):
            self._respond(other.url, page)

    def write_listing(self, post: Post) -> None:
        """Write a listing that states titles and days."""
        posts = self._chance.sample(self._posts, min(3, len(self._posts)))
        day = START + timedelta(days=self._chance.randrange(9))
        entries = "".join(
            f'<article class="post-{one.number} post"><h2 class="entry-title">'
            f'<a href="{one.url}">{one.title}</a></h2>'
            f'<p class="post-meta">by Omar Sample | {day:%b %d, %Y} | Features</p></article>'
            for one in posts
        )
        self._respond(
            f"{ROOT}/category/features/page/{self._chance.randrange(2, 4)}/",
            f"<html><body class='archive category'>{entries}</body></html>".encode(),
        )

    def write_posts(self, _post: Post) -> None:
        """Write an answer of the REST interface with some posts."""
        posts = self._chance.sample(self._posts, min(3, len(self._posts)))
        rows = [
            {
                "id": one.number,
                "link": one.url,
                "date_gmt": f"2010-01-{one.number:02d}T09:00:00",
                "title": {"rendered": one.title},
                "content": {"rendered": self._text(one)},
            }
            for one in posts
        ]
        url = f"{ROOT}/wp-json/wp/v2/posts?page={self._chance.randrange(2, 4)}"
        self._respond(url, json.dumps(rows).encode(), media_type="application/json")

    def write_bare(self, post: Post) -> None:
        """Write the text of the page without any mark of a post or day."""
        text = self._text(post)
        self._respond(
            post.url,
            f"<html><head><title>{post.title}</title></head><body>"
            f"<h1>{post.title}</h1>{text}</body></html>".encode(),
        )


def load_in_order(home: Path, empty: Path, paths: Sequence[Path]) -> Path:
    """Load paths one after the other into a new home, with a build after each."""
    home.mkdir(parents=True)
    warehouse = home / "warehouse.duckdb"
    shutil.copy(empty, warehouse)
    for number, path in enumerate(paths, start=1):
        _load(home, warehouse, path, f"run-{number}")
    return warehouse


def _load(home: Path, warehouse: Path, path: Path, run_id: str) -> None:
    folder = home / "captures"
    with open_warehouse(warehouse) as con:
        start_run(con, run_id, "backfill", "warc", {}, datetime.now(UTC))
        with CaptureStore(folder, run_id, "warc", known=known_captures(con)) as store:
            source = WarcFiles(path, SITE, store)
            _discover(con, source, run_id)
            due = select_due(con, Selection(now=datetime.now(UTC), source="warc"))
            outcomes = source.fetch([PageRequest(*page) for page in due])
            source.close()
            captures = store.take()
        captures += read_captured_posts(folder, captures, SITE)
        failures = [one for one in outcomes if isinstance(one, FetchFailure)]
        load_captures(con, captures, failures, run_id)
        hints = list(read_archived_listings(folder, captures, SITE))
        load_discoveries(con, hints, [], run_id)
        to_parse = [one for one in captures if one.purpose is Purpose.PAGE and not one.is_revisit]
        load_parsed(con, parse_captures(folder, to_parse, SITE).tables)
        _extract(con, run_id)
        link_duplicates(con)
        build_marts(con, changed_articles(con))


def _extract(con: DuckDBPyConnection, run_id: str) -> None:
    """Find the names in new texts, and who they are, as the steps `extract` and `link` do."""
    extractor = extractor_version(BACKEND)
    texts = read_article_texts(con, captures_to_extract(con, extractor))
    load_listed_entities(con, listed_rows(BACKEND), extractor)
    load_listed_offices(con, office_rows(), extractor)
    load_listed_kin(con, kin_rows(), extractor)
    load_extracted(con, extract_articles(texts, BACKEND, extractor, run_id).tables)
    add_listed_entities(con, place_rows(unlisted_places(con)))
    resolve_archive(con)


def _discover(con: DuckDBPyConnection, source: WarcFiles, run_id: str) -> None:
    found = list(source.discover(Window(FIRST_DAY, LAST_DAY)))
    load_discoveries(
        con,
        [one for one in found if isinstance(one, Candidate)],
        [one for one in found if isinstance(one, Expectation)],
        run_id,
        newly_captured=[one.url for one in found if isinstance(one, NewCapture)],
    )


def marts_of(warehouse: Path) -> dict[str, list[str]]:
    """Return the rows of each mart as sorted texts, without what is about the order of loading."""
    with open_warehouse(warehouse) as con:
        rows = con.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns()"
            " where schema_name = 'marts' group by table_name"
        ).fetchall()
        return {
            name: sorted(_rows(con, name, columns))
            for name, columns in rows
            if name not in HISTORIES
        }


def _rows(con: DuckDBPyConnection, name: str, columns: Sequence[str]) -> Iterator[str]:
    kept = [column for column in columns if column not in OF_THE_ORDER]
    for row in con.execute(f"select {', '.join(kept)} from marts.{name}").fetchall():
        yield " | ".join(f"{column}={value}" for column, value in zip(kept, row, strict=True))


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> list[str]:
    """Return what differs between the marts of two orders, one line per row."""
    found = []
    for name in sorted(one):
        left, right = set(one[name]), set(other[name])
        found += [f"{name} - {row[:1500]}" for row in sorted(left - right)]
        found += [f"{name} + {row[:1500]}" for row in sorted(right - left)]
    return found
