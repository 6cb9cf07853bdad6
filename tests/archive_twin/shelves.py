"""Collect entries of listings until a page is full. The state is bounded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

from tests.archive_twin.listing_page import Shelf
from tests.archive_twin.story import SECTION_NAMES, Story
from tests.archive_twin.truth import Entry

# Divi's own page sizes.
SECTION_PAGE, OTHER_PAGE = 6, 5
# Listings besides those of sections: only these tags, every eighth author and every twelfth month,
# so that listings are not half of the sample.
LISTED_TAGS = frozenset({"yemen", "iraq", "al-qaeda", "sana-a", "sanaa", "cairo"})
AUTHORS_PER_LISTED, MONTHS_PER_LISTED = 8, 12


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One full (or last) page of a listing."""

    shelf: Shelf
    number: int
    entries: tuple[Entry, ...]
    older_url: str | None


@dataclass(slots=True)
class _Filling:
    number: int = 1
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Shelves:
    """Accepts entries newest first, and yields pages as they fill up."""

    _filling: dict[Shelf, _Filling] = field(default_factory=dict)

    @property
    def pending(self) -> int:
        """The number of pages that wait for more entries or for the end."""
        return len(self._filling)

    def add(self, story: Story, entry: Entry) -> Iterator[ListingPage]:
        """Add the entry to its listings; yield the pages that are complete."""
        for shelf in shelves_of(story):
            filling = self._filling.setdefault(shelf, _Filling())
            if len(filling.entries) == shelf.per_page:
                # Now it is certain that there are older entries.
                yield _close(shelf, filling, shelf.page_url(filling.number + 1))
                filling.number, filling.entries = filling.number + 1, []
            filling.entries.append(entry)

    def section_page_url(self, story: Story) -> str:
        """Return the URL of the section's page with the newest entry."""
        shelf = _section_shelf(story)
        return shelf.page_url(self._filling[shelf].number)

    def close(self) -> Iterator[ListingPage]:
        """Yield the last page of every listing."""
        for shelf, filling in self._filling.items():
            yield _close(shelf, filling, None)
        self._filling.clear()


def shelves_of(story: Story) -> list[Shelf]:
    """Return the listings of an article: always that of its section."""
    shelves = [_section_shelf(story)]
    slug, month = story.byline.slug, story.published_at
    shelves += [_tag_shelf(tag.slug, tag.name) for tag in story.tags if tag.slug in LISTED_TAGS]
    if crc32(slug.encode()) % AUTHORS_PER_LISTED == 0:
        shelves.append(
            Shelf(
                f"/author/{slug}/", story.byline.label, f"archive author author-{slug}", OTHER_PAGE
            )
        )
    if (month.year * 12 + month.month) % MONTHS_PER_LISTED == 0:
        path = f"/{month.year}/{month.month:02}/"
        shelves.append(Shelf(path, f"{month:%B %Y}", "archive date", OTHER_PAGE))
    return shelves


def _section_shelf(story: Story) -> Shelf:
    path = story.section_path
    slug = path.rpartition("/")[2]
    return Shelf(
        f"/category/{path}/", SECTION_NAMES[path], f"archive category category-{slug}", SECTION_PAGE
    )


def _tag_shelf(slug: str, name: str) -> Shelf:
    return Shelf(f"/tag/{slug}/", name, f"archive tag tag-{slug}", OTHER_PAGE)


def _close(shelf: Shelf, filling: _Filling, older_url: str | None) -> ListingPage:
    return ListingPage(shelf, filling.number, tuple(filling.entries), older_url)
