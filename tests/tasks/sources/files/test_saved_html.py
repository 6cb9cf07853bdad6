"""Folders of HTML as tools and browsers leave them: true addresses and dates. Made up."""

import base64
import gzip
import io
import json
import os
import quopri
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import brotli
import pytest

from tasks.errors import IntegrityError
from tasks.models import Candidate, Capture, Expectation
from tasks.sources.files.page_urls import ARTICLE_AT_FRONT
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.source import PageRequest, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore, read_page

ROOT = "https://eng-archive.aawsat.com"
HOST = "eng-archive.aawsat.com"
SITE = Site(ROOT)
EVER = Window(date.min, date.max)
STORY = f"{ROOT}/theaawsat/features/story/"
OTHER = f"{ROOT}/theaawsat/features/other/"
SAVED_AT = datetime(2016, 5, 4, 3, 2, 1, tzinfo=UTC)
CHANGED_AT = datetime(2020, 1, 1, tzinfo=UTC)


def page(head: str = "", before: str = "") -> str:
    return f"<!DOCTYPE html>{before}<html><head>{head}</head><body><p>A story.</p></body></html>"


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


HTTRACK = (
    f"<!-- Mirrored from {HOST}/theaawsat/features/story/ by HTTrack Website Copier/3.x"
    " [XR&CO'2014], Wed, 04 May 2016 03:02:01 GMT -->"
)
SINGLEFILE = (
    f"<!--\n Page saved with SingleFile \n url: {STORY} \n"
    " saved date: Wed May 04 2016 03:02:01 GMT+0000 (Coordinated Universal Time)\n-->"
)
BROWSER = f"<!-- saved from url=(0058){STORY} -->"
WAYBACK = (
    "<!--\n     FILE ARCHIVED ON 03:02:01 May 04, 2016 AND RETRIEVED FROM THE\n"
    "     INTERNET ARCHIVE ON 10:00:00 Jan 01, 2020.\n-->"
)

OLD_SINGLEFILE = SINGLEFILE.replace("Page saved with", "Archive processed by")
MONOLITH = f"<!-- Saved from {STORY} at 2016-05-04T03:02:01Z using monolith v2.8.1 -->"
UNKNOWN_TOOL = f"<!-- Copy of {STORY}, Wed, 04 May 2016 03:02:01 GMT -->"
SAVE_PAGE = (
    f'<meta name="savepage-url" content="{STORY}">'
    '<meta name="savepage-date" content="Wed May 04 2016 03:02:01 GMT+0000 (UTC)">'
)
SCRAPBOOK = page().replace(
    "<html", f'<html data-scrapbook-source="{STORY}" data-scrapbook-create="20160504030201000"'
)


def mhtml(transfer: str, encode: Callable[[bytes], bytes]) -> bytes:
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {STORY}\r\nSubject: A story\r\n"
        "Date: Wed, 4 May 2016 03:02:01 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--x"\r\n\r\n\r\n'
        "----x\r\nContent-Type: text/html\r\nContent-ID: <frame@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: {transfer}\r\nContent-Location: {STORY}\r\n\r\n"
    )
    return head.encode() + encode(page(canonical("/")).encode()) + b"\r\n----x--\r\n"


# The path of a file below the folder, its content, its address, and its date if not the file's.
FOLDERS: dict[str, tuple[str, str | bytes, str, datetime | None]] = {
    "a comment as the first bytes": ("story.html", UNKNOWN_TOOL + page(), STORY, SAVED_AT),
    "wget": (f"{HOST}/theaawsat/features/story/index.html", page(), STORY, None),
    "wget below a folder": (
        f"crawl/{HOST}/theaawsat/features/story/index.html",
        page(),
        STORY,
        None,
    ),
    "wget with a port": (f"{HOST}:80/theaawsat/features/story/index.html", page(), STORY, None),
    "wget with relative links": (
        f"{HOST}/theaawsat/features/story/index.html",
        page(canonical("index.html")),
        STORY,
        None,
    ),
    "wget with a query": (f"{HOST}/index.html?p=1", page(), f"{ROOT}/?p=1", None),
    "wget for Windows": (f"{HOST}/index.html@p=1.html", page(), f"{ROOT}/?p=1", None),
    "wget with adjusted endings": (f"{HOST}/theaawsat/features/story.html", page(), STORY, None),
    "HTTrack": ("mirror/story4f3a.html", page(before=HTTRACK), STORY, SAVED_AT),
    "wayback-machine-downloader": (
        f"websites/{HOST}/theaawsat/features/story/index.html",
        page(),
        STORY,
        None,
    ),
    "wayback-machine-downloader with every date": (
        f"websites/{HOST}/20160504030201/theaawsat/features/story/index.html",
        page(),
        STORY,
        SAVED_AT,
    ),
    "waybackpack": (
        f"20160504030201/{HOST}/theaawsat/features/story/index.html",
        page(),
        STORY,
        SAVED_AT,
    ),
    "a copy of a replay": (
        f"web.archive.org/web/20160504030201id_/https:/{HOST}/theaawsat/features/story/index.html",
        page(),
        STORY,
        SAVED_AT,
    ),
    "SingleFile": ("A story (5_4_2016 3_02_01 AM).html", page(before=SINGLEFILE), STORY, SAVED_AT),
    "a browser": ("A story.htm", page(before=BROWSER), STORY, None),
    "a browser, from the Wayback Machine": (
        "A story.html",
        page(canonical(f"https://web.archive.org/web/20160504030201/{STORY}"), WAYBACK),
        STORY,
        SAVED_AT,
    ),
    "PHP": ("theaawsat/features/story/index.php", page(), STORY, None),
    "XHTML": ("theaawsat/features/story.xhtml", page(), STORY, None),
    "no ending": ("theaawsat/features/story", page(), STORY, None),
    "a canonical link": ("page 1.htm", page(canonical(STORY)), STORY, None),
    "SingleFile of former years": ("story.html", page(before=OLD_SINGLEFILE), STORY, SAVED_AT),
    "SingleFile of a replay": (
        "story.html",
        page(
            before=SINGLEFILE.replace(STORY, f"https://web.archive.org/web/20160504030201/{STORY}")
        ),
        STORY,
        SAVED_AT,
    ),
    "monolith": ("story.html", page(before=MONOLITH), STORY, SAVED_AT),
    "an unknown tool": ("story.html", page(before=UNKNOWN_TOOL), STORY, SAVED_AT),
    "Save Page WE": (
        "story.html",
        page(f"<style>{'a {}' * 50_000}</style>{SAVE_PAGE}"),
        STORY,
        SAVED_AT,
    ),
    "WebScrapBook": ("20160504030201000/index.html", SCRAPBOOK, STORY, SAVED_AT),
    "archive.today": (
        "story.html",
        page(canonical(f"https://archive.today/2016.05.04-030201/{STORY}")),
        STORY,
        SAVED_AT,
    ),
    "the Wayback Machine, with its comment at the end": (
        f"{HOST}/theaawsat/features/story/index.html",
        page() + " " * 100_000 + WAYBACK,
        STORY,
        SAVED_AT,
    ),
    "a comment before the head that names two addresses": (
        f"{HOST}/theaawsat/features/story/index.html",
        page(before=f"<!-- see {OTHER} and {ROOT}/theaawsat/features/third/ -->"),
        STORY,
        None,
    ),
    "wget, a page kept before links were changed": (
        f"{HOST}/theaawsat/features/story/index.html.orig",
        page(),
        STORY,
        None,
    ),
    "wget, a page of a name that was taken": (
        f"{HOST}/theaawsat/features/story/index.html.1",
        page(),
        STORY,
        None,
    ),
    "wayback-machine-downloader on Windows": (
        f"websites/{HOST}/index.php%3fp=7/index.html",
        page(),
        f"{ROOT}/?p=7",
        None,
    ),
    "UTF-16": ("page 1.htm", page(canonical(STORY)).encode("utf-16"), STORY, None),
    "a canonical link without a host": (
        "page 1.htm",
        page(canonical("/theaawsat/features/story/")),
        STORY,
        None,
    ),
    "a canonical link relative to a base": (
        "page 1.htm",
        page(f'<base href="{OTHER}">' + canonical("../story/")),
        STORY,
        None,
    ),
    "a canonical link with single quotes and escapes": (
        "page 1.htm",
        page(f"<link href='{ROOT}/?p=7&amp;utm_source=x' rel='shortlink canonical'>"),
        f"{ROOT}/?p=7",
        None,
    ),
    "a canonical link after a long style sheet": (
        "page 1.htm",
        page(f"<style>{'p {}' * 50_000}</style>{canonical(STORY)}"),
        STORY,
        None,
    ),
    "a canonical link in a comment, and one in a script": (
        "page 1.htm",
        page(f"<!-- {canonical(OTHER)} --><script>'{canonical(OTHER)}'</script>{canonical(STORY)}"),
        STORY,
        None,
    ),
    "a canonical link in the text of the page": (
        f"{HOST}/theaawsat/features/story/index.html",
        page() + canonical(OTHER),
        STORY,
        None,
    ),
    "an empty canonical link, and og:url": (
        "page 1.htm",
        page(canonical("") + f'<meta property="og:url" content="{STORY}">'),
        STORY,
        None,
    ),
    "MHTML": ("A story.mhtml", mhtml("quoted-printable", quopri.encodestring), STORY, SAVED_AT),
    "MHTML as base64": ("A story.mht", mhtml("base64", base64.encodebytes), STORY, SAVED_AT),
    "MHTML under the name of a page": (
        "A story.html",
        mhtml("quoted-printable", quopri.encodestring),
        STORY,
        SAVED_AT,
    ),
    "a base that is the article": ("page 1.htm", page(f'<base href="{STORY}">'), STORY, None),
    "a base that is the site": (
        f"{HOST}/theaawsat/features/story/index.html",
        page(f'<base href="{ROOT}/">'),
        STORY,
        None,
    ),
    "a canonical link to the front page": (
        f"{HOST}/theaawsat/features/story/index.html",
        page(canonical(f"{ROOT}/")),
        STORY,
        None,
    ),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterable[CaptureStore]:
    with CaptureStore(tmp_path / "captures", "run-1", "warc", "x") as open_store:
        yield open_store


def write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(file, (CHANGED_AT.timestamp(), CHANGED_AT.timestamp()))


def captures(
    folder: Path, store: CaptureStore
) -> tuple[dict[str, list[Capture]], list[Expectation]]:
    source = WarcFiles(folder, SITE, store)
    findings = list(source.discover(EVER))
    named = dict.fromkeys(one.url for one in findings if isinstance(one, Candidate))
    found = {
        url: [one for one in source.fetch([PageRequest(url)]) if isinstance(one, Capture)]
        for url in named
    }
    store.take()
    return found, [one for one in findings if isinstance(one, Expectation)]


@pytest.mark.parametrize("tool", FOLDERS)
def test_a_saved_page_has_its_true_address_and_date(
    tmp_path: Path, store: CaptureStore, tool: str
) -> None:
    path, content, url, saved_at = FOLDERS[tool]
    write(tmp_path / "saved" / path, content)

    found, counts = captures(tmp_path / "saved", store)

    [(address, [capture])] = found.items()
    assert (address, capture.captured_at) == (url, saved_at or CHANGED_AT)
    assert counts == []


@pytest.mark.parametrize("year", [1970, 1980, 2999])
def test_a_page_whose_file_has_an_impossible_time_is_read(
    tmp_path: Path, store: CaptureStore, year: int
) -> None:
    file = tmp_path / "page.html"
    write(file, page(canonical(STORY)))
    os.utime(file, (datetime(year, 1, 1, tzinfo=UTC).timestamp(),) * 2)

    found, _ = captures(file, store)

    [(_, [capture])] = found.items()
    stored = read_page(tmp_path / "captures", capture)
    assert (stored.url, stored.captured_at.year) == (STORY, 1970)


def test_an_impossible_time_that_archivebox_states_is_that_of_the_file(
    tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / "1/index.json", json.dumps({"url": STORY, "timestamp": "160000010.0"}))
    write(tmp_path / "1/singlefile.html", page())
    os.utime(tmp_path / "1/singlefile.html", (CHANGED_AT.timestamp(),) * 2)

    found, _ = captures(tmp_path / "1", store)

    [(_, [capture])] = found.items()
    assert capture.captured_at == CHANGED_AT


def titled(title: str, url: str) -> str:
    return page(f"<title>{title}</title>{canonical(url)}")


def test_pages_joined_in_one_file_are_read_each(tmp_path: Path, store: CaptureStore) -> None:
    write(tmp_path / "1/all.html", titled("Story", STORY) + "\n" + titled("Other", OTHER))

    found, counts = captures(tmp_path / "1", store)

    assert (set(found), counts) == ({STORY, OTHER}, [])


def test_what_a_counter_adds_after_a_page_belongs_to_it(
    tmp_path: Path, store: CaptureStore
) -> None:
    counter = "<html><body><img src='//counter.example/1.gif'></body></html>"
    write(tmp_path / "1/story.html", titled("Story", STORY) + counter)

    found, counts = captures(tmp_path / "1", store)

    assert (list(found), counts) == ([STORY], [])


SENTENCE = "The council met at noon and talked about the harbour for hours, as it does every week. "
LEXIS = f"<p>1 of 2 DOCUMENTS</p><p>{SENTENCE * 9}</p><p>LOAD-DATE: May 2, 2014</p>" * 2
DATED = f"<p>Asharq Al-Awsat, 2 May 2014</p><p>{SENTENCE * 12}</p>" * 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Nexis.HTML", f"<html><body>{LEXIS}</body></html>"),
        ("results.html", f"<html><body>{DATED}</body></html>"),
        ("export.txt", "1 of 2 DOCUMENTS\n\nA story.\n\nLOAD-DATE: May 2, 2014\n" * 2),
        (
            "saved.html",
            f"<!-- saved from url=(0026)https://press.example.com/ --><html>{LEXIS}</html>",
        ),
    ],
)
def test_exports_of_press_databases_are_named_with_the_number_of_their_articles(
    tmp_path: Path, store: CaptureStore, name: str, content: str
) -> None:
    write(tmp_path / "1/story.html", page(canonical(STORY)))
    write(tmp_path / "1" / name, content)

    found, counts = captures(tmp_path / "1", store)

    assert list(found) == [STORY]
    [count] = [one for one in counts if one.denominator == "passed-over:warc"]
    assert count.scope == name
    assert count.stated_by == "articles in one file, without the URLs of their pages: 2"


ARTICLE = (
    '<html><head><title>Crews vote</title><meta property="og:type" content="article"></head>'
    '<body class="single single-post postid-7"><article id="post-7"><h1>Crews vote</h1>'
    '<p class="post-meta">by Amina Example | Mar 3, 2014</p>'
    + "<p>The crews of the ferry voted on Monday, and the port stayed open for the day.</p>" * 4
    + "</article></body></html>"
)


def test_an_article_in_a_file_named_as_the_front_page_is_named(
    tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / "1/index.html", ARTICLE)
    write(tmp_path / "1/story.html", page(canonical(STORY)))

    found, counts = captures(tmp_path / "1", store)

    assert list(found) == [STORY]
    assert [(one.scope, one.stated_by) for one in counts] == [("index.html", ARTICLE_AT_FRONT)]


@pytest.mark.parametrize(
    ("name", "content", "url"),
    [
        ("index.html", page(), f"{ROOT}/"),
        (f"{HOST}/index.html", ARTICLE, f"{ROOT}/"),
        ("index.html", ARTICLE.replace("<head>", f"<head>{canonical(STORY)}"), STORY),
    ],
)
def test_a_file_named_as_the_front_page_is_read_where_its_url_is_known(
    tmp_path: Path, store: CaptureStore, name: str, content: str, url: str
) -> None:
    write(tmp_path / "1" / name, content)

    found, counts = captures(tmp_path / "1", store)

    assert (list(found), counts) == ([url], [])


def test_a_page_below_the_folder_of_its_host_is_one_article_whatever_it_holds(
    tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / f"1/{HOST}/theaawsat/features/story/index.html", f"<html>{LEXIS}</html>")

    found, _ = captures(tmp_path / "1", store)

    assert list(found) == [STORY]


def test_a_snapshot_of_archivebox_with_a_damaged_index_is_named(
    tmp_path: Path, store: CaptureStore
) -> None:
    snapshot = tmp_path / "1/archive/1462330921.0"
    write(tmp_path / "1/story.html", page(canonical(STORY)))
    write(snapshot / "index.json", b'{"url": "ht\0')
    write(snapshot / "index.html", page())
    write(snapshot / "singlefile.html", page())

    found, counts = captures(tmp_path / "1", store)

    assert list(found) == [STORY]
    named = [one.scope for one in counts if one.denominator == "passed-over:warc"]
    assert named == ["archive/1462330921.0/singlefile.html"]


@pytest.mark.parametrize("name", ["a-story.html.json", "a-story.json"])
def test_a_page_has_the_address_and_time_in_the_json_beside_it(
    tmp_path: Path, store: CaptureStore, name: str
) -> None:
    facts = {"url": STORY, "date_publish": "2014-05-02", "date_download": "2016-05-04 03:02:01"}
    write(tmp_path / "1/2016/a-story.html", page())
    write(tmp_path / "1/2016" / name, json.dumps(facts))

    found, counts = captures(tmp_path / "1", store)

    [(url, [capture])] = found.items()
    assert (url, capture.captured_at) == (STORY, SAVED_AT)
    assert [one for one in counts if one.denominator == "passed-over:warc"] == []


def test_articles_that_a_feed_lists_without_their_text_are_known(
    tmp_path: Path, store: CaptureStore
) -> None:
    text = f"<content:encoded><![CDATA[<p>{SENTENCE * 5}</p>]]></content:encoded>"
    items = f"<item><link>{STORY}</link>{text}</item><item><link>{OTHER}</link></item>"
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    write(tmp_path / "1/feed.xml", f"<rss {space}><channel>{items}</channel></rss>")

    source = WarcFiles(tmp_path / "1", SITE, store)

    assert {STORY, OTHER} <= {
        one.url for one in source.discover(EVER) if isinstance(one, Candidate)
    }


def test_a_list_of_urls_alone_names_the_pages_that_no_file_has(
    tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / "urls.txt", f"{STORY}\n{OTHER}\n")

    with pytest.raises(IntegrityError, match="pages that no file has: 2, such as"):
        list(WarcFiles(tmp_path / "urls.txt", SITE, store).discover(EVER))


def tarred(mode: str) -> Callable[[dict[str, bytes]], bytes]:
    def pack(files: dict[str, bytes]) -> bytes:
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode=mode) as archive:  # type: ignore[call-overload]
            for name, entry in files.items():
                member = tarfile.TarInfo(name)
                member.size, member.mtime = len(entry), SAVED_AT.timestamp()
                archive.addfile(member, io.BytesIO(entry))
        return content.getvalue()

    return pack


def zipped_with_backslashes(files: dict[str, bytes]) -> bytes:
    return zipped({name.replace("/", "\\"): content for name, content in files.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, entry in files.items():
            # ZIP files have dates of two seconds.
            archive.writestr(zipfile.ZipInfo(name, (2016, 5, 4, 3, 2, 0)), entry)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.tar", tarred("w")),
        ("a.tar.gz", tarred("w:gz")),
        ("a.tgz", tarred("w:gz")),
        ("a.tar.bz2", tarred("w:bz2")),
        ("a.tar.xz", tarred("w:xz")),
        ("a.zip", zipped),
        ("a.zip", zipped_with_backslashes),
    ],
)
def test_pages_in_a_packed_folder_have_the_address_of_their_path(
    tmp_path: Path, store: CaptureStore, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    files = {f"{HOST}/a/b/story-{n}/index.html": page(f"<title>{n}</title>") for n in range(2)}
    packed = pack({path: text.encode() for path, text in files.items()} | {"a/site.css": b"p {}"})
    write(tmp_path / name, packed)

    found, counts = captures(tmp_path / name, store)

    assert set(found) == {f"{ROOT}/a/b/story-0/", f"{ROOT}/a/b/story-1/"}
    saved = {capture.captured_at.replace(second=0) for each in found.values() for capture in each}
    assert saved == {SAVED_AT.replace(second=0)}
    assert counts == []


def test_a_compressed_page_in_a_zip_file_is_read(tmp_path: Path, store: CaptureStore) -> None:
    write(tmp_path / "a.zip", zipped({"a/b/story.html.gz": gzip.compress(page().encode())}))

    found, counts = captures(tmp_path / "a.zip", store)

    assert set(found) == {f"{ROOT}/a/b/story/"}
    assert counts == []


def test_a_page_beside_an_archive_in_a_zip_file_is_read(
    tmp_path: Path, store: CaptureStore
) -> None:
    record = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    write(tmp_path / "a.zip", zipped({"a.warc": record, "a/b/story.html": page().encode()}))

    found, _ = captures(tmp_path / "a.zip", store)

    assert set(found) == {f"{ROOT}/a/b/story/"}


def test_what_is_neither_archive_nor_page_in_a_tar_file_is_named(
    tmp_path: Path, store: CaptureStore
) -> None:
    pack = tarred("w:gz")
    files = {"a/b/story.html": page().encode(), "notes.odt": b"odd", "more.tar": pack({})}
    write(tmp_path / "a.tar.gz", pack(files))

    _, counts = captures(tmp_path / "a.tar.gz", store)

    assert [count.scope for count in counts] == ["a.tar.gz/notes.odt", "a.tar.gz/more.tar"]


def test_a_tar_file_that_is_cut_keeps_what_comes_before(
    tmp_path: Path, store: CaptureStore
) -> None:
    files = {f"a/b/story-{n}.html": page("x" * 20_000).encode() for n in range(3)}
    write(tmp_path / "a.tar", tarred("w")(files)[:50_000])

    found, counts = captures(tmp_path / "a.tar", store)

    assert f"{ROOT}/a/b/story-0/" in found
    assert [(count.denominator, count.scope) for count in counts] == [("passed-over:warc", "a.tar")]


@pytest.mark.parametrize(("ending", "compress"), [("gz", gzip.compress), ("br", brotli.compress)])
def test_a_compressed_page_is_decompressed(
    tmp_path: Path, store: CaptureStore, ending: str, compress: Callable[[bytes], bytes]
) -> None:
    write(tmp_path / "saved" / HOST / "a" / "b" / f"story.html.{ending}", compress(page().encode()))

    found, _ = captures(tmp_path / "saved", store)

    [capture] = found[f"{ROOT}/a/b/story/"]
    assert read_page(tmp_path / "captures", capture).body == page().encode()


def test_a_canonical_link_shared_by_articles_is_ignored(
    tmp_path: Path, store: CaptureStore
) -> None:
    for name in ("story", "other"):
        path = tmp_path / "saved" / HOST / "theaawsat" / "features" / name / "index.html"
        write(path, page(canonical(STORY)))

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {STORY, OTHER}


def test_a_canonical_link_that_pages_with_other_titles_share_is_not_believed(
    tmp_path: Path, store: CaptureStore
) -> None:
    for name in ("one", "two"):
        write(tmp_path / "saved" / f"{name}.html", page(f"<title>{name}</title>{canonical(STORY)}"))

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {f"{ROOT}/one/", f"{ROOT}/two/"}


def test_a_canonical_link_that_pages_with_other_headings_share_is_not_believed(
    tmp_path: Path, store: CaptureStore
) -> None:
    for name in ("one", "two"):
        content = page(f"<title>The paper</title>{canonical(STORY)}")
        heading = f"<body><h1 class='entry-title'>{name}</h1>"
        write(tmp_path / "saved" / f"{name}.html", content.replace("<body>", heading))

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {f"{ROOT}/one/", f"{ROOT}/two/"}


def test_copies_of_a_page_under_other_names_are_one_page(
    tmp_path: Path, store: CaptureStore
) -> None:
    for name in ("story", "story (1)"):
        write(tmp_path / "saved" / f"{name}.html", page(f"<title>A</title>{canonical(STORY)}"))

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {STORY}


def test_a_canonical_link_to_another_page_of_the_folder_is_not_believed(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "saved" / HOST / "theaawsat" / "features"
    write(folder / "story" / "index.html", page())
    write(folder / "other" / "index.html", page(canonical(STORY)))

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {STORY, OTHER}


def test_og_url_is_believed_where_pages_share_a_canonical_link(
    tmp_path: Path, store: CaptureStore
) -> None:
    for name, url in (("a", STORY), ("b", OTHER)):
        own = f'<title>{url}</title><meta property="og:url" content="{url}">'
        write(tmp_path / "saved" / f"{name}.html", page(own + canonical(f"{ROOT}/a/b/c/")))

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {STORY, OTHER}


def test_a_letter_that_wget_escaped_by_half_is_whole_in_the_address(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "saved" / HOST / "theaawsat" / "features"
    folder.mkdir(parents=True)
    name = os.fsencode(folder) + b"/\xd9%82.html"
    Path(os.fsdecode(name)).write_text(page())

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {f"{ROOT}/theaawsat/features/%D9%82/"}


@pytest.mark.parametrize("piece", ["<link", "<!--", "<style>", "<meta a='", "<body", "<base href="])
def test_a_hostile_head_is_read_in_linear_time(
    tmp_path: Path, store: CaptureStore, piece: str
) -> None:
    write(tmp_path / "saved" / HOST / "a" / "b" / "c.html", page(piece * 40_000))

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {f"{ROOT}/a/b/c/"}


def test_snapshots_of_archivebox_have_address_and_date_of_their_index(
    tmp_path: Path, store: CaptureStore
) -> None:
    snapshot = tmp_path / "saved" / "archive" / f"{SAVED_AT.timestamp():.6f}"
    index = {"url": STORY, "timestamp": f"{SAVED_AT.timestamp():.6f}", "title": "A story"}
    write(snapshot / "index.json", json.dumps(index))
    write(snapshot / "index.html", page("<title>ArchiveBox snapshot</title>"))
    write(snapshot / "singlefile.html", page())
    write(snapshot / "output.html", page("<title>A story</title>"))
    write(snapshot / "readability" / "content.html", "<div><p>A story.</p></div>")

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {STORY}
    assert [capture.captured_at for capture in found[STORY]] == [SAVED_AT, SAVED_AT]


def test_other_files_beside_pages_are_counted(tmp_path: Path, store: CaptureStore) -> None:
    write(tmp_path / "saved" / HOST / "theaawsat" / "features" / "story" / "index.html", page())
    write(tmp_path / "saved" / HOST / "style.css", "p {}")
    write(tmp_path / "saved" / HOST / "logo.png", b"\x89PNG")
    write(tmp_path / "saved" / HOST / "mail.mht", "From: <Saved by a browser>")

    found, counts = captures(tmp_path / "saved", store)

    assert set(found) == {STORY}
    assert {(one.denominator, one.scope, one.expected_count) for one in counts} == {
        ("passed-over:warc", f"{HOST}/mail.mht", 1),
        ("other-files:warc", "saved", 2),
    }


def test_text_files_and_frames_beside_a_page_are_other_files(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "saved"
    write(folder / "Story.html", page(canonical(STORY)))
    write(folder / "Story_files" / "saved_resource.html", page())
    write(folder / "Story_files" / "player.js.download", "if (1 < 2) play()")
    write(folder / "concurrency", "4")

    found, counts = captures(folder, store)

    assert set(found) == {STORY}
    assert [(one.denominator, one.expected_count) for one in counts] == [("other-files:warc", 3)]


def test_a_page_with_the_head_of_its_response_has_the_date_of_the_server(
    tmp_path: Path, store: CaptureStore
) -> None:
    head = "HTTP/1.1 200 OK\r\nServer: x\r\nDate: Wed, 04 May 2016 03:02:01 GMT\r\n\r\n"
    write(tmp_path / HOST / "theaawsat" / "features" / "story" / "index.html", head + page())

    found, _ = captures(tmp_path, store)

    assert [one.captured_at for one in found[STORY]] == [SAVED_AT]


def mail(*attachments: tuple[str, str], text: str = "See below.", subtype: str = "plain") -> bytes:
    """A mail with a text, and attachments of a name and an HTML page each."""
    message = EmailMessage()
    message["From"] = "a.reader@example.org"
    message["Subject"] = "A page"
    message["Date"] = "Wed, 04 May 2016 03:02:01 +0000"
    message.set_content(text, subtype=subtype)
    for name, content in attachments:
        message.add_attachment(content, subtype="html", filename=name)
    return message.as_bytes()


MAILBOX_LINE = b"From a.reader@example.org Wed May  4 03:02:01 2016\n"
# Each: the name of a file, and a mail or mailbox with the page of a story.
MAILS = {
    "attached": ("one.eml", mail(("story.html", page(canonical(STORY))))),
    "the-body": ("one.eml", mail(text=page(canonical(STORY)), subtype="html")),
    "mailbox": ("old.mbox", MAILBOX_LINE + mail(("a.html", page(canonical(STORY))))),
    "maildir": ("cur/1462.M1.host:2,S", mail(("story.html", page(canonical(STORY))))),
    "byte-order-mark": ("1.eml", b"\xef\xbb\xbf" + mail(("a.html", page(canonical(STORY))))),
    "apple": ("1.emlx", b"4512 \n" + mail(("story.html", page(canonical(STORY))))),
    "not-said-to-be-html": (
        "pages.mbox",
        b"From x\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(page(canonical(STORY)).encode()),
    ),
}


@pytest.mark.parametrize(("name", "content"), MAILS.values(), ids=MAILS)
def test_pages_in_mails_are_read(
    name: str, content: bytes, tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / name, content)

    found, counts = captures(tmp_path, store)

    assert set(found) == {STORY}
    assert "A story." in str(read_page(store.folder, found[STORY][0]).body)
    assert counts == []


def test_a_page_in_a_mail_has_the_date_of_the_mail(tmp_path: Path, store: CaptureStore) -> None:
    write(tmp_path / "one.eml", mail(("story.html", page(canonical(STORY)))))

    found, _ = captures(tmp_path, store)

    assert [one.captured_at for one in found[STORY]] == [SAVED_AT]


def test_an_archive_attached_to_a_mail_is_read(tmp_path: Path, store: CaptureStore) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a.reader@example.org", "An archive"
    message.set_content("See below.")
    packed = zipped({"story.html": page(canonical(STORY)).encode()})
    message.add_attachment(packed, maintype="application", subtype="zip", filename="pages.zip")
    write(tmp_path / "one.eml", message.as_bytes())

    found, counts = captures(tmp_path, store)

    assert (set(found), counts) == ({STORY}, [])


@pytest.mark.parametrize(
    "content",
    [
        mail(text=f"{STORY}\n\nThe story as text."),
        mail(("story.html", page(f'<link rel="stylesheet" href="https://{HOST}/style.css">'))),
    ],
    ids=["text-of-a-page", "page-without-its-url"],
)
def test_mails_whose_page_cannot_be_read_are_named(
    content: bytes, tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / "other.html", page(canonical(OTHER)))
    write(tmp_path / "one.eml", content)

    _, counts = captures(tmp_path, store)

    assert ["one.eml" in one.scope for one in counts if one.denominator == "passed-over:warc"] == [
        True
    ]


TEXTS = {
    "notes.md": f"---\nsource: {STORY}\n---\n\nThe story as text.\n",
    "urls.txt": f"{STORY}\n",
    "story.xml": f"<story><url>{STORY}</url>The story as text.</story>",
    "story.json": json.dumps({"url": STORY, "maintext": "The story as text."}),
    "story.csv": f'url,text\n"{STORY}","The story as text."\n',
    "cdx.json": json.dumps([["original", "mimetype", "statuscode"], [STORY, "text/html", "200"]]),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("is_packed", [False, True], ids=["in-a-folder", "in-a-zip-file"])
def test_texts_that_state_the_url_of_a_page_that_no_file_has_are_named(
    name: str, is_packed: bool, tmp_path: Path, store: CaptureStore
) -> None:
    files = {"other.html": page(canonical(OTHER))}
    files[name] = TEXTS[name]
    if is_packed:
        write(
            tmp_path / "all.zip",
            zipped({each: content.encode() for each, content in files.items()}),
        )
    else:
        for each, content in files.items():
            write(tmp_path / each, content)

    _, counts = captures(tmp_path, store)

    named = [one for one in counts if one.denominator == "passed-over:warc"]
    assert [f"{name} (index)" in one.scope for one in named] == [True]
    assert "such as " + STORY in named[0].stated_by


def test_urls_of_pages_that_are_there_links_and_logs_name_nothing(
    tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / "story.html", page(canonical(STORY)))
    write(tmp_path / "urls.txt", STORY)
    write(
        tmp_path / "links.json", json.dumps({"a": f'<a href="https://{HOST}/x/features/y/">y</a>'})
    )
    write(tmp_path / "crawl.log", f"404 https://{HOST}/theaawsat/features/gone/")
    write(
        tmp_path / "cdx.json",
        json.dumps(
            [
                ["original", "mimetype", "statuscode"],
                [f"https://{HOST}/theaawsat/features/gone/", "text/html", "404"],
            ]
        ),
    )

    _, counts = captures(tmp_path, store)

    assert [one.denominator for one in counts] == ["other-files:warc"]


@pytest.mark.parametrize("name", ["wget.log", "crawl output.txt", "wget-log"])
def test_pages_that_a_log_of_wget_shows_as_failed_are_named(
    tmp_path: Path, store: CaptureStore, name: str
) -> None:
    asked = "--2016-05-04 03:02:01--  {}\nHTTP request sent, awaiting response... {}\n"
    gone = f"{ROOT}/theaawsat/features/gone/"
    outcomes = [(STORY, "200 OK"), (OTHER, "503 Busy"), (gone, "404 Not Found")]
    write(tmp_path / "story.html", page(canonical(STORY)))
    write(tmp_path / name, "".join(asked.format(*one) for one in outcomes))

    _, counts = captures(tmp_path, store)

    named = {one.scope: one.stated_by for one in counts}
    assert named[f"{name} (index)"] == f"it lists pages that no file has: 1, such as {OTHER}"


def test_documents_are_named_unless_a_mirrored_site_links_them(
    tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / "story.html", page(canonical(STORY)))
    write(tmp_path / "printed story.pdf", b"%PDF-1.4")
    write(tmp_path / HOST / "wp-content" / "uploads" / "report.pdf", b"%PDF-1.4")

    _, counts = captures(tmp_path, store)

    assert [(one.denominator, one.scope) for one in counts] == [
        ("passed-over:warc", "printed story.pdf"),
        ("other-files:warc", tmp_path.name),
    ]


def test_empty_settings_and_facts_of_an_item_beside_a_page_are_other_files(
    tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / "story.html", page(canonical(STORY)))
    write(tmp_path / "ignores", b"")
    write(tmp_path / "item_meta.xml", "<metadata><identifier>item</identifier></metadata>")
    write(tmp_path / "lost.html", b"")

    _, counts = captures(tmp_path, store)

    assert [(one.denominator, one.scope, one.expected_count) for one in counts] == [
        ("passed-over:warc", "lost.html", 1),
        ("other-files:warc", tmp_path.name, 2),
    ]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_whole_pages_in_a_zip_file_that_was_cut_are_read(
    compression: int, tmp_path: Path, store: CaptureStore
) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for address in (STORY, OTHER, f"{ROOT}/theaawsat/features/third/"):
            text = base64.b64encode(os.urandom(3_000)).decode()
            archive.writestr(f"{address[-6:-1]}.html", page(canonical(address)) + text)
    write(tmp_path / "pages.zip", content.getvalue()[:-2_500])

    found, counts = captures(tmp_path / "pages.zip", store)

    assert set(found) == {STORY, OTHER}
    assert [one.denominator for one in counts] == ["passed-over:warc"]


def test_a_damaged_page_in_a_zip_file_is_named_and_the_others_are_read(
    tmp_path: Path, store: CaptureStore
) -> None:
    noise = base64.b64encode(os.urandom(3_000)).decode()
    pages = {"a.html": page(canonical(STORY)) + noise, "b.html": page(canonical(OTHER)) + noise}
    packed = bytearray(zipped({name: text.encode() for name, text in pages.items()}))
    packed[60:90] = b"\0" * 30
    write(tmp_path / "pages.zip", bytes(packed))

    found, counts = captures(tmp_path / "pages.zip", store)

    assert set(found) == {OTHER}
    assert [(one.denominator, one.scope) for one in counts] == [
        ("passed-over:warc", "pages.zip/a.html")
    ]


def test_a_note_of_any_name_that_states_the_url_of_a_page_is_named(
    tmp_path: Path, store: CaptureStore
) -> None:
    write(tmp_path / "other.html", page(canonical(OTHER)))
    write(tmp_path / "story.wiki", f"[[{STORY}]]\nThe story as text.")

    _, counts = captures(tmp_path, store)

    assert [one.scope for one in counts if one.denominator == "passed-over:warc"] == [
        "story.wiki (index)"
    ]


def test_zip_files_that_were_joined_are_read_and_named(tmp_path: Path, store: CaptureStore) -> None:
    first = zipped({"a.html": page(canonical(STORY)).encode()})
    second = zipped({"b.html": page(canonical(OTHER)).encode()})
    write(tmp_path / "pages.zip", first + second)

    found, counts = captures(tmp_path / "pages.zip", store)

    assert set(found) == {STORY, OTHER}
    assert [one.scope for one in counts] == ["pages.zip (rest)"]


def test_a_zip_file_that_was_cut_behind_one_inside_is_named(
    tmp_path: Path, store: CaptureStore
) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.zip", zipped({"a.html": page(canonical(STORY)).encode()}))
        archive.writestr("b.zip", zipped({"b.html": page(canonical(OTHER)).encode()}))
    cut = content.getvalue()[: content.getvalue().index(b"b.zip") + 40]
    write(tmp_path / "pages.zip", cut)

    found, counts = captures(tmp_path / "pages.zip", store)

    assert set(found) == {STORY}
    assert [one.denominator for one in counts] == ["passed-over:warc"]


WHOLE_MAIL = mail(("story.html", page(canonical(STORY)) * 20))


@pytest.mark.parametrize(
    "content",
    [
        WHOLE_MAIL[: len(WHOLE_MAIL) // 2],
        WHOLE_MAIL.replace(
            b"Content-Transfer-Encoding: 7bit", b"Content-Transfer-Encoding: base64"
        ),
        mail(("story.html", "PCFET0NUWVBFIGh0bWw+")),
        WHOLE_MAIL + b"\n\nFrom x\nSubject: another\n\nA mail.",
    ],
    ids=["cut", "not-base64", "not-decoded", "mailbox-without-its-first-line"],
)
def test_a_damaged_mail_is_named(content: bytes, tmp_path: Path, store: CaptureStore) -> None:
    write(tmp_path / "other.html", page(canonical(OTHER)))
    write(tmp_path / "one.eml", content)

    _, counts = captures(tmp_path, store)

    assert "passed-over:warc" in {one.denominator for one in counts}


def test_a_damaged_index_beside_a_page_does_no_harm(tmp_path: Path, store: CaptureStore) -> None:
    write(tmp_path / "story.html", page(canonical(STORY)))
    packed = bytearray(gzip.compress(os.urandom(2_000).hex().encode()))
    packed[200:260] = b"\0" * 60
    write(tmp_path / "a.cdx.gz", bytes(packed))

    assert set(captures(tmp_path, store)[0]) == {STORY}
