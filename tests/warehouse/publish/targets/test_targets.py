"""Places outside the home that a publication is copied to."""

from pathlib import Path

import duckdb
import pytest

from warehouse.errors import BadTarget, WarehouseError
from warehouse.publish.targets import lake
from warehouse.publish.targets.address import Bucket, Lake, parse_target

CATALOG = "ducklake:postgres:dbname=lake host=127.0.0.1 password=hunter2"


def test_a_lake_that_refuses_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "_load_lake_extensions", lambda _con, _catalog: None)
    publication = tmp_path / "aawsat-1.duckdb"
    duckdb.connect(publication).close()

    with pytest.raises(WarehouseError, match="did not accept the publication") as refused:
        lake.publish_to_lake(publication, Lake(CATALOG, None))

    assert "dbname=lake" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_copied_publication_is_named_without_the_password_of_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = f"{tmp_path / 'lake.duckdb'}?password=hunter2"
    monkeypatch.setattr(lake, "_load_lake_extensions", lambda _con, _catalog: None)
    publication = tmp_path / "aawsat-1.duckdb"
    duckdb.connect(publication).close()

    where = lake.publish_to_lake(publication, Lake(catalog, None))

    assert where == f"{tmp_path / 'lake.duckdb'}?password=**********"


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("s3://bucket", Bucket("bucket", "")),
        ("s3://bucket/news/v1/", Bucket("bucket", "news/v1")),
        ("ducklake:lake.db", Lake("ducklake:lake.db", None)),
        ("ducklake:lake.db?data=s3://bucket/lake/", Lake("ducklake:lake.db", "s3://bucket/lake/")),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_address_names_a_bucket_or_a_lake(address: str, target: Bucket | Lake) -> None:
    assert parse_target(address) == target


def test_an_address_that_is_not_a_target_is_refused_without_its_password() -> None:
    with pytest.raises(BadTarget) as refused:
        parse_target(CATALOG.replace("ducklake", "lake"))

    assert "hunter2" not in str(refused.value)
