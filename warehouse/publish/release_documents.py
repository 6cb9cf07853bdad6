"""The documents of a release: README, citation, licence and changes, as text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

SITE = "https://eng-archive.aawsat.com"
TITLE = "Asharq Al-Awsat English Archive, 2005-2017: structured data"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the documents state: the release, its articles and their first and last day."""

    stamp: str
    released_on: date
    articles: int
    first_day: date | None
    last_day: date | None
    software: str


def documents(facts: Facts) -> dict[str, str]:
    """Return the text of each document by file name."""
    return {
        "README.md": _readme(facts),
        "CITATION.cff": _citation(facts),
        "LICENSE.md": _LICENSE,
    }


@dataclass(frozen=True, slots=True)
class TableShape:
    """The number of rows of a table of a release, and the names of its columns."""

    rows: int
    columns: tuple[str, ...]


def changes_document(
    previous: str | None,
    changes: Mapping[str, Mapping[str, int]],
    earlier: Mapping[str, TableShape],
    later: Mapping[str, TableShape],
) -> str:
    """Return CHANGES.md: rows by change, tables before and now, or that this is the first release.

    `earlier` and `later` are the tables of both releases.
    """
    if previous is None:
        return "# Changes\n\nThis is the first release in its folder.\n"
    lines = [f"# Changes since {previous}", ""]
    for table, counts in changes.items():
        changed = ", ".join(f"{count:,} {change}" for change, count in sorted(counts.items()))
        lines.append(
            f"- {table}: {changed}. Each one: `changes/{table}.csv`."
            if changed
            else f"- {table}: none."
        )
    return "\n".join([*lines, "", _CHANGE_WORDS, *_changed_tables(earlier, later)])


def _changed_tables(
    earlier: Mapping[str, TableShape], later: Mapping[str, TableShape]
) -> Iterator[str]:
    """Yield the lines of a table of the tables with other rows or columns than before."""
    names = sorted(name for name in {*earlier, *later} if earlier.get(name) != later.get(name))
    if not names:
        return
    yield "| table | rows before | rows now | columns |\n|---|---:|---:|---|"
    for name in names:
        before, now = earlier.get(name), later.get(name)
        rows = " | ".join(f"{one.rows:,}" if one else "no such table" for one in (before, now))
        columns = ", ".join(_changed_columns(before, now)) if before and now else ""
        yield f"| `{name}` | {rows} | {columns or ('the same' if before and now else '')} |"
    yield ""


def _changed_columns(before: TableShape, now: TableShape) -> Iterator[str]:
    yield from (f"`{name}` added" for name in now.columns if name not in before.columns)
    yield from (f"`{name}` removed" for name in before.columns if name not in now.columns)


def _readme(facts: Facts) -> str:
    days = f", {facts.first_day} to {facts.last_day}" if facts.first_day else ""
    return f"""# {TITLE}

Release {facts.stamp}: {facts.articles:,} articles{days}, read from {SITE} and from web archives,
with the people, organisations and places they name, who said what, and the lineage of every text.

- `CODEBOOK.md` describes every table and column. For programs, `datapackage.json` describes the
  tables as JSON lines (`jsonl/`), `datapackage-parquet.json` the same tables as Parquet.
- `frictionless validate datapackage.json` (`pip install "frictionless[json]"`) checks types, keys
  and references of all rows. It cannot check the Parquet files: its reader takes lists for text.
- `coverage` lists what is missing, by month and section. Read it before you count anything.
- `CHANGES.md` tells what changed since the release before this one. Ids keep their meaning.
- `sha256sum -c SHA256SUMS` verifies the files.

Read it with any program that reads Parquet:

```sql
-- DuckDB
select published_on, title from read_parquet('articles/*/*.parquet') order by all limit 10;
```

```python
import pandas
articles = pandas.read_parquet("articles")
```

Ids are 64-bit integers: read them as such, never as floating point; in JSON lines they are text.
Names, places and speakers are found by a program and are wrong at times; each row says where its
evidence stands.

Made by aawsat-warehouse {facts.software}.
"""


def _citation(facts: Facts) -> str:
    return f"""cff-version: 1.2.0
message: Cite this data set, and the article itself where you quote one.
type: dataset
title: "{TITLE}"
version: "{facts.stamp}"
date-released: "{facts.released_on}"
authors:
  - name: The maintainers of aawsat-warehouse
abstract: >-
  {facts.articles} articles of a closed news site as tables, with the people, organisations and
  places they name, statements with their speakers, and the lineage of every text.
references:
  - type: website
    title: Asharq Al-Awsat English Archive
    url: "{SITE}"
    authors:
      - name: Asharq Al-Awsat
"""


_CHANGE_WORDS = """| change | meaning |
|---|---|
| added | not in the release before |
| changed | title, text or day differ |
| moved | the article has another URL; its id is the same |
| merged | it is part of `replaced_by` now; see `article_addresses` and `entity_merges` |
| renamed | the entity has another name; its id is the same |
| removed | in the release before, and not in this one |
"""

_LICENSE = """# Licence

**Texts.** Titles, bodies, paragraphs, captions and quotations belong to Asharq Al-Awsat and to the
agencies and authors it names. This release grants no right to them. Use them as the law of your
country allows for research, quotation and text mining, and do not publish them whole.

**Everything else** (identifiers, dates, links between articles, people, places and statements,
coverage, lineage) is a description made by a program. The maintainers claim no right in it.
Places come from GeoNames (CC BY 4.0), names and lives from Wikidata (CC0).

**Takedown.** If you hold rights in a text or are described by one, ask whoever gave you this
release to remove it; name the `article_id` or the URL. The next release then leaves the article
out, `changes/articles.csv` lists its id as removed, and the id is not used again.
"""
