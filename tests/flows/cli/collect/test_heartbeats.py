"""Whether a run from the command line sends heartbeats."""

import pytest
from prefect.settings import get_current_settings

from flows.cli.collect.run_flow import heartbeats_where_watched


def test_a_run_beside_a_server_of_its_own_sends_no_heartbeats(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_UI_URL", "")

    with heartbeats_where_watched():
        assert get_current_settings().flows.heartbeat_frequency is None


def test_a_run_beside_aawsat_serve_keeps_its_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_UI_URL", "http://127.0.0.1:4200")
    before = get_current_settings().flows.heartbeat_frequency

    with heartbeats_where_watched():
        assert get_current_settings().flows.heartbeat_frequency == before is not None
