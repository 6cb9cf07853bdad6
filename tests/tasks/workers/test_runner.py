"""Who does the work that can be shared out."""

import pytest

from tasks.errors import HostUnavailable
from tasks.workers.dask_pool import DaskPool
from tasks.workers.runner import Runner


@pytest.mark.parametrize(
    ("runner", "items", "parts"),
    [
        (Runner("local", 2), 100, 1),
        (Runner("processes", 2), 9, 1),
        (Runner("processes", 2), 10, 2),
    ],
    ids=["local", "too-few-for-processes", "processes"],
)
def test_processes_are_started_only_where_they_are_worth_it(
    runner: Runner, items: int, parts: int
) -> None:
    with runner.open_pool(items, 10) as pool:
        assert len(list(pool.run(len, range(items)))) == parts


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.workers.dask_pool.CONNECT_SECONDS", 0.5)

    with (
        DaskPool("tcp://127.0.0.1:9") as pool,
        pytest.raises(HostUnavailable, match=r"tcp://127\.0\.0\.1:9"),
    ):
        list(pool.run(len, range(4)))
