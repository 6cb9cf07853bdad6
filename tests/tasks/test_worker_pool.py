from collections.abc import Sequence

import pytest

from tasks.worker_pool import WorkerPool


def total(numbers: Sequence[int]) -> tuple[int, int]:
    return len(numbers), sum(numbers)


def fail(numbers: Sequence[int]) -> int:
    raise ValueError("no such page")


def test_one_worker_means_this_process_and_one_part() -> None:
    with WorkerPool(1) as pool:
        assert list(pool.run(total, range(10))) == [(10, 45)]


def test_parts_come_back_in_the_order_of_the_items() -> None:
    with WorkerPool(2) as pool:
        assert list(pool.run(total, range(11))) == [(6, 15), (5, 40)]


def test_what_fails_in_a_process_fails_here() -> None:
    with WorkerPool(2) as pool, pytest.raises(ValueError, match="no such page"):
        list(pool.run(fail, range(4)))
