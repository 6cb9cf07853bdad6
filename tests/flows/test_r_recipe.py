"""The recipe for R of docs/analysts.md that needs no package beyond Debian's."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.flows.take_screenshots import running_explorer
from tests.warehouse.explorer.published_example import write_published

DOCUMENT = Path(__file__).parents[2] / "docs" / "analysts.md"
HAS_PACKAGE = ["Rscript", "-e", "library(jsonlite)"]

pytestmark = pytest.mark.slow


def test_r_reads_the_explorers_pages_as_the_document_says(tmp_path: Path) -> None:
    if not shutil.which("Rscript") or subprocess.run(HAS_PACKAGE, capture_output=True).returncode:
        pytest.skip("needs r-base-core and r-cran-jsonlite")
    blocks = re.findall(r"^```r\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.M | re.S)
    [recipe] = [block for block in blocks if "jsonlite" in block]
    published = write_published(tmp_path / "aawsat-1.duckdb", articles=40)

    with running_explorer(published, tmp_path) as address:
        script = re.sub(r'explorer <- ".*?"', f'explorer <- "{address}"', recipe)
        script = script.replace("q=council", "q=tariffs")
        done = subprocess.run(
            ["Rscript", "-e", script], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    assert done.returncode == 0, done.stderr
    assert re.search(r"\b\d{16,19}\b", done.stdout)
    assert (tmp_path / "Rplots.pdf").exists()
