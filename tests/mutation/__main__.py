"""Run a sample of mutants: `python -m tests.mutation tasks.articles [--count 40] [--seed 1]`.

Works on a copy of the checkout. First the tests of the package run on the unchanged code: if one
fails there, nothing is measured. For each mutant, the tests of its module and then those of the
rooms around it run until the first failure; some rooms are also tested through another
(`TESTED_THROUGH`). A mutant that no test notices is printed: either a test is missing, or the
change makes no difference. Exit code 1 if more than `--allowed` per cent survive, 2 if a test fails
on unchanged code.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from itertools import islice
from pathlib import Path

from tests.mutation.mutants import Mutant, count_places, mutant_at

ROOT = Path(__file__).parents[2]
PARTS = ("flows", "tasks", "warehouse", "tests", "pyproject.toml", "Makefile", "docs")
DOCUMENTS = ("README.md", "MODEL_CARD.md")
ALONE = "not flow and not wordpress and not soak and not shared"
# `tests`, a part of the project, a package.
ROOM_DEPTH = 3
FAST = f"{ALONE} and not slow"
# Tests of another room that state what this one does.
TESTED_THROUGH = {
    "tests/tasks/warc": ["tests/tasks/sources/files"],
    "tests/warehouse/ingest": ["tests/tasks/test_urls.py"],
}


def main() -> int:
    """Print the survivors among a sample of a package's mutants."""
    ask = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    ask.add_argument("package", help="such as tasks.articles or warehouse.ingest")
    ask.add_argument("--count", type=int, default=40, help="mutants to try (default 40)")
    ask.add_argument("--seed", type=int, default=1, help="which sample of them (default 1)")
    ask.add_argument("--allowed", type=float, default=100.0, help="per cent that may survive")
    ask.add_argument("--slow", action="store_true", help="also run the tests marked slow")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy(Path(folder))
        marks = ALONE if given.slow else FAST
        chosen = _sample(given, copy)
        with closing(Tests(copy, marks)) as tests:
            if failure := _baseline_failure(chosen, copy, tests):
                print(f"a test fails on the unchanged code; nothing was measured:\n{failure}")
                return 2
            survivors, tried = _run(chosen, copy, tests), len(chosen)
    share = 100 * len(survivors) / max(tried, 1)
    print(f"{given.package}: {len(survivors)} of {tried} mutants survived ({share:.0f} %)")
    return int(share > given.allowed)


def _sample(given: argparse.Namespace, copy: Path) -> list[Mutant]:
    folder = copy.joinpath(*given.package.split("."))
    modules = sorted(folder.rglob("*.py")) or [folder.with_suffix(".py")]
    places = [(module, place) for module in modules for place in range(count_places(module))]
    random.Random(given.seed).shuffle(places)
    found = (mutant for each in places if (mutant := mutant_at(*each)) is not None)
    return list(islice(found, given.count))


def _baseline_failure(chosen: list[Mutant], copy: Path, tests: "Tests") -> str:
    """Run every test the mutants will meet, once; return what failed, empty if nothing did."""
    rooms = sorted({test for mutant in chosen for test in _tests(mutant, copy)})
    code, output = tests.run(rooms)
    return "" if code == 0 else output


def _run(chosen: list[Mutant], copy: Path, tests: "Tests") -> list[Mutant]:
    survivors = []
    for mutant in chosen:
        if _survives(mutant, copy, tests):
            survivors.append(mutant)
            print(str(mutant).removeprefix(f"{copy}/"), flush=True)
    return survivors


def _survives(mutant: Mutant, copy: Path, tests: "Tests") -> bool:
    original = mutant.path.read_bytes()
    mutant.path.write_text(mutant.source, encoding="utf-8")
    try:
        code, _ = tests.run(_tests(mutant, copy))
    finally:
        mutant.path.write_bytes(original)
    return code == 0


class Tests:
    """Runs tests in a copy of the checkout, until the first failure."""

    def __init__(self, copy: Path, marks: str) -> None:
        self._marks = marks
        self._server = subprocess.Popen(
            (sys.executable, "-m", "tests.mutation.forked_pytest"),
            cwd=copy,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, tests: list[str]) -> tuple[int, str]:
        """Return the exit code of pytest and its last lines."""
        assert self._server.stdin and self._server.stdout
        arguments = ["-x", "-q", "-p", "no:cacheprovider", "-m", self._marks, *tests]
        print(json.dumps(arguments), file=self._server.stdin, flush=True)
        code, output = json.loads(self._server.stdout.readline())
        return code, output

    def close(self) -> None:
        """End the process."""
        self._server.communicate()


def _tests(mutant: Mutant, copy: Path) -> list[str]:
    """Return the module's own tests, then those of its room and of each room around it.

    The outermost is the room of the package, such as `tests/tasks/articles`: a module is also
    tested by the pages and records that pass through it. Tests of other rooms come last.
    """
    inner = Path("tests") / mutant.path.relative_to(copy).parent
    rooms = [inner, *(room for room in inner.parents if len(room.parts) >= ROOM_DEPTH)]
    through = [Path(test) for room in rooms for test in TESTED_THROUGH.get(str(room), ())]
    found = [inner / f"test_{mutant.path.name}", *rooms, *through]
    return [str(path) for path in found if (copy / path).exists()]


def _copy(folder: Path) -> Path:
    for part in (*PARTS, *DOCUMENTS):
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


if __name__ == "__main__":
    sys.exit(main())
