"""Run the data checks: SELECTs that return wrong rows.

A check is a file in `checks/`: one SELECT with header lines:

    -- One row per article without title or body.      what a failing row is
    -- severity: stop                                   no publication if a row fails; or: warn,
                                                        or: stop unless accepted
    -- scope: article                                   a failure depends on one article only
    -- refresh: on_article_change                       it reads only tables that a build without a
                                                        changed article keeps

A check with the scope `article` that passed is next run on newly built articles only, and one with
the header `refresh` is not run again before an article changes. The checks named keys.<mart> test
the `unique_key` of each mart. Parameters of checks (`$lost_share`) and the fields that must be
filled are in `expectations.yml`. Checks that stop `unless accepted` compare with the last
publication: an operator who knows that the change is right can publish it.
"""

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml
from duckdb import DuckDBPyConnection

from warehouse.db.publications import attached_latest
from warehouse.db.read_models import read_models
from warehouse.db.sql_files import stage_query
from warehouse.db.transactions import registered, transaction
from warehouse.ingest.arrow_schemas import records_table
from warehouse.transform.build import make_mart, refuse_unbuilt

CHECKS = files("warehouse.transform") / "checks"
EXPECTATIONS = files("warehouse.transform") / "expectations.yml"
SAMPLE_ROWS = 10
# Prefix of temporary tables with the rows of articles built since the last run of the checks.
NEW_ROWS = "new_"
NO_ROWS = "select 0 as nothing where false"
_MART = re.compile(r"\bmarts\.(\w+)")
_COLUMNS: dict[str, pa.DataType] = {
    "check_name": pa.string(),
    "severity": pa.string(),
    "description": pa.string(),
    "failing_count": pa.int64(),
    "sample": pa.list_(pa.string()),
    "seconds": pa.float64(),
}
RESULTS = pa.schema(list(_COLUMNS.items()))


@dataclass(frozen=True, slots=True)
class Check:
    """A SELECT of failing rows. `severity` is warn or stop; a failed stop prevents publication.

    Failing rows of an acceptable check prevent it only until an operator accepts them.
    """

    name: str
    severity: str
    description: str
    sql: str
    scope: str = "archive"
    is_acceptable: bool = False
    refresh: str = ""

    @property
    def digest(self) -> str:
        """Digest of the SQL and its parameters."""
        given = json.dumps(_given(self), sort_keys=True, default=str)
        return hashlib.sha256(f"{self.sql}\n{given}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Result of a check: number of failing rows, and the first of them as JSON."""

    check_name: str
    severity: str
    description: str
    failing_count: int
    sample: tuple[str, ...]
    seconds: float

    @property
    def stops(self) -> bool:
        """Whether this result prevents publication."""
        return self.severity == "stop" and self.failing_count > 0


def run_checks(
    con: DuckDBPyConnection, home: Path, now: datetime | None = None
) -> list[CheckResult]:
    """Run all checks on the marts and store their results; failed checks come first.

    Checks that compare with the last publication pass if there is none.

    Raises:
        NotBuilt: the tables are not built yet.
    """
    con.execute("delete from raw.passed_checks")
    return run_due_checks(con, home, now)


def run_due_checks(
    con: DuckDBPyConnection, home: Path, now: datetime | None = None
) -> list[CheckResult]:
    """Run the checks that may fail now: the results are those of `run_checks`, found faster.

    Checks that only new rows can fail run on newly built articles only. Checks whose tables are as
    they were when they passed are not run again.

    Raises:
        NotBuilt: the tables are not built yet.
    """
    refuse_unbuilt(con)
    passed = dict(con.execute("from raw.passed_checks").fetchall())
    checks = read_checks()
    has_new = bool(con.execute("from raw.unchecked_articles limit 1").fetchall())
    due = [
        _due(check, has_new) if passed.get(check.name) == check.digest else check
        for check in checks
    ]
    _stage_new_rows(con)
    results = find_failing(con, home, due)
    _drop_new_rows(con)
    keep_results(con, results, now or datetime.now(UTC))
    _record_passed(
        con,
        [check for check, result in zip(checks, results, strict=True) if not result.failing_count],
    )
    return sorted(results, key=lambda result: (not result.failing_count, result.severity))


def _due(check: Check, has_new: bool) -> Check:
    """Return what to run of a check that passed: nothing, its new rows, or all of it."""
    if check.refresh and not has_new:
        return replace(check, sql=NO_ROWS)
    if check.scope != "article":
        return check
    return replace(check, sql=_MART.sub(rf"temp.{NEW_ROWS}\1", check.sql))


def _stage_new_rows(con: DuckDBPyConnection) -> None:
    for model in read_models("marts"):
        if model.incremental:
            con.execute(
                f"create or replace temp table {NEW_ROWS}{model.name} as from {model.full_name}"
                f" where {model.incremental} in (select article_id from raw.unchecked_articles)"
            )


def _drop_new_rows(con: DuckDBPyConnection) -> None:
    for model in read_models("marts"):
        con.execute(f"drop table if exists temp.{NEW_ROWS}{model.name}")


def _record_passed(con: DuckDBPyConnection, passed: Sequence[Check]) -> None:
    rows = [[check.name for check in passed], [check.digest for check in passed]]
    with transaction(con):
        con.execute("delete from raw.passed_checks")
        con.execute(
            "insert into raw.passed_checks select unnest(?::varchar []), unnest(?::varchar [])",
            rows,
        )
        con.execute("delete from raw.unchecked_articles")


def find_failing(con: DuckDBPyConnection, home: Path, checks: Sequence[Check]) -> list[CheckResult]:
    """Run these checks and return their results in the same order, without storing them."""
    expectations = read_expectations()
    with attached_latest(con, home) as previous:
        _stage_comparisons(con, previous, expectations)
        results = [_run(con, check) for check in checks]
        for name in ("fills", "expected_fields", "check_fills", "lost_articles"):
            con.execute(f"drop table temp.{name}")
        con.execute("drop view temp.previous_articles")
    return results


def keep_results(con: DuckDBPyConnection, results: list[CheckResult], now: datetime) -> None:
    """Replace the stored results."""
    with registered(con, {"results": records_table(results, RESULTS)}), transaction(con):
        con.execute("delete from raw.check_results")
        con.execute(
            "insert into raw.check_results by name select *, ? as checked_at from results", [now]
        )
        make_mart(con, "check_results")


def last_results(con: DuckDBPyConnection) -> list[CheckResult]:
    """Return the stored results of the last run; empty if the checks were never run."""
    rows = con.execute(
        "select check_name, severity, description, failing_count, sample, seconds"
        " from raw.check_results order by failing_count = 0, severity, check_name"
    ).fetchall()
    return [
        CheckResult(name, severity, description, count, tuple(sample), seconds)
        for name, severity, description, count, sample, seconds in rows
    ]


@cache
def read_expectations() -> Mapping[str, Any]:
    """Return the contents of `expectations.yml`."""
    content: Mapping[str, Any] = yaml.safe_load(EXPECTATIONS.read_text(encoding="utf-8"))
    return content


def read_checks() -> list[Check]:
    """Return all checks by name: the files, and one key check per mart."""
    names = sorted(file.name for file in CHECKS.iterdir() if file.name.endswith(".sql"))
    return [*_key_checks(), *(_read_check(name) for name in names)]


def acceptable_checks() -> frozenset[str]:
    """Return the names of the stop checks whose failing rows an operator can accept."""
    return frozenset(check.name for check in read_checks() if check.is_acceptable)


def _key_checks() -> Iterator[Check]:
    for model in read_models("marts"):
        sql = (
            f"select {model.unique_key}, count(*) as rows_with_it from {model.full_name}"
            " group by all having count(*) > 1"
        )
        description = f"One row per key that several rows of {model.name} share."
        scope = "article" if model.incremental in model.unique_key.split(", ") else "archive"
        yield Check(f"keys.{model.name}", "stop", description, sql, scope, refresh=model.refresh)


def _read_check(name: str) -> Check:
    text = (CHECKS / name).read_text(encoding="utf-8")
    description = text.split("\n", 1)[0].removeprefix("-- ").strip()
    severity = re.search(r"^-- severity: (warn|stop)( unless accepted)?$", text, re.M)
    if severity is None:
        raise ValueError(f"checks/{name} has no line -- severity: stop (or warn)")
    scope = "article" if re.search(r"^-- scope: article$", text, re.M) else "archive"
    return Check(
        name.removesuffix(".sql"),
        severity[1],
        description,
        text.strip(),
        scope,
        is_acceptable=bool(severity[2]),
        refresh="on_article_change" if "\n-- refresh: on_article_change\n" in text else "",
    )


def _stage_comparisons(
    con: DuckDBPyConnection, previous: str | None, expectations: Mapping[str, Any]
) -> None:
    """Stage what checks compare with: the last publication and the expected fields."""
    source = f"{previous}.articles" if previous else "marts.articles limit 0"
    con.execute(f"create or replace temp view previous_articles as from {source}")
    stage_query(con, "transform/lost_articles", {})
    stage_query(con, "transform/check_fills", {})
    con.execute("create or replace temp table fills as from check_fills")
    fields = expectations["fields"]
    con.execute(
        "create or replace temp table expected_fields as"
        " select unnest(?::varchar []) as field, unnest(?::double []) as least_share",
        [list(fields), list(fields.values())],
    )


def _given(check: Check) -> dict[str, Any]:
    """Return the parameters of `expectations.yml` that a check uses."""
    expectations = read_expectations()
    return {name: expectations[name] for name in re.findall(r"\$([a-z]\w*)", check.sql)}


def _run(con: DuckDBPyConnection, check: Check) -> CheckResult:
    started = time.monotonic()
    con.execute(f"create or replace temp table failing as {check.sql}", _given(check))
    count = con.execute("select count(*) from failing").fetchall()[0][0]
    rows = con.execute(
        f"select to_json(failing)::varchar from failing limit {SAMPLE_ROWS}"
    ).fetchall()
    con.execute("drop table temp.failing")
    sample = tuple(row for (row,) in rows)
    seconds = time.monotonic() - started
    return CheckResult(check.name, check.severity, check.description, count, sample, seconds)


def read_sample(result: CheckResult) -> list[dict[str, Any]]:
    """Return the stored failing rows of a check."""
    return [json.loads(row) for row in result.sample]
