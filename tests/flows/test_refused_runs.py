"""A wrong setting or request ends a run as Refused, whichever flow it was."""

from pathlib import Path

import pytest

from flows.backfill import backfill
from flows.nightly import nightly
from flows.settings import read_settings
from tasks.errors import BadRequest


@pytest.mark.parametrize("flow", [nightly, backfill], ids=["nightly", "backfill"])
@pytest.mark.parametrize(
    ("name", "value"), [("AAWSAT_WORKERS", "two"), ("AAWSAT_PUBLISH_TO", "s4://x")]
)
def test_a_bad_setting_refuses_a_run_and_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flow: object, name: str, value: str
) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(name, value)

    state = getattr(flow, "fn")("sample")  # noqa: B009 - a flow, without its server

    assert state.name == "Refused"
    assert str(state.message).startswith(f"{name}={value!r} cannot be used")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("flow", [nightly, backfill], ids=["nightly", "backfill"])
def test_a_file_in_the_way_fails_a_run_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flow: object
) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path / "home"))
    problem = FileExistsError(17, "File exists", str(tmp_path / "home" / "captures"))
    monkeypatch.setattr("flows.pipeline.hold_warehouse", lambda *_: _raise(problem))

    state = getattr(flow, "fn")("sample")  # noqa: B009 - a flow, without its server

    assert state.type == "FAILED"
    assert str(state.message).startswith(f"{tmp_path}/home/captures: File exists;")


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("home", ["loop/data", "~nobody-of-that-name/data"])
def test_a_home_that_leads_nowhere_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AAWSAT_HOME", home)

    with pytest.raises(BadRequest, match="AAWSAT_HOME="):
        read_settings()
