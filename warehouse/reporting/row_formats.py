"""Write rows as CSV or JSON for other programs."""

import csv
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TextIO

# JSON tools read numbers as 64-bit floats, which hold integers up to this one exactly
# (https://www.rfc-editor.org/rfc/rfc8259#section-6).
LARGEST_JSON_INTEGER = 2**53 - 1
# A spreadsheet runs a cell that begins so as a formula, also after white space, and in the wide
# forms of East Asian keyboards (https://owasp.org/www-community/attacks/CSV_Injection).
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
CONTROL_STARTS = ("\t", "\r", "\n")


def write_csv(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], out: TextIO, *, exact: bool = False
) -> int:
    """Write rows as CSV (RFC 4180) with a header line; return their number.

    Text that a spreadsheet would run as a formula, and integers with more digits than a spreadsheet
    keeps (such as article IDs), get a leading apostrophe, unless `exact`. Lists and structs are
    written as JSON.
    """
    writer = csv.writer(out)
    writer.writerow(columns if exact else map(inert_cell, columns))
    count = 0
    for row in rows:
        cells = map(_csv_cell, row)
        writer.writerow(cells if exact else map(inert_cell, cells))
        count += 1
    return count


def inert_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula or rounds."""
    if isinstance(value, int) and abs(value) > LARGEST_JSON_INTEGER:
        return f"'{value}"
    if isinstance(value, str) and _runs_as_formula(value) and not _is_number(value):
        return f"'{value}"
    return value


def _runs_as_formula(text: str) -> bool:
    return text.startswith(CONTROL_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def write_json_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]], out: TextIO) -> int:
    """Write one JSON object a row and line; return the number of rows.

    Integers beyond 53 bits, such as article IDs, are written as text, so that every tool reads
    them unchanged. Dates are ISO 8601; NaN and infinity, which JSON does not have, are null.
    """
    count = 0
    for row in rows:
        record = {name: json_value(value) for name, value in zip(columns, row, strict=True)}
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


def json_value(value: Any) -> Any:
    """Return a value of DuckDB's as JSON's types hold it."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST_JSON_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): json_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [json_value(each) for each in value]
    return _text(value)


def _text(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return str(value)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list | tuple | set | Mapping):
        return json.dumps(json_value(value), ensure_ascii=False)
    return value if value is None or isinstance(value, str | int | float) else _text(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
