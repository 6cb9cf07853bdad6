from datetime import date

import pytest

from warehouse.publish.release_documents import Facts, TableShape, changes_document, documents

ROWS = ("word", "use_count")


def changed_tables(earlier: dict[str, TableShape], later: dict[str, TableShape]) -> list[str]:
    """The lines of the table of changed tables."""
    document = changes_document("20120501T120000Z", {}, earlier, later)
    return [line for line in document.splitlines() if line.startswith("| `")]


def test_a_table_with_other_columns_or_rows_is_listed() -> None:
    before, more = TableShape(1_000, ROWS), TableShape(1_001, ROWS)

    assert changed_tables(
        {"words": before}, {"words": TableShape(1_000, ("use_count", "share"))}
    ) == ["| `words` | 1,000 | 1,000 | `share` added, `word` removed |"]
    assert changed_tables({"words": before}, {"words": more}) == [
        "| `words` | 1,000 | 1,001 | the same |"
    ]


def test_a_table_that_is_new_or_gone_is_listed_without_its_columns() -> None:
    assert changed_tables({}, {"kin": TableShape(2, ROWS)}) == ["| `kin` | no such table | 2 |  |"]
    assert changed_tables({"kin": TableShape(2, ROWS)}, {}) == ["| `kin` | 2 | no such table |  |"]


def test_tables_that_stayed_as_they_were_are_not_listed() -> None:
    document = changes_document(
        "1", {}, {"words": TableShape(1, ROWS)}, {"words": TableShape(1, ROWS)}
    )

    assert "| table |" not in document
    assert "words" not in document


def test_the_changes_of_a_table_are_counted_by_kind() -> None:
    document = changes_document(
        "1", {"articles": {"removed": 2, "added": 1_000}, "kin": {}}, {}, {}
    )

    assert document.startswith("# Changes since 1\n")
    assert "- articles: 1,000 added, 2 removed. Each one: `changes/articles.csv`." in document
    assert "- kin: none.\n" in document


def test_the_first_release_has_nothing_before_it() -> None:
    assert "first release" in changes_document(None, {}, {}, {"words": TableShape(1, ROWS)})


@pytest.mark.parametrize(
    ("first", "last", "document"),
    [
        (date(2005, 9, 1), date(2017, 10, 31), "9,800 articles, 2005-09-01 to 2017-10-31, read"),
        (None, None, "9,800 articles, read"),
    ],
)
def test_the_readme_states_the_days_of_the_articles(
    first: date | None, last: date | None, document: str
) -> None:
    facts = Facts("20120501T120000Z", date(2012, 5, 1), 9_800, first, last, "0.2.0")

    assert document in documents(facts)["README.md"]
