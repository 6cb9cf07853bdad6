"""Step parse: parse stored captures that this version of the parser has not parsed."""

from collections.abc import Sequence

from tasks.articles.parse_page import PARSER_VERSION
from tasks.models import Capture
from tasks.run.context import Run
from tasks.run.load_batches import BatchInWork, load_as_parsed, open_parser, split_in_batches
from tasks.run.progress import Progress
from tasks.run.steps import step
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import captures_to_parse, read_captures


@step("parse")
def parse(run: Run) -> None:
    """Parse captures left by an interrupted run or parsed by another version, and load them.

    In mode reparse: parse every capture of the selection.
    """
    with open_warehouse(run.warehouse) as con:
        due = captures_to_parse(con, run.selection, PARSER_VERSION)
    with open_parser(run, len(due)) as parser:
        batches = (
            BatchInWork(number, len(ids), len(ids), parser.parse(_read(run, ids)))
            for number, ids in split_in_batches(due, run.stored_batch_pages)
        )
        load_as_parsed(run, batches, Progress("parse", len(due)))


def _read(run: Run, capture_ids: Sequence[int]) -> list[Capture]:
    with open_warehouse(run.warehouse) as con:
        return read_captures(con, capture_ids)
