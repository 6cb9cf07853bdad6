import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from tasks.workers.process_pool import WorkerPool, prefetch_one, run_once


def total(numbers: Sequence[int]) -> tuple[int, int]:
    return len(numbers), sum(numbers)


def fail(numbers: Sequence[int]) -> int:
    raise ValueError("no such page")


def test_one_worker_means_this_process_and_parts_short_enough_to_see_progress() -> None:
    with WorkerPool(1) as pool:
        assert list(pool.run(total, range(10))) == [(10, 45)]
        assert [count for count, _ in pool.run(total, range(250))] == [100, 100, 50]


@pytest.mark.slow
def test_parts_come_back_in_the_order_of_the_items() -> None:
    with WorkerPool(2) as pool:
        assert list(pool.run(total, range(11))) == [(6, 15), (5, 40)]


@pytest.mark.slow
def test_what_fails_in_a_process_fails_here() -> None:
    with WorkerPool(2) as pool, pytest.raises(ValueError, match="no such page"):
        list(pool.run(fail, range(4)))


def read_shared(numbers: Sequence[int]) -> list[str]:
    return [os.environ["SHARED_WORD"]] * len(numbers)


def take(word: Path) -> None:
    os.environ["SHARED_WORD"] = word.read_text()


def share(folder: Path) -> Callable[[], None]:
    (folder / "word.txt").write_text("Basra")
    return partial(take, folder / "word.txt")


@pytest.mark.slow
def test_processes_share_files_that_are_gone_when_the_pool_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with WorkerPool(2, share) as pool:
        assert list(pool.run(read_shared, range(4))) == [["Basra", "Basra"]] * 2
        assert list(tmp_path.iterdir())

    assert not list(tmp_path.iterdir())


def test_without_items_there_is_no_work() -> None:
    with WorkerPool(2) as pool:
        assert list(pool.run(total, [])) == []


def test_this_process_does_nothing_before_it_is_asked_to() -> None:
    done: list[int] = []
    with WorkerPool(1) as pool:
        results = pool.run(done.extend, [1, 2])
        assert done == []
        list(results)
    assert done == [1, 2]


def my_process() -> list[int]:
    return [os.getpid()]


@pytest.mark.slow
def test_what_is_made_once_is_made_in_a_worker_process() -> None:
    with WorkerPool(2) as pool:
        assert list(run_once(pool, my_process)) != my_process()


def processes(numbers: Sequence[int]) -> tuple[int, int]:
    return os.getpid(), sum(numbers)


@pytest.mark.slow
def test_processes_are_replaced_after_some_parts_and_no_result_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tasks.workers.process_pool.PARTS_OF_A_PROCESS", 2)

    with WorkerPool(2) as pool:
        batches = prefetch_one(pool.run(processes, [number]) for number in range(12))
        parts = [part for batch in batches for part in batch]

    assert [total for _, total in parts] == [*range(12)]
    first, last = ({pid for pid, _ in parts[at : at + 4]} for at in (0, 8))
    assert first.isdisjoint(last)


def test_what_is_made_once_is_made_when_it_is_read() -> None:
    made: list[str] = []

    def make() -> list[str]:
        made.append("made")
        return ["Basra", "Mosul"]

    with WorkerPool(1) as pool:
        items = run_once(pool, make)
        assert made == []
        assert list(items) == ["Basra", "Mosul"]
    assert made == ["made"]


def _begin(begun: list[int], upto: int) -> Iterator[int]:
    for number in range(upto):
        begun.append(number)
        yield number
    raise OSError("the site is away")


def test_the_next_item_is_started_before_the_last_is_consumed() -> None:
    begun: list[int] = []
    pieces = prefetch_one(_begin(begun, 3))

    first = next(pieces)

    assert (first, begun) == (0, [0, 1])


def test_a_piece_that_cannot_be_begun_takes_none_before_it_along() -> None:
    taken: list[int] = []
    with pytest.raises(OSError, match="away"):
        taken.extend(prefetch_one(_begin([], 3)))
    assert taken == [0, 1, 2]
