import os
import subprocess
import sys

import pytest

VERSIONS = """
from tasks.entities.version import extractor_version, resolution_version
print(extractor_version("builtin"), resolution_version())
"""


def _versions(hash_seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    command = [sys.executable, "-c", VERSIONS]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=60
    ).stdout


@pytest.fixture(scope="module")
def versions() -> str:
    return _versions(1)


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", [2, 3])
def test_another_process_knows_the_same_versions(versions: str, hash_seed: int) -> None:
    """Else every night would search and resolve everything again."""
    assert _versions(hash_seed) == versions
