"""Every promise of SECURITY.md and FAULTS.md names an existing test."""

import re

import pytest

from tests.faults.fault_table import read_shown_by
from tests.faults.named_tests import ROOT, missing_tests

NAMED = re.compile(r"`(tests/[\w/]+\.py::\w+)`")


@pytest.mark.slow
def test_every_defence_of_the_security_page_names_a_test_that_exists() -> None:
    page = (ROOT / "SECURITY.md").read_text()
    defences = [line for line in page.splitlines() if line.startswith("| ") and "---" not in line]
    named = NAMED.findall(page)

    assert missing_tests(named) == []
    # All rows except headings name a test.
    assert len(named) == len(defences) - page.count("| threat |") > 15


def test_every_test_named_by_the_table_of_faults_exists() -> None:
    named = read_shown_by()

    assert missing_tests(named) == []
    assert len(named) > 20
