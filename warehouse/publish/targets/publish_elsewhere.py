"""Copy the latest publication to object storage or into a DuckLake."""

from pathlib import Path

from warehouse.db.publications import require_publication
from warehouse.publish.release import KEPT
from warehouse.publish.targets.address import Bucket, parse_target
from warehouse.publish.targets.lake import publish_to_lake
from warehouse.publish.targets.object_storage import publish_to_bucket


def publish_elsewhere(home: Path, target: str, kept: int = KEPT) -> str:
    """Copy the latest publication to `target`; return its address there, without a password.

    Repeating it changes nothing. A bucket keeps the newest `kept` publications; a lake keeps
    versions by its own rules. An error never changes the local publication.

    Raises:
        BadTarget: the address is invalid.
        NothingPublished: nothing has been published yet.
        PackageMissing: an optional package is not installed.
        TargetUnavailable: the target does not answer; a later retry can help.
        TargetRefused: the target rejects the publication.
    """
    place = parse_target(target)
    publication = require_publication(home)
    if isinstance(place, Bucket):
        return publish_to_bucket(home, publication, place, kept)
    return publish_to_lake(publication, place)
