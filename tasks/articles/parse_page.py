"""Parse a captured page into an `Article` or a `Rejection`.

`parse_page` is a pure function of the page. It is safe for any input: huge, deeply nested and
broken pages become rejections; it never raises or hangs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from tasks.articles.body.blocks import BodyText, without_title
from tasks.articles.body.walk import read_bodies
from tasks.articles.content.ending import Ending, read_ending
from tasks.articles.content.links import read_links
from tasks.articles.content.paragraphs import ArticleText, read_text
from tasks.articles.content.prune import cut_byline, cut_end
from tasks.articles.content.stated_text import STATED_IN, read_stated_text
from tasks.articles.document import Document, PageParts
from tasks.articles.evidence import ENOUGH, Evidence, asks_for_password, read_evidence
from tasks.articles.fields.bylines import read_authors
from tasks.articles.fields.languages import read_language
from tasks.articles.fields.pictures import read_images
from tasks.articles.fields.post_id import read_post_id
from tasks.articles.fields.provenance import FieldProvenance
from tasks.articles.fields.publication_dates import read_publishing
from tasks.articles.fields.taxonomy import read_sections, read_tags
from tasks.articles.fields.titles import read_title
from tasks.articles.layouts.registry import find_parts
from tasks.articles.layouts.rest_post import (
    name_sources,
    open_post,
    printed_caption,
    with_caption,
)
from tasks.articles.layouts.truncate import cut_after_article, truncation_is_safe
from tasks.articles.markup.classify_response import refuse_response, refuse_target
from tasks.articles.markup.decode import GZIP_MAGIC, decode_html, unpack_gzip
from tasks.articles.markup.dom import class_tokens, parse_tree
from tasks.articles.markup.head import read_head
from tasks.articles.markup.parser_limits import MAX_BODY_BYTES, check_limits, find_deep_tree
from tasks.articles.markup.post_pages import REPEATS_PAGE, read_post_pages
from tasks.articles.metadata.json_ld import read_graph, text_of
from tasks.articles.metadata.meta_lines import find_meta_lines
from tasks.articles.page_class import refuse_page
from tasks.articles.text.captions import read_caption
from tasks.articles.text.clean import TextCleaner
from tasks.articles.text.walls import ends_at_a_wall
from tasks.models import Article, Page, Reason, Rejection
from tasks.urls import Site, original_url, stable_id

# Raise it when the same bytes may give another result: stored pages are then parsed again.
PARSER_VERSION = "31"
# The rest of the page is missing, or (`checksum-differs`) bytes of it are not those captured.
_DAMAGE_FLAGS = ("truncated", "corrupt-end", "checksum-differs")
_ENDS_OF_PAGE = (b"</html", b"</body", b"</HTML", b"</BODY")
# The capture time of bytes without one.
NO_CAPTURE_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def parse_html(html: bytes, url: str, site: Site | None = None) -> Article | Rejection:
    """Return the article in the HTML of `url`, or a rejection. Never raises.

    Without `site`, the site is the host of `url`.
    """
    page = Page(stable_id(url), url, NO_CAPTURE_TIME, 200, "text/html", html)
    return parse_page(page, site or _site_of(url))


def _site_of(url: str) -> Site:
    try:
        host = urlsplit(url).netloc
    except ValueError:
        host = ""
    return Site(f"https://{host}")


def parse_page(page: Page, site: Site) -> Article | Rejection:
    """Return the article of a page, or a rejection. Never raises."""
    try:
        return _parse(page, site)
    except Exception as error:  # every page must become a row, even if it breaks the parser
        return _reject(page, Reason.CORRUPT, f"the parser failed: {type(error).__name__}: {error}")


def _parse(page: Page, site: Site) -> Article | Rejection:
    if page.item is not None:
        return _parse_post(page, site)
    if page.body.startswith(GZIP_MAGIC):
        page = replace(page, body=unpack_gzip(page.body, MAX_BODY_BYTES + 1))
    refusal = refuse_target(page, site) or refuse_response(page)
    if refusal:
        return _reject(page, *refusal)
    html, encoding = decode_html(page.body, page.content_type)
    limits = check_limits(html)
    if limits.hazard:
        return _reject(page, Reason.TOO_DEEP, limits.hazard)
    if limits.may_be_deep and (depth := _measure_tree(html)):
        return _reject(page, Reason.TOO_DEEP, depth)
    cut = cut_after_article(html)
    article = _parse_cut(page, site, cut, encoding) if cut is not None else None
    return article or parse_whole(page, site, html, encoding)


def _parse_post(page: Page, site: Site) -> Article | Rejection:
    """Return the article in a post of the REST interface, read by the code that reads pages."""
    opened = open_post(page, site)
    if opened is None:
        return _reject(page, Reason.EMPTY_PAGE, "the post has no content")
    document, parts = opened
    limits = check_limits(document.html)
    if limits.hazard:
        return _reject(page, Reason.TOO_DEEP, limits.hazard)
    outcome = _read_article(document, parts, "utf-8")
    if isinstance(outcome, Rejection):
        return outcome
    caption = read_caption(printed_caption(page), TextCleaner())
    return name_sources(replace(outcome, images=with_caption(outcome.images, *caption)))


def _measure_tree(html: bytes) -> str | None:
    tree = parse_tree(html)
    return find_deep_tree(tree.root) if tree.root is not None else None


def _parse_cut(page: Page, site: Site, html: bytes, encoding: str) -> Article | None:
    """Parse only the page up to the end of its article; None if the result may differ."""
    document = open_document(page, site, html)
    if document is None or refuse_page(document):
        return None
    parts = find_parts(document)
    outcome = (
        _read_article(document, parts, encoding) if truncation_is_safe(document, parts) else None
    )
    return outcome if isinstance(outcome, Article) else None


def parse_whole(page: Page, site: Site, html: bytes, encoding: str) -> Article | Rejection:
    """Parse the whole page; `html` is its body in UTF-8."""
    document = open_document(page, site, html)
    if document is None:
        return _reject(page, Reason.EMPTY_PAGE, "no body element")
    refusal = refuse_page(document)
    if refusal:
        return _reject(page, *refusal)
    return _read_article(document, find_parts(document), encoding)


def open_document(page: Page, site: Site, html: bytes) -> Document | None:
    """Parse UTF-8 bytes, and read head and body classes; None if there is no body."""
    tree = parse_tree(html)
    body = tree.body
    if body is None:
        return None
    head = read_head(tree)
    return Document(
        page=page,
        site=site,
        html=html,
        tree=tree,
        body=body,
        head=head,
        graph=read_graph(head.json_ld, original_url(page.url), head.link("canonical")),
        body_classes=frozenset(class_tokens(body)),
        html_lang=_html_lang(tree),
    )


def _html_lang(tree: LexborHTMLParser) -> str | None:
    return tree.root.attributes.get("lang") if tree.root is not None else None


def _reject(page: Page, reason: Reason, detail: str) -> Rejection:
    return Rejection(page.capture_id, page.url, reason, detail, PARSER_VERSION)


def _read_article(document: Document, parts: PageParts, encoding: str) -> Article | Rejection:
    cleaner, ledger = TextCleaner(), FieldProvenance()
    if encoding != "utf-8":
        cleaner.fired.add("encoding")
    body = parts.body or cut_end(read_bodies(parts.contents))
    article_body = text_of(document.graph.get("Article").get("articleBody"))
    if stated := read_stated_text(article_body or "", body):
        parts.contents, parts.content_source, body = (), STATED_IN, stated
    title = read_title(document, parts, cleaner, ledger)
    body = cut_byline(without_title(body, title))
    text = read_text(body, cleaner)
    _add_meta_lines(document, parts, body.labels)
    missing = _missing_part(document, title, text)
    if missing:
        return _reject(document.page, *missing)
    assert title is not None
    evidence = read_evidence(document, parts, body, title, text.paragraphs)
    if refusal := _refuse_by_evidence(document, parts, evidence):
        return _reject(document.page, *refusal)
    ledger.record("paragraphs", parts.content_source)
    urls = document.page.url, document.head.link("canonical")
    ending = read_ending(parts.contents, text.paragraphs[-1].text, *urls)
    signs = evidence.signs if ending is Ending.WHOLE else (*evidence.signs, "cut")
    return _assemble(document, parts, _Read(title, body, text, signs, ending, cleaner, ledger))


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a page before its other fields."""

    title: str
    body: BodyText
    text: ArticleText
    evidence: tuple[str, ...]
    ending: Ending
    cleaner: TextCleaner
    ledger: FieldProvenance

    @property
    def is_whole(self) -> bool:
        """Whether nothing on the page says for certain that its text goes on elsewhere."""
        return self.ending is not Ending.CUT and not ends_at_a_wall(self.text.paragraphs[-1].text)


def _is_cut(page: Page) -> bool:
    """Return whether a response is damaged: by its flags, or its markup has no end."""
    if any(flag.startswith(_DAMAGE_FLAGS) for flag in page.flags):
        return True
    # A post of the REST API is JSON, which is whole if it can be read at all.
    if page.item is not None:
        return False
    # UTF-16 has a zero byte beside each letter of the marks.
    body = page.body.replace(b"\0", b"") if b"\0" in page.body else page.body
    # From the end of the page, where the marks are.
    return all(body.rfind(mark) < 0 for mark in _ENDS_OF_PAGE)


def _refuse_by_evidence(
    document: Document, parts: PageParts, evidence: Evidence
) -> tuple[Reason, str] | None:
    if asks_for_password(document, parts):
        return Reason.PROTECTED, "the page asks for the password of its post"
    if evidence.weight < ENOUGH:
        found = ", ".join(evidence.signs) or "nothing"
        return Reason.NOT_THE_ARTICLE, f"found {found}; missing {evidence.missing}"
    return None


def _add_meta_lines(document: Document, parts: PageParts, labels: Sequence[str]) -> None:
    """Search the page for date and byline if the layout does not define their positions."""
    if parts.layout.startswith("generic"):
        parts.printed_date = None
        parts.page_bylines, parts.bylines = parts.bylines, []
    has_meta = parts.printed_date is not None and bool(parts.bylines)
    # The title of a Divi builder page may be in its text, with date and byline below it.
    may_have_lines = parts.article is None or (parts.heading is not None and not parts.bylines)
    if may_have_lines and not has_meta:
        parts.meta_lines = find_meta_lines(document.body, parts.heading, parts.contents)
    parts.meta_lines.add_labels(labels)


def _missing_part(
    document: Document, title: str | None, text: ArticleText
) -> tuple[Reason, str] | None:
    if not text.paragraphs and title is None:
        return Reason.EMPTY_PAGE, "neither title nor text"
    if not text.paragraphs:
        return Reason.NO_BODY, "a title, but no text"
    if title is None:
        return Reason.NO_TITLE, "text, but no title of its own"
    return None


def _assemble(document: Document, parts: PageParts, read: _Read) -> Article:
    page, text, cleaner, ledger = document.page, read.text, read.cleaner, read.ledger
    publishing = read_publishing(document, parts, ledger)
    section_path, sections = read_sections(document, parts, cleaner, ledger)
    article = Article(
        capture_id=page.capture_id,
        article_id=stable_id(page.url),
        url=page.url,
        canonical_url=_canonical_url(document),
        post_id=read_post_id(document, parts, ledger),
        title=read.title,
        authors=read_authors(document, parts, cleaner, ledger),
        **publishing.as_fields(),
        section_path=section_path,
        sections=sections,
        tags=read_tags(document, parts, cleaner, ledger),
        lead=text.lead,
        dateline=text.dateline,
        agency_credit=text.agency_credit,
        paragraphs=text.paragraphs,
        images=read_images(parts, read.body.figures, text.media_blocks, cleaner),
        links=read_links(read.body.anchors, page.url, document.site, cleaner),
        language=read_language(document, text.body, ledger),
        body=text.body,
        body_sha256=_sha256_of(text.body),
        layout=parts.layout,
        parser_version=PARSER_VERSION,
        provenance=tuple(ledger.provenance),
        conflicts=tuple(ledger.conflicts),
        cleaning_rules=tuple(sorted(cleaner.fired)),
    )
    return _with_extent(article, document, parts, read)


def _with_extent(article: Article, document: Document, parts: PageParts, read: _Read) -> Article:
    """Add how sure the page is the article, and which part of it the capture has."""
    page = document.page
    pages = read_post_pages(parts.contents, page.url, document.site)
    if REPEATS_PAGE in page.flags:
        pages = replace(pages, count=pages.number, linked=())
    return replace(
        article,
        article_id=stable_id(pages.first_url),
        evidence=read.evidence,
        body_confidence=parts.body_confidence,
        is_complete=not _is_cut(page) and read.is_whole,
        part_number=pages.number,
        part_count=pages.count,
        part_urls=pages.linked,
    )


def _canonical_url(document: Document) -> str | None:
    stated = document.head.link("canonical")
    return original_url(stated) if stated else None


def _sha256_of(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
