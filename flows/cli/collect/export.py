"""`aawsat export warc`: export captures as WARC with a CDXJ index, or as WACZ."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from flows.cli.days import FirstDay, LastDay
from flows.run.run_request import FIRST_DAY, LAST_DAY
from flows.settings import read_settings
from tasks.errors import IntegrityError
from tasks.run.terminal_line import TERMINAL

MOST_SHOWN = 3


@click.group()
def export() -> None:
    """Export captures for other tools."""


@export.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--since", type=FirstDay(), default=FIRST_DAY, help="First day of publication.")
@click.option("--until", type=LastDay(), default=LAST_DAY, help="Last day of publication.")
@click.option("--section", "sections", multiple=True, help="Section path. Repeat for more.")
@click.option("--name", default="aawsat", show_default=True, help="Base name of the files.")
@click.option("--wacz", is_flag=True, help="Also write one WACZ file.")
def warc(
    out: Path,
    since: date,
    until: date,
    sections: tuple[str, ...],
    name: str,
    wacz: bool,
) -> None:
    """Write captured pages as a WARC with a CDXJ index, for pywb, ReplayWeb.page and others."""
    from tasks.warc.export import export_warc, pack_wacz
    from tasks.warc.store import require_folder
    from warehouse.db.connect import open_reader
    from warehouse.ingest.frontier import Selection, captures_to_export, count_unreadable_pages
    from warehouse.reporting.coverage import indexed_files

    settings = read_settings()
    with open_reader(settings.warehouse) as con:
        require_folder(settings.captures_folder, len(indexed_files(con)))
        selection = Selection(since, until, sections, "reparse")
        captures = captures_to_export(con, selection)
        unreadable = count_unreadable_pages(con, selection)
    with TERMINAL.stage(f"export of {len(captures):,} captures"):
        exported = export_warc(settings.captures_folder, captures, out, name)
    click.echo(f"{exported.records} captures: {exported.warc}, indexed by {exported.index}")
    if wacz:
        click.echo(f"packed as {pack_wacz(exported, captures, out / f'{name}.wacz')}")
    if exported.damaged:
        raise IntegrityError(_describe_damage(exported.damaged))
    if unreadable:
        raise IntegrityError(
            f"{unreadable} pages were left out: their captures are damaged or lost;"
            " run a backfill of their source"
        )


def _describe_damage(damaged: Mapping[int, str]) -> str:
    reasons = list(damaged.values())
    more = f" and {len(reasons) - MOST_SHOWN} more" if len(reasons) > MOST_SHOWN else ""
    return (
        f"{len(reasons)} captures cannot be read and were left out:"
        f" {'; '.join(reasons[:MOST_SHOWN])}{more}. Run `aawsat verify` to make their pages due"
    )
