import gzip
from pathlib import Path

import pytest

from tasks.errors import IntegrityError
from tasks.warc.archive_file import ArchiveReader, ArchiveRecord
from tasks.warc.plain_scanner import Damage
from tests.tasks.warc.warc_bytes import HTTP, PAGE, arc_record, warc_record


def scan(path: Path) -> list[ArchiveRecord | Damage]:
    return list(ArchiveReader().scan(path, 0, path.stat().st_size))


def members(*records: bytes) -> list[bytes]:
    return [gzip.compress(record, mtime=0) for record in records]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc.gz"


def test_a_member_for_each_record_is_read_in_place(path: Path) -> None:
    records = [warc_record(), warc_record(url="http://site.test/d/"), arc_record()]
    path.write_bytes(b"".join(members(*records)))

    found = scan(path)

    read = [one for one in found if isinstance(one, ArchiveRecord)]
    sizes = [len(member) for member in members(*records)]
    assert [one.place.offset for one in read] == [0, sizes[0], sizes[0] + sizes[1]]
    assert [one.place.length for one in read] == sizes
    assert all(one.place.is_member and one.place.file == path for one in read)
    assert [ArchiveReader().read(one.place) for one in read] == [one.content for one in read]


def test_records_of_one_member_are_read_from_a_copy_that_goes_with_the_reader(path: Path) -> None:
    path.write_bytes(gzip.compress(warc_record() + warc_record(HTTP + PAGE * 2)))
    reader = ArchiveReader()

    found = [
        one for one in reader.scan(path, 0, path.stat().st_size) if isinstance(one, ArchiveRecord)
    ]

    assert [one.content.count(PAGE) for one in found] == [1, 2]
    assert all(reader.read(one.place) == one.content for one in found)
    assert found[0].place.file != path
    reader.close()
    assert not found[0].place.file.exists()


def test_damage_between_members_is_as_long_as_it_is(path: Path) -> None:
    first, second = members(warc_record(), warc_record())
    path.write_bytes(first + b"x" * 100 + second)

    found = scan(path)

    assert isinstance(found[0], ArchiveRecord)
    assert found[1] == Damage(len(first), 100)
    assert isinstance(found[2], ArchiveRecord)
    assert found[2].place.offset == len(first) + 100


def test_damage_in_a_copy_is_not_looked_for_in_the_file(path: Path) -> None:
    path.write_bytes(gzip.compress(warc_record() + b"JUNK" * 5 + b"\r\n" + warc_record()))

    [damage] = [one for one in scan(path) if isinstance(one, Damage)]

    assert damage.length == 0


def test_an_empty_member_between_records_is_passed_over(path: Path) -> None:
    first, empty, second = members(warc_record(), b"", warc_record())
    path.write_bytes(first + empty + second)

    found = [one for one in scan(path) if isinstance(one, ArchiveRecord)]

    assert [one.place.offset for one in found] == [0, len(first + empty)]
    assert all(one.place.is_member for one in found)


def test_a_cut_last_member_is_a_record_with_a_flag(path: Path) -> None:
    first, second = members(warc_record(), warc_record(HTTP + bytes(range(256)) * 40))
    path.write_bytes(first + second[: len(second) // 2])

    found = scan(path)

    cut = next(one for one in found[1:] if isinstance(one, ArchiveRecord))
    assert cut.place.is_member
    assert cut.flags


def test_a_last_member_whose_record_is_cut_inside_is_read_in_place(path: Path) -> None:
    cut = warc_record(HTTP + PAGE[:20], stated=len(HTTP) + 5_000)
    path.write_bytes(b"".join(members(warc_record(), cut)))

    found = [one for one in scan(path) if isinstance(one, ArchiveRecord)]

    assert [one.place.is_member for one in found] == [True, True]
    assert found[1].flags


def test_a_record_that_is_no_longer_there_is_an_error(path: Path) -> None:
    path.write_bytes(members(warc_record())[0])
    [found] = scan(path)
    assert isinstance(found, ArchiveRecord)

    path.write_bytes(gzip.compress(b"something else"))

    with pytest.raises(IntegrityError, match=r"pages\.warc\.gz at 0: no record"):
        ArchiveReader().read(found.place)
