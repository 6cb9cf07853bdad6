"""Print listings in Divi's markup: entries with title, byline and excerpt; link to older entries."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.archive_twin.article_body import media_block
from tests.archive_twin.article_page import article_class, printer_of, title_html
from tests.archive_twin.frame import (
    ORIGIN,
    SITE_NAME,
    body_closing,
    body_opening,
    head_closing,
    head_opening,
)
from tests.archive_twin.printing import Printer
from tests.archive_twin.story import Story
from tests.archive_twin.truth import Entry

EXCERPT_LETTERS = 270


@dataclass(frozen=True, slots=True)
class Shelf:
    """One listing of the site, identified by its URL."""

    path: str
    name: str = field(compare=False)
    body_class: str = field(compare=False)
    per_page: int = field(compare=False)

    def page_url(self, number: int) -> str:
        """Return the URL of page `number`, from 1."""
        return f"{ORIGIN}{self.path}" + (f"page/{number}/" if number > 1 else "")


def listing_entry(story: Story) -> Entry:
    """Return the entry of a story in listings."""
    printer = printer_of(story)
    section = story.sections[0]
    return Entry(
        url=f"{ORIGIN}{story.path}",
        title=story.title,
        author=story.byline.label,
        author_slug=story.byline.slug,
        section=section.name,
        section_slug=section.slug,
        published_on=story.printed_on,
        post_id=story.post_id,
        title_html=title_html(story, printer),
        excerpt_html=_excerpt(story, printer),
        above_html=_above(story, printer),
        article_class=article_class(story),
    )


def _excerpt(story: Story, printer: Printer) -> str:
    # The newest posts have their full text in listings, all others an excerpt.
    if story.era.name == "late_2017":
        return "\n".join(f"<p>{printer.html(block.text)}</p>" for block in story.blocks[:3])
    text = story.blocks[0].text[:EXCERPT_LETTERS].rsplit(" ", 1)[0]
    return f"{printer.html(text)}..."


def _above(story: Story, printer: Printer) -> str:
    """Return the element above the title: the picture, or its Media ID block."""
    featured = next((picture for picture in story.pictures if not picture.is_figure), None)
    if featured is None:
        return ""
    if featured.url is None:
        return media_block(featured, printer, "block_caption")
    alt = printer.attribute(story.title)
    image = f"<img src='{featured.url}' alt='{alt}' width='1080' height='675' />"
    return f'<a href="{ORIGIN}{story.path}">{image}</a>'


def listing_page(
    shelf: Shelf, number: int, entries: Sequence[Entry], older_url: str | None
) -> bytes:
    """Return the HTML of page `number` of a shelf."""
    newer_url = shelf.page_url(number - 1) if number > 1 else None
    head = _listing_head(shelf, number, older_url, newer_url)
    paged = f" paged paged-{number}" if number > 1 else ""
    opening = body_opening(f"{shelf.body_class}{paged} et_right_sidebar et_divi_theme linux chrome")
    articles = "\n".join(_entry_html(entry) for entry in entries)
    older = f'<a href="{older_url}" >&laquo; Older Entries</a>' if older_url else ""
    newer = f'<a href="{newer_url}" >Next Entries &raquo;</a>' if newer_url else ""
    pagination = (
        '<div class="pagination clearfix">\n'
        f'\t<div class="alignleft">{older}</div>\n\t<div class="alignright">{newer}</div>\n</div>\n'
    )
    return f"{head}{opening}{articles}\n{pagination}{body_closing()}".encode()


def _listing_head(shelf: Shelf, number: int, older_url: str | None, newer_url: str | None) -> str:
    links = [f'<link rel="canonical" href="{shelf.page_url(number)}" />']
    if newer_url:
        links.append(f'<link rel="prev" href="{newer_url}" />')
    if older_url:
        links.append(f'<link rel="next" href="{older_url}" />')
    title = f"<title>{shelf.name} Archives - {SITE_NAME}</title>\n"
    meta = (
        '<meta property="og:type" content="object" />\n'
        f'<meta property="og:title" content="{shelf.name}" />\n'
    )
    return (
        f"{head_opening()}{title}" + "\n".join(links) + f"\n{meta}{head_closing('3.0.51', '4.8.1')}"
    )


def _entry_html(entry: Entry) -> str:
    day = f"{entry.published_on:%b} {entry.published_on.day}, {entry.published_on.year}"
    return (
        f'\t\t\t\t\t<article id="post-{entry.post_id}" class="{entry.article_class}">\n'
        f"{entry.above_html}"
        f'\t\t\t\t\t\t<h2 class="entry-title"><a href="{entry.url}">{entry.title_html}</a></h2>\n'
        f'\t\t\t\t\t<p class="post-meta"> by <span class="author vcard"><a href="{ORIGIN}/author/'
        f'{entry.author_slug}/" title="Posts by {entry.author}" rel="author">'
        f"{entry.author}</a></span> | "
        f'<span class="published">{day}</span> | <a href="{ORIGIN}/category/{entry.section_slug}/" '
        f'rel="category tag">{entry.section}</a></p>{entry.excerpt_html}\n'
        "\t\t\t\t\t</article> <!-- .et_pb_post -->"
    )
