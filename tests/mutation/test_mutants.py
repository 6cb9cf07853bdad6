from pathlib import Path

import pytest

from tests.mutation.mutants import mutants_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a == b", ["x = a != b"]),
        ("x = a < 3", ["x = a <= 3", "x = a < 4"]),
        ("x = a and b", ["x = a or b"]),
        ("x = a - b", ["x = a + b"]),
        ("if not a:\n    b()", ["if not not a:\n    b()"]),
        ("x = True", ["x = False"]),
        ('"""A docstring."""', []),
        ("x: int = f(y)", []),
    ],
)
def test_one_thing_is_changed_at_a_time(tmp_path: Path, source: str, expected: list[str]) -> None:
    module = tmp_path / "module.py"
    module.write_text(source)

    assert [mutant.source for mutant in mutants_of(module)] == expected
