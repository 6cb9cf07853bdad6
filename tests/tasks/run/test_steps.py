"""The steps of a run are named in one list, and each has its retries in one table."""

from typing import Any

from tasks.build import build
from tasks.check import check
from tasks.discover import discover, discover_changes
from tasks.extract import extract
from tasks.fetch import fetch
from tasks.link import link
from tasks.parse import parse
from tasks.plan import plan
from tasks.publish import copy_publication, publish
from tasks.recover import recover
from tasks.report import report
from tasks.run.retry import RETRIES
from tasks.run.steps import STEPS, describe_steps
from tasks.verify import verify

TASKS: list[Any] = [
    recover,
    verify,
    discover,
    plan,
    fetch,
    parse,
    extract,
    link,
    build,
    check,
    publish,
    copy_publication,
    report,
]


def test_every_step_is_a_task_of_that_name() -> None:
    assert [task.name for task in TASKS] == list(STEPS)


def test_every_step_is_retried_as_the_table_says() -> None:
    assert {task.name: task.retries for task in TASKS} == {
        name: len(RETRIES[name].delays) for name in STEPS
    }
    assert discover_changes.retries == len(RETRIES["discover changes"].delays) > discover.retries


def test_the_description_of_a_flow_lists_the_steps_in_order() -> None:
    lines = describe_steps().splitlines()

    assert [line.split("**")[1] for line in lines] == list(STEPS)
