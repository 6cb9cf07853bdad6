"""`aawsat checks`, `publish`, `release`, `diff`: check, publish, hand on and compare the tables."""

import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from flows.cli.publish.publication_tables import (
    show_changes,
    show_checks,
    show_publication,
    show_release,
)
from flows.settings import Settings, read_settings
from tasks.errors import IntegrityError
from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_reader, open_warehouse
from warehouse.db.publications import open_published
from warehouse.db.sql_files import read_query
from warehouse.db.writer_lock import hold_writer
from warehouse.errors import ChecksFailed
from warehouse.publish.build_check_publish import (
    ReleaseSteps,
    build_check_publish,
    check_tables,
    publish_tables,
)
from warehouse.publish.data_release import write_release
from warehouse.publish.parquet_export import export_parquet
from warehouse.publish.targets.address import parse_target
from warehouse.publish.targets.publish_elsewhere import publish_elsewhere
from warehouse.reporting.row_formats import json_value, write_json_lines
from warehouse.transform.checks import (
    CheckResult,
    acceptable_checks,
    last_results,
    run_checks,
)

# Bytes of records that `aawsat checks --run` compares with their digests: some ten thousand pages.
VERIFIED_BYTES = 64 << 20


@click.command()
@click.option(
    "--run", "run_now", is_flag=True, help="Run the checks now. Default: show the last results."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per check.")
def checks(run_now: bool, as_json: bool) -> None:
    """Show the results of the data checks, with failing rows.

    With --run, stored captures are compared with their digests first: 64 MB of them, those
    verified longest ago first (aawsat verify compares all).
    """
    settings = read_settings()
    captures = ""
    if run_now:
        with hold_writer(settings.home, "aawsat checks", settings.wait_seconds):
            captures = _verify_captures(settings)
            with open_warehouse(settings.warehouse) as con:
                results = run_checks(con, settings.home)
    else:
        with open_reader(settings.warehouse) as con:
            results = last_results(con)
    if as_json:
        for result in results:
            click.echo(json.dumps(json_value(asdict(result)), ensure_ascii=False))
    else:
        show_checks(results)
    if captures:
        click.echo(captures, err=as_json)
    if stopping := [result.check_name for result in results if result.stops]:
        raise ChecksFailed(f"nothing can be published: {', '.join(stopping)}")


@click.command()
@click.option("--parquet", is_flag=True, help="Also export Parquet files with a data package.")
@click.option("--to", "target", help="Also copy the publication to s3://... or ducklake:...")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    type=click.Choice(sorted(acceptable_checks())),
    help="Publish although this comparison with the last publication fails. Repeat for more.",
)
def publish(parquet: bool, target: str | None, accepted: tuple[str, ...]) -> None:
    """Build and check the tables, and publish a snapshot for all readers.

    If a `stop` check fails, nothing is published and the last publication stays.
    """
    settings = read_settings()
    kept, place = settings.publications_kept, target or settings.publish_to
    if place:
        parse_target(place)
    with hold_writer(settings.home, "aawsat publish", settings.wait_seconds):
        publication = build_check_publish(
            settings.warehouse,
            settings.home,
            kept=kept,
            steps=ReleaseSteps(
                check=_check_and_show, publish=partial(publish_tables, accepted=accepted)
            ),
        )
    show_publication(publication)
    if parquet:
        click.echo(f"Parquet:   {export_parquet(settings.home, kept)}")
    if place:
        click.echo(f"Also at:   {publish_elsewhere(settings.home, place, kept)}")


@click.command()
@click.option(
    "--to",
    "into",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder of all releases; this one gets a folder of its own in it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the release as one JSON object.")
def release(into: Path, as_json: bool) -> None:
    """Write the latest publication as a data set with codebook, citation, licence, digests.

    Changes are those since the newest earlier release in the same folder.
    """
    written = write_release(read_settings().home, into)
    if as_json:
        click.echo(json.dumps(json_value(asdict(written)), ensure_ascii=False))
    else:
        show_release(written)


def _check_and_show(warehouse: WarehouseAddress, home: Path) -> list[CheckResult]:
    results = check_tables(warehouse, home)
    show_checks(results)
    return results


@click.command()
@click.option("--all", "show_all", is_flag=True, help="Show the changes of all publications.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per publication.")
def diff(show_all: bool, as_json: bool) -> None:
    """Show rows added, changed and removed by the latest publication, by cause."""
    with open_published(read_settings().home) as con:
        if not as_json:
            show_changes(con, since_first=show_all)
            return
        rows = con.execute(read_query("publish/publications_with_changes")).fetchall()
    columns = ("stamp", "article_count", "changes")
    write_json_lines(columns, rows if show_all else rows[-1:], sys.stdout)


def _verify_captures(settings: Settings) -> str:
    """Compare stored captures with their digests; return what was found."""
    from tasks.warc.verification import verify_captures

    try:
        found = verify_captures(
            settings.captures_folder,
            settings.warehouse,
            "checks",
            share=0,
            least_bytes=VERIFIED_BYTES,
        )
    except IntegrityError as error:
        return f"captures were not verified: {error}"
    except OSError as error:
        return f"captures were not verified: {error.filename}: {error.strerror}"
    counts = f"{found.verified:,} of {found.stored:,} captures verified"
    if not found.damaged:
        return f"{counts}, none damaged"
    return (
        f"{counts}, {len(found.damaged)} damaged; their pages are due: restore the files from a"
        " backup, or run a backfill of their source"
    )
