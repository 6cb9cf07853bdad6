"""`aawsat health` as a person and as a monitor runs it."""

import json
import re
import shutil
from pathlib import Path

import pytest

from flows.cli.main import run_command


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def new_warehouse(home: Path, empty_warehouse: Path) -> None:
    shutil.copyfile(empty_warehouse, home / "warehouse.duckdb")


def test_without_a_warehouse_the_state_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["health"]) == 3
    assert capsys.readouterr().out.startswith("UNKNOWN: there is no warehouse")


def test_a_home_that_may_not_be_read_is_unknown_and_not_a_warning(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(home / "warehouse.duckdb"))

    monkeypatch.setattr("warehouse.db.connect.open_reader", refuse)

    assert run_command(["health"]) == 3
    assert capsys.readouterr().out == f"UNKNOWN: {home}/warehouse.duckdb: Permission denied\n"


@pytest.mark.slow
@pytest.mark.usefixtures("new_warehouse")
def test_the_first_line_is_the_state_and_the_next_say_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_command(["health"]) == 2

    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "CRITICAL"
    assert second == "CRITICAL: Nothing is published: run a backfill, or aawsat publish."


@pytest.mark.usefixtures("new_warehouse")
def test_json_has_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["health", "--json"]) == 2

    found = json.loads(capsys.readouterr().out)
    assert found["level"] == "CRITICAL"
    assert found["captures"] == 0
    assert found["disk"]["free_bytes"] > 0


@pytest.mark.usefixtures("new_warehouse")
def test_prometheus_reads_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["health", "--prometheus"])

    lines = capsys.readouterr().out.splitlines()
    values = [line for line in lines if not line.startswith("# TYPE aawsat_")]
    assert len(values) > 12
    assert all(re.fullmatch(r"aawsat_[a-z_]+ -?\d+", line) for line in values)
    assert "aawsat_health_level 2" in values
