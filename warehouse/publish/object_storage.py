"""Publications in object storage.

<prefix>/aawsat-<stamp>.duckdb      the file
<prefix>/parquet/aawsat-<stamp>/    its Parquet files, for readers such as Spark and Trino
<prefix>/latest.json                which of them is the latest; written last, so that who
                                    reads it finds whole publications only
"""

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warehouse.db.publications import FILE_PREFIX, stamp_of
from warehouse.errors import BrokenWarehouse
from warehouse.publish.optional_packages import needed
from warehouse.publish.parquet_export import export_parquet

POINTER_NAME = "latest.json"


def publish_to_bucket(home: Path, publication: Path, target: str, kept: int) -> str:
    """Upload a publication with its Parquet files; return where it is now.

    Raises:
        BrokenWarehouse: a package is missing, or the bucket refuses.
    """
    parts = urlsplit(target)
    prefix = parts.path.strip("/")
    folder = export_parquet(home, kept)
    keys = {publication: publication.name}
    keys |= {
        file: f"parquet/{folder.name}/{file.relative_to(folder)}"
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    client = _bucket_client()
    try:
        for file, key in keys.items():
            client.upload_file(str(file), parts.netloc, _joined(prefix, key))
        client.put_object(
            Bucket=parts.netloc,
            Key=_joined(prefix, POINTER_NAME),
            Body=_pointer(publication, folder).encode(),
            ContentType="application/json",
        )
        _prune(client, parts.netloc, prefix, kept)
    except _bucket_errors() as error:
        raise BrokenWarehouse(f"{target} took no publication: {error}") from error
    return f"s3://{parts.netloc}/{_joined(prefix, publication.name)}"


def _pointer(publication: Path, folder: Path) -> str:
    return json.dumps(
        {
            "stamp": stamp_of(publication),
            "file": publication.name,
            "parquet": f"parquet/{folder.name}/",
            "datapackage": f"parquet/{folder.name}/datapackage.json",
        }
    )


def _joined(prefix: str, key: str) -> str:
    return f"{prefix}/{key}" if prefix else key


def _prune(client: Any, bucket: str, prefix: str, kept: int) -> None:
    """Remove what belongs to any but the newest `kept` publications, and nothing else."""
    ours = re.compile(
        rf"{re.escape(_joined(prefix, ''))}(?:parquet/)?{FILE_PREFIX}(\d{{8}}T\d{{6}}Z)[./]"
    )
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
    stamps = {key: found[1] for key in keys if (found := ours.match(key))}
    newest = sorted(set(stamps.values()))[-kept:]
    for key, stamp in stamps.items():
        if stamp not in newest:
            client.delete_object(Bucket=bucket, Key=key)


def _bucket_client() -> Any:
    """Return a client with the keys and the endpoint of the usual AWS variables."""
    return needed("boto3", "aawsat-warehouse[s3]").client("s3")


def _bucket_errors() -> tuple[type[Exception], ...]:
    errors = import_module("botocore.exceptions")
    upload = import_module("boto3.exceptions")
    return (errors.BotoCoreError, errors.ClientError, upload.S3UploadFailedError)
