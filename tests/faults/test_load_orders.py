"""Files loaded one after the other, in any order or together, give the same marts."""

from itertools import permutations
from pathlib import Path

import pytest

from tests.faults.load_orders import RandomArchive, differences, load_in_order, marts_of


def _compare_orders(tmp_path: Path, empty: Path, archive: RandomArchive) -> None:
    """Load the files in every order and together as a folder; compare the marts row by row."""
    paths = [file.save(tmp_path / "files") for file in archive.files if file.records]
    together = marts_of(load_in_order(tmp_path / "together", empty, [tmp_path / "files"]))
    assert together["captures"] and together["mentions"] and together["entities"]
    for number, order in enumerate(permutations(paths)):
        marts = marts_of(load_in_order(tmp_path / str(number), empty, order))
        names = [path.name for path in order]
        assert differences(together, marts) == [], f"{names}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_two_files_give_the_same_marts_in_both_orders_and_together(
    tmp_path: Path, empty_warehouse: Path, seed: int
) -> None:
    _compare_orders(tmp_path, empty_warehouse, RandomArchive(seed, files=2, posts=5, captures=45))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
def test_three_files_give_the_same_marts_in_all_orders(
    tmp_path: Path, empty_warehouse: Path, seed: int
) -> None:
    archive = RandomArchive(seed, files=3, posts=6, captures=70, has_answers=True)
    _compare_orders(tmp_path, empty_warehouse, archive)
