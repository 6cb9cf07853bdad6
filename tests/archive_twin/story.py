"""An article before it becomes a page: its clean text and its quirks."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from tasks.models import Dateline, ParagraphKind, Term
from tests.archive_twin import catalogue, words
from tests.archive_twin.blocks import Block, BodyLink
from tests.archive_twin.catalogue import Era, Turns
from tests.archive_twin.interviews import compose_turns
from tests.archive_twin.people import Byline, byline_of
from tests.archive_twin.pictures import Picture, compose_pictures
from tests.archive_twin.text import (
    Cast,
    Spoken,
    bare,
    capitalised,
    fill,
    invent_cast,
    quoted,
    sentence,
    sentences,
)

SITE_TIME = timedelta(hours=3)
SECTION_NAMES = {
    "news-middle-east": "Middle East",
    "news-middle-east/saudi-arabia": "Saudi Arabia",
    "features": "Features",
    "opinion": "Opinion",
    "interviews": "Interviews",
    "business": "Business",
    "majalla-blogs": "Majalla Blogs",
    "profiles": "Profiles",
}
_DESK_SECTIONS = {
    "news": "news-middle-east",
    "news_sub": "news-middle-east/saudi-arabia",
    "opinion": "opinion",
    "features": "features",
    "interviews": "interviews",
    "business": "business",
    "blogs": "majalla-blogs",
}
_SENTENCES = {
    "news": words.NEWS_SENTENCES,
    "news_sub": words.NEWS_SENTENCES,
    "opinion": words.OPINION_SENTENCES,
    "features": words.FEATURE_SENTENCES + words.NEWS_SENTENCES[:8],
    "business": words.BUSINESS_SENTENCES + words.NEWS_SENTENCES[:6],
    "blogs": words.OPINION_SENTENCES + words.FEATURE_SENTENCES,
    "interviews": words.NEWS_SENTENCES,
}
AGENCY_TAILS = {
    "(Reuters)": "Reuters",
    "(AFP)": "AFP",
    "(AP)": "AP",
    "(SPA)": "SPA",
}
# Accents that a page prints as separate marks; no names, since every such article has the sentence.
_ACCENTED_TEXT = "A naïve communiqué hung on the façade of the café."
_STRAY_APOSTROPHE = re.compile(r"’(?!s\b)")


@dataclass(slots=True)
class Story:
    """Everything that is needed to print one article page, and its truth."""

    post_id: int
    era: Era
    desk: str
    title: str
    slug: str
    byline: Byline
    section_path: str
    sections: tuple[Term, ...]
    tags: tuple[Term, ...]
    published_at: datetime
    modified_at: datetime
    printed_on: date
    dateline: Dateline | None
    dateline_gap: str
    blocks: list[Block]
    agency_tail: str | None
    pictures: list[Picture]
    forms: dict[str, str]
    named: list[str] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)

    @property
    def has_machine_date(self) -> bool:
        """Whether the head states when the article was published."""
        return self.forms["head"] != "plain"

    @property
    def has_post_meta(self) -> bool:
        """Whether the page shows the line with author, date and sections."""
        if self.forms["layout"] == "builder_untitled" or self.is_unknown_layout:
            return False
        return self.forms["dates"] not in ("no_post_meta", "no_date_no_meta")

    @property
    def has_printed_date(self) -> bool:
        """Whether that line shows the day."""
        return self.has_post_meta and not self.forms["dates"].endswith(("undated", "with_meta"))

    @property
    def is_unknown_layout(self) -> bool:
        """Whether the theme of the page is unknown."""
        return self.forms["page"].startswith("unknown")

    @property
    def zone_hours(self) -> int:
        """The UTC offset of the machine-readable dates."""
        return 3 if self.forms["dates"] == "both_local_zone" else 0

    @property
    def path(self) -> str:
        """The path of the URL, with its final slash: `/author/section/slug/`."""
        return f"/{self.byline.slug}/{self.section_path}/{self.slug}/"


def compose_story(post_id: int, moment: datetime, turns: Turns, rng: Random) -> Story:
    """Return the next story, published around `moment`, with the quirks that are next in turn."""
    era = catalogue.era_of(moment)
    forms = _draw_forms(era, turns)
    cast = invent_cast(rng, moment.date())
    published_at = _publishing_time(moment, forms["dates"], rng)
    title = _compose_title(forms, era, cast)
    slug = compose_slug(title, forms, era, cast)
    section_path = _section_of(forms["desk"], moment, rng)
    cast.is_headline = False
    blocks, spoken = _compose_blocks(forms, cast)
    dateline, gap = compose_dateline(forms["dateline"], cast, rng)
    story = Story(
        post_id=post_id,
        era=era,
        desk=forms["desk"],
        title=title,
        slug=slug,
        byline=byline_of(forms["author"], rng),
        section_path=section_path,
        sections=_sections_of(section_path, rng),
        tags=_tags_of(cast, rng),
        published_at=published_at,
        modified_at=published_at + timedelta(minutes=int(rng.random() * 900)),
        printed_on=(published_at + SITE_TIME).date(),
        dateline=dateline,
        dateline_gap=gap,
        blocks=blocks,
        agency_tail=cast.pick(tuple(AGENCY_TAILS))
        if forms["desk"] == "news" and rng.random() < 0.08
        else None,
        pictures=compose_pictures(forms["media"], forms["credit"], cast, title),
        forms=forms,
        named=cast.named,
        spoken=spoken,
    )
    return _with_text_form(story)


def wp_slug(text: str) -> str:
    """Return the slug WordPress derives from a title or tag name."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"[’‘'“”\".,:!?()]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _draw_forms(era: Era, turns: Turns) -> dict[str, str]:
    head = turns.draw("head", catalogue.HEADS)
    dates = "plain" if head == "plain" else "yoast"
    desk = turns.draw(f"desk {era.name}", era.desks)
    forms = {
        "era": era.name,
        "desk": desk,
        "page": "divi",
        "head": head,
        "dates": turns.draw(f"dates {dates}", catalogue.DATE_FORMS[dates]),
        "layout": turns.draw("layout", catalogue.LAYOUTS),
        "author": turns.draw(f"author {era.name}", era.author_forms),
        "text": turns.draw(f"text {era.name}", era.text_forms),
        "title": turns.draw("title", catalogue.TITLE_FORMS),
        "media": "none",
        "credit": "none",
        "body": "plain",
        "dateline": "none",
        "interview": "none",
        "sharing": turns.draw("sharing", catalogue.SHARING),
        "comments": turns.draw("comments", catalogue.COMMENTS),
    }
    _draw_dependent_forms(forms, era, turns)
    return forms


def _draw_dependent_forms(forms: dict[str, str], era: Era, turns: Turns) -> None:
    """Draw the forms that depend on earlier ones; the order determines the result of a seed."""
    desk = forms["desk"]
    if desk != "interviews":
        forms["page"] = turns.draw("page", catalogue.PAGE_FORMS)
    if forms["page"].startswith("unknown"):
        forms |= {"layout": "classic", "sharing": "none", "comments": "none"}
    if forms["layout"] != "builder_untitled" and not forms["page"].startswith("unknown"):
        forms["media"] = turns.draw("media", catalogue.MEDIA_FORMS)
    if forms["media"] not in catalogue.UNCAPTIONED_MEDIA:
        forms["credit"] = turns.draw("credit", catalogue.CREDIT_FORMS)
    if desk not in ("opinion", "blogs"):
        forms["dateline"] = turns.draw(f"dateline {era.name}", era.datelines)
    if desk == "interviews":
        forms["interview"] = turns.draw(f"interview {era.name}", era.interviews)
    elif forms["page"] == "divi":
        forms["body"] = turns.draw("body", catalogue.BODY_FORMS)


def _publishing_time(moment: datetime, dates: str, rng: Random) -> datetime:
    # Before 21:00 UTC the day in Riyadh is that of UTC; after it the printed day is the next one.
    hour = 21 + int(rng.random() * 3) if dates == "zones_disagree" else min(moment.hour, 20)
    return moment.replace(hour=hour, microsecond=0)


def _section_of(desk: str, moment: datetime, rng: Random) -> str:
    # Until about 2009, interviews were in the section Features, sometimes in Business.
    if desk == "interviews" and moment.year < 2009:
        return "features" if rng.random() < 0.8 else "business"
    return _DESK_SECTIONS[desk]


def _sections_of(section_path: str, rng: Random) -> tuple[Term, ...]:
    first = Term(SECTION_NAMES[section_path], section_path)
    if rng.random() < 0.08:
        return (first, Term("Profiles", "profiles"))
    return (first,)


def _tags_of(cast: Cast, rng: Random) -> tuple[Term, ...]:
    names = [cast.country, cast.place, capitalised(bare(sentence(("{org}",), cast)))]
    names.append(cast.hero.name)
    kept = list(dict.fromkeys(names))[: int(rng.random() * 5)]
    return tuple(Term(name, wp_slug(name)) for name in kept)


def _compose_title(forms: dict[str, str], era: Era, cast: Cast) -> str:
    desk = "news" if forms["desk"] == "news_sub" else forms["desk"]
    title = capitalised(sentence(words.TITLES[desk], cast))
    title = _TITLE_QUIRKS.get(forms["title"], _keep_title)(title, cast)
    return title_case(title) if era.title_case else title


def title_case(title: str) -> str:
    """Return a headline with capitals, as some eras print it."""
    parts = title.split(" ")
    return " ".join(
        word if index and word in words.SMALL_WORDS else _capital_word(word)
        for index, word in enumerate(parts)
    )


def _capital_word(word: str) -> str:
    opening = len(word) - len(word.lstrip("“‘'"))
    return word[:opening] + capitalised(word[opening:])


def _keep_title(title: str, cast: Cast) -> str:
    return title


_TITLE_QUIRKS = {
    "curly_double": lambda title, cast: f"{title} in “{sentence(('{adj}',), cast)}” talks",
    "curly_single": lambda title, cast: f"{title}: a ‘{sentence(('{adj} {thing}',), cast)}’",
    "straight_single": lambda title, cast: f"{title} in Sana'a",
    "ampersand": lambda title, cast: f"{title} & {bare(sentence(('{topic}',), cast))}",
    "dash_speaker": lambda title, cast: f"{title} – {cast.demonym} FM",
    "accented": lambda title, cast: f"{title}, says {cast.demonym} communiqué",
}


def compose_slug(title: str, forms: dict[str, str], era: Era, cast: Cast) -> str:
    """Return the slug of a title: of another one if the headline was changed later."""
    if forms["title"] == "headline_changed":
        title = fill("{hero_s} and {other_s} {title_act} {topic} in {place}", cast)
    slug = wp_slug(title)
    if not era.drops_stop_words:
        return slug
    return "-".join(part for part in slug.split("-") if part not in words.STOP_WORDS)


def _compose_blocks(forms: dict[str, str], cast: Cast) -> tuple[list[Block], list[Spoken]]:
    if forms["interview"] not in ("none", "prose"):
        return _interview_blocks(forms, cast), []
    blocks, spoken = _prose_blocks(forms["desk"], cast)
    return _BODY_QUIRKS.get(forms["body"], _keep_blocks)(blocks, cast), spoken


def _prose_blocks(desk: str, cast: Cast) -> tuple[list[Block], list[Spoken]]:
    opening = sentence(words.NEWS_OPENINGS, cast)
    texts, spoken = [f"{opening} {sentence(_SENTENCES[desk], cast)}"], []
    for _ in range(6 + int(cast.rng.random() * 9)):
        if desk not in ("opinion", "blogs") and cast.rng.random() < 0.3:
            text, quotes = quoted(cast)
            texts.append(text)
            spoken.extend(quotes)
        else:
            texts.append(sentences(_SENTENCES[desk], 2 + int(cast.rng.random() * 3), cast))
    return [Block(ParagraphKind.PARAGRAPH, text) for text in texts], spoken


def _interview_blocks(forms: dict[str, str], cast: Cast) -> list[Block]:
    # The bare transcripts of 2005 start with the first question, without intro or dateline.
    if forms["era"] == "2005_2006" and forms["dateline"] == "none":
        return compose_turns(forms["interview"], cast)
    intro = sentence(words.INTERVIEW_INTROS, cast), sentence(words.NEWS_SENTENCES, cast)
    closing = f"{sentence(words.NEWS_SENTENCES, cast)} {sentence(words.INTERVIEW_CLOSERS, cast)}"
    texts = (" ".join(intro), closing)
    blocks = [Block(ParagraphKind.PARAGRAPH, text) for text in texts]
    return blocks + compose_turns(forms["interview"], cast)


def _keep_blocks(blocks: list[Block], cast: Cast) -> list[Block]:
    return blocks


def _with_headings(markup: str, blocks: list[Block], cast: Cast) -> list[Block]:
    mixed = list(blocks)
    for position in (2, 5):
        heading = sentence(words.HEADINGS, cast)
        mixed.insert(position, Block(ParagraphKind.HEADING, heading, markup=markup))
    return mixed


def _with_quote(blocks: list[Block], cast: Cast) -> list[Block]:
    quotes = [capitalised(sentence(words.CLAIMS, cast)) + "." for _ in range(2)]
    quote_blocks = [Block(ParagraphKind.QUOTE, text, markup="quote") for text in quotes]
    return [*blocks[:3], *quote_blocks, *blocks[3:]]


def _with_list(markup: str, blocks: list[Block], cast: Cast) -> list[Block]:
    items = [sentence(words.LIST_ITEMS, cast) for _ in range(3)]
    item_blocks = [Block(ParagraphKind.LIST, text, markup=markup) for text in items]
    return [*blocks[:4], *item_blocks, *blocks[4:]]


def _with_links(blocks: list[Block], cast: Cast) -> list[Block]:
    linked = list(blocks)
    outer = BodyLink(
        "", f"https://www.example.org/reports/{cast.day.year}/{wp_slug(cast.place)}", False
    )
    inner = BodyLink("", f"https://eng-archive.aawsat.com/tag/{wp_slug(cast.country)}/", True)
    for position, link in ((1, outer), (4, inner)):
        block = blocks[position]
        chosen = " ".join(block.text.split(" ")[2:5]).strip("“”.,:;")
        link = BodyLink(chosen, link.url, link.is_internal)
        linked[position] = Block(block.kind, block.text, links=(link,))
    return linked


def _with_breaks(blocks: list[Block], cast: Cast) -> list[Block]:
    first, *rest = blocks
    return [first, *(Block(block.kind, block.text, markup="broken") for block in rest)]


_BODY_QUIRKS = {
    "headings": lambda blocks, cast: _with_headings("h3", blocks, cast),
    "bold_headings": lambda blocks, cast: _with_headings("bold", blocks, cast),
    "blockquote": _with_quote,
    "bullet_list": lambda blocks, cast: _with_list("ul", blocks, cast),
    "numbered_list": lambda blocks, cast: _with_list("ol", blocks, cast),
    "links": _with_links,
    "break_pairs": _with_breaks,
}


def compose_dateline(form: str, cast: Cast, rng: Random) -> tuple[Dateline | None, str]:
    """Return the dateline and the text between it and the first sentence."""
    if form in ("none", "trap"):
        return None, ""
    pattern, gap, count = catalogue.DATELINE_PATTERNS[form]
    places = (cast.place, *rng.sample(_DATELINE_PLACES, 2))[:count]
    places = tuple(dict.fromkeys(places))
    if len(places) < count:
        places = (*places, "London")
    if form.startswith("wire"):
        places = tuple(place.upper() for place in places)
    if form == "misspelt_place":
        places = (places[0], "Abdu Dhabi")
    agency = _named_agency(pattern, rng)
    text = pattern.format(*places, country=cast.country, agency=agency[0] if agency else "")
    country = cast.country if "{country}" in pattern else None
    desk = "Asharq Al-Awsat" if "Asharq" in pattern else None
    return Dateline(text, places, country, desk, agency[1] if agency else None), gap


def _named_agency(pattern: str, rng: Random) -> tuple[str, str] | None:
    if "{agency}" not in pattern:
        return None
    if "{country}" in pattern:
        return ("AP", "AP")
    options = (("Reuters", "Reuters"), ("AFP", "AFP"), ("REUTERS", "Reuters"))
    return options[int(rng.random() * len(options))]


_DATELINE_PLACES = (
    "Riyadh",
    "Dubai",
    "Beirut",
    "Amman",
    "Washington",
    "Geneva",
    "New York",
    "Irbil",
)


def _with_text_form(story: Story) -> Story:
    form = story.forms["text"]
    if story.forms["dateline"] == "trap":
        story.blocks[0] = _extended(story.blocks[0], "London-based analysts disagree. ", "")
    if form == "decomposed":
        story.blocks[-1] = _extended(story.blocks[-1], "", f" {_ACCENTED_TEXT}")
    if form in ("damaged", "possessive", "doubled_marks"):
        _plain_marks(story, form)
    if story.forms["page"] == "cut_in_body":
        _cut(story)
    return story


def _cut(story: Story) -> None:
    """Keep three blocks and the first half of a fourth, like a broken transfer."""
    words_left = story.blocks[3].text.split(" ")
    half = " ".join(words_left[: len(words_left) // 2])
    story.blocks = [*story.blocks[:3], replace(story.blocks[3], text=half)]
    story.agency_tail = None


def _extended(block: Block, before: str, after: str) -> Block:
    return replace(block, text=f"{before}{block.text}{after}")


def _plain_marks(story: Story, form: str) -> None:
    """Leave only the marks the 2005 import could hold: no ayin, and straight quotes but for
    the form whose possessives alone were hurt."""

    def plain(text: str) -> str:
        text = _STRAY_APOSTROPHE.sub("", text)
        return text if form == "possessive" else text.replace("“", '"').replace("”", '"')

    story.title = plain(story.title)
    story.blocks = [
        replace(
            block,
            text=plain(block.text),
            links=tuple(replace(link, words=plain(link.words)) for link in block.links),
        )
        for block in story.blocks
    ]
    story.pictures = [
        replace(picture, caption=plain(picture.caption)) for picture in story.pictures
    ]
    story.spoken = [Spoken(quote.speaker, plain(quote.text)) for quote in story.spoken]
    if story.dateline:
        places = tuple(plain(place) for place in story.dateline.places)
        story.dateline = replace(story.dateline, text=plain(story.dateline.text), places=places)
