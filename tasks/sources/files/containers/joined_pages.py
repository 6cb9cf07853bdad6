"""Split a saved HTML file that is several pages, one after the other (`cat *.html`)."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from tasks.sources.files.find_parts import Part
from tasks.sources.files.formats.page_address import page_title
from tasks.warc.compression import first_bytes
from tasks.warc.plain_scanner import MAX_RECORD_BYTES

_NEXT_PAGE = re.compile(
    rb"</html\s*>\s*(?:<!--[^>]{0,400}-->\s*)*(?=<!doctype\s+html|<html[\s>])", re.I
)


def pages_in_file(part: Part, new_copy: Callable[[], Path]) -> Iterator[Part]:
    """Yield a saved file, or each of the pages in it as a copy, if they have different titles.

    Counters and advertisements after the end of a page have none.
    """
    content = first_bytes(part.path, MAX_RECORD_BYTES)
    pages = _split(content)
    if len({title for page in pages if (title := page_title(page))}) < 2:
        yield part
        return
    changed_at = part.path.stat().st_mtime
    for number, page in enumerate(pages, start=1):
        copy = new_copy()
        copy.write_bytes(page)
        os.utime(copy, (changed_at, changed_at))
        name = f"{part.name}#{number}"
        yield replace(part, path=copy, end=len(page), name=name, is_at_name=False)


def _split(content: bytes) -> list[bytes]:
    ends = [0, *(found.end() for found in _NEXT_PAGE.finditer(content)), len(content)]
    return [content[start:end] for start, end in pairwise(ends)]
