"""What a run records while its steps work."""

import pytest

from tasks.run.record import RunRecord


def test_an_absent_site_is_noted_once() -> None:
    record = RunRecord()

    for reason in ("timeout", "parked"):
        record.note_absence("example.org", reason)

    assert record.notes == [
        "example.org does not answer as itself (timeout): pages come from web archives only."
    ]
    assert record.counts == {"site_away": 1}


def test_the_time_of_a_stage_that_fails_is_kept() -> None:
    record = RunRecord()

    with pytest.raises(ValueError, match="no"), record.stage("fetch"):
        raise ValueError("no")

    assert record.seconds["fetch"] > 0
