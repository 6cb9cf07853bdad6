"""Load a part of the archive on demand: from the Prefect UI, or by `aawsat backfill`."""

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.load_archive import load_archive
from flows.order import FIRST_DAY, LAST_DAY, Mode, Order, SourceName


@flow(
    name="backfill",
    flow_run_name="backfill {source} {since} to {until}, {mode}",
    validate_parameters=True,
)
def backfill(
    source: SourceName = SourceName.LIVE,
    since: date = FIRST_DAY,
    until: date = LAST_DAY,
    sections: list[str] = [],  # noqa: B006 - Prefect's run form needs a list; it is never changed
    mode: Mode = Mode.MISSING,
    max_pages: int = 200_000,
    path: str = "",
    dry_run: bool = False,
) -> State[Any]:
    """Load what is missing of a part of the archive, or fetch or parse it again.

    recover -> discover -> [fetch -> parse -> load] for every batch -> extract -> resolve -> build

    Args:
        source: Where the pages come from: the live site, WARC files, or the bundled sample.
        since: First day of publication to load.
        until: Last day of publication to load.
        sections: Sections to load, such as `opinion` or `news-middle-east/saudi-arabia`; none
            means all.
        mode: missing loads only what is not there yet; refetch fetches again what is there;
            reparse reads the captures again and fetches nothing.
        max_pages: The most pages to fetch in this run; the rest stays due.
        path: For the source warc only: a WARC or WACZ file, or a folder of them or of HTML files.
        dry_run: Only show what would be fetched; no article is.
    """
    return load_archive(
        "backfill",
        Order(
            source=source,
            since=since,
            until=until,
            sections=tuple(sections),
            mode=mode,
            max_pages=max_pages,
            path=Path(path) if path else None,
            dry_run=dry_run,
        ),
    )
