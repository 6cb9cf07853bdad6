"""What a person who watches a run reads."""

import pytest

from tasks.run.progress import progress_text
from tasks.run.record import RunRecord


@pytest.mark.parametrize(
    ("done", "total", "seconds", "text"),
    [
        (0, 20_000, 0.0, "fetch: 0 of 20,000, 0.0/s"),
        (500, 20_000, 500.0, "fetch: 500 of 20,000, 1.0/s, 5 h 25 min left"),
        (300, 400, 30.0, "fetch: 300 of 400, 10.0/s, 10 s left"),
        (400, 400, 40.0, "fetch: 400 of 400, 10.0/s"),
    ],
)
def test_progress_tells_pace_and_time_left(
    done: int, total: int, seconds: float, text: str
) -> None:
    assert progress_text("fetch", done, total, seconds) == text


def test_a_stage_entered_twice_counts_both_times() -> None:
    record = RunRecord()

    for _ in range(2):
        with record.stage("fetch"):
            pass
    with record.stage("parse"):
        pass

    assert list(record.seconds) == ["fetch", "parse"]
    assert record.seconds["fetch"] > 0
