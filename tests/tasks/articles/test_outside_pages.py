"""The parser on real pages from outside: the figures reached must not fall."""

import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[4] / "shared" / "truth"
# What is measured today, less half a point.
FLOORS = (
    "wp.f1=0.960 wp.lost=0.010 wp.rejected=0.004 divi.f1=0.977 divi.lost=0 divi.rejected=0"
    " extra.rejected=0 other.f1=0.951 other.lost=0.012 other.rejected=0"
    " wp.title=0.900 wp.date=0.924 wp.datewrong=0.055 wp.authors=0.820"
    " extra.date=0.995 extra.datewrong=0 divi.title=0.813 divi.date=0.995 divi.datewrong=0"
    " other.title=0.866 other.date=0.873 other.authors=0.753"
)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason=f"needs {SHARED}, which is not in the repository")
def test_the_figures_on_outside_pages_do_not_fall() -> None:
    scorer = SHARED / "tools" / "score_pages.py"
    command = [sys.executable, str(scorer), str(SHARED / "pages"), "--min", *FLOORS.split()]

    run = subprocess.run(
        command, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout[-1_500:] + run.stderr[-1_500:]
