"""A publication that cannot be copied elsewhere is published all the same, and the run says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from tests.flows.conftest import Command

pytestmark = pytest.mark.flow


@pytest.fixture
def storage() -> Iterator[dict[str, str]]:
    """The settings of an object storage without any bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    server.stop()


def test_a_run_whose_publication_is_not_copied_succeeds_in_part_without_another_attempt(
    aawsat: Command, tmp_path: Path, storage: dict[str, str]
) -> None:
    done = aawsat("backfill", "--source", "sample", AAWSAT_PUBLISH_TO="s3://no-bucket/x", **storage)

    assert done.returncode == 0, done.stderr
    assert "published here, but not copied: s3://no-bucket/x/ did not accept" in done.stdout
    assert " partial " in done.stdout
    assert "AwaitingRetry" not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert (tmp_path / "home/published/latest").exists()
