import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import boto3
import duckdb
import pytest
from frictionless import Package
from moto.server import ThreadedMotoServer

from tests.warehouse.published_archive import load_months, open_archive
from warehouse.errors import BadTarget, TargetRefused, TargetUnavailable, TransientError
from warehouse.publish.parquet_export import export_parquet
from warehouse.publish.release import publish
from warehouse.publish.targets.publish_elsewhere import publish_elsewhere

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow

BUCKET = "archive"
# A month or a section that nobody knows is null there.
MAY_HAVE_NULLS_IN_THE_KEY = {"coverage"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published archive; nothing in these tests changes it."""
    folder = tmp_path_factory.mktemp("home")
    with open_archive(folder) as con:
        load_months(con)
        con.execute("update marts.articles set published_on = null where title = 'Report 3'")
        publish(con, folder)
    return folder


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an S3 server with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-up")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    yield f"s3://{BUCKET}"
    server.stop()


def test_parquet_holds_the_same_rows_by_year(home: Path) -> None:
    folder = export_parquet(home)

    years = sorted(path.name for path in (folder / "articles").iterdir())
    read = duckdb.execute(
        f"select count(*), count(published_on), count(distinct article_id)"
        f" from read_parquet('{folder}/articles/*/*.parquet')"
    ).fetchall()
    assert years == ["year=2011", "year=__HIVE_DEFAULT_PARTITION__"]
    assert read == [(30, 29, 30)]
    assert (folder / "authors" / "data_0.parquet").exists()
    assert (home / "published/parquet/latest").resolve() == folder


def test_an_export_replaces_older_ones_unless_asked_to_keep_them(home: Path) -> None:
    older = home / "published" / "parquet" / "aawsat-20200101T000000Z"
    older.mkdir(parents=True)

    export_parquet(home, kept=2)
    assert older.exists()
    export_parquet(home)
    assert not older.exists()


def test_the_data_package_describes_every_file_and_column(home: Path) -> None:
    folder = export_parquet(home)

    package = json.loads((folder / "datapackage.json").read_text())

    named = set()
    for resource in package["resources"]:
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        named |= set(paths)
        assert resource["rowCount"] == sum(_rows(folder / path) for path in paths)
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert "primaryKey" in resource["schema"] or resource["name"] in MAY_HAVE_NULLS_IN_THE_KEY
    assert named == {str(path.relative_to(folder)) for path in folder.rglob("*.parquet")}
    articles = next(item for item in package["resources"] if item["name"] == "articles")
    types = {field["name"]: field["type"] for field in articles["schema"]["fields"]}
    assert types["article_id"] == "integer"
    assert types["published_on"] == "date"
    assert types["cleaning_rules"] == "array"


def test_the_data_package_passes_the_validator_of_its_format(home: Path, tmp_path: Path) -> None:
    folder = export_parquet(home)
    package = json.loads((folder / "datapackage.json").read_text())
    assert Package.from_descriptor(package, basepath=str(folder)).resource_names

    # Its reader of Parquet takes lists for text; the same rows as JSON keep their types.
    # It cannot read an empty file of lines.
    filled = [resource for resource in package["resources"] if resource["rowCount"]]
    names = {resource["name"] for resource in filled}
    for resource in filled:
        keys = resource["schema"]["foreignKeys"]
        resource["schema"]["foreignKeys"] = [
            key for key in keys if key["reference"]["resource"] in names
        ]
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        files = ", ".join(f"'{folder / path}'" for path in paths)
        name = f"{resource['name']}.jsonl"
        duckdb.execute(
            f"copy (from read_parquet([{files}], hive_partitioning = false))"
            f" to '{tmp_path / name}' (format json, timestampformat '%Y-%m-%dT%H:%M:%SZ')"
        )
        resource |= {"path": name, "format": "jsonl", "mediatype": "application/jsonl"}
        resource["dialect"] = {"json": {"keyed": True}}
    report = Package.from_descriptor(
        {**package, "resources": filled}, basepath=str(tmp_path)
    ).validate()

    assert report.flatten(["title", "message"]) == []


def _rows(path: Path) -> int:
    return int(duckdb.execute(f"select count(*) from '{path}'").fetchall()[0][0])


def test_the_codebook_has_every_column(home: Path) -> None:
    text = (export_parquet(home) / "CODEBOOK.md").read_text()

    assert "## articles\n\nOne row per article" in text
    assert "| published_on | date | 96.7 % | Date of publication" in text


def test_a_publication_goes_to_a_bucket_and_the_pointer_last(home: Path, s3: str) -> None:
    where = publish_elsewhere(home, f"{s3}/english/v1")

    client = boto3.client("s3")
    listed = client.list_objects_v2(Bucket=BUCKET, Prefix="english/v1/")["Contents"]
    keys = {item["Key"].removeprefix("english/v1/") for item in listed}
    body = client.get_object(Bucket=BUCKET, Key="english/v1/latest.json")["Body"].read()
    pointer = json.loads(body)
    assert where == f"{s3}/english/v1/{pointer['file']}"
    assert {pointer["file"], pointer["datapackage"]} <= keys
    assert any(key.startswith(f"{pointer['parquet']}articles/year=2011/") for key in keys)


def test_of_a_buckets_publications_the_newest_stay(home: Path, s3: str) -> None:
    client = boto3.client("s3")
    older = ("20200101T000000Z", "20210101T000000Z")
    files = [f"v1/aawsat-{stamp}.duckdb" for stamp in older]
    files += [f"v1/parquet/aawsat-{stamp}/articles/data_0.parquet" for stamp in older]
    others = ["v1/notes.txt", "v10/aawsat-20200101T000000Z.duckdb", "v1/aawsat-mine.duckdb"]
    for key in (*files, *others):
        client.put_object(Bucket=BUCKET, Key=key, Body=b"")

    publish_elsewhere(home, f"{s3}/v1", kept=2)

    keys = {item["Key"] for item in client.list_objects_v2(Bucket=BUCKET)["Contents"]}
    assert set(others) <= keys
    assert sorted(keys & set(files)) == [files[1], files[3]]


def test_a_bucket_that_does_not_exist_is_not_worth_another_attempt(home: Path, s3: str) -> None:
    with pytest.raises(TargetRefused, match=r"did not accept the publication.*bucket") as refusal:
        publish_elsewhere(home, "s3://no-such-bucket/x")

    assert not isinstance(refusal.value, TransientError)


def test_a_storage_that_does_not_answer_is_worth_another_attempt(
    home: Path, s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    with pytest.raises(TargetUnavailable) as failure:
        publish_elsewhere(home, f"{s3}/x")

    assert isinstance(failure.value, TransientError)


class _Busy(BaseHTTPRequestHandler):
    """A storage that asks for a retry."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(503)
        self.end_headers()
        self.wfile.write(b"<Error><Code>SlowDown</Code><Message>busy</Message></Error>")

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def test_a_storage_that_is_busy_is_worth_another_attempt(
    home: Path, s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Busy)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    try:
        with pytest.raises(TargetUnavailable, match="busy"):
            publish_elsewhere(home, f"{s3}/x")
    finally:
        server.shutdown()
        server.server_close()


def test_an_address_of_an_unknown_kind_is_refused(home: Path) -> None:
    with pytest.raises(BadTarget, match="is not a publication target"):
        publish_elsewhere(home, "ftp://somewhere")
