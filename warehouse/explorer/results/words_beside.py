"""Words beside the words of a search, by year."""

from dataclasses import dataclass

from warehouse.errors import BadQuery
from warehouse.explorer.filters import Filters
from warehouse.explorer.published_file import Row, Snapshot
from warehouse.explorer.results.find_articles import INDEX
from warehouse.search.macros import select_of_articles

# Words in the table, and how many of the best articles of a search are read.
WORDS_SHOWN, ARTICLES_READ = 40, 300
# Words on either side, and the number of characters that contains them.
WORDS_AROUND, WIDTH = 5, 100


@dataclass(frozen=True, slots=True)
class WordBeside:
    """A word beside those of a search: how often, and how often in each year."""

    word: str
    uses: int
    by_year: dict[int, int]


def read_words_beside(snapshot: Snapshot, filters: Filters) -> list[WordBeside]:
    """Return the most frequent words beside the first word or phrase of a search."""
    words: dict[str, dict[int, int]] = {}
    for row in list_words_beside(snapshot, filters):
        if row["year"]:
            words.setdefault(row["word"], {})[row["year"]] = row["uses"]
    found = [WordBeside(word, sum(years.values()), years) for word, years in words.items()]
    return sorted(found, key=lambda one: (-one.uses, one.word))[:WORDS_SHOWN]


def list_words_beside(snapshot: Snapshot, filters: Filters) -> list[Row]:
    """Return a row per year and word, of the articles that are held as the table `found`.

    Raises:
        BadQuery: the snapshot has no search index, or the search no words.
    """
    if not (filters.words and snapshot.has(*INDEX)):
        raise BadQuery("words beside are found for a search with words")
    return snapshot.select(
        select_of_articles("words_beside", "found"),
        query=filters.words,
        words=WORDS_AROUND,
        width=WIDTH,
        max_articles=ARTICLES_READ,
        stop_words=False,
    )
