from pathlib import Path

import pytest

from warehouse.db.address import WarehouseAddress


@pytest.mark.parametrize(
    ("limit", "half"),
    [("600MB", "300MB"), ("1 GB", "0.5GB"), ("1.5GiB", "0.75GiB"), ("80%", "40%")],
)
def test_half_the_memory_keeps_the_unit(limit: str, half: str) -> None:
    address = WarehouseAddress(Path("warehouse.duckdb"), limit, threads=1)

    assert address.with_half_memory() == WarehouseAddress(Path("warehouse.duckdb"), half, threads=1)


def test_beside_workers_there_is_a_third_of_the_memory_and_one_thread() -> None:
    address = WarehouseAddress(Path("warehouse.duckdb"), "600MB", threads=2)

    beside = address.beside_workers()

    assert beside == WarehouseAddress(Path("warehouse.duckdb"), "200MB", threads=1)
