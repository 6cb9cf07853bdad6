"""Draw names by share: each name comes once before any comes twice, and shares are kept."""

from collections import Counter
from random import Random

import pytest

from tests.archive_twin.catalogue import Turns

SHARES = {"often": 0.7, "rare": 0.29, "odd": 0.01}


def test_every_name_comes_once_before_one_comes_twice() -> None:
    turns = Turns(Random(1))

    first_three = {turns.draw("kind", SHARES) for _ in range(3)}

    assert first_three == set(SHARES)


def test_in_the_long_run_names_come_by_their_shares() -> None:
    turns = Turns(Random(1))

    drawn = Counter(turns.draw("kind", SHARES) for _ in range(10_000))

    assert drawn["often"] / 10_000 == pytest.approx(0.7, abs=0.02)
    assert drawn["odd"] / 10_000 == pytest.approx(0.01, abs=0.005)


def test_a_name_without_share_never_comes() -> None:
    turns = Turns(Random(1))

    drawn = {turns.draw("kind", {"here": 1.0, "never": 0.0}) for _ in range(50)}

    assert drawn == {"here"}


def test_dimensions_take_turns_apart() -> None:
    turns = Turns(Random(1))
    for _ in range(5):
        turns.draw("one", SHARES)

    fresh = {turns.draw("other", SHARES) for _ in range(3)}

    assert fresh == set(SHARES)
