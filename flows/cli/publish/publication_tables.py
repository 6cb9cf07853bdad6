"""Print checks and publications on the terminal."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection
from rich.table import Table
from rich.text import Text

from flows.cli.console import open_console
from tasks.reports.markdown import counted
from warehouse.db.sql_files import read_query
from warehouse.publish.data_release import DataRelease
from warehouse.publish.release import Publication
from warehouse.transform.checks import CheckResult, read_sample

SHOWN_ROWS = 3
FIRST = "  the first publication; there is none to compare it with"


def show_checks(results: Sequence[CheckResult]) -> None:
    """Print the failed checks with some failing rows, and the number of passed checks."""
    console = open_console(highlight=False)
    for result in results:
        if not result.failing_count:
            continue
        style = "bold red" if result.stops else "bold yellow"
        console.print(
            f"{result.severity}: {result.check_name}: {result.failing_count}", style=style
        )
        console.print(f"  {result.description}", soft_wrap=True)
        for row in read_sample(result)[:SHOWN_ROWS]:
            values = ", ".join(f"{name}={value}" for name, value in row.items())
            console.print(Text(f"    {values}"), soft_wrap=True)
    passed = sum(not result.failing_count for result in results)
    console.print(f"{passed} of {len(results)} checks passed")


def show_publication(publication: Publication) -> None:
    """Print a publication and its changes."""
    console = open_console()
    if publication.changes:
        rows = [
            (change.mart_name, change.cause, change.added, change.changed, change.removed)
            for change in publication.changes
        ]
        console.print(_changes_table("Changes since the last publication", rows))
    console.print(
        f"Published: {publication.path} ({publication.rows['articles']} articles,"
        f" {publication.size / 1e6:.0f} MB, {publication.seconds:.1f} s)",
        soft_wrap=True,
    )
    for file in publication.pruned:
        console.print(f"Removed:   {file.name}")


def show_release(release: DataRelease) -> None:
    """Print where a release is, its size, and its changes since the one before."""
    console = open_console(highlight=False)
    size = f"{counted(release.files, 'file')}, {release.size_bytes / 1e6:.0f} MB"
    console.print(f"Release: {release.folder} ({size})", soft_wrap=True)
    if release.previous is None:
        console.print("It is the first release in this folder.")
        return
    rows = [
        (table, change, count)
        for table, counts in release.changes.items()
        for change, count in sorted(counts.items())
    ]
    changes = ", ".join(f"{count:,} {table} {change}" for table, change, count in rows)
    console.print(f"Changes since {release.previous}: {changes or 'none'}", soft_wrap=True)
    console.print("To verify the files: sha256sum -c SHA256SUMS")


def show_changes(con: DuckDBPyConnection, *, since_first: bool) -> None:
    """Print the changes of the latest publication, or of all publications."""
    console = open_console()
    publications = con.execute(read_query("publish/publications_with_changes")).fetchall()
    first = publications[0][0] if publications else None
    for stamp, articles, changes in publications if since_first else publications[-1:]:
        console.print(f"{stamp}: {counted(articles, 'article')}")
        rows = [tuple(change.values()) for change in changes or ()]
        unchanged = FIRST if stamp == first else "  nothing changed since the publication before"
        console.print(_changes_table("", rows) if rows else unchanged)


def _changes_table(title: str, rows: Sequence[Sequence[object]]) -> Table:
    table = Table("table", "because of", "added", "changed", "removed", title=title or None)
    for row in rows:
        table.add_row(*map(str, row))
    return table
