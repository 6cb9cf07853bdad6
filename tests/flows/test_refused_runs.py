"""A wrong setting or request ends a run as Refused, whichever flow it was."""

from pathlib import Path

import pytest

from flows.backfill import backfill
from flows.nightly import nightly


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
