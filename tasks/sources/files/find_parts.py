"""Find the archives and HTML pages in a folder by content, and report skipped files."""

import codecs
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zipfile import is_zipfile

from tasks.articles.feed_posts import is_feed_with_texts
from tasks.http.media_type import looks_like_html
from tasks.sources.files.formats.database_rows import is_database
from tasks.sources.files.formats.index_lines import INDEX_NAME, names_pages
from tasks.sources.files.formats.mail import is_mail
from tasks.sources.files.formats.mhtml import is_mhtml
from tasks.sources.files.formats.volumes import (
    TAR_MARK,
    ZIP_START,
    files_beside,
    find_volumes,
    join_volumes,
    name_without_volume,
)
from tasks.sources.files.formats.wordpress_export import is_wordpress_export
from tasks.warc.compression import (
    Compression,
    compression_not_read,
    compression_of,
    first_bytes,
)
from tasks.warc.plain_scanner import starts_record

# Number of bytes inspected: enough for the comment before a saved page, or a record's first line.
SNIFF_BYTES = 64 << 10
# Names of archives, including copies and unfinished files: `x.warc.gz.1`, `x.arc.open`.
ARCHIVE_NAME = re.compile(r"\.w?arc(?:\.(?:gz|zst|zstd|bz2|xz|lz4))*(?:\.(?:open|\d+))*$", re.I)
PAGE_NAME = re.compile(r"\.(?:[sx]?html?|php|aspx?|jsp)(?:\.(?:gz|br|zst|bz2|xz))?$", re.I)
WACZ_NAME = re.compile(r"\.wacz(?:\.\d+)?$", re.I)
# Files that are usual beside pages and archives and contain neither.
BESIDE_PAGES = re.compile(
    r"\.(?:css|js|mjs|map|json|jsonl|png|jpe?g|jfif|gif|svgz?|webp|ico|bmp|avif|tiff?|woff2?|ttf|eot"
    r"|otf|mp[34]|m4[av]|webm|og[gv]|wav|mov|flv|swf|pdf|txt|md|log|csv|cdxj?|idx|md5|sha\d+|yaml|yml"
    r"|ini|sqlite3?|db|lock)(?:\.(?:gz|bz2|xz|zst|download))?$",
    re.I,
)
# Files in which browsers, crawlers and scrapers store pages: those that `data_pages` reads, and
# those in forms of their own.
DATA_NAME = re.compile(
    r"\.(?:har|jsonl?|jl|ndjson|csv|tsv|webarchive)(?:\.(?:gz|bz2|xz|zst))?$", re.I
)
OTHER_DATA_NAME = re.compile(
    r"\.(?:txt|md|log|xml|rss|sqlite3?|db|sql)(?:\.(?:gz|bz2|xz|zst))?$", re.I
)
XML_NAME = re.compile(r"\.(?:xml|rss|rdf|opml)$", re.I)
# Documents may be articles, such as printed pages, unless they are files of a mirrored site.
DOCUMENT_NAME = re.compile(r"\.(?:pdf|rtf|docx?|odt|epub|mobi|djvu|chm)$", re.I)
_IN_MIRROR = re.compile(r"(?:^|/)(?:[^/]+\.[a-z]{2,}|[^/]+_files|wp-content|uploads)/", re.I)
A_DOCUMENT = "a document; documents are not read"
UNREAD_PAGES = "it holds HTML in a form that is not read"
PAGE_IN_DATA = re.compile(
    rb"\"(?:PCFET0NUWVBF|PCFkb2N0eXBl|PGh0bW|PEhUTU)"
    rb"|(?:<|\\u003c)(?:!doctype html|html|body|article)[\s>\\]"
    rb"|\"mimeType\":\s*\"text/html|WebMainResource"
    rb"|(?:(?:<|\\u003c)p[\s>\\].*?){3}"
    # A post of the REST interface.
    rb"|\"content\"\s*:\s*\{\s*\"rendered\"",
    re.I | re.S,
)
# Files of operating systems and of version control.
IGNORED_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitkeep"})
# The name of a page in Scrapy's HTTP cache, and of what is beside it.
CACHED_PAGE = "response_body"
BESIDE_CACHED_PAGE = frozenset(
    {"meta", "pickled_meta", "request_body", "request_headers", "response_headers"}
)
# What macOS stores beside a file of the same name: `._crawl.warc.gz`.
APPLE_DOUBLE = b"\0\5\x16\7"
APPLE_NAME = re.compile(r"(?:^|/)(?:__MACOSX/|\._)")
MOST_ENDINGS_SHOWN = 8
_LONG_WORD = re.compile(rb"[A-Za-z0-9+/=]{60}")
# How Python shows bytes of file names that are not UTF-8.
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")


class PartKind(StrEnum):
    """Kind of content of a part of a file."""

    RECORDS = "records"
    PAGE = "page"
    ZIP = "zip"
    TAR = "tar"
    DATA = "data"
    VOLUMES = "volumes"
    MAIL = "mail"
    INDEX = "index"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: records, a page, an index, or a file with archives or pages inside.

    `name` is for messages; `path` may be a decompressed copy. `volumes` are the files of an archive
    that was split; `path` is then the first. `is_at_name`: the address of a page may follow from
    the name, if the page does not state it.
    """

    path: Path
    start: int
    end: int
    kind: PartKind
    name: str
    volumes: tuple[Path, ...] = ()
    is_at_name: bool = True


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that was not read, and why. `is_other`: it holds no pages, so nothing is missing."""

    name: str
    reason: str
    is_other: bool = False


@dataclass(slots=True)
class FoundFiles:
    """Contents of a folder: parts to read, skipped files, and the number of other files.

    `indexes` are those of the other files that list captures, and `texts` those that may name
    pages, with their names.
    """

    parts: list[Part] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    indexes: list[tuple[Path, str]] = field(default_factory=list)
    texts: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def are_readable(self) -> bool:
        """Whether something was found that holds or names pages, or may hold some."""
        return any((self.parts, self.passed_over, self.indexes, self.texts))

    def describe_others(self) -> str:
        """Return the file extensions of the other files with counts: `12 .css, 3 .jpg`."""
        shown = self.others.most_common(MOST_ENDINGS_SHOWN)
        return ", ".join(f"{count} {ending}" for ending, count in shown)


def find_files(path: Path) -> FoundFiles:
    """Classify the files at or below a path by content. Links to folders are not followed."""
    found = FoundFiles()
    is_folder = path.is_dir()
    files = list(_files_below(path)) if is_folder else [path]
    volumes = find_volumes(files if is_folder else files_beside(path))
    further = {volume for run in volumes.values() for volume in run[1:]} - {path}
    for file in (file for file in files if file not in further):
        name = readable_name(str(file.relative_to(path)) if is_folder else file.name)
        try:
            if file in volumes:
                found.parts.append(Part(file, 0, 0, PartKind.VOLUMES, name, volumes[file]))
            else:
                _sort_in(file, name, found)
        except OSError as error:
            found.passed_over.append(PassedOver(name, error.strerror or str(error)))
    return found


def readable_name(name: str) -> str:
    """Return a file name with bytes that are not UTF-8 escaped as in URLs.

    wget writes the first byte of an escaped letter as it is, and the second one as `%82`.
    """
    return _NOT_UTF_8.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", name)


def _files_below(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        folders.sort()
        linked = [name for name in folders if (Path(at) / name).is_symlink()]
        yield from (Path(at) / name for name in sorted([*files, *linked]))


def _sort_in(file: Path, name: str, found: FoundFiles) -> None:
    if not file.is_file():
        if may_hold_pages(name):
            found.passed_over.append(PassedOver(name, _why_not_a_file(file)))
        return
    kind = kind_of_file(file, name)
    if kind is not None:
        found.parts.append(Part(file, 0, file.stat().st_size, kind, name))
    elif OTHER_DATA_NAME.search(name) and holds_pages(first_bytes(file, SNIFF_BYTES)):
        found.passed_over.append(PassedOver(name, UNREAD_PAGES))
    elif INDEX_NAME.search(name):
        found.indexes.append((file, name))
        found.others[file.suffix.lower()] += 1
    elif is_document(name):
        found.passed_over.append(PassedOver(name, A_DOCUMENT))
    elif _is_other(file, name):
        may_name_pages = names_pages(name, is_text=not BESIDE_PAGES.search(name))
        found.texts += [(file, name)] * may_name_pages
        found.others[readable_name(file.suffix.lower() or file.name)] += 1
    else:
        found.passed_over.append(PassedOver(name, _why_not_read(file)))


def _is_beside_cached_page(file: Path) -> bool:
    return file.name in BESIDE_CACHED_PAGE and file.with_name(CACHED_PAGE).is_file()


def _is_other(file: Path, name: str) -> bool:
    is_usual = BESIDE_PAGES.search(name) is not None or _is_of_system(file)
    is_usual = is_usual or _is_beside_cached_page(file)
    return is_usual or _is_text(file) or _is_facts(file, name)


def is_document(name: str) -> bool:
    """Return whether a file may be an article as a document, and no file of a mirrored site."""
    return DOCUMENT_NAME.search(name) is not None and _IN_MIRROR.search(name) is None


def kind_of_file(file: Path, name: str) -> PartKind | None:
    """Return what a file holds, by its name and its content; None for another kind of file."""
    start = first_bytes(file, SNIFF_BYTES)
    if compression_not_read(start) or start.startswith(APPLE_DOUBLE):
        return None
    if _is_beside_cached_page(file):
        return None
    if ARCHIVE_NAME.search(name):
        return PartKind.RECORDS
    if start[TAR_MARK] == b"ustar":
        return PartKind.TAR
    # What is compressed twice may be an archive.
    if starts_record(start) or compression_of(start) is not Compression.NONE:
        return PartKind.RECORDS
    return PartKind.ZIP if _is_zip(file, name, start) else _kind_of_page(name, start)


def _is_zip(file: Path, name: str, start: bytes) -> bool:
    if start.startswith(ZIP_START) or WACZ_NAME.search(name):
        return True
    # A program or a page (SingleFileZ) that unpacks itself: the ZIP file follows it.
    return ZIP_START in start and is_zipfile(file)


def _kind_of_page(name: str, start: bytes) -> PartKind | None:
    # The pages in a database may be anywhere in it, or compressed.
    if is_database(start) or holds_posts(start):
        return PartKind.DATA
    if DATA_NAME.search(name):
        return PartKind.DATA if holds_pages(start) else None
    if is_mail(start):
        return PartKind.MAIL
    # A file without an HTML tag is a page only if its name says so.
    is_page = (
        looks_like_html(start) or is_mhtml(start) or (PAGE_NAME.search(name) and b"<" in start)
    )
    return PartKind.PAGE if is_page else None


def holds_posts(start: bytes) -> bool:
    """Return whether a file is an export of WordPress or a feed with texts, by its first bytes."""
    return is_wordpress_export(start) or is_feed_with_texts(start)


def holds_pages(start: bytes) -> bool:
    """Return whether a file of data (see `DATA_NAME`) holds HTML pages, by its first bytes."""
    return PAGE_IN_DATA.search(start) is not None


def volume_parts(part: Part, new_copy: Callable[[], Path]) -> Iterator[Part | PassedOver]:
    """Yield the archive that a part's volumes are, joined in a file of `new_copy`."""
    name = name_without_volume(part.name)
    copy = new_copy()
    try:
        join_volumes(part.volumes, copy)
        changed_at = part.path.stat().st_mtime
        os.utime(copy, (changed_at, changed_at))
    except OSError as error:
        yield PassedOver(name, f"its volumes cannot be joined: {error.strerror or error}")
        return
    kind = kind_of_file(copy, name)
    if kind is None:
        yield PassedOver(name, f"{len(part.volumes)} volumes that are {_why_not_read(copy)}")
    else:
        yield Part(copy, 0, copy.stat().st_size, kind, name)


def may_hold_pages(name: str) -> bool:
    """Return whether a file has the name of an archive or of a page."""
    return any(form.search(name) for form in (ARCHIVE_NAME, PAGE_NAME, WACZ_NAME))


def _is_of_system(file: Path) -> bool:
    is_apple_double = first_bytes(file, len(APPLE_DOUBLE)) == APPLE_DOUBLE
    return file.name in IGNORED_NAMES or is_apple_double


def _is_text(file: Path) -> bool:
    """Return whether a file is plain text without markup, such as the settings of a crawl.

    A database as text may hold pages further on.
    """
    start = first_bytes(file, SNIFF_BYTES)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    # All of it was read, and it is not a mail with pages in Base64.
    is_short = len(start) < SNIFF_BYTES and _LONG_WORD.search(start) is None
    is_data = OTHER_DATA_NAME.search(file.name) is not None
    return (
        is_short
        and not is_data
        and start.strip() != b""
        and b"\0" not in start
        and b"<" not in start
    )


def _is_facts(file: Path, name: str) -> bool:
    """Return whether a file has no content where that is usual, or is short XML without a page.

    Such XML describes an item of the Internet Archive, for example.
    """
    start = first_bytes(file, SNIFF_BYTES)
    if not start.strip():
        return not may_hold_pages(name) and not DATA_NAME.search(name)
    is_xml = XML_NAME.search(name) is not None and start.lstrip().startswith(b"<")
    return is_xml and len(start) < SNIFF_BYTES and not holds_pages(start)


def _why_not_a_file(file: Path) -> str:
    if file.is_symlink() and not file.exists():
        return "a link to a file that does not exist"
    if file.is_dir():
        return "a link to a folder; links to folders are not followed"
    return "not a regular file"


def _why_not_read(file: Path) -> str:
    if file.stat().st_size == 0:
        return "an empty file"
    if compression := compression_not_read(first_bytes(file, SNIFF_BYTES)):
        return f"compressed with {compression}, which is not read: decompress it first"
    return "neither a web archive nor an HTML page"
