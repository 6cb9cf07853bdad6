"""The expected results of the sample: the correct reading of each page, one JSON line per response.

A line of `truth.jsonl.gz` has the keys (in the order of the WARC's response records)::

    requested_url   as requested (may have ?share=)      canonical_url  folded, one trailing slash
    kind            name of the row in `catalogue.py`    status         HTTP status
    warc_file, warc_offset, warc_length                  captured_at    WARC-Date
    outcome         "article" | "rejection"              reason         a `Reason` value, or null
    article         the fields of `tasks.models.Article` that the page contains, or null
    listing         {listed_on, title, author, section, published_on} of the listing entry that
                    dates an article whose own page has no date, else null
    entries         of a listing page: [{url, title, author, published_on, section}], else null
    next_url        of a listing page: the page of older entries, or null
    varieties       names of the quirks of the page, per dimension of `catalogue.py`
    extra           {people, quotes: [{speaker, text}]} for the tests of entities, or null

Not in `article`, since they are not facts of the page: capture_id, article_id, layout,
parser_version, provenance, conflicts, cleaning_rules, body, body_sha256 (body is the `text` of
all paragraphs joined by blank lines). Instants are ISO 8601 in UTC with +00:00, days ISO dates.

Rules of the truth
------------------
General text    entities decoded, NFC, every run of white space (also nbsp and line ends) is one
                space, stripped. Curly quotes, dashes, ayin and typos stay as on the page. A space
                before a comma or colon is removed (`Townsend , commander`, `Awsat : “`);
                `U.S. – led` stays.
2005 damage     `&#34` with or without `;` shown as text -> `"`; `(\\w)”s` and `(\\w)''s` before a
                word end -> `’s`; any other `''` -> `"`. In titles, bodies and captions.
title           h1.entry-title, else og:title, else the LAST <title> without the site suffix
                (the first <title> is the same line on every page).
                Prefixes ("Opinion: ") stay. Never from the slug.
url             as requested. canonical_url (inside article): href of link rel=canonical, or null.
post_id         body class postid-N, shortlink ?p=N or id post-N; null when the page has none.
language        primary subtag of html lang: "en"; null when there is no lang.
authors         names of the post-meta line; else of JSON-LD (Person of the graph) or
                meta name=author; else the author slug of the URL in title case with spaces for
                hyphens. A joint byline or slug is split at " and "/"-and-"; slug = its part of the
                joint slug. Slugs `theaawsat` and `asharq-al-awsat-english` are the desk: name
                `Asharq Al-Awsat` for any label. slug is always that of the URL/author link.
published_at    meta article:published_time, else JSON-LD datePublished; UTC. published_zone its
                offset as stated ("+00:00", "+03:00"); published_on its day AT THAT OFFSET, but
                printed_on if the offset is +00:00; precision "second". With only a printed date:
                published_at and zone null, published_on = printed_on, precision "day". With
                neither: all null.
printed_on      span.published in the article's own post-meta, regardless of the machine date.
modified_at     article:modified_time, else JSON-LD dateModified; UTC; else null.
section_path    the path between author and slug of the URL: `news-middle-east/saudi-arabia`.
sections        category links of the post-meta in order: name shown, slug = path after
                /category/ (nested: `news-middle-east/saudi-arabia`); else one Term of the name in
                article:section (or JSON-LD articleSection) and slug = section_path; else one Term
                of the title-cased last part of section_path and slug = section_path.
tags            in page order; slugs from the article's class list (`tag-X`), names from
                article:tag or JSON-LD keywords (same order), else the slug in title case.
                Pages of an unknown layout have the tags of their meta, with slugs derived as by
                WordPress.
agency_credit   a last paragraph that is only `(Reuters)`, `(AFP)`, `Agencies` ... names it and is
                not part of the body; else the agency of the dateline; else null. Spelled like
                Dateline.agency.
dateline        split from the first paragraph only. text = the removed text, stripped, with its
                dash; places as spelled, in order; country only in `RIYADH, Saudi Arabia, (AP) –`;
                desk "Asharq Al-Awsat" for any spelling; agency one of AP, AFP, Reuters, SPA, EPA.
                No dateline: null. `London-based analysts ...` is not a dateline.
paragraphs      seq from 1. One per <p>, per heading, per <li> (kind list), per <p> in a blockquote
                (kind quote). Two <br> separate paragraphs; one <br> is a space, unless an interview
                marker follows it. h2-h5 are headings, as is a <p> that is entirely bold, has at
                most 80 characters, no full stop at its end and no interview marker.
                text = without dateline; text_with_dateline = the paragraph as printed.
                A truncated response ends with the words that were received.
                Never in it: captions, credits, Media ID block, share block, page links, post-meta,
                scripts, embeds,
                comments.
interviews      (Q)/(A), Q)/A), Q:/A:, (Newspaper)/(Name), [Newspaper]/[Name], Newspaper:/Full Name:.
                kind is question or answer, marker removed from text AND text_with_dateline, speaker
                "Q"/"A" or the name in the marker, the newspaper normalised to "Asharq Al-Awsat". An
                unmarked <p> continues kind and speaker of the turn before it. Text before the first
                marker is kind paragraph, speaker null. A prose interview has no turns.
lead            text of the first paragraph of kind paragraph, else of the first one.
images          seq from 1. First the featured one (img of the post-meta wrapper; a Media ID
                block describes it: media_id and caption; a block without img gives url null;
                is_featured true), then the figures of the body in order: media_id = N of
                wp-image-N or attachment_N. A figure of the SAME file as the featured image (size
                suffix -WxH ignored) is not a second image: it only adds missing fields (caption,
                credit, media_id). The featured caption comes from the Media ID block, never from
                alt (alt is the post title). url = src as on the page.
caption         without its credit, cleaned as text, null if empty. credit = last part such as
                `AFP Photo/Name`, `AP Photo/Name, File`, `REUTERS/Stringer`, `EPA`, `SPA`,
                `Asharq Al-Awsat`: without brackets, spelled as on the page. Agency notes stay in
                the caption.
links           seq from 1. a[href] of the body text (not around images, not the share block);
                url as on the page made absolute; is_internal: host is the site's.

Outcomes        LISTING, ATTACHMENT, FRONT_PAGE, FEED (RSS or Atom body); REDIRECT (3xx); NOT_FOUND
                (404, 410), REFUSED (401, 403, 429), SERVER_ERROR (5xx); SOFT_NOT_FOUND: 200 with
                Divi's "No Results Found" text; NOT_HTML: another content type (image, PDF, text);
                EMPTY_PAGE: no bytes, only spaces or an empty html shell; NO_BODY: a title, but no
                body text (empty entry-content, or truncated inside the head); NO_TITLE: body text
                but no title except the site's line; TOO_DEEP: thousands of nested elements;
                CORRUPT: a body that does not match its content encoding.
                A page truncated inside its body is an article with the remaining text.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tasks.models import DatePrecision, ParagraphKind, Reason, Term
from tests.archive_twin.blocks import Block
from tests.archive_twin.frame import ORIGIN
from tests.archive_twin.people import title_of_slug
from tests.archive_twin.pictures import Picture
from tests.archive_twin.story import AGENCY_TAILS, Story

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """The data of one article that a listing needs."""

    url: str
    title: str
    author: str
    author_slug: str
    section: str
    section_slug: str
    published_on: date
    post_id: int
    title_html: str
    excerpt_html: str
    above_html: str
    article_class: str

    def facts(self) -> Facts:
        """Return the part of the entry in the truth file."""
        return {
            "url": self.url,
            "title": self.title,
            "author": self.author,
            "section": self.section,
            "published_on": self.published_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected result of one response."""

    kind: str
    canonical_url: str
    reason: Reason | None = None
    article: Facts | None = None
    listing: Facts | None = None
    entries: Sequence[Entry] | None = None
    next_url: str | None = None
    varieties: dict[str, str] | None = None
    extra: Facts | None = None

    def line(self, requested_url: str, status: int, place: Facts) -> Facts:
        """Return the truth line; `place` has the location and date of the record."""
        entries = None if self.entries is None else [entry.facts() for entry in self.entries]
        return {
            "requested_url": requested_url,
            "canonical_url": self.canonical_url,
            "kind": self.kind,
            "status": status,
            **place,
            "outcome": "article" if self.article else "rejection",
            "reason": self.reason,
            "article": self.article,
            "listing": self.listing,
            "entries": entries,
            "next_url": self.next_url,
            "varieties": self.varieties,
            "extra": self.extra,
        }


def article_facts(story: Story, requested_url: str) -> Facts:
    """Return every field of `tasks.models.Article` that the story's page contains."""
    return {
        "url": requested_url,
        "canonical_url": f"{ORIGIN}{story.path}",
        "post_id": _post_id(story),
        "title": story.title,
        "authors": _authors(story),
        **_dates(story),
        "section_path": story.section_path,
        "sections": [asdict(term) for term in _sections(story)],
        "tags": [asdict(term) for term in _tags(story)],
        "lead": _lead(story.blocks),
        "dateline": asdict(story.dateline) if story.dateline else None,
        "agency_credit": _agency_credit(story),
        "paragraphs": _paragraphs(story),
        "images": _images(story),
        "links": _links(story),
        "language": None if story.forms["page"] == "unknown_table" else "en",
    }


def extra_facts(story: Story) -> Facts:
    """Return the people named and the quotes that are in the text on the page."""
    text = "\n".join(block.text for block in story.blocks)
    quotes = [asdict(spoken) for spoken in story.spoken if spoken.text in text]
    people = [name for name in dict.fromkeys(story.named) if name in text]
    return {"people": people, "quotes": quotes}


def _post_id(story: Story) -> int | None:
    # A page of an unknown theme has the id only in its shortlink.
    if story.is_unknown_layout and story.forms["head"] in ("yoast11", "graph_only"):
        return None
    return story.post_id


def _authors(story: Story) -> list[Facts]:
    is_named = story.has_post_meta or story.forms["head"] in ("yoast11", "graph_only")
    people = story.byline.people if is_named else story.byline.people_by_slug
    return [{"name": name, "slug": slug} for name, slug in people]


def _dates(story: Story) -> Facts:
    printed = story.printed_on.isoformat() if story.has_printed_date else None
    if not story.has_machine_date:
        return {
            "published_at": None,
            "published_zone": None,
            "published_on": printed,
            "published_precision": DatePrecision.DAY if printed else None,
            "printed_on": printed,
            "modified_at": None,
        }
    hours = story.zone_hours
    local = printed if hours == 0 else None
    return {
        "published_at": _utc(story.published_at),
        "published_zone": f"+{hours:02}:00",
        "published_on": local or (story.published_at + timedelta(hours=hours)).date().isoformat(),
        "published_precision": DatePrecision.SECOND,
        "printed_on": printed,
        "modified_at": _utc(story.modified_at),
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _sections(story: Story) -> tuple[Term, ...]:
    if story.has_post_meta:
        return story.sections
    if story.has_machine_date:
        return story.sections[:1]
    return (Term(title_of_slug(story.section_path.rpartition("/")[2]), story.section_path),)


def _tags(story: Story) -> tuple[Term, ...]:
    if story.has_machine_date:
        return story.tags
    if story.is_unknown_layout:
        return ()
    return tuple(Term(title_of_slug(tag.slug), tag.slug) for tag in story.tags)


def _lead(blocks: list[Block]) -> str:
    plain = (block.text for block in blocks if block.kind is ParagraphKind.PARAGRAPH)
    return next(plain, blocks[0].text)


def _agency_credit(story: Story) -> str | None:
    if story.agency_tail:
        return AGENCY_TAILS[story.agency_tail]
    return story.dateline.agency if story.dateline else None


def _paragraphs(story: Story) -> list[Facts]:
    before = f"{story.dateline.text}{story.dateline_gap}" if story.dateline else ""
    return [
        {
            "seq": seq,
            "kind": block.kind,
            "text": block.text,
            "text_with_dateline": f"{before if seq == 1 else ''}{block.text}",
            "speaker": block.speaker,
        }
        for seq, block in enumerate(story.blocks, 1)
    ]


def _images(story: Story) -> list[Facts]:
    shown = [picture for picture in story.pictures if picture.place != "same_figure"]
    return [_image(seq, picture) for seq, picture in enumerate(shown, 1)]


def _image(seq: int, picture: Picture) -> Facts:
    return {
        "seq": seq,
        "url": picture.url,
        "caption": picture.caption or None,
        "credit": picture.credit,
        "media_id": picture.media_id,
        "is_featured": picture.place == "featured",
    }


def _links(story: Story) -> list[Facts]:
    links = [link for block in story.blocks for link in block.links]
    return [
        {"seq": seq, "url": link.url, "text": link.words, "is_internal": link.is_internal}
        for seq, link in enumerate(links, 1)
    ]
