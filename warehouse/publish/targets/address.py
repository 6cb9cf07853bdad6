"""Parse the address of a publication target.

    s3://bucket/path                      object storage
    ducklake:CATALOG or                   a DuckLake catalog;
    ducklake:CATALOG?data=FOLDER          FOLDER is where a new lake keeps its files

Imports nothing heavy, so that settings can be validated when they are read.
"""

import re
from dataclasses import dataclass

from warehouse.errors import BadTarget
from warehouse.secrets import hide_secrets

# S3 allows letters, digits, dots and hyphens in bucket names.
_BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?")
_LAKE = re.compile(r"(ducklake:[^?\s][^?]*)(?:\?data=(.+))?")


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, and the prefix of our keys in it (no slash at either end; may be empty)."""

    name: str
    prefix: str

    def key(self, name: str) -> str:
        """Return the key of an object below the prefix."""
        return f"{self.prefix}/{name}" if self.prefix else name

    def url(self, name: str) -> str:
        """Return the address of an object below the prefix."""
        return f"s3://{self.name}/{self.key(name)}"


@dataclass(frozen=True, slots=True)
class Lake:
    """The catalog of a DuckLake as DuckDB attaches it, and the folder of a new lake's files."""

    catalog: str
    data_path: str | None


def parse_target(address: str) -> Bucket | Lake:
    """Return the target an address names.

    Raises:
        BadTarget: the address is neither `s3://bucket/path` nor `ducklake:...`.
    """
    if found := _BUCKET.fullmatch(address):
        return Bucket(found[1], (found[2] or "").strip("/"))
    if found := _LAKE.fullmatch(address):
        return Lake(found[1], found[2])
    raise BadTarget(
        f"{hide_secrets(repr(address))} is not a publication target: use s3://... or ducklake:..."
    )
