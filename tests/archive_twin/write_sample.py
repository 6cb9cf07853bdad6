"""Write an archive twin: responses as WARC files, and the expected result of each."""

import gzip
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import BinaryIO

import orjson

from tasks.errors import BadRequest
from tasks.models import Reason
from tests.archive_twin import catalogue, chapters, other_pages
from tests.archive_twin.article_page import article_page
from tests.archive_twin.catalogue import Turns
from tests.archive_twin.frame import ORIGIN
from tests.archive_twin.listing_page import listing_entry, listing_page
from tests.archive_twin.shelves import ListingPage, Shelves
from tests.archive_twin.story import Story, compose_story
from tests.archive_twin.truth import Expected, Facts, article_facts, extra_facts
from tests.archive_twin.warc import Response, WarcWriter

TRUTH_FILE = "truth.jsonl.gz"
CRAWL_BEGINS = datetime(2017, 10, 20, tzinfo=UTC)
CRAWL_TAKES = timedelta(days=38)
FIRST_POST_ID = 3000
# Maximum number of listing pages an article may open: section, three tags, author and month.
MOST_NEW_LISTINGS = 6
NEWEST_KEPT = 10
# Pages per article, including listings and other pages: 1.37 at 20,000 pages. The value is a little
# higher, so that the oldest era always gets its pages.
PAGES_PER_ARTICLE = 1.5
SHARES_OF = ("facebook", "twitter", "telegram", "jetpack-whatsapp")
HTML_TYPE = "text/html; charset=UTF-8"
PHRASES = {200: "OK", 301: "Moved Permanently", 302: "Found", 403: "Forbidden", 404: "Not Found"}


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written. `kinds` counts the response records by kind."""

    pages: int
    articles: int
    kinds: dict[str, int]
    warc_files: tuple[Path, ...]
    truth_file: Path


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before it is written, and its expected result."""

    url: str
    expected: Expected
    body: bytes
    status: int = 200
    content_type: str = HTML_TYPE
    location: str | None = None
    claims_gzip: bool = False


def write_sample(folder: Path, pages: int, seed: int) -> SampleSummary:
    """Write `pages` responses to `folder` as WARC, and `truth.jsonl.gz` (see `truth.py`).

    The same pages and seed give the same bytes. Memory grows only by eight bytes per URL. Raises
    `BadRequest` if `pages` is not positive.
    """
    if pages < 1:
        raise BadRequest(f"a sample needs at least one page, not {pages}")
    folder.mkdir(parents=True, exist_ok=True)
    twin = _Twin(pages, seed)
    writer = WarcWriter(folder, f"sample-{seed}-{pages}")
    truth_file = folder / TRUTH_FILE
    with truth_file.open("wb") as raw, _plain_gzip(raw) as truth:
        for number, answer in enumerate(twin.answers()):
            line = _write_answer(answer, number, pages, writer)
            truth.write(orjson.dumps(line) + b"\n")
    return SampleSummary(pages, twin.articles, twin.kinds, writer.close(), truth_file)


def _plain_gzip(raw: BinaryIO) -> gzip.GzipFile:
    return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0)


def _write_answer(answer: Answer, number: int, pages: int, writer: WarcWriter) -> Facts:
    captured_at = (CRAWL_BEGINS + CRAWL_TAKES * (number / pages)).replace(microsecond=0)
    response = _response_of(answer, number)
    place = writer.write(response, captured_at)
    where = {
        "warc_file": place.warc_file,
        "warc_offset": place.warc_offset,
        "warc_length": place.warc_length,
        "captured_at": captured_at.isoformat(),
    }
    return answer.expected.line(answer.url, answer.status, where)


def _response_of(answer: Answer, number: int) -> Response:
    headers = [("Server", "nginx"), ("Content-Type", answer.content_type)]
    body = answer.body
    if answer.location:
        headers.append(("Location", answer.location))
    if answer.claims_gzip:
        headers.append(("Content-Encoding", "gzip"))
    elif _is_sent_compressed(answer, number):
        headers.append(("Content-Encoding", "gzip"))
        body = _gzipped(body)
    if answer.status == 200 and number % 3 == 0:
        headers.append(("ETag", f'W/"{zlib.crc32(answer.body):08x}"'))
    phrase = PHRASES.get(answer.status, "Service Unavailable")
    return Response(answer.url, answer.status, phrase, tuple(headers), body)


def _is_sent_compressed(answer: Answer, number: int) -> bool:
    # Most responses are compressed; one in five is plain.
    return answer.content_type.startswith("text/html") and len(answer.body) > 500 and number % 5 > 0


def _gzipped(body: bytes) -> bytes:
    squeezer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return squeezer.compress(body) + squeezer.flush()


@dataclass(slots=True)
class _Twin:
    """Generates the responses one by one; holds the small state between them."""

    pages: int
    seed: int
    articles: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    _drawn: int = 0
    _progress: float = 0.0
    _step: float = 0.0
    _shelves: Shelves = field(default_factory=Shelves)
    _newest: deque[Story] = field(default_factory=deque)
    _last: Story | None = None
    _taken: set[int] = field(default_factory=set)
    _told: int = 0
    _continued: deque[Story] = field(default_factory=deque)
    _corrected: list[Answer] = field(default_factory=list)

    def answers(self) -> Iterator[Answer]:
        """Yield exactly `pages` responses: articles newest first, listings as they fill up."""
        for answer in self._all_answers():
            self.kinds[answer.expected.kind] = self.kinds.get(answer.expected.kind, 0) + 1
            self.articles += answer.expected.article is not None
            yield answer

    def _all_answers(self) -> Iterator[Answer]:
        turns = Turns(Random(f"{self.seed} turns"))
        written = 0
        while written + self._pending < self.pages:
            for answer in self._next_answers(self._next_kind(written, turns), turns):
                written += 1
                yield answer
        yield from self._corrected
        for page in self._shelves.close():
            yield _listing_answer(page)

    @property
    def _pending(self) -> int:
        return self._shelves.pending + len(self._corrected)

    def _next_kind(self, written: int, turns: Turns) -> str:
        room = self.pages - written - self._pending
        self._step = min(1.0, PAGES_PER_ARTICLE / room)
        if room <= (MOST_NEW_LISTINGS + 1) * (1 + len(self._continued)):
            return "attachment" if self._last and room % 2 else "not_found"
        if self._last is None:
            return "article"
        return turns.draw("kind", catalogue.PAGE_KINDS)

    def _next_answers(self, kind: str, turns: Turns) -> Iterator[Answer]:
        rng = Random(f"{self.seed} {self._drawn}")
        self._drawn += 1
        if kind == "article":
            story = self._new_story(turns, rng)
            yield from self._chapters_after(story.published_at)
            yield from self._shelved(story, kind)
            self._tell_affair(story)
        elif kind == "duplicate":
            yield from self._shelved(_reposted(self._known(), self._drawn), kind)
        else:
            yield _ODD_ANSWERS[kind](self, rng)

    def _known(self) -> Story:
        assert self._last is not None
        return self._last

    def _new_story(self, turns: Turns, rng: Random) -> Story:
        moment = _moment_of(self._progress)
        self._progress += (1 - self._progress) * self._step
        story = compose_story(self._post_id(), moment, turns, rng)
        while _fingerprint(story) in self._taken:
            story.slug += "-2"
        return story

    def _tell_affair(self, story: Story) -> None:
        """Begin a story over days before this article, if one is due."""
        is_due = self._told < len(chapters.BEGIN_AT) and (
            self._progress >= chapters.BEGIN_AT[self._told]
        )
        if self.pages < chapters.LEAST_PAGES or not (is_due and chapters.can_begin_before(story)):
            return
        affair = chapters.tell_affair(self._told, story, Random(f"{self.seed} told {self._told}"))
        self._continued.extend(affair.stories)
        self._corrected.append(_shared_answer(affair.corrected, "corrected", SHARES_OF[0]))
        self._told += 1

    def _chapters_after(self, moment: datetime) -> Iterator[Answer]:
        while self._continued and self._continued[0].published_at > moment:
            yield from self._shelved(self._continued.popleft(), "article")

    def _post_id(self) -> int:
        return FIRST_POST_ID + 9 * (self.pages - self._drawn)

    def _shelved(self, story: Story, kind: str) -> Iterator[Answer]:
        self._taken.add(_fingerprint(story))
        for page in self._shelves.add(story, listing_entry(story)):
            yield _listing_answer(page)
        self._last = story
        self._newest.append(story)
        if len(self._newest) > NEWEST_KEPT:
            self._newest.pop()
        yield _article_answer(story, kind, self._shelves.section_page_url(story))

    def share_copy(self, rng: Random) -> Answer:
        """The last article again, requested with a sharing link."""
        story = self._known()
        network = SHARES_OF[int(rng.random() * len(SHARES_OF))]
        listed_on = self._shelves.section_page_url(story)
        return _shared_answer(story, "share_copy", network, listed_on)

    def attachment(self, rng: Random) -> Answer:
        """The page of a picture of the last article."""
        name = f"mideast-{self._known().slug[:12].strip('-')}-{self._drawn}"
        url = f"{ORIGIN}{self._known().path}attachment/{name}/"
        caption = f"A photograph kept under the number {self._drawn}. (AFP Photo/Stringer)"
        body = other_pages.attachment_page(name, 55300000 + self._drawn, caption)
        return _rejected("attachment", url, Reason.ATTACHMENT, body)

    def redirect(self, rng: Random) -> Answer:
        """A former URL of the last article: without final slash, or by post id."""
        story = self._known()
        url = (
            f"{ORIGIN}/?p={story.post_id}"
            if self._drawn % 2
            else f"{ORIGIN}/archives/{self._drawn}/"
        )
        status = 301 if self._drawn % 3 else 302
        answer = _rejected("redirect", url, Reason.REDIRECT, b"", status)
        return replace(answer, location=f"{ORIGIN}{story.path}")

    def missing(self, kind: str, reason: Reason, status: int) -> Answer:
        """A missing URL, with Divi's error page."""
        url = f"{ORIGIN}/theaawsat/news-middle-east/{kind.replace('_', '-')}-{self._drawn}/"
        return _rejected(kind, url, reason, other_pages.not_found_page(), status)

    def failed(self, kind: str, reason: Reason, status: int, body: bytes) -> Answer:
        """The URL of an article, answered with something else."""
        url = f"{ORIGIN}/theaawsat/features/{kind.replace('_', '-')}-{self._drawn}/"
        return _rejected(kind, url, reason, body, status)

    def spoilt(
        self, kind: str, reason: Reason, rng: Random, spoil: Callable[[Story], bytes]
    ) -> Answer:
        """A separate article of which the page shows almost nothing."""
        story = replace(self._known(), slug=f"{self._known().slug[:40].strip('-')}-{self._drawn}")
        forms = {
            **story.forms,
            "page": "divi",
            "head": "yoast5",
            "layout": "classic",
            "media": "none",
        }
        story = replace(story, forms=forms, pictures=[])
        return _rejected(kind, f"{ORIGIN}{story.path}", reason, spoil(story))

    def file(self, kind: str, path: str, content_type: str, body: bytes) -> Answer:
        """A response that is not HTML."""
        answer = _rejected(kind, f"{ORIGIN}{path}", Reason.NOT_HTML, body)
        return replace(answer, content_type=content_type)

    def untitled(self, rng: Random) -> Answer:
        """A page with text and without a title."""
        url = f"{ORIGIN}/theaawsat/opinion/{self._drawn}/"
        texts = [block.text for block in self._known().blocks[:4]]
        return _rejected("no_title", url, Reason.NO_TITLE, other_pages.untitled_page(texts))

    def corrupt(self, rng: Random) -> Answer:
        """A response announced as gzip with random bytes."""
        url = f"{ORIGIN}/theaawsat/features/corrupt-encoding-{self._drawn}/"
        answer = _rejected("corrupt_encoding", url, Reason.CORRUPT, rng.randbytes(900))
        return replace(answer, claims_gzip=True)

    def front(self, rng: Random) -> Answer:
        """The front page."""
        body = other_pages.front_page(tuple(self._newest))
        return _rejected("front_page", f"{ORIGIN}/", Reason.FRONT_PAGE, body)

    def newest_feed(self, rng: Random) -> Answer:
        """The feed of the newest articles."""
        body = other_pages.feed(tuple(self._newest))
        answer = _rejected("feed", f"{ORIGIN}/feed/", Reason.FEED, body)
        return replace(answer, content_type="application/rss+xml; charset=UTF-8")


_ODD_ANSWERS: dict[str, Callable[[_Twin, Random], Answer]] = {
    "share_copy": _Twin.share_copy,
    "attachment": _Twin.attachment,
    "redirect": _Twin.redirect,
    "not_found": lambda twin, rng: twin.missing("not_found", Reason.NOT_FOUND, 404),
    "soft_not_found": lambda twin, rng: twin.missing("soft_not_found", Reason.SOFT_NOT_FOUND, 200),
    "server_error": lambda twin, rng: twin.failed(
        "server_error", Reason.SERVER_ERROR, 503, other_pages.error_page("503 Service Unavailable")
    ),
    "refused": lambda twin, rng: twin.failed(
        "refused", Reason.REFUSED, 403, other_pages.error_page("403 Forbidden")
    ),
    "empty_response": lambda twin, rng: twin.failed("empty_response", Reason.EMPTY_PAGE, 200, b""),
    "empty_shell": lambda twin, rng: twin.failed(
        "empty_shell", Reason.EMPTY_PAGE, 200, other_pages.empty_shell()
    ),
    "no_body": lambda twin, rng: twin.spoilt(
        "no_body", Reason.NO_BODY, rng, other_pages.bodyless_page
    ),
    "cut_in_head": lambda twin, rng: twin.spoilt(
        "cut_in_head", Reason.NO_BODY, rng, other_pages.page_cut_in_head
    ),
    "no_title": _Twin.untitled,
    "image_file": lambda twin, rng: twin.file(
        "image_file",
        f"/wp-content/uploads/2017/01/picture-{twin._drawn}.jpg",
        "image/jpeg",
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + rng.randbytes(600) + b"\xff\xd9",
    ),
    "pdf_file": lambda twin, rng: twin.file(
        "pdf_file",
        f"/theaawsat/features/supplement-{twin._drawn}/",
        "application/pdf",
        b"%PDF-1.4\n" + rng.randbytes(500) + b"\n%%EOF\n",
    ),
    "robots_text": lambda twin, rng: twin.file(
        "robots_text", "/robots.txt", "text/plain", b"User-agent: *\nDisallow: /wp-admin/\n"
    ),
    "too_deep": lambda twin, rng: twin.failed(
        "too_deep", Reason.TOO_DEEP, 200, other_pages.deep_page()
    ),
    "corrupt_encoding": _Twin.corrupt,
    "front_page": _Twin.front,
    "feed": _Twin.newest_feed,
}


def _moment_of(progress: float) -> datetime:
    """Return the instant at a fraction of the archive, counted from its end, eras by share."""
    until, left = catalogue.ARCHIVE_ENDS, min(progress, 0.999)
    for era in catalogue.ERAS:
        if left < era.share:
            return until - (until - era.begins_at) * (left / era.share)
        left -= era.share
        until = era.begins_at
    return catalogue.ERAS[-1].begins_at


def _fingerprint(story: Story) -> int:
    return hash_of(story.path)


def hash_of(text: str) -> int:
    """Return a hash of a text that is the same in every process."""
    raw = text.encode()
    return zlib.crc32(raw) << 32 | zlib.adler32(raw)


def _reposted(story: Story, number: int) -> Story:
    """Return the same text with -2 in its URL, published two hours later."""
    later = story.published_at + timedelta(hours=2)
    day = later.date() if later.hour < 21 else story.printed_on
    return replace(
        story,
        slug=f"{story.slug}-2",
        post_id=story.post_id + 4,
        published_at=later if day == story.printed_on else story.published_at,
    )


def _article_answer(story: Story, kind: str, listed_on: str) -> Answer:
    url = f"{ORIGIN}{story.path}"
    listing = None
    if not story.has_machine_date and not story.has_printed_date:
        listing = {"listed_on": listed_on, **listing_entry(story).facts()}
    expected = Expected(
        kind=kind,
        canonical_url=url,
        article=article_facts(story, url),
        listing=listing,
        varieties=story.forms,
        extra=extra_facts(story),
    )
    content_type = "text/html" if story.forms["page"] == "latin1_declared" else HTML_TYPE
    return Answer(url, expected, article_page(story), content_type=content_type)


def _shared_answer(story: Story, kind: str, network: str, listed_on: str = "") -> Answer:
    """Return the page requested with a sharing link."""
    answer = _article_answer(story, kind, listed_on)
    url = f"{ORIGIN}{story.path}?share={network}"
    article = {**(answer.expected.article or {}), "url": url}
    return replace(answer, url=url, expected=replace(answer.expected, article=article))


def _listing_answer(page: ListingPage) -> Answer:
    url = page.shelf.page_url(page.number)
    expected = Expected(
        kind="listing",
        canonical_url=url,
        reason=Reason.LISTING,
        entries=page.entries,
        next_url=page.older_url,
    )
    return Answer(
        url, expected, listing_page(page.shelf, page.number, page.entries, page.older_url)
    )


def _rejected(kind: str, url: str, reason: Reason, body: bytes, status: int = 200) -> Answer:
    return Answer(url, Expected(kind, url, reason), body, status)
