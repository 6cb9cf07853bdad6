"""The name of a run says what it does."""

from unittest.mock import patch

import pytest

from flows.run.run_names import backfill_name, typed_name
from flows.run.run_request import FIRST_DAY, LAST_DAY

ALL = {"source": "live", "since": FIRST_DAY, "until": LAST_DAY, "mode": "missing"}


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        (ALL, "load live all years"),
        ({**ALL, "dry_run": True}, "plan: load live all years"),
        (
            {**ALL, "since": "2016-11-01", "until": "2016-11-30", "sections": ["opinion"]},
            "load live 2016-11-01 to 2016-11-30, opinion",
        ),
        (
            {**ALL, "mode": "refetch", "sections": ["opinion"], "other_sections": ["sports"]},
            "fetch again live all years, opinion + sports",
        ),
        ({**ALL, "source": "warc", "mode": "reparse"}, "parse again warc all years"),
    ],
)
def test_a_backfill_is_named_for_its_order(parameters: dict[str, object], name: str) -> None:
    assert backfill_name(parameters) == name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("calm-otter", None),
        ("Rustic-Yak", None),
        ("Opinion of 2010", "Opinion of 2010"),
        ("retry2", "retry2"),
    ],
)
def test_a_name_that_the_operator_typed_is_kept(given: str, kept: str | None) -> None:
    with patch("flows.run.run_names.flow_run.get_name", return_value=given):
        assert typed_name() == kept
