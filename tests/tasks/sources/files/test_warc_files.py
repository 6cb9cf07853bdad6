"""Local files as a source. All pages are made up."""

import base64
import gzip
import hashlib
import os
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks.errors import BadRequest, IntegrityError
from tasks.models import Candidate, Capture, Expectation, FetchFailure
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.source import Finding, NewCapture, PageRequest, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore, read_page

ROOT = "https://eng-archive.aawsat.com"
SITE = Site(ROOT)
EVER = Window(date.min, date.max)


def article(number: int) -> bytes:
    # Varied, so that a record's gzip member is as long as a real one's.
    noise = "".join(hashlib.sha256(b"%d.%d" % (number, n)).hexdigest() for n in range(40))
    return (
        f"<!DOCTYPE html><html><body><h1>Story {number}</h1><p>{noise}</p></body></html>".encode()
    )


def article_url(number: int) -> str:
    return f"{ROOT}/theaawsat/features/story-{number}/"


class Warc:
    """Writes WARC records as any crawler does, with a digest of each."""

    def __init__(self, *, is_gzip: bool = True) -> None:
        self.starts: list[int] = []
        self._content = b""
        self._is_gzip = is_gzip
        self.add_record("warcinfo", "", b"software: made up\r\n", "application/warc-fields")

    def add(
        self,
        url: str,
        body: bytes,
        *headers: tuple[str, str],
        at: str = "2016-01-01T00:00:00Z",
        status: str = "HTTP/1.1 200 OK",
    ) -> "Warc":
        lines = [
            status,
            "Content-Type: text/html",
            *(f"{name}: {value}" for name, value in headers),
        ]
        http = "\r\n".join([*lines, "", ""]).encode() + body
        return self.add_record("response", url, http, "application/http; msgtype=response", at)

    def add_articles(self, count: int) -> "Warc":
        for number in range(count):
            self.add(article_url(number), article(number))
        return self

    def add_record(
        self, kind: str, url: str, block: bytes, content_type: str, at: str = "2016-01-01T00:00:00Z"
    ) -> "Warc":
        digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {at}\r\nWARC-Target-URI: {url}\r\n"
        head += f"WARC-Block-Digest: sha1:{digest}\r\nContent-Type: {content_type}\r\n"
        record = f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
        self.starts.append(len(self._content))
        self._content += gzip.compress(record) if self._is_gzip else record
        return self

    def content(self) -> bytes:
        return self._content

    def save(self, path: Path) -> Path:
        path.write_bytes(self._content)
        return path


@pytest.fixture
def store(tmp_path: Path) -> Iterable[CaptureStore]:
    with CaptureStore(tmp_path / "captures", "run-1", "warc", "x") as open_store:
        yield open_store


def discovered(source: WarcFiles) -> list[Finding]:
    return list(source.discover(EVER))


def urls(findings: Iterable[Finding]) -> list[str]:
    return [finding.url for finding in findings if isinstance(finding, Candidate)]


def fetched_bodies(source: WarcFiles, store: CaptureStore, tmp_path: Path, url: str) -> list[bytes]:
    outcomes = source.fetch([PageRequest(url)])
    captures = [outcome for outcome in outcomes if isinstance(outcome, Capture)]
    store.take()
    return [read_page(tmp_path / "captures", capture).body for capture in captures]


def test_a_capture_that_no_earlier_run_stored_is_found_in_discovery(
    tmp_path: Path, store: CaptureStore
) -> None:
    url = article_url(1)
    before = WarcFiles(Warc().add(url, article(1)).save(tmp_path / "1.warc.gz"), SITE, store)
    known = [one.capture_id for one in before.fetch([PageRequest(url)]) if isinstance(one, Capture)]
    both = Warc().add(url, article(1)).add(url, article(1), at="2017-01-01T00:00:00Z")

    with CaptureStore(tmp_path / "captures", "run-2", "warc", known=known) as later:
        again = discovered(WarcFiles(tmp_path / "1.warc.gz", SITE, later))
        new = discovered(WarcFiles(both.save(tmp_path / "2.warc.gz"), SITE, later))

    assert [one for one in again if isinstance(one, NewCapture)] == []
    assert [one for one in new if isinstance(one, NewCapture)] == [NewCapture(url)]


@pytest.mark.parametrize("is_gzip", [True, False], ids=["compressed", "plain"])
def test_every_page_of_a_file_is_named_and_copied_with_its_date(
    tmp_path: Path, store: CaptureStore, is_gzip: bool
) -> None:
    name = "a.warc.gz" if is_gzip else "a.warc"
    source = WarcFiles(Warc(is_gzip=is_gzip).add_articles(5).save(tmp_path / name), SITE, store)

    named = urls(discovered(source))
    outcomes = source.fetch([PageRequest(url) for url in named])

    assert named == [article_url(number) for number in range(5)]
    captures = [outcome for outcome in outcomes if isinstance(outcome, Capture)]
    assert store.take() == captures
    bodies = [read_page(tmp_path / "captures", capture).body for capture in captures]
    assert bodies == [article(number) for number in range(5)]
    assert {capture.captured_at for capture in captures} == {datetime(2016, 1, 1, tzinfo=UTC)}
    assert {capture.flags for capture in captures} == {()}


def test_every_capture_of_a_page_is_kept_and_its_spellings_are_one_page(
    tmp_path: Path, store: CaptureStore
) -> None:
    warc = Warc()
    warc.add(article_url(1), b"<p>old</p>", at="2014-03-03T03:03:03Z")
    warc.add(article_url(1).rstrip("/") + "?share=facebook", b"<p>shared</p>")
    warc.add(
        article_url(1).replace("https", "http"), b"<p>gone</p>", status="HTTP/1.1 404 Not Found"
    )
    source = WarcFiles(warc.save(tmp_path / "a.warc.gz"), SITE, store)

    assert set(urls(discovered(source))) == {article_url(1)}
    outcomes = source.fetch([PageRequest(article_url(1))])

    captures = [outcome for outcome in outcomes if isinstance(outcome, Capture)]
    assert [capture.status for capture in captures] == [200, 200, 404]
    assert len({capture.capture_id for capture in captures}) == 3
    assert captures[1].requested_url.endswith("?share=facebook")


def test_pages_of_other_sites_are_left_out(tmp_path: Path, store: CaptureStore) -> None:
    warc = Warc().add("https://example.org/a/b/c/", b"<p>elsewhere</p>").add_articles(1)
    source = WarcFiles(warc.save(tmp_path / "a.warc.gz"), SITE, store)

    assert urls(discovered(source)) == [article_url(0)]


@pytest.mark.parametrize("encoding", ["gzip", "chunked", "gzip and chunked", "identity"])
def test_bodies_are_read_in_any_encoding(
    tmp_path: Path, store: CaptureStore, encoding: str
) -> None:
    body, headers = article(7), []
    if "gzip" in encoding:
        body = gzip.compress(body)
        headers.append(("Content-Encoding", "gzip"))
    if "chunked" in encoding:
        pieces = [body[at : at + 500] for at in range(0, len(body), 500)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
        body += b"0\r\n\r\n"
        headers.append(("Transfer-Encoding", "chunked"))
    warc = Warc().add(article_url(7), body, *headers)
    source = WarcFiles(warc.save(tmp_path / "a.warc.gz"), SITE, store)
    discovered(source)

    assert fetched_bodies(source, store, tmp_path, article_url(7)) == [article(7)]


def test_a_said_transfer_encoding_that_was_undone_does_no_harm(
    tmp_path: Path, store: CaptureStore
) -> None:
    warc = Warc().add(article_url(7), article(7), ("Transfer-Encoding", "chunked"))
    source = WarcFiles(warc.save(tmp_path / "a.warc.gz"), SITE, store)
    discovered(source)

    assert fetched_bodies(source, store, tmp_path, article_url(7)) == [article(7)]


@pytest.mark.parametrize("length", ["junk", "-5", "999999", "3"])
def test_a_wrong_content_length_of_the_response_loses_no_page(
    tmp_path: Path, store: CaptureStore, length: str
) -> None:
    warc = Warc().add(article_url(0), article(0), ("Content-Length", length))
    warc.add(article_url(1), article(1))
    source = WarcFiles(warc.save(tmp_path / "a.warc.gz"), SITE, store)

    assert urls(discovered(source)) == [article_url(0), article_url(1)]
    assert fetched_bodies(source, store, tmp_path, article_url(0)) == [article(0)]


def damage(file: bytes, start: int, how: str) -> bytes:
    middle = start + 400
    if how == "flipped bit":
        return file[:middle] + bytes([file[middle] ^ 0x10]) + file[middle + 1 :]
    if how == "zeroed":
        return file[:middle] + b"\0" * 300 + file[middle + 300 :]
    if how == "bytes missing":
        return file[:middle] + file[middle + 300 :]
    return file[:middle] + b"junk" * 50 + file[middle:]


@pytest.mark.parametrize("how", ["flipped bit", "zeroed", "bytes missing", "bytes too many"])
@pytest.mark.parametrize("is_gzip", [True, False], ids=["compressed", "plain"])
def test_a_damaged_record_is_lost_alone_and_the_loss_is_reported(
    tmp_path: Path, store: CaptureStore, how: str, is_gzip: bool
) -> None:
    warc = Warc(is_gzip=is_gzip).add_articles(6)
    name = "a.warc.gz" if is_gzip else "a.warc"
    (tmp_path / name).write_bytes(damage(warc.content(), warc.starts[3], how))
    source = WarcFiles(tmp_path / name, SITE, store)

    findings = discovered(source)

    others = {article_url(number) for number in (0, 1, 4, 5)}
    assert others <= set(urls(findings))
    for url in others:
        number = int(url.rstrip("/").rsplit("-", 1)[1])
        assert fetched_bodies(source, store, tmp_path, url) == [article(number)]
    if is_gzip:
        [loss] = [finding for finding in findings if isinstance(finding, Expectation)]
        assert (loss.denominator, loss.scope) == ("unreadable:warc", name)
        assert str(warc.starts[3]) in loss.stated_by


def test_a_file_cut_in_its_last_record_gives_the_others_and_names_the_cut_page(
    tmp_path: Path, store: CaptureStore
) -> None:
    warc = Warc().add_articles(4)
    (tmp_path / "a.warc.gz").write_bytes(warc.content()[:-50])
    source = WarcFiles(tmp_path / "a.warc.gz", SITE, store)

    findings = discovered(source)

    assert set(urls(findings)) == {article_url(number) for number in range(4)}
    assert any(isinstance(finding, Expectation) for finding in findings)
    [cut] = source.fetch([PageRequest(article_url(3))])
    assert isinstance(cut, Capture)
    assert "truncated-record" in cut.flags


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08junk", b"<html>no WARC</html>", b"\0" * 99])
def test_a_file_without_a_single_page_is_an_error_that_names_it(
    tmp_path: Path, store: CaptureStore, content: bytes
) -> None:
    (tmp_path / "a.warc.gz").write_bytes(content)
    source = WarcFiles(tmp_path / "a.warc.gz", SITE, store)

    with pytest.raises(IntegrityError, match=r"a\.warc\.gz") as caught:
        discovered(source)
    assert "\n" not in str(caught.value)


def test_a_file_compressed_as_a_whole_is_read_from_a_decompressed_copy(
    tmp_path: Path, store: CaptureStore
) -> None:
    plain = Warc(is_gzip=False).add_articles(3).content()
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(plain))
    source = WarcFiles(tmp_path / "a.warc.gz", SITE, store)

    assert urls(discovered(source)) == [article_url(number) for number in range(3)]
    assert fetched_bodies(source, store, tmp_path, article_url(2)) == [article(2)]


def test_a_source_that_was_closed_decompresses_its_file_again(
    tmp_path: Path, store: CaptureStore
) -> None:
    plain = Warc(is_gzip=False).add_articles(3).content()
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(plain))
    source = WarcFiles(tmp_path / "a.warc.gz", SITE, store)
    discovered(source)

    source.close()

    assert fetched_bodies(source, store, tmp_path, article_url(2)) == [article(2)]


@pytest.mark.parametrize(
    "response",
    [
        b"HTTP/1.0 200\r\nContent-Type: text/html\r\n\r\n<p>text</p>",
        b"HTTP/1.1 200 OK\nContent-Type: text/html\nServer: x\n\n<p>text</p>",
        b"HTTP/1.1 200 OK\r\nno header\r\nContent-Type:\r\n text/html\r\n\r\n<p>text</p>",
        b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n<p>text</p>",
    ],
    ids=["no reason", "line feeds", "folded and broken headers", "HTTP/2"],
)
def test_unusual_status_lines_and_headers_are_parsed(
    tmp_path: Path, store: CaptureStore, response: bytes
) -> None:
    warc = Warc().add_record("response", article_url(1), response, "application/http")
    source = WarcFiles(warc.save(tmp_path / "a.warc.gz"), SITE, store)
    discovered(source)

    [capture] = source.fetch([PageRequest(article_url(1))])

    assert isinstance(capture, Capture)
    assert (capture.status, capture.content_type) == (200, "text/html")
    store.take()
    assert read_page(tmp_path / "captures", capture).body == b"<p>text</p>"


def test_records_that_are_not_responses_are_skipped(tmp_path: Path, store: CaptureStore) -> None:
    warc = Warc().add_record(
        "request", article_url(5), b"GET / HTTP/1.1\r\n\r\n", "application/http"
    )
    warc.add_record("metadata", article_url(6), b"via: x", "application/warc-fields")
    warc.add_record("response", "dns:eng-archive.aawsat.com", b"20160101 1.2.3.4", "text/dns")
    source = WarcFiles(warc.add_articles(1).save(tmp_path / "a.warc.gz"), SITE, store)

    findings = discovered(source)

    assert [finding.url for finding in findings if isinstance(finding, Candidate)] == [
        article_url(0)
    ]
    assert len(findings) == 1


def test_an_unreadable_response_is_reported_as_a_loss(tmp_path: Path, store: CaptureStore) -> None:
    warc = Warc().add_record("response", article_url(5), b"junk", "application/http")
    source = WarcFiles(warc.add_articles(1).save(tmp_path / "a.warc.gz"), SITE, store)

    [loss] = [finding for finding in discovered(source) if isinstance(finding, Expectation)]

    assert (loss.expected_count, str(warc.starts[1]) in loss.stated_by) == (1, True)


def test_problems_of_a_record_are_flagged_on_its_capture(
    tmp_path: Path, store: CaptureStore
) -> None:
    warc = Warc(is_gzip=False).add(article_url(0), article(0), ("Content-Length", "999999"))
    (tmp_path / "a.warc").write_bytes(warc.content().replace(b"Story 0", b"Story 9"))
    source = WarcFiles(tmp_path / "a.warc", SITE, store)

    [capture] = source.fetch([PageRequest(article_url(0))])

    assert isinstance(capture, Capture)
    assert capture.flags == ("block-digest-differs", "shorter-than-announced")


@pytest.mark.slow
@pytest.mark.parametrize("is_gzip", [True, False], ids=["compressed", "plain"])
def test_a_50_megabyte_page_is_cut_flagged_and_harms_no_other(
    tmp_path: Path, store: CaptureStore, is_gzip: bool
) -> None:
    warc = Warc(is_gzip=is_gzip).add(article_url(0), b"<p>" + b"a" * (50 << 20))
    warc.add(article_url(1), article(1))
    name = "a.warc.gz" if is_gzip else "a.warc"
    source = WarcFiles(warc.save(tmp_path / name), SITE, store)

    assert urls(discovered(source)) == [article_url(0), article_url(1)]
    [large, other] = source.fetch([PageRequest(article_url(0)), PageRequest(article_url(1))])

    assert isinstance(large, Capture)
    assert isinstance(other, Capture)
    assert "over-size" in large.flags
    assert large.body_bytes < 34 << 20
    store.take()
    assert read_page(tmp_path / "captures", other).body == article(1)


def test_a_page_copied_by_an_earlier_run_is_not_copied_again(tmp_path: Path) -> None:
    file = Warc().add_articles(2).save(tmp_path / "a.warc.gz")
    with CaptureStore(tmp_path / "captures", "run-1", "warc", "x") as first:
        [captured] = WarcFiles(file, SITE, first).fetch([PageRequest(article_url(1))])
    assert isinstance(captured, Capture)

    with CaptureStore(
        tmp_path / "captures", "run-2", "warc", "x", known={captured.capture_id}
    ) as second:
        again = WarcFiles(file, SITE, second).fetch([PageRequest(article_url(1))])

    assert again == []


def test_a_wacz_is_read_in_place(tmp_path: Path, store: CaptureStore) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as wacz:
        wacz.writestr("datapackage.json", "{}", zipfile.ZIP_DEFLATED)
        wacz.writestr("archive/one.warc.gz", Warc().add_articles(3).content())
        wacz.writestr("archive/../../../evil.warc.gz", Warc().add_articles(4).content())
        wacz.writestr("pages/pages.jsonl", "{}", zipfile.ZIP_DEFLATED)
    source = WarcFiles(tmp_path / "a.wacz", SITE, store)

    counts = Counter(urls(discovered(source)))

    assert set(counts) == {article_url(number) for number in range(4)}
    assert fetched_bodies(source, store, tmp_path, article_url(3)) == [article(3)]
    assert {path.name for path in tmp_path.iterdir()} == {"a.wacz", "captures"}


@pytest.mark.parametrize(
    "name",
    [
        "archive/../../../evil.warc.gz",
        "archive//etc/evil.warc.gz",
        "archive/C:\\windows\\evil.warc.gz",
        "archive/evil\x01\u202e.warc.gz",
        "archive/" + "a/" * 2000 + "evil.warc.gz",
    ],
    ids=["upwards", "absolute", "drive", "signs", "deep"],
)
def test_a_name_inside_a_wacz_never_becomes_a_path(
    tmp_path: Path, store: CaptureStore, name: str
) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as wacz:
        link = zipfile.ZipInfo(name)
        link.external_attr = 0o120777 << 16
        wacz.writestr(link, Warc().add_articles(2).content())
        with pytest.warns(UserWarning, match="Duplicate name"):
            wacz.writestr(name, Warc().add_articles(3).content())
    before = {path.name for path in tmp_path.parent.iterdir()}

    counts = Counter(urls(discovered(WarcFiles(tmp_path / "a.wacz", SITE, store))))

    assert set(counts) == {article_url(number) for number in range(3)}
    assert {path.name for path in tmp_path.parent.iterdir()} == before
    assert {path.name for path in tmp_path.iterdir()} <= {"a.wacz", "captures"}


def test_a_wacz_with_a_false_offset_is_an_error_that_names_the_file(
    tmp_path: Path, store: CaptureStore
) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as wacz:
        wacz.writestr("archive/one.warc.gz", Warc().add_articles(3).content())
    content = bytearray((tmp_path / "a.wacz").read_bytes())
    listed = content.index(b"PK\x01\x02")
    content[listed + 42 : listed + 46] = (7).to_bytes(4, "little")
    (tmp_path / "a.wacz").write_bytes(content)

    with pytest.raises(IntegrityError, match=r"a\.wacz"):
        discovered(WarcFiles(tmp_path / "a.wacz", SITE, store))


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_a_broken_wacz_is_an_error_that_names_it(
    tmp_path: Path, store: CaptureStore, content: bytes
) -> None:
    (tmp_path / "a.wacz").write_bytes(content)

    with pytest.raises(IntegrityError, match=r"a\.wacz"):
        discovered(WarcFiles(tmp_path / "a.wacz", SITE, store))


def test_saved_pages_take_their_address_from_the_canonical_link_or_their_path(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "saved" / "theaawsat" / "features" / "by-path"
    folder.mkdir(parents=True)
    (folder / "index.html").write_bytes(b"<html><p>By path.</p></html>")
    link = f'<html><head><link href="{article_url(1)}" rel="canonical"></head></html>'.encode()
    (tmp_path / "saved" / "page 1.htm").write_bytes(link)
    os.utime(folder / "index.html", (1_400_000_000, 1_400_000_000))
    source = WarcFiles(tmp_path / "saved", SITE, store)

    by_path = f"{ROOT}/theaawsat/features/by-path/"
    assert set(urls(discovered(source))) == {article_url(1), by_path}
    [capture] = source.fetch([PageRequest(by_path)])

    assert isinstance(capture, Capture)
    assert capture.captured_at == datetime.fromtimestamp(1_400_000_000, UTC)
    store.take()
    assert read_page(tmp_path / "captures", capture).body == b"<html><p>By path.</p></html>"


def test_a_folder_may_mix_all_kinds(tmp_path: Path, store: CaptureStore) -> None:
    folder = tmp_path / "mixed" / "deep"
    folder.mkdir(parents=True)
    Warc().add(article_url(1), article(1)).save(folder / "a.warc.gz")
    Warc(is_gzip=False).add(article_url(2), article(2)).save(folder.parent / "b.WARC")
    (folder / "notes.txt").write_text("no page")

    source = WarcFiles(tmp_path / "mixed", SITE, store)

    assert set(urls(discovered(source))) == {article_url(1), article_url(2)}


def test_a_folder_without_pages_is_the_callers_mistake(tmp_path: Path, store: CaptureStore) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(BadRequest, match="empty"):
        discovered(WarcFiles(tmp_path / "empty", SITE, store))


def test_a_page_the_files_lack_is_a_failure_not_a_gap(tmp_path: Path, store: CaptureStore) -> None:
    source = WarcFiles(Warc().add_articles(1).save(tmp_path / "a.warc.gz"), SITE, store)

    [outcome] = source.fetch([PageRequest(article_url(99))])

    assert isinstance(outcome, FetchFailure)
    assert "a.warc.gz" in outcome.error


def test_pages_can_be_fetched_without_discovering_them_again(
    tmp_path: Path, store: CaptureStore
) -> None:
    source = WarcFiles(Warc().add_articles(2).save(tmp_path / "a.warc.gz"), SITE, store)

    assert fetched_bodies(source, store, tmp_path, article_url(1)) == [article(1)]


def test_a_listing_among_the_files_gives_hints(tmp_path: Path, store: CaptureStore) -> None:
    listing = f"""<!DOCTYPE html><html><body class="archive category"><div id="left-area">
    <article id="post-4" class="et_pb_post"><h2 class="entry-title">
    <a href="{article_url(4)}">A Listed Story</a></h2><p class="post-meta"> by
    <span class="author vcard"><a href="{ROOT}/author/x/" rel="author">An Author</a></span> |
    <span class="published">Jun 27, 2014</span> |
    <a href="{ROOT}/category/opinion/" rel="category tag">Opinion</a></p>Cut text...
    </article></div></body></html>"""
    packed = gzip.compress(listing.encode())
    warc = Warc().add(f"{ROOT}/category/opinion/", packed, ("Content-Encoding", "gzip"))
    source = WarcFiles(warc.save(tmp_path / "a.warc.gz"), SITE, store)

    findings = discovered(source)

    [hint] = [f for f in findings if isinstance(f, Candidate) and f.url == article_url(4)]
    assert (hint.title, hint.author) == ("A Listed Story", "An Author")
    assert hint.published_on == date(2014, 6, 27)
    assert f"{ROOT}/category/opinion/" in urls(findings)
