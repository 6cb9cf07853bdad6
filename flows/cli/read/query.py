"""`aawsat query`: run SQL on the latest publication and print or save the rows."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import click

from flows.settings import Settings, read_settings
from tasks.errors import BadRequest
from tasks.reports.markdown import counted
from warehouse.reporting.query import QueryResult, RowStream, run_query, stream_query, write_parquet

ROWS_SHOWN = 50
STANDARD_INPUT = "-"
# Formats of files by their endings; None: a table as on the terminal.
FORMS_OF_FILES = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
    ".txt": None,
}


@dataclass(frozen=True, slots=True)
class _Query:
    """One SELECT: file and schema it runs on, SQL, and values of its parameters."""

    path: Path
    schema: str
    sql: str
    parameters: Mapping[str, str]

    @property
    def options(self) -> dict[str, Any]:
        """Return the keyword arguments that the functions running it share."""
        return {"schema": self.schema, "parameters": self.parameters}


@click.command()
@click.argument("sql", required=False)
@click.option(
    "-f",
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the SQL from this file.",
)
@click.option("--example", help="Run this example query instead.")
@click.option("--examples", is_flag=True, help="List the example queries.")
@click.option(
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="Value of the parameter $NAME in the SQL. Repeat for more.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(min=1),
    help=f"Limit the rows; {ROWS_SHOWN} on the terminal, all rows with --json, --csv, --parquet.",
)
@click.option(
    "--line",
    "forms",
    flag_value="line",
    multiple=True,
    help="Print one value per line, for wide rows.",
)
@click.option(
    "--json", "forms", flag_value="json", multiple=True, help="Print one JSON object per row."
)
@click.option(
    "--csv",
    "forms",
    flag_value="csv",
    multiple=True,
    help="Print CSV that is safe to open in a spreadsheet.",
)
@click.option(
    "--exact", is_flag=True, help="With --csv: write text that looks like a formula as is."
)
@click.option(
    "--parquet", "forms", flag_value="parquet", multiple=True, help="Write Parquet; needs -o."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
)
@click.option(
    "--warehouse",
    "unpublished",
    is_flag=True,
    help="Query the warehouse itself, which also has the raw tables.",
)
def query(
    sql: str | None,
    file: Path | None,
    example: str | None,
    examples: bool,
    parameters: tuple[str, ...],
    max_rows: int | None,
    forms: tuple[str, ...],
    exact: bool,
    output: Path | None,
    unpublished: bool,
) -> None:
    """Query the latest publication: aawsat query "select title from articles".

    SQL may also come from a file (-f) or from standard input ("-").
    """
    from flows.cli.tables import show_examples
    from warehouse.reporting.example_queries import list_examples

    if examples:
        show_examples(list_examples())
        return
    form = _one_form(forms, output)
    text = _one_query(sql, file, example)
    request = _Query(
        *_file_to_query(read_settings(), unpublished), text, _read_parameters(parameters)
    )
    if form == "parquet":
        _save_parquet(request, output, max_rows)
    elif form in ("json", "csv"):
        _write_rows(request, form, output, max_rows, exact)
    else:
        _show(request, form, output, max_rows or ROWS_SHOWN)
    click.echo(f"from {request.path.name}", err=True)


def _one_form(forms: tuple[str, ...], output: Path | None) -> str | None:
    """Return the format asked for by an option, or by the ending of the file; None: a table."""
    if len(set(forms)) > 1:
        raise BadRequest(f"give one of {', '.join(f'--{form}' for form in dict.fromkeys(forms))}")
    if forms or output is None:
        return forms[0] if forms else None
    form = FORMS_OF_FILES.get(output.suffix.lower(), "")
    if form is None or form:
        return form
    raise BadRequest(
        f"{output.name} could have any format: give --csv, --json, --parquet or --line, or a name"
        " that ends in .csv, .jsonl, .parquet or .txt"
    )


def _one_query(typed: str | None, file: Path | None, example: str | None) -> str:
    from warehouse.reporting.example_queries import read_example

    if [typed, file, example].count(None) != 2:
        raise BadRequest(
            "give one query: SQL, -f FILE, - for standard input, or --example NAME"
            " (--examples lists the names)"
        )
    if file:
        return _decode(file.read_bytes(), str(file))
    if example:
        return read_example(example).sql
    if typed == STANDARD_INPUT:
        return _decode(sys.stdin.buffer.read(), "standard input")
    return typed or ""


def _decode(sql: bytes, place: str) -> str:
    """Return the text of a query; editors on Windows begin UTF-8 files with a mark."""
    try:
        return sql.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"{place} is not UTF-8 text: {error.reason} at byte {error.start}"
        ) from error


def _read_parameters(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    if wrong := [name for name, sign, _ in pairs if not (name and sign)]:
        raise BadRequest(f"write --param as NAME=VALUE, not {wrong[0]!r}")
    return {name.removeprefix("$"): value for name, _, value in pairs}


def _file_to_query(settings: Settings, unpublished: bool) -> tuple[Path, str]:
    """Return the file to query and its default schema."""
    from warehouse.db.publications import latest_publication

    published = None if unpublished else latest_publication(settings.home)
    return (published, "main") if published else (settings.warehouse.path, "marts")


def _show(request: _Query, form: str | None, output: Path | None, max_rows: int) -> None:
    from flows.cli.tables import show_lines, show_rows

    answer: QueryResult = run_query(request.path, request.sql, max_rows, **request.options)
    with _opened(output) as out:
        if form == "line":
            show_lines(answer, out)
        else:
            show_rows(answer, out)
    if output:
        _print_written(len(answer.rows), output, has_more=False)


def _write_rows(
    request: _Query, form: str, output: Path | None, max_rows: int | None, exact: bool
) -> None:
    from warehouse.reporting.row_formats import write_csv, write_json_lines

    with (
        stream_query(request.path, request.sql, **request.options) as stream,
        _opened(output) as out,
    ):
        limited = RowStream(stream.columns, islice(stream.rows, max_rows))
        if form == "csv":
            count = write_csv(limited.columns, limited.rows, out, exact=exact)
        else:
            count = write_json_lines(limited.columns, limited.rows, out)
        has_more = next(stream.rows, None) is not None
    _print_written(count, output, has_more)


def _save_parquet(request: _Query, output: Path | None, max_rows: int | None) -> None:
    if output is None:
        raise BadRequest("--parquet needs a file: -o NAME.parquet")
    if max_rows:
        raise BadRequest("--parquet writes all rows; limit them in the SQL")
    count = write_parquet(request.path, request.sql, output, **request.options)
    _print_written(count, output, has_more=False)


def _print_written(count: int, output: Path | None, has_more: bool) -> None:
    if has_more:
        click.echo(f"{counted(count, 'row')} written; there are more: raise --max-rows.", err=True)
    elif output:
        click.echo(f"{counted(count, 'row')} written to {output}.", err=True)


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """Open the file to write to, or standard output; a file appears when it is complete."""
    if output is None:
        with nullcontext(sys.stdout) as out:
            yield out
        return
    unfinished = output.with_name(f".{output.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as out:
            yield out
        unfinished.replace(output)
    except OSError as error:
        raise BadRequest(f"{output} cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
