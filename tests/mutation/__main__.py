"""Run a sample of mutants: `python -m tests.mutation tasks.articles [--count 40] [--seed 1]`.

Works on a copy of the checkout. First the tests of the package run on the unchanged code: if one
fails there, nothing is measured. For each mutant, the tests of its module and then those of its
room run until the first failure. A mutant that no test notices is printed: either a test is
missing, or the change makes no difference. Exit code 1 if more than `--allowed` per cent survive,
2 if a test fails on unchanged code.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
PARTS = ("flows", "tasks", "warehouse", "tests", "pyproject.toml", "README.md", "docs", "Makefile")
ALONE = "not flow and not wordpress and not soak and not shared"
FAST = f"{ALONE} and not slow"
LIMIT_SECONDS = 900


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
        if failure := _baseline_failure(chosen, copy, marks):
            print(f"a test fails on the unchanged code; nothing was measured:\n{failure}")
            return 2
        survivors, tried = _run(chosen, copy, marks), len(chosen)
    share = 100 * len(survivors) / max(tried, 1)
    print(f"{given.package}: {len(survivors)} of {tried} mutants survived ({share:.0f} %)")
    return int(share > given.allowed)


def _sample(given: argparse.Namespace, copy: Path) -> list[Mutant]:
    folder = copy.joinpath(*given.package.split("."))
    modules = sorted(folder.rglob("*.py")) or [folder.with_suffix(".py")]
    everything = [mutant for module in modules for mutant in mutants_of(module)]
    return random.Random(given.seed).sample(everything, min(given.count, len(everything)))


def _baseline_failure(chosen: list[Mutant], copy: Path, marks: str) -> str:
    """Run every test the mutants will meet, once; return what failed, empty if nothing did."""
    rooms = sorted({test for mutant in chosen for test in _tests(mutant, copy)})
    done = _pytest(rooms, copy, marks)
    return "" if done.returncode == 0 else "\n".join(done.stdout.splitlines()[-5:])


def _run(chosen: list[Mutant], copy: Path, marks: str) -> list[Mutant]:
    survivors = []
    for mutant in chosen:
        if _survives(mutant, copy, marks):
            survivors.append(mutant)
            print(str(mutant).removeprefix(f"{copy}/"), flush=True)
    return survivors


def _survives(mutant: Mutant, copy: Path, marks: str) -> bool:
    original = mutant.path.read_bytes()
    mutant.path.write_text(mutant.source, encoding="utf-8")
    try:
        done = _pytest(_tests(mutant, copy), copy, marks)
    except subprocess.TimeoutExpired:
        return False
    finally:
        mutant.path.write_bytes(original)
    return done.returncode == 0


def _pytest(tests: list[str], copy: Path, marks: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "pytest", "-x", "-q", "-m", marks, *tests)
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=LIMIT_SECONDS)


def _tests(mutant: Mutant, copy: Path) -> list[str]:
    """Return the module's own tests first, then those of its room."""
    room = Path("tests") / mutant.path.relative_to(copy).parent
    while not (copy / room).is_dir():
        room = room.parent
    own = room / f"test_{mutant.path.name}"
    return [str(path) for path in (own, room) if (copy / path).exists()]


def _copy(folder: Path) -> Path:
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


if __name__ == "__main__":
    sys.exit(main())
