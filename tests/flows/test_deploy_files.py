"""The files in deploy/ fit the project, as far as that can be seen without their engines."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from flows.local.child_process import STOP_SECONDS
from flows.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def unit() -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(DEPLOY / "aawsat.service")
    return parsed


def test_everything_the_image_copies_is_there() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)

    names = [name for line in copied for name in line.split()]
    assert "uv.lock" in names
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_the_image_installs_with_the_same_uv_as_make() -> None:
    version = re.search(r"UV_VERSION := (\S+)", (ROOT / "Makefile").read_text())

    assert version
    assert f"uv=={version[1]} " in (DEPLOY / "Dockerfile").read_text()


def test_the_service_of_compose_is_built_from_this_image_and_keeps_its_data() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())

    service = compose["services"]["aawsat"]
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).exists()
    assert service["volumes"] == ["data:/data"]
    known = {f"AAWSAT_{name.upper()}" for name in Settings.model_fields}
    assert set(service["environment"]) <= known


def test_systemd_waits_longer_than_the_stack_takes_to_stop() -> None:
    service = unit()["Service"]

    assert service["ExecStart"].endswith("/aawsat serve")
    assert int(service["TimeoutStopSec"]) > 3 * STOP_SECONDS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    # The paths of the example are not on this machine; a program that is stands for them.
    text = (DEPLOY / "aawsat.service").read_text()
    copy = tmp_path / "aawsat.service"
    copy.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text))

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "aawsat.service:" not in done.stderr
