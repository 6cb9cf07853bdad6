"""The writer of the sample's WARC files: a new file at the size limit, one gzip member per record."""

from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from tests.archive_twin.warc import Response, WarcWriter

CAPTURED_AT = datetime(2017, 10, 20, tzinfo=UTC)


def response(number: int) -> Response:
    headers = (("Content-Type", "text/html"),)
    return Response(f"https://example.org/{number}", 200, "OK", headers, b"<p>text</p>")


def test_a_new_file_starts_at_the_size_limit(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "twin", rotate_bytes=900)

    places = [writer.write(response(number), CAPTURED_AT) for number in range(4)]
    paths = writer.close()

    assert len(paths) > 1
    assert [path.name for path in paths] == sorted({place.warc_file for place in places})


def test_a_record_can_be_read_alone_by_its_offset(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "twin")
    for number in range(3):
        place = writer.write(response(number), CAPTURED_AT)
    (path,) = writer.close()

    with path.open("rb") as stream:
        stream.seek(place.warc_offset)
        record = next(iter(ArchiveIterator(stream)))

        assert record.rec_headers["WARC-Target-URI"] == "https://example.org/2"
        assert record.content_stream().read() == b"<p>text</p>"
    assert place.warc_offset + place.warc_length == path.stat().st_size


def test_every_file_begins_with_a_warcinfo_record(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "twin", rotate_bytes=1)
    for number in range(2):
        writer.write(response(number), CAPTURED_AT)

    for path in writer.close():
        with path.open("rb") as stream:
            assert next(iter(ArchiveIterator(stream))).rec_type == "warcinfo"
