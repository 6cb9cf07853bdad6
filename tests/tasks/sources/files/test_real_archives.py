"""The archive files of public web-archive projects, against what warcio and fastwarc find.

The files belong to their projects and are read where they are, beside the checkout.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.http.content_encoding import decode_body
from tasks.sources.files.archive_records import ArchiveRecords, Received
from tasks.sources.files.containers.wacz import zip_parts
from tasks.sources.files.find_parts import Part, PartKind, PassedOver, find_files
from tasks.warc.plain_scanner import Damage
from tasks.warc.store import MAX_BODY_BYTES

ARCHIVES = Path(__file__).resolve().parents[5] / "shared" / "truth" / "archives"

# warcio takes the body for empty, because its framing is announced and undone.
WRONG_IN_TRUTH = frozenset({"webrecorder+warcio/example-wrong-chunks.warc.gz"})
# Address, status and SHA-1 of the decoded body.
Found = tuple[str, str, str]


def responses(path: Path) -> Iterator[Found]:
    """Read a file as the source `warc` does."""
    records = ArchiveRecords()
    parts: list[Part] = []
    for part in find_files(path).parts:
        inner = zip_parts(part, records.new_copy) if part.kind is PartKind.ZIP else [part]
        parts += [one for one in inner if not isinstance(one, PassedOver)]
    for part in parts:
        for found in records.scan(part):
            if not isinstance(found, Damage) and found[1]:
                yield described(found[1])
    records.close()


def described(received: Received) -> Found:
    response = received.response
    encoding = response.header("content-encoding") or ""
    body = decode_body(response.raw_body, encoding, MAX_BODY_BYTES).body
    status = "" if response.is_revisit and not response.headers else str(response.status)
    return response.requested_url, status, hashlib.sha1(body).hexdigest()


def truth() -> dict[str, dict[str, object]]:
    file = ARCHIVES / "TRUTH.json"
    return json.loads(file.read_bytes()) if file.is_file() else {}


def expected(facts: dict[str, object]) -> list[Found]:
    records = facts["records"]
    assert isinstance(records, list)
    return [
        (record["uri"], record.get("status", ""), record["sha"])
        for record in records
        if record["type"] in ("response", "revisit")
    ]


@pytest.mark.shared
def test_every_http_record_that_warcio_finds_is_found_with_an_equal_body() -> None:
    facts_of_files = truth()
    if not facts_of_files:
        pytest.skip(f"{ARCHIVES} is not there")
    missing = Counter[str]()
    total = 0
    for name, facts in facts_of_files.items():
        wanted = [] if name in WRONG_IN_TRUTH else expected(facts)
        total += len(wanted)
        found = Counter(responses(ARCHIVES / name))
        missing[name] = sum((Counter(wanted) - found).values())

    assert {name: count for name, count in missing.items() if count} == {}
    assert total > 700
