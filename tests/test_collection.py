"""The hook of conftest.py that leaves out files whose tests are all excluded."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import pytest_ignore_collect

SLOW = "import pytest\n\npytestmark = pytest.mark.slow\n"
SEVERAL = "pytestmark = [\n    pytest.mark.shared,\n    pytest.mark.slow,\n]\n"
SOME = "import pytest\n\n\n@pytest.mark.slow\ndef test_one() -> None: ...\n"


def _config(markexpr: str, *args: str) -> Any:
    return SimpleNamespace(args=args, option=SimpleNamespace(markexpr=markexpr))


@pytest.mark.parametrize(
    ("text", "markexpr", "is_ignored"),
    [
        (SLOW, "not flow and not slow", True),
        (SEVERAL, "not slow", True),
        (SLOW, "slow and not soak", False),
        (SLOW, "", False),
        (SOME, "not slow", False),
    ],
)
def test_a_file_is_not_imported_if_the_mark_of_the_whole_file_is_excluded(
    tmp_path: Path, text: str, markexpr: str, is_ignored: bool
) -> None:
    file = tmp_path / "test_file.py"
    file.write_text(text)

    assert bool(pytest_ignore_collect(file, _config(markexpr, "tests"))) == is_ignored


def test_a_file_that_is_named_is_collected(tmp_path: Path) -> None:
    file = tmp_path / "test_file.py"
    file.write_text(SLOW)

    assert not pytest_ignore_collect(file, _config("not slow", f"{file}::test_one"))
