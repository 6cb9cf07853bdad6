"""Archives of every kind that crawlers, archives and people have made. All pages are made up.

Each kind is three pages in one file, and each page must come out with its body and address.
"""

import base64
import bz2
import csv
import gzip
import hashlib
import io
import json
import lzma
import os
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import brotli
import pyarrow as pa
import pytest
import zstandard
from pyarrow.parquet import write_table

from tasks.articles.markup.classify_response import refuse_response
from tasks.errors import IntegrityError
from tasks.models import Candidate, Capture, Expectation
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.source import Finding, PageRequest, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore, read_page

ROOT = "https://eng-archive.aawsat.com"
SITE = Site(ROOT)
EVER = Window(date.min, date.max)
CAPTURED_AT = datetime(2016, 5, 4, 3, 2, 1, tzinfo=UTC)
CHUNKED = (("Transfer-Encoding", "chunked"),)


def url(number: int) -> str:
    return f"{ROOT}/theaawsat/features/story-{number}/"


def body(number: int) -> bytes:
    return f"<!DOCTYPE html><html><body><h1>Story {number}</h1></body></html>\n".encode() * 5


def http(
    content: bytes,
    headers: Iterable[tuple[str, str]] = (),
    status: str = "HTTP/1.1 200 OK",
    content_type: str | None = "text/html; charset=UTF-8",
    line_end: str = "\r\n",
) -> bytes:
    lines = [status, *([f"Content-Type: {content_type}"] if content_type is not None else [])]
    lines += [f"{name}: {value}" for name, value in headers]
    return line_end.join([*lines, "", ""]).encode() + content


def record(
    number: int,
    block: bytes,
    kind: str = "response",
    at: str | None = "2016-05-04T03:02:01Z",
    content_type: str | None = "application/http; msgtype=response",
    line_end: str = "\r\n",
    end: bytes = b"\r\n\r\n",
    length_error: int = 0,
    extra: Iterable[tuple[str, str]] = (),
    target: str | None = None,
) -> bytes:
    headers = [("WARC-Type", kind), ("WARC-Target-URI", target or url(number))]
    headers += [("WARC-Date", at)] if at else []
    headers += [("Content-Type", content_type)] if content_type else []
    headers += [*extra, ("Content-Length", str(len(block) + length_error))]
    lines = ["WARC/1.0", *(f"{name}: {value}" for name, value in headers), "", ""]
    return line_end.join(lines).encode() + block + end


def plain(**facts: object) -> bytes:
    return b"".join(record(n, http(body(n)), **facts) for n in range(3))  # type: ignore[arg-type]


def packed(make: Callable[[int], bytes]) -> bytes:
    return b"".join(gzip.compress(make(number)) for number in range(3))


def with_head(**facts: object) -> bytes:
    return packed(lambda n: record(n, http(body(n), **facts)))  # type: ignore[arg-type]


def encoded(encode: Callable[[bytes], bytes], name: str) -> bytes:
    return packed(lambda n: record(n, http(encode(body(n)), [("Content-Encoding", name)])))


def chunks(
    content: bytes, line_end: bytes = b"\r\n", form: bytes = b"%x", last: bool = True
) -> bytes:
    pieces = [content[at : at + 100] for at in range(0, len(content), 100)]
    framed = [form % len(piece) + line_end + piece + line_end for piece in pieces]
    return b"".join(framed) + (b"0" + line_end + line_end if last else b"")


def chunked(encode: Callable[[bytes], bytes] = bytes, name: str = "", **facts: object) -> bytes:
    headers = (*CHUNKED, *([("Content-Encoding", name)] if name else []))
    return packed(
        lambda n: record(n, http(chunks(encode(body(n)), **facts), headers))  # type: ignore[arg-type]
    )


def arc(version: int = 1) -> list[bytes]:
    between = b"" if version == 1 else b"200 CHECKSUM - 0 made.arc "
    about = b"%d 0 Made up\nURL IP-address Archive-date Content-type Archive-length\n" % version
    records = [b"filedesc://made.arc 0.0.0.0 20160504030201 text/plain %d\n" % len(about) + about]
    for number in range(3):
        block = http(body(number))
        line = f"{url(number)} 10.0.0.1 20160504030201 text/html ".encode() + between
        records.append(line + b"%d\n" % len(block) + block)
    return [one + b"\n" for one in records]


def zstd_with_dictionary() -> bytes:
    samples: list[bytes | bytearray | memoryview] = [record(n, http(body(n))) for n in range(400)]
    dictionary = zstandard.train_dictionary(2_000, samples)
    frame = zstandard.ZstdCompressor().compress(dictionary.as_bytes())
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    content = b"".join(compressor.compress(record(n, http(body(n)))) for n in range(3))
    return b"\x5d\x2a\x4d\x18" + len(frame).to_bytes(4, "little") + frame + content


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, entry in entries.items():
            archive.writestr(name, entry)
    return content.getvalue()


def tarred(entries: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, entry in entries.items():
            member = tarfile.TarInfo(name)
            member.size = len(entry)
            archive.addfile(member, io.BytesIO(entry))
    return content.getvalue()


def split(content: bytes) -> bytes:
    return gzip.compress(content[:150]) + gzip.compress(content[150:])


GOOD = packed(lambda n: record(n, http(body(n))))
ZSTD = zstandard.ZstdCompressor()

RECORDS = [record(number, http(body(number))) for number in range(3)]
SKIPPED_FRAME = b"\x53\x2a\x4d\x18\x04\0\0\0abcd"
INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"


def replayed(number: int) -> bytes:
    target = f"https://web.archive.org/web/20160504030201id_/{url(number)}"
    return record(number, http(body(number)), target=target, at="2020-01-01T00:00:00Z")


def in_lower_case(content: bytes) -> bytes:
    return content.replace(b"WARC/", b"warc/", 1)


def maff(number: int) -> dict[str, bytes]:
    index = (
        '<RDF:RDF xmlns:MAF="http://maf.mozdev.org/metadata/rdf#"><RDF:Description>'
        f'<MAF:originalurl RDF:resource="{url(number)}"/>'
        '<MAF:archivetime RDF:resource="Wed, 04 May 2016 03:02:01 +0000"/>'
        '<MAF:indexfilename RDF:resource="page.html"/></RDF:Description></RDF:RDF>'
    )
    return {"index.rdf": index.encode(), "page.html": body(number)}


def without_checksum(content: bytes) -> bytes:
    return gzip.compress(content)[:-8] + b"\0" * 8


KINDS: dict[str, tuple[str, bytes]] = {
    "compressed twice": ("a.warc.gz.gz", gzip.compress(GOOD)),
    "compressed twice, under another name": ("a.warc.gz", gzip.compress(GOOD)),
    "gzip inside zstd": ("a.warc.gz.zst", ZSTD.compress(GOOD)),
    "bzip2 inside gzip": ("a.bin", gzip.compress(bz2.compress(b"".join(RECORDS)))),
    "zstd after a frame to skip": (
        "a.warc.zst",
        SKIPPED_FRAME + b"".join(ZSTD.compress(one) for one in RECORDS),
    ),
    "plain records after compressed ones": (
        "a.warc.gz",
        gzip.compress(RECORDS[0]) + RECORDS[1] + gzip.compress(RECORDS[2]),
    ),
    "compressed records after plain ones": (
        "a.warc",
        RECORDS[0] + gzip.compress(RECORDS[1]) + gzip.compress(RECORDS[2]),
    ),
    "zstd after gzip": (
        "a.warc.gz",
        gzip.compress(RECORDS[0]) + ZSTD.compress(RECORDS[1]) + ZSTD.compress(RECORDS[2]),
    ),
    "an interim response first": (
        "a.warc.gz",
        packed(lambda n: record(n, INTERIM + http(body(n)))),
    ),
    "a tunnel first": ("a.warc.gz", packed(lambda n: record(n, TUNNEL + http(body(n))))),
    "lines of the head end in carriage returns": ("a.warc.gz", with_head(line_end="\r")),
    "no status line": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n), status="Server: made up"))),
    ),
    "a byte order mark first": ("a.warc", b"\xef\xbb\xbf" + plain()),
    "notes of 200 KB in the header of the record": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), extra=[("WARC-JSON-Metadata", "x" * 200_000)])),
    ),
    "a ZIP file that unpacks itself": (
        "a.exe",
        b"MZ program" + zipped({"a.warc.gz": GOOD}),
    ),
    "no blank line after the head": (
        "a.warc.gz",
        packed(lambda n: record(n, http(b"").rstrip() + b"\r\n" + body(n))),
    ),
    "a status line without a protocol": ("a.warc.gz", with_head(status="200 OK")),
    "a status line of HTTP/2": ("a.warc.gz", with_head(status="h2 200")),
    "an encoding with a weight": ("a.warc.gz", encoded(gzip.compress, "gzip;q=1.0")),
    "records of a replay": ("a.warc.gz", packed(replayed)),
    "a WACZ with an archive of another name": ("a.wacz", zipped({"archive/data": GOOD})),
    "one line end between records": ("a.warc", plain(end=b"\r\n")),
    "no line end between records": ("a.warc", plain(end=b"")),
    "three line ends between records": ("a.warc", plain(end=b"\r\n" * 3)),
    "line feeds between records": ("a.warc", plain(end=b"\n\n")),
    "line feeds throughout": (
        "a.warc",
        b"".join(
            record(n, http(body(n), line_end="\n"), line_end="\n", end=b"\n\n") for n in range(3)
        ),
    ),
    "line feeds in compressed records": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n), line_end="\n"), line_end="\n", end=b"\n\n")),
    ),
    "carriage returns doubled": ("a.warc", plain(line_end="\r\r\n", end=b"\r\r\n" * 2)),
    "blank lines at the start": ("a.warc", b"\r\n\r\n" + plain()),
    "blank line at the start of members": (
        "a.warc.gz",
        packed(lambda n: b"\r\n" + record(n, http(body(n)))),
    ),
    "zeros at the end": ("a.warc.gz", GOOD + b"\0" * 5_000),
    "lengths too small": ("a.warc", plain(length_error=-2)),
    "lengths too large": ("a.warc", plain(length_error=3)),
    "lengths of compressed records too large": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), length_error=7)),
    ),
    "type in another case": ("a.warc.gz", packed(lambda n: record(n, http(body(n)), "Response"))),
    "resource": (
        "a.warc.gz",
        packed(lambda n: record(n, body(n), "resource", content_type="text/html")),
    ),
    "resource without a type": (
        "a.warc.gz",
        packed(lambda n: record(n, body(n), "resource", content_type=None)),
    ),
    "conversion": (
        "a.warc.gz",
        packed(lambda n: record(n, body(n), "conversion", content_type="text/html")),
    ),
    "record without a content type": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), content_type=None)),
    ),
    "record with the content type of the page": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), content_type="text/html")),
    ),
    "response without an HTTP head": (
        "a.warc.gz",
        packed(lambda n: record(n, body(n), content_type="text/html")),
    ),
    "version in lower case": ("a.warc.gz", packed(lambda n: in_lower_case(RECORDS[n]))),
    "address in quotes": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), target=f'"{url(n)}"')),
    ),
    "address without a scheme": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), target=url(n).removeprefix("https://"))),
    ),
    "gzip without its checksum": (
        "a.warc.gz",
        encoded(lambda page: gzip.compress(page)[:-8], "gzip"),
    ),
    "MAFF": (
        "a.zip",
        zipped({f"{n}/{name}": entry for n in range(3) for name, entry in maff(n).items()}),
    ),
    "address in angle brackets": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), target=f"<{url(n)}>")),
    ),
    "status of HTTP/2": ("a.warc.gz", with_head(status="HTTP/2 200 ")),
    "status in lower case": ("a.warc.gz", with_head(status="http/1.1 200 OK")),
    "status of Shoutcast": ("a.warc.gz", with_head(status="ICY 200 OK")),
    "status without a reason": ("a.warc.gz", with_head(status="HTTP/1.0 200")),
    "pseudo-headers of HTTP/2": ("a.warc.gz", with_head(headers=[(":status", "200")])),
    "brotli": ("a.warc.gz", encoded(brotli.compress, "br")),
    "zstd": ("a.warc.gz", encoded(ZSTD.compress, "zstd")),
    "announced as brotli, but plain": ("a.warc.gz", encoded(bytes, "br")),
    "announced as zstd, but plain": ("a.warc.gz", encoded(bytes, "zstd")),
    "chunks": ("a.warc.gz", chunked()),
    "chunks with brotli": ("a.warc.gz", chunked(brotli.compress, "br")),
    "chunks with gzip, the last one missing": (
        "a.warc.gz",
        chunked(gzip.compress, "gzip", last=False),
    ),
    "chunks, the last one missing": ("a.warc.gz", chunked(last=False)),
    "chunks with line feeds": ("a.warc.gz", chunked(line_end=b"\n")),
    "chunk sizes of ten digits": ("a.warc.gz", chunked(form=b"%010x")),
    "announced as chunks, but plain": ("a.warc.gz", with_head(headers=CHUNKED)),
    "ARC": ("a.arc", b"".join(arc())),
    "ARC with a member for each record": ("a.arc.gz", b"".join(map(gzip.compress, arc()))),
    # Other readers refuse such a file. It can be read here, so its pages are not passed over.
    "WARC compressed as a whole": ("a.warc.gz", gzip.compress(plain())),
    "ARC compressed as a whole": ("a.arc.gz", gzip.compress(b"".join(arc()))),
    "ARC of version 2": ("a.arc.gz", b"".join(map(gzip.compress, arc(2)))),
    "zstd-compressed WARC": (
        "a.warc.zst",
        b"".join(ZSTD.compress(record(n, http(body(n)))) for n in range(3)),
    ),
    "zstd-compressed WARC with a dictionary": ("a.warc.zst", zstd_with_dictionary()),
    "bzip2": ("a.warc.bz2", bz2.compress(plain())),
    "xz": ("a.warc.xz", lzma.compress(plain())),
    "gzip as a whole": ("a.warc.gz", gzip.compress(plain())),
    "two records in one member": (
        "a.warc.gz",
        gzip.compress(record(0, http(body(0)))) + gzip.compress(plain()[len(plain()) // 3 :]),
    ),
    "records over two members": (
        "a.warc.gz",
        b"".join(split(record(n, http(body(n)))) for n in range(3)),
    ),
    "plain under the name of gzip": ("a.warc.gz", plain()),
    "gzip under the name of plain": ("a.warc", GOOD),
    "records of a type that is not in the standard": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), "x-response")),
    ),
    "pages in records of a type that is not in the standard": (
        "a.warc.gz",
        packed(lambda n: record(n, body(n), "snapshot", content_type="text/html")),
    ),
    "responses in resource records": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), "resource")),
    ),
    "lengths of whole pages that are far too large": ("a.warc", plain(length_error=5_000)),
    "lengths of whole compressed pages that are far too large": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), length_error=10**7)),
    ),
    "gzip that is announced as brotli": ("a.warc.gz", encoded(gzip.compress, "br")),
    "brotli that is announced as gzip": ("a.warc.gz", encoded(brotli.compress, "gzip")),
    "brotli that is not announced": ("a.warc.gz", encoded(brotli.compress, "identity")),
    "zstd that is not announced": ("a.warc.gz", encoded(ZSTD.compress, "identity")),
    "deflate that is not announced": ("a.warc.gz", encoded(zlib.compress, "identity")),
    "still open": ("a.warc.gz.open", GOOD),
    "numbered copy": ("a.warc.gz.1", GOOD),
    "no ending": ("crawl", GOOD),
    "WACZ": ("a.wacz", zipped({"archive/a.warc.gz": GOOD})),
    "WACZ of a plain WARC": ("a.wacz", zipped({"archive/a.warc": plain()})),
    "WACZ with a compressed index": (
        "a.wacz",
        zipped(
            {
                "indexes/index.cdx.gz": gzip.compress(b"com,example)/ 2016 {}\n"),
                "pages/extra.jsonl.gz": gzip.compress(b'{"url": "https://example.test/"}\n'),
                "archive/a.warc.gz": GOOD,
            }
        ),
    ),
    "WACZ that is compressed": (
        "a.wacz",
        zipped({"archive/a.warc": plain()}, zipfile.ZIP_DEFLATED),
    ),
    "WACZ below a folder": ("a.wacz", zipped({"my-crawl/archive/a.warc.gz": GOOD})),
    "WACZ inside a WACZ": ("a.wacz", zipped({"b.wacz": zipped({"archive/a.warc.gz": GOOD})})),
    "WACZ under the name of ZIP": ("a.zip", zipped({"archive/a.warc.gz": GOOD})),
    "WARC in a TAR file": ("a.tgz", gzip.compress(tarred({"crawl/a.warc.gz": GOOD}))),
    "what macOS stores beside a file": (
        "a.zip",
        zipped({"a.warc.gz": GOOD, "__MACOSX/._a.warc.gz": b"\0\5\x16\7\0\2"}),
    ),
    "a compressed TAR file in a ZIP file": (
        "a.zip",
        zipped({"b.tar.gz": gzip.compress(tarred({"a.warc.gz": GOOD}))}),
    ),
    "WACZ in a TAR file": ("a.tar", tarred({"a.wacz": zipped({"archive/a.warc.gz": GOOD})})),
}


def item(number: int, **fields: object) -> bytes:
    facts = {
        "url": url(number),
        "crawled_at": "2016-05-04T03:02:01Z",
        "html": body(number).decode(),
    }
    return json.dumps({**facts, **fields}).encode()


def har(number: int) -> dict[str, object]:
    content = {"mimeType": "text/html", "text": base64.b64encode(body(number)).decode()}
    return {
        "startedDateTime": "2016-05-04T03:02:01.000Z",
        "request": {"method": "GET", "url": url(number)},
        "response": {"status": 200, "content": {**content, "encoding": "base64"}},
    }


def table() -> bytes:
    out = io.StringIO()
    rows = [(url(n), "2016-05-04 03:02:01", body(n).decode()) for n in range(3)]
    csv.writer(out).writerows([("url", "crawled_at", "html"), *rows])
    return out.getvalue().encode()


def sqlite(*columns: str) -> bytes:
    """A database with a table of pages, by default beside their addresses, and another table."""
    columns = columns or ("url", "fetched_at", "html")
    values: dict[str, Callable[[int], object]] = {
        "id": str,
        "url": url,
        "fetched_at": lambda _: "2016-05-04T03:02:01Z",
        "html": body,
    }
    with closing(sqlite3.connect(":memory:")) as con:
        con.execute("create table settings (name, value)")
        con.execute(f'create table "my pages" ({", ".join(columns)})')
        for number in range(3):
            row = [values[column](number) for column in columns]
            con.execute(f'insert into "my pages" values ({", ".join("?" * len(row))})', row)
        con.commit()
        return con.serialize()


def parquet() -> bytes:
    out = io.BytesIO()
    rows = [
        {"url": url(n), "warc_date": CAPTURED_AT, "content": body(n).decode()} for n in range(3)
    ]
    write_table(pa.Table.from_pylist(rows), out, compression="zstd")
    return out.getvalue()


ITEMS = b"\n".join(map(item, range(3)))
DATA_KINDS: dict[str, tuple[str, bytes]] = {
    "lines of JSON": ("items.jl", ITEMS),
    "lines of JSON, compressed": ("items.jsonl.gz", gzip.compress(ITEMS)),
    "pages in Base64": (
        "items.jsonl",
        b"\n".join(item(n, html=base64.b64encode(body(n)).decode()) for n in range(3)),
    ),
    "one JSON document": ("items.json", b"[" + ITEMS.replace(b"\n", b",\n") + b"]"),
    "JSON with the response inside": (
        "items.json",
        json.dumps(
            [{"id": 1, "page": json.loads(item(n, timestamp=1))} for n in range(3)]
        ).encode(),
    ),
    "HAR": ("site.har", json.dumps({"log": {"entries": list(map(har, range(3)))}}).encode()),
    "a table": ("pages.csv", table()),
    "SQLite": ("crawl.db", sqlite()),
    "Parquet": ("part-0.parquet", parquet()),
    "lines of JSON in a ZIP file": ("a.zip", zipped({"items.jsonl": ITEMS})),
    "lines of JSON in a TAR file": ("a.tar", tarred({"items.jsonl.gz": gzip.compress(ITEMS)})),
    "metadata records": (
        "a.warc.gz",
        packed(lambda n: record(n, body(n), "metadata", content_type="text/html")),
    ),
    "what a browser rendered": (
        "a.warc.gz",
        packed(
            lambda n: record(
                n, body(n), "metadata", content_type="text/html", target=f"urn:dom:{url(n)}"
            )
        ),
    ),
    "a ZIP file inside another": (
        "a.zip",
        zipped({"b.zip": zipped({"a.tar": tarred({"a.warc.gz": GOOD})})}),
    ),
    "a TAR file, compressed with zstd": ("a.tar.zst", ZSTD.compress(tarred({"a.warc.gz": GOOD}))),
}
KINDS |= DATA_KINDS

DATES = {
    "month": ("2016-05", datetime(2016, 5, 1, tzinfo=UTC)),
    "digits": ("20160504030201", CAPTURED_AT),
    "leap second": ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    "no zone": ("2016-05-04T03:02:01", CAPTURED_AT),
    "ClueWeb": ("2016-05-125T03:02:01-0000", CAPTURED_AT),
}
CONTENT_TYPES = [
    "text/html charset=utf-8",
    "text/html, text/html; charset=UTF-8",
    '"text/html"; charset="utf-8"',
    "application/xhtml+xml",
    "text/plain",
    "application/octet-stream",
    "application/json",
    "application/pdf",
    "text/xml",
    "html",
    "",
]


@pytest.fixture
def store(tmp_path: Path) -> Iterable[CaptureStore]:
    with CaptureStore(tmp_path / "captures", "run-1", "warc", "x") as open_store:
        yield open_store


def read(
    path: Path, store: CaptureStore, site: Site = SITE
) -> tuple[list[Finding], dict[str, list[Capture]]]:
    """Return what discovery says of a file or folder, and the captures of each page."""
    source = WarcFiles(path, site, store)
    findings = list(source.discover(EVER))
    named = dict.fromkeys(one.url for one in findings if isinstance(one, Candidate))
    captures = {
        page: [one for one in source.fetch([PageRequest(page)]) if isinstance(one, Capture)]
        for page in named
    }
    source.close()
    store.take()
    return findings, captures


def bodies(captures: dict[str, list[Capture]], tmp_path: Path) -> dict[str, bytes]:
    folder = tmp_path / "captures"
    return {page: read_page(folder, found[0]).body for page, found in captures.items()}


def losses(findings: Iterable[Finding]) -> dict[str, str]:
    expectations = [one for one in findings if isinstance(one, Expectation)]
    return {one.scope: one.denominator for one in expectations}


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_of_every_kind_gives_its_pages(
    tmp_path: Path, store: CaptureStore, kind: str
) -> None:
    name, content = KINDS[kind]
    (tmp_path / name).write_bytes(content)

    findings, captures = read(tmp_path / name, store)

    stripped = {page: content.rstrip() for page, content in bodies(captures, tmp_path).items()}
    assert stripped == {url(number): body(number).rstrip() for number in range(3)}
    assert losses(findings) == {}
    assert {capture.status for found in captures.values() for capture in found} == {200}
    assert {capture.captured_at for found in captures.values() for capture in found} == {
        CAPTURED_AT
    }


SPLIT_KINDS: dict[str, tuple[bytes, list[str]]] = {
    "numbers": (GOOD, ["a.warc.gz.001", "a.warc.gz.002", "a.warc.gz.003"]),
    "letters": (plain(), ["a.warc.aa", "a.warc.ab"]),
    "parts of a WACZ": (zipped({"archive/a.warc.gz": GOOD}), ["a.wacz.part0", "a.wacz.part1"]),
    "parts in the middle": (GOOD, ["a-part1.warc.gz", "a-part2.warc.gz"]),
    "parts of a TAR file": (tarred({"a.warc.gz": GOOD}), ["a.tar-part-01", "a.tar-part-02"]),
}


@pytest.mark.parametrize("is_folder", [True, False], ids=["folder", "first file"])
@pytest.mark.parametrize("kind", SPLIT_KINDS)
def test_the_volumes_of_a_split_archive_are_read_as_one_file(
    tmp_path: Path, store: CaptureStore, kind: str, is_folder: bool
) -> None:
    content, names = SPLIT_KINDS[kind]
    folder = tmp_path / "archives"
    folder.mkdir()
    size = len(content) // len(names) + 1
    for place, name in enumerate(names):
        (folder / name).write_bytes(content[place * size :][:size])

    findings, captures = read(folder if is_folder else folder / names[0], store)

    assert bodies(captures, tmp_path) == {url(number): body(number) for number in range(3)}
    assert losses(findings) == {}


def test_a_volume_that_begins_with_a_record_by_chance_is_joined_to_the_next(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "archives"
    folder.mkdir()
    cut = len(gzip.compress(RECORDS[0]))
    pieces = [GOOD[:cut], GOOD[cut:-40], GOOD[-40:]]
    for number, piece in enumerate(pieces, 1):
        (folder / f"a.warc.gz.{number:03}").write_bytes(piece)

    findings, captures = read(folder, store)

    assert bodies(captures, tmp_path) == {url(number): body(number) for number in range(3)}
    assert losses(findings) == {}


def test_a_volume_after_a_gap_is_read_by_itself_and_its_damage_is_counted(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "archives"
    folder.mkdir()
    cut = len(GOOD) - 40
    (folder / "a.warc.gz.001").write_bytes(GOOD[:cut])
    (folder / "a.warc.gz.003").write_bytes(GOOD[cut:])

    findings, captures = read(folder, store)

    assert {url(0), url(1)} <= set(bodies(captures, tmp_path))
    assert losses(findings)["a.warc.gz.003"] == "unreadable:warc"


def test_an_empty_volume_is_named(tmp_path: Path, store: CaptureStore) -> None:
    folder = tmp_path / "archives"
    folder.mkdir()
    (folder / "a.warc.gz.001").write_bytes(GOOD)
    (folder / "a.warc.gz.002").write_bytes(b"")

    findings, captures = read(folder, store)

    assert len(captures) == 3
    assert losses(findings) == {"a.warc.gz.002": "passed-over:warc"}


def test_numbered_archives_that_are_whole_are_not_joined(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "archives"
    folder.mkdir()
    for number, content in enumerate(RECORDS, 1):
        (folder / f"a.warc.gz.{number}").write_bytes(gzip.compress(content))

    findings, captures = read(folder, store)

    assert bodies(captures, tmp_path) == {url(number): body(number) for number in range(3)}
    assert losses(findings) == {}


def test_lines_that_are_not_json_are_counted_and_the_others_are_read(
    tmp_path: Path, store: CaptureStore
) -> None:
    (tmp_path / "items.jsonl").write_bytes(ITEMS + b'\n{"url": "https://')

    findings, captures = read(tmp_path / "items.jsonl", store)

    assert len(captures) == 3
    assert losses(findings) == {"items.jsonl": "passed-over:warc"}


def test_a_revisit_is_joined_to_the_response_and_not_to_the_request_before_it(
    tmp_path: Path, store: CaptureStore
) -> None:
    request = record(0, b"GET / HTTP/1.1\r\n\r\n", "request")
    refers = [
        ("WARC-Refers-To-Target-URI", url(0)),
        ("WARC-Refers-To-Date", "2016-05-04T03:02:01Z"),
    ]
    revisit = record(1, http(b""), "revisit", extra=refers)
    (tmp_path / "a.warc").write_bytes(request + record(0, http(body(0))) + revisit)

    findings, captures = read(tmp_path / "a.warc", store)

    assert bodies(captures, tmp_path)[url(1)] == body(0)
    assert losses(findings) == {}


DAMAGED_KINDS: dict[str, tuple[str, bytes]] = {
    "an error page before the records": ("a.warc.gz", b"<html>502 Bad Gateway</html>" + GOOD),
    "wrong checksums": ("a.warc.gz", b"".join(without_checksum(one) for one in RECORDS)),
    "a WACZ without its list of files": (
        "a.wacz",
        zipped({"archive/a.warc.gz": GOOD, "rest": b"x" * 3_000})[:-600],
    ),
}


@pytest.mark.parametrize("kind", DAMAGED_KINDS)
def test_pages_of_a_damaged_archive_are_kept_and_the_damage_is_counted(
    tmp_path: Path, store: CaptureStore, kind: str
) -> None:
    name, content = DAMAGED_KINDS[kind]
    (tmp_path / name).write_bytes(content)

    findings, captures = read(tmp_path / name, store)

    assert bodies(captures, tmp_path) == {url(number): body(number) for number in range(3)}
    assert set(losses(findings)) == {name}


UNREAD_KINDS: dict[str, tuple[str, bytes, str]] = {
    "request records with pages": (
        "a.warc.gz",
        packed(lambda n: record(n, http(body(n)), "request")),
        "3 records of type request hold HTML",
    ),
    "a page in brotli in a ZIP file": (
        "a.zip",
        zipped({"index.html.br": brotli.compress(body(1))}),
        "it holds HTML in a form that is not read",
    ),
    "LZ4": ("a.warc.lz4", b"\x04\x22\x4d\x18" + plain(), "compressed with LZ4"),
    "7-Zip": ("a.7z", b"7z\xbc\xaf\x27\x1c" + plain(), "compressed with 7-Zip"),
    "parts of pages in lines of JSON": (
        "items.jsonl",
        json.dumps({"url": url(1), "html": "<p>a</p><p>b</p><p>c</p>"}).encode(),
        "it holds HTML in a form that is not read",
    ),
    "pages in cut JSON": (
        "site.har",
        json.dumps({"url": url(1), "html": body(1).decode()}).encode()[:-9],
        "the pages in it cannot be read",
    ),
    "pages in compressed lines of JSON": (
        "items.jl.gz",
        gzip.compress(json.dumps({"html": body(1).decode()}).encode()),
        "it holds HTML in a form that is not read",
    ),
    "pages in data in a ZIP file": (
        "a.zip",
        zipped({"a.warc.gz": GOOD, "items.json": json.dumps(body(1).decode()).encode()}),
        "it holds HTML in a form that is not read",
    ),
    "pages in data in a TAR file": (
        "a.tar",
        tarred({"a.warc.gz": GOOD, "items.json": json.dumps(body(1).decode()).encode()}),
        "it holds HTML in a form that is not read",
    ),
    "a segment without the start of its record": (
        "a.warc.gz",
        gzip.compress(
            record(7, body(7), "continuation", extra=[("WARC-Segment-Number", "2")]),
        ),
        "segments of records whose start was not found",
    ),
    "pages in a database without their addresses": (
        "crawl.sqlite3",
        sqlite("id", "html"),
        "it holds HTML in a form that is not read",
    ),
    "a damaged database": ("crawl.db", sqlite()[:5_000], "the pages in it cannot be read"),
    "a damaged Parquet file": ("a.parquet", parquet()[:-9], "the pages in it cannot be read"),
    "pages in a table": ("items.csv", b"url,html\nx," + body(1), "it holds HTML"),
}


@pytest.mark.parametrize("kind", UNREAD_KINDS)
def test_pages_in_a_form_that_is_not_read_are_named(
    tmp_path: Path, store: CaptureStore, kind: str
) -> None:
    name, content, reason = UNREAD_KINDS[kind]
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / name).write_bytes(content)
    (folder / "b.warc.gz").write_bytes(GOOD)

    findings, captures = read(folder, store)

    assert len(captures) == 3
    passed_over = [one for one in findings if isinstance(one, Expectation)]
    assert {one.denominator for one in passed_over} <= {"passed-over:warc", "unreadable:warc"}
    assert len(passed_over) == 1
    assert passed_over[0].stated_by.startswith(reason)


def test_a_database_without_pages_is_a_file_of_another_kind(
    tmp_path: Path, store: CaptureStore
) -> None:
    (tmp_path / "index.sqlite3").write_bytes(sqlite("id", "url"))
    (tmp_path / "a.warc.gz").write_bytes(GOOD)

    findings, captures = read(tmp_path, store)

    assert len(captures) == 3
    assert [
        (one.denominator, one.stated_by) for one in findings if isinstance(one, Expectation)
    ] == [("other-files:warc", "1 .sqlite3")]


def test_pages_of_addresses_that_are_not_urls_are_counted(
    tmp_path: Path, store: CaptureStore
) -> None:
    target = "file:///home/someone/story.html"
    content = record(3, body(3), "resource", content_type="text/html", target=target)
    (tmp_path / "a.warc").write_bytes(plain() + content)

    findings, _ = read(tmp_path / "a.warc", store)

    assert losses(findings) == {"warc not_http": "outside:addresses"}


@pytest.mark.parametrize(
    "target", ["<metadata://gnu.org/software/wget/warc/wget.log>", "urn:X-wpull:log"]
)
def test_pages_without_an_answer_in_the_log_that_a_crawler_stored_are_named(
    tmp_path: Path, store: CaptureStore, target: str
) -> None:
    asked = "--2016-05-04 03:02:01--  {}\nHTTP request sent, awaiting response... {}\n"
    outcomes = [(url(0), "200 OK"), (url(7), "No data received."), (url(8), "404 Not Found")]
    log = "".join(asked.format(*one) for one in outcomes).encode()
    content = record(9, log, "resource", content_type="text/plain", target=target)
    (tmp_path / "a.warc").write_bytes(plain() + content)

    findings, _ = read(tmp_path / "a.warc", store)

    named = {one.scope: one.stated_by for one in findings if isinstance(one, Expectation)}
    assert named == {
        "a.warc (index)": f"it lists pages that no file has: 1, such as {url(7)}",
    }


def index_line(number: int, status: str = "200") -> str:
    return f"com,aawsat)/ 20160504030201 {url(number)} text/html {status} X - - 9 0 a.warc.gz"


def cdxj_line(number: int) -> str:
    facts = {"url": url(number), "mime": "text/html", "status": "200"}
    return f"com,aawsat)/ 20160504030201 {json.dumps(facts)}"


LINES = "\n".join([*map(index_line, range(5)), index_line(9, "404")]).encode()
SITEMAP = "".join(f"<url><loc>{url(number)}</loc></url>" for number in range(5))
INDEXES = {
    "sitemap.xml": f"<urlset>{SITEMAP}</urlset>".encode(),
    "a.cdx": b" CDX N b a m s k r M S V g\n" + LINES,
    "a.cdxj": "\n".join(map(cdxj_line, range(5))).encode(),
    "a.cdx.gz": gzip.compress(LINES),
}


@pytest.mark.parametrize("name", INDEXES)
def test_pages_that_are_only_in_an_index_are_named(
    tmp_path: Path, store: CaptureStore, name: str
) -> None:
    (tmp_path / "a.warc.gz").write_bytes(GOOD)
    (tmp_path / name).write_bytes(INDEXES[name])

    findings, _ = read(tmp_path, store)

    named = {one.scope: one.stated_by for one in findings if isinstance(one, Expectation)}
    assert named.pop(f"{name} (index)") == f"it lists pages that no file has: 2, such as {url(3)}"
    assert list(named) == [tmp_path.name]


PAGE_LINES = [{"format": "json-pages-1.0"}, *({"url": url(number)} for number in range(5))]
WACZ_INDEXES = {
    "pages/pages.jsonl": "\n".join(map(json.dumps, PAGE_LINES)).encode(),
    "indexes/index.cdx": INDEXES["a.cdxj"],
    "indexes/index.cdx.gz": gzip.compress(INDEXES["a.cdxj"]),
    "indexes/index.cdxj.zst": zstandard.ZstdCompressor().compress(INDEXES["a.cdxj"]),
}


@pytest.mark.parametrize("name", WACZ_INDEXES)
def test_pages_that_a_wacz_lists_and_does_not_hold_are_named(
    tmp_path: Path, store: CaptureStore, name: str
) -> None:
    content = {"archive/a.warc.gz": GOOD, name: WACZ_INDEXES[name]}
    (tmp_path / "a.wacz").write_bytes(zipped(content))

    findings, _ = read(tmp_path / "a.wacz", store)

    stated = [one.stated_by for one in findings if isinstance(one, Expectation)]
    assert stated == [f"it lists pages that no file has: 2, such as {url(3)}"]


@pytest.mark.parametrize(
    "line", [b"{cut", b'{"url": 5', b"{ [] }", b"\x1f\x8b\x08 {damaged", b"\xff\r{"]
)
def test_lines_of_an_index_that_are_not_readable_are_left_out(
    tmp_path: Path, store: CaptureStore, line: bytes
) -> None:
    (tmp_path / "a.warc.gz").write_bytes(GOOD)
    (tmp_path / "a.cdxj").write_bytes(line + b"\n" + INDEXES["a.cdxj"])

    findings, _ = read(tmp_path, store)

    assert {one.url for one in findings if isinstance(one, Candidate)} == {url(n) for n in range(3)}


def test_pages_that_only_a_captured_sitemap_lists_are_known(
    tmp_path: Path, store: CaptureStore
) -> None:
    content = f'<?xml version="1.0"?><urlset>{SITEMAP}</urlset>'.encode()
    target = "https://eng-archive.aawsat.com/sitemap.xml"
    sitemap = record(9, http(content, content_type="text/xml"), target=target)
    (tmp_path / "a.warc").write_bytes(plain() + sitemap)

    findings, _ = read(tmp_path / "a.warc", store)

    listed = {
        one.url
        for one in findings
        if isinstance(one, Candidate) and "sitemap" in one.discovered_via
    }
    assert len(listed) == 5


def test_a_response_with_status_0_is_stored_and_read_back(
    tmp_path: Path, store: CaptureStore
) -> None:
    (tmp_path / "a.warc").write_bytes(record(0, http(body(0), status="HTTP/1.1 000 ")))

    _, captures = read(tmp_path / "a.warc", store)
    page = read_page(tmp_path / "captures", captures[url(0)][0])

    assert refuse_response(page) == ("refused", "status 0")


def test_an_answer_with_neither_a_page_nor_a_target_may_be_a_loss(
    tmp_path: Path, store: CaptureStore
) -> None:
    (tmp_path / "a.warc").write_bytes(record(0, http(b"", status="HTTP/1.1 304 Not Modified")))

    _, captures = read(tmp_path / "a.warc", store)
    refusal = refuse_response(read_page(tmp_path / "captures", captures[url(0)][0]))

    assert refusal == ("empty_page", "status 304, with neither a page nor a target")


@pytest.mark.parametrize("form", DATES)
def test_a_record_date_of_every_form_is_read(
    tmp_path: Path, store: CaptureStore, form: str
) -> None:
    text, expected = DATES[form]
    (tmp_path / "a.warc").write_bytes(record(0, http(body(0)), at=text))

    _, captures = read(tmp_path / "a.warc", store)

    assert [capture.captured_at for capture in captures[url(0)]] == [expected]


def test_a_record_without_a_date_takes_that_of_the_response_or_of_the_file(
    tmp_path: Path, store: CaptureStore
) -> None:
    of_http = record(0, http(body(0), [("Date", "Wed, 04 May 2016 03:02:01 GMT")]), at=None)
    (tmp_path / "a.warc").write_bytes(of_http + record(1, http(body(1)), at="tomorrow"))
    os.utime(tmp_path / "a.warc", (1_400_000_000, 1_400_000_000))

    _, captures = read(tmp_path / "a.warc", store)

    [first], [second] = captures[url(0)], captures[url(1)]
    assert (first.captured_at, first.flags) == (CAPTURED_AT, ("date-from-http",))
    assert second.captured_at == datetime.fromtimestamp(1_400_000_000, UTC)
    assert second.flags == ("date-from-file",)


def test_a_page_announced_as_brotli_may_begin_with_any_tag(
    tmp_path: Path, store: CaptureStore
) -> None:
    plain_page = b"\n\n<title>Story 0</title>" + body(0)
    block = http(plain_page, [("Content-Encoding", "br")])
    (tmp_path / "a.warc").write_bytes(record(0, block))

    _, captures = read(tmp_path / "a.warc", store)

    assert refuse_response(read_page(tmp_path / "captures", captures[url(0)][0])) is None


def test_a_response_that_holds_log_lines_is_damage(tmp_path: Path, store: CaptureStore) -> None:
    junk = b"19/Sep/2017:03:35:35 +0000|v1|192.0.2.1|example|200|17922\r\n" * 20
    (tmp_path / "a.warc").write_bytes(record(0, http(body(0))) + record(1, junk))

    findings, captures = read(tmp_path / "a.warc", store)

    assert bodies(captures, tmp_path) == {url(0): body(0)}
    assert losses(findings) == {"a.warc": "unreadable:warc"}


def test_a_length_that_is_off_is_flagged(tmp_path: Path, store: CaptureStore) -> None:
    (tmp_path / "a.warc").write_bytes(plain(length_error=-2))

    _, captures = read(tmp_path / "a.warc", store)

    assert {capture.flags for found in captures.values() for capture in found} == {
        ("record-length-differs",)
    }


@pytest.mark.parametrize(("last", "flags"), [(-1, ()), (-2, ("truncated-range",))])
def test_a_range_of_a_page_is_flagged_as_truncated(
    tmp_path: Path, store: CaptureStore, last: int, flags: tuple[str, ...]
) -> None:
    size = len(body(0))
    stated = [("Content-Range", f"bytes 0-{size + last}/{size}")]
    response = http(body(0)[: size + last + 1], stated, "HTTP/1.1 206 Partial Content")
    (tmp_path / "a.warc").write_bytes(record(0, response))

    _, captures = read(tmp_path / "a.warc", store)

    assert [capture.flags for capture in captures[url(0)]] == [flags]


@pytest.mark.parametrize("seed", range(4))
def test_a_record_whose_compressed_bytes_are_wrong_is_not_merely_cut(
    tmp_path: Path, store: CaptureStore, seed: int
) -> None:
    page = Random(seed).randbytes(5_000).hex().encode()
    packed_record = bytearray(gzip.compress(record(0, http(page)), mtime=0))
    packed_record[-3_000] ^= 0xFF
    (tmp_path / "a.warc.gz").write_bytes(bytes(packed_record) + GOOD)

    _, captures = read(tmp_path / "a.warc.gz", store)

    # The wrong byte may, or may not, still be a code of the compression.
    damaged, _ = captures[url(0)]
    assert {*damaged.flags} in ({"corrupt-record"}, {"checksum-differs"})


def test_pages_of_which_an_archive_has_only_facts_are_named(
    tmp_path: Path, store: CaptureStore
) -> None:
    facts = json.dumps({"Envelope": {"Payload-Metadata": {"HTML-Metadata": {}}}}).encode()
    records = [record(n, facts, "metadata", content_type="application/json") for n in range(3)]
    (tmp_path / "a.warc.wat.gz").write_bytes(b"".join(map(gzip.compress, records)))
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(RECORDS[0]))

    findings, _ = read(tmp_path, store)

    [named] = [one for one in findings if isinstance(one, Expectation)]
    assert (named.denominator, named.scope) == ("passed-over:warc", "a.warc.wat.gz (text)")


@pytest.mark.parametrize("status", [200, 304])
def test_a_page_whose_body_a_browser_did_not_export_is_a_page_without_a_body(
    status: int, tmp_path: Path, store: CaptureStore
) -> None:
    lost = har(1)
    lost["response"] = {"status": status, "content": {"mimeType": "text/html", "size": 40_000}}
    (tmp_path / "site.har").write_text(json.dumps({"log": {"entries": [har(0), lost]}}))

    _, captures = read(tmp_path, store)

    assert [read_page(store.folder, captures[url(n)][0]).body for n in (0, 1)] == [body(0), b""]


def test_pages_that_are_there_only_as_text_are_named(tmp_path: Path, store: CaptureStore) -> None:
    texts = [record(n, b"Story", "conversion", content_type="text/plain") for n in range(3)]
    (tmp_path / "a.warc.wet.gz").write_bytes(b"".join(map(gzip.compress, texts)))
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(RECORDS[0]))

    findings, _ = read(tmp_path, store)

    [named] = [one for one in findings if isinstance(one, Expectation)]
    assert (named.denominator, named.scope) == ("passed-over:warc", "a.warc.wet.gz (text)")
    assert named.stated_by.startswith("it holds only texts or facts of pages: 2")


def test_a_mark_of_truncation_is_a_flag(tmp_path: Path, store: CaptureStore) -> None:
    marked = record(0, http(body(0)), extra=[("WARC-Truncated", "length")])
    (tmp_path / "a.warc").write_bytes(marked + record(1, http(body(1))))

    _, captures = read(tmp_path / "a.warc", store)

    assert [capture.flags for capture in captures[url(0)]] == [("warc-truncated",)]
    assert [capture.flags for capture in captures[url(1)]] == [()]


@pytest.mark.parametrize("length", [300, 5_000])
def test_a_record_cut_by_the_next_one_is_flagged_and_costs_only_itself(
    tmp_path: Path, store: CaptureStore, length: int
) -> None:
    cut = record(0, http(body(0)[:-20]), length_error=length)
    (tmp_path / "a.warc").write_bytes(cut + record(1, http(body(1))) + record(2, http(body(2))))

    _, captures = read(tmp_path / "a.warc", store)

    assert {page: found[0].flags for page, found in captures.items()} == {
        url(0): ("truncated-record",),
        url(1): (),
        url(2): (),
    }


def test_bytes_between_records_are_counted_as_damage(tmp_path: Path, store: CaptureStore) -> None:
    junk = b"log line 1\r\nlog line 2\r\n"
    content = record(0, http(body(0))) + junk + record(1, http(body(1)))
    (tmp_path / "a.warc").write_bytes(content)

    findings, captures = read(tmp_path / "a.warc", store)

    assert bodies(captures, tmp_path) == {url(0): body(0), url(1): body(1)}
    assert losses(findings) == {"a.warc": "unreadable:warc"}


@pytest.mark.parametrize("has_origin", [True, False])
def test_segments_are_joined(tmp_path: Path, store: CaptureStore, has_origin: bool) -> None:
    block = http(body(0))
    number, total = "WARC-Segment-Number", ("WARC-Segment-Total-Length", str(len(block)))
    first = record(0, block[:150], extra=[(number, "1"), ("WARC-Record-ID", "<urn:x:1>")])
    origin = [("WARC-Segment-Origin-ID", "<urn:x:1>")] if has_origin else []
    rest = record(0, block[150:], "continuation", extra=[(number, "2"), total, *origin])
    (tmp_path / "a.warc").write_bytes(first + rest)

    _, captures = read(tmp_path / "a.warc", store)

    assert bodies(captures, tmp_path) == {url(0): body(0)}
    assert captures[url(0)][0].flags == ()


def test_a_first_segment_alone_is_flagged_as_truncated(tmp_path: Path, store: CaptureStore) -> None:
    first = record(0, http(body(0))[:150], extra=[("WARC-Segment-Number", "1")])
    (tmp_path / "a.warc").write_bytes(first)

    _, captures = read(tmp_path / "a.warc", store)

    assert "warc-truncated" in captures[url(0)][0].flags


def revisit(number: int, **headers: str) -> bytes:
    extra = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return record(number, http(b""), "revisit", extra=extra)


@pytest.mark.parametrize(
    "reference",
    [
        {"WARC_Refers_To": "<urn:x:1>"},
        {"WARC_Refers_To_Target_URI": url(0), "WARC_Refers_To_Date": "2016-05-04T03:02:01Z"},
        {"WARC_Payload_Digest": "sha1:AAAA"},
    ],
    ids=["record", "address and date", "digest"],
)
@pytest.mark.parametrize("comes_first", [True, False])
def test_a_revisit_of_another_address_has_the_body_of_that_capture(
    tmp_path: Path, store: CaptureStore, reference: dict[str, str], comes_first: bool
) -> None:
    stated = [("WARC-Record-ID", "<urn:x:1>"), ("WARC-Payload-Digest", "sha1:AAAA")]
    original = record(0, http(gzip.compress(body(0)), [("Content-Encoding", "gzip")]), extra=stated)
    records = [original, revisit(1, **reference)]
    (tmp_path / "a.warc").write_bytes(b"".join(reversed(records) if comes_first else records))

    findings, captures = read(tmp_path / "a.warc", store)

    assert losses(findings) == {}
    assert bodies(captures, tmp_path) == {url(0): body(0), url(1): body(0)}
    [capture] = captures[url(1)]
    assert (capture.is_revisit, capture.flags) == (False, ("revisit-joined",))


def test_digests_in_base_16_and_base_32_are_the_same(tmp_path: Path, store: CaptureStore) -> None:
    digest = hashlib.sha1(body(0), usedforsecurity=False).digest()
    stated = [("WARC-Payload-Digest", f"sha1:{base64.b32encode(digest).decode()}")]
    original = record(0, http(body(0)), extra=stated)
    repeated = revisit(1, WARC_Payload_Digest=f"sha1:{digest.hex()}")
    (tmp_path / "a.warc").write_bytes(original + repeated)

    _, captures = read(tmp_path / "a.warc", store)

    assert bodies(captures, tmp_path) == {url(0): body(0), url(1): body(0)}


def test_a_revisit_without_the_capture_it_repeats_is_named(
    tmp_path: Path, store: CaptureStore
) -> None:
    alone = revisit(1, WARC_Payload_Digest="sha1:BBBB")
    (tmp_path / "a.warc").write_bytes(record(0, http(body(0))) + alone)

    findings, captures = read(tmp_path / "a.warc", store)

    assert captures[url(1)][0].is_revisit
    assert losses(findings) == {"a.warc": "unreadable:warc"}


def test_a_revisit_without_a_head_is_not_damage(tmp_path: Path, store: CaptureStore) -> None:
    bare = record(0, b"", "revisit", at="2016-06-04T03:02:01Z", content_type=None)
    (tmp_path / "a.warc").write_bytes(record(0, http(body(0))) + bare)

    findings, captures = read(tmp_path / "a.warc", store)

    assert [capture.is_revisit for capture in captures[url(0)]] == [False, True]
    assert losses(findings) == {}


def test_a_folder_gives_what_is_good_and_names_what_is_not(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "archives"
    (folder / "misleading.warc.gz").mkdir(parents=True)
    (folder / "good.warc.gz").write_bytes(GOOD)
    (folder / "bad.wacz").write_bytes(b"PK\x03\x04 not a ZIP file")
    (folder / "empty.warc.gz").write_bytes(b"")
    (folder / "crawl.warc.lz4").write_bytes(b"\x04\x22\x4d\x18" + os.urandom(99))
    (folder / "pages.zip").write_bytes(zipped({"a.sql": b"INSERT"}))
    (folder / "dump.sql").write_bytes(b"INSERT INTO wp_posts")
    (folder / "dangling.warc.gz").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.warc")
    (folder / "style.css").write_bytes(b"p {}")
    (folder / "index.cdx.gz").write_bytes(gzip.compress(b"com,example)/ 2016 {}\n"))

    findings, captures = read(folder, store)

    assert bodies(captures, tmp_path) == {url(number): body(number) for number in range(3)}
    named = losses(findings)
    assert named.pop("archives") == "other-files:warc"
    assert set(named.values()) == {"passed-over:warc"}
    assert set(named) == {
        "bad.wacz",
        "empty.warc.gz",
        "crawl.warc.lz4",
        "pages.zip",
        "dump.sql",
        "dangling.warc.gz",
        "pipe.warc",
    }


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_an_html_page_is_recognised_under_any_content_type(
    tmp_path: Path, store: CaptureStore, content_type: str
) -> None:
    (tmp_path / "a.warc").write_bytes(record(0, http(body(0), content_type=content_type)))

    _, captures = read(tmp_path / "a.warc", store)

    page = read_page(tmp_path / "captures", captures[url(0)][0])
    refusal = refuse_response(page)
    assert refusal is None


def test_an_archive_whose_name_is_not_utf_8_is_read(tmp_path: Path, store: CaptureStore) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.warc.gz"
    Path(os.fsdecode(name)).write_bytes(GOOD + gzip.compress(b"junk"))

    findings, captures = read(Path(os.fsdecode(name)), store)

    assert bodies(captures, tmp_path) == {url(number): body(number) for number in range(3)}
    assert losses(findings) == {"caf%E9.warc.gz": "unreadable:warc"}


OUTSIDE = {
    "other_host": "https://english.aawsat.com/a/features/story/",
    "other_port": f"{ROOT}:8443/a/features/story/",
    "too_long": f"{ROOT}/a/features/{'s' * 4_200}/",
}


def test_pages_at_addresses_that_the_site_does_not_have_are_counted(
    tmp_path: Path, store: CaptureStore
) -> None:
    outside = [record(9, http(body(9)), target=target) for target in OUTSIDE.values()]
    elsewhere = record(9, http(body(9)), target="https://example.org/a/b/c/")
    picture = record(9, http(b"", content_type="image/png"), target="https://x.aawsat.com/a.png")
    (tmp_path / "a.warc").write_bytes(b"".join([*RECORDS, *outside, elsewhere, picture]))

    findings, _ = read(tmp_path / "a.warc", store)

    counted = [one for one in findings if isinstance(one, Expectation)]
    assert {(one.denominator, one.scope, one.expected_count) for one in counted} == {
        ("outside:addresses", f"warc {issue}", 1) for issue in OUTSIDE
    }


def test_an_archive_of_another_host_only_is_an_error_that_names_the_host(
    tmp_path: Path, store: CaptureStore
) -> None:
    target = "https://english.aawsat.com/a/features/story/"
    (tmp_path / "a.warc").write_bytes(record(0, http(body(0)), target=target))

    with pytest.raises(IntegrityError, match=r"english\.aawsat\.com \(1\).*AAWSAT_ALIAS_HOSTS"):
        read(tmp_path / "a.warc", store)


@pytest.mark.parametrize(
    ("query", "total", "is_reported"),
    [
        ("?per_page=2", "57", True),
        ("?per_page=2", "3", False),
        # Of one category only, which says nothing of the others.
        ("?per_page=2&categories=4", "57", False),
        ("?per_page=2", "many", False),
    ],
)
def test_a_list_of_posts_that_states_more_than_the_files_have_is_named(
    query: str, total: str, is_reported: bool, tmp_path: Path, store: CaptureStore
) -> None:
    rows = json.dumps([{"id": n, "link": url(n), "title": {"rendered": "x"}} for n in (0, 1)])
    block = http(rows.encode(), [("X-WP-Total", total)], content_type="application/json")
    listed = record(0, block, target=f"{ROOT}/wp-json/wp/v2/posts{query}")
    (tmp_path / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, [listed, RECORDS[2]])))

    findings, _ = read(tmp_path, store)

    reported = [one.stated_by for one in findings if isinstance(one, Expectation)]
    assert reported == (["it states 57 posts, and the files have 3"] if is_reported else [])


def many_pages() -> bytes:
    """Lines of JSON that compress badly, so that most of them are before damage at the end."""
    rows = [
        {"url": url(n), "html": body(n).decode(), "key": os.urandom(9_000).hex()} for n in range(3)
    ]
    return b"\n".join(json.dumps(row).encode() for row in rows)


DAMAGED_DATA: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zeros in a table": ("a.csv", lambda: table() + b"\0" * 512, "1 rows are damaged"),
    "a row without its end": ("a.csv", lambda: table() + b"https://x.example\r\n", "1 rows are"),
    "the end of compressed lines is missing": (
        "a.jsonl.gz",
        lambda: gzip.compress(many_pages())[:-9],
        "it is damaged at",
    ),
}


@pytest.mark.parametrize("kind", DAMAGED_DATA)
def test_pages_beside_damage_in_data_are_read_and_the_damage_is_named(
    tmp_path: Path, store: CaptureStore, kind: str
) -> None:
    name, content, reason = DAMAGED_DATA[kind]
    (tmp_path / name).write_bytes(content())

    findings, captures = read(tmp_path / name, store)

    assert len(captures) >= 2
    [named] = [one for one in findings if isinstance(one, Expectation)]
    assert (named.denominator, named.scope) == ("passed-over:warc", name)
    assert reason in named.stated_by


def test_a_cache_of_scrapy_states_address_and_time_beside_a_page(
    tmp_path: Path, store: CaptureStore
) -> None:
    folder = tmp_path / "httpcache" / "spider" / "24" / "24bce6"
    folder.mkdir(parents=True)
    (folder / "response_body").write_bytes(body(1))
    (folder / "response_headers").write_bytes(b"Content-Type: text/html\r\nDate: x")
    (folder / "pickled_meta").write_bytes(b"\x80\x04}\x94\x8c\x03url.")
    meta = {"url": url(1), "method": "GET", "status": 200, "timestamp": CAPTURED_AT.timestamp()}
    (folder / "meta").write_text(repr(meta))

    findings, captures = read(tmp_path, store)

    assert [*captures] == [url(1)]
    assert [one.captured_at for one in captures[url(1)]] == [CAPTURED_AT]
    assert {one.denominator for one in findings if isinstance(one, Expectation)} == {
        "other-files:warc"
    }
