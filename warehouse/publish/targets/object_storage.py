"""Upload publications to object storage.

<prefix>/aawsat-<stamp>.duckdb      the file
<prefix>/parquet/aawsat-<stamp>/    its Parquet files, for readers such as Spark and Trino
<prefix>/latest.json                names the latest publication; written last, so that readers
                                    only ever find complete publications
"""

import json
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any

from warehouse.db.publications import FILE_PREFIX, stamp_of
from warehouse.errors import TargetRefused, TargetUnavailable
from warehouse.publish.parquet_export import export_parquet
from warehouse.publish.targets.address import Bucket
from warehouse.publish.targets.optional_packages import needed
from warehouse.secrets import hide_secrets

POINTER_NAME = "latest.json"
# Error codes of S3-compatible storages that ask for a retry, besides 5xx and 429.
_TEMPORARY_CODES = frozenset({"RequestTimeout", "RequestTimeTooSkewed", "Throttling", "SlowDown"})


def publish_to_bucket(home: Path, publication: Path, bucket: Bucket, kept: int) -> str:
    """Upload a publication with its Parquet files; return its address.

    Raises:
        PackageMissing: boto3 is not installed.
        TargetUnavailable: the storage does not answer, or asks us to try again later.
        TargetRefused: the bucket does not exist, or denies access.
    """
    client = _client()
    folder = export_parquet(home, kept)
    try:
        for file, name in _files_to_upload(publication, folder).items():
            client.upload_file(str(file), bucket.name, bucket.key(name))
        client.put_object(
            Bucket=bucket.name,
            Key=bucket.key(POINTER_NAME),
            Body=_pointer(publication, folder).encode(),
            ContentType="application/json",
        )
        _prune(client, bucket, kept)
    except _storage_errors() as error:
        kind = TargetUnavailable if _is_temporary(error) else TargetRefused
        refusal = f"{bucket.url('')} did not accept the publication: {error}"
        raise kind(hide_secrets(refusal)) from error
    return bucket.url(publication.name)


def _files_to_upload(publication: Path, folder: Path) -> Mapping[Path, str]:
    """Return the files of a publication with their names below the prefix."""
    parquet = {
        file: f"parquet/{folder.name}/{file.relative_to(folder)}"
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    return {publication: publication.name, **parquet}


def _pointer(publication: Path, folder: Path) -> str:
    return json.dumps(
        {
            "stamp": stamp_of(publication),
            "file": publication.name,
            "parquet": f"parquet/{folder.name}/",
            "datapackage": f"parquet/{folder.name}/datapackage.json",
        }
    )


def _prune(client: Any, bucket: Bucket, kept: int) -> None:
    """Delete the objects of all publications but the newest `kept`, and no other objects."""
    ours = re.compile(
        rf"{re.escape(bucket.key(''))}(?:parquet/)?{FILE_PREFIX}(\d{{8}}T\d{{6}}Z(?:-\d\d)?)[./]"
    )
    pages = client.get_paginator("list_objects_v2").paginate(
        Bucket=bucket.name, Prefix=bucket.prefix
    )
    keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
    stamps = {key: found[1] for key in keys if (found := ours.match(key))}
    newest = sorted(set(stamps.values()))[-kept:]
    for key, stamp in stamps.items():
        if stamp not in newest:
            client.delete_object(Bucket=bucket.name, Key=key)


def _client() -> Any:
    """Return a client with the keys and the endpoint of the usual AWS variables."""
    return needed("boto3", "aawsat-warehouse[s3]").client("s3")


def _storage_errors() -> tuple[type[Exception], ...]:
    errors = import_module("botocore.exceptions")
    upload = import_module("boto3.exceptions")
    return (errors.BotoCoreError, errors.ClientError, upload.S3UploadFailedError)


def _is_temporary(error: BaseException) -> bool:
    """Return whether an error of boto3, or one of its causes, is temporary."""
    return any(map(_can_pass, _chain(error)))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    # boto3 wraps errors of an upload in its own error.
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _can_pass(error: BaseException) -> bool:
    errors = import_module("botocore.exceptions")
    if isinstance(error, errors.ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return (
            status >= HTTPStatus.INTERNAL_SERVER_ERROR
            or status == HTTPStatus.TOO_MANY_REQUESTS
            or error.response.get("Error", {}).get("Code") in _TEMPORARY_CODES
        )
    return isinstance(error, (errors.HTTPClientError, errors.ConnectionError))
