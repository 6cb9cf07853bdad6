"""Stories told over days: what happened, what was said of it, and what came of it.

Other articles of a sample are weeks apart, so that without these no article would continue another.
The first article of each is corrected later: the site shows its page with other numbers.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from tasks.models import ParagraphKind, Term
from tests.archive_twin import words
from tests.archive_twin.blocks import Block
from tests.archive_twin.people import Person, invent_person
from tests.archive_twin.story import (
    SITE_TIME,
    Story,
    compose_dateline,
    compose_slug,
    title_case,
    wp_slug,
)
from tests.archive_twin.text import Cast, Spoken, fill, invent_cast, quoted, sentences

# How much of the archive, counted from its end, is past when a story begins: 2017, 2014, 2010.
BEGIN_AT = (0.10, 0.40, 0.72)
# A sample of fewer pages has no room for them.
LEAST_PAGES = 150
DAYS_BEFORE = (2, 4, 5)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The sentences of one article. `<name>`, `<inquirer>`, `<count>` are the affair's own."""

    title: str
    opening: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affair:
    """What happened, in three articles, oldest first; `names` are of the thing it happened to."""

    names: tuple[str, ...]
    chapters: tuple[Chapter, Chapter, Chapter]


AFFAIRS = (
    Affair(
        ("Souq al-Attarin", "Souq al-Nahhasin", "Souq al-Warraqin"),
        (
            Chapter(
                "Fire in <name> kills <count>",
                "At least <count> people died when a fire destroyed <name>, the covered market of "
                "{place}, on {day}, {demonym} {hero_role} {hero} said.",
                (
                    "The fire began in a storeroom of lamp oil in <name> and reached the spice "
                    "merchants before the first engine arrived. <inquirer>, who commands the fire "
                    "brigade of {place}, said that the gates had been locked for the night.",
                    "Of the <count> dead, {small} were porters who slept in the market.",
                ),
            ),
            Chapter(
                "Merchants of <name> accuse council of {place}",
                "Spice merchants of <name> accused the council of {place} on {day} of ignoring "
                "their warnings about the fire, as {other_role} {other} promised an inquiry.",
                (
                    "The merchants had asked for water pipes and open gates since {month}. "
                    "<inquirer> told the council that the fire brigade had one engine for the "
                    "whole market.",
                ),
            ),
            Chapter(
                "Inquiry blames locked gates for fire in <name>",
                "An inquiry led by <inquirer> blamed locked gates and lamp oil on {day} for the "
                "fire in <name>, and {hero_role} {hero} ordered new water pipes for the market.",
                (
                    "The report counts <final> dead and {number} burned storerooms. The spice "
                    "merchants of {place} said that they would build their market again.",
                ),
            ),
        ),
    ),
    Affair(
        ("Bab al-Rih", "Wadi Shams", "Tell Zaytun"),
        (
            Chapter(
                "Collapse of <name> Bridge kills <count>",
                "The <name> Bridge near {place} collapsed under lorries of cement on {day}, "
                "killing <count> people, {demonym} {hero_role} {hero} said.",
                (
                    "Divers searched the river below the <name> Bridge until dark. <inquirer>, an "
                    "engineer of the roads department, said that two pillars had cracked in {month}.",
                    "The families of the <count> dead waited at the hospital of {place}.",
                ),
            ),
            Chapter(
                "Engineer warned of cracked pillars of <name> Bridge",
                "The engineer <inquirer> warned of cracked pillars {small} weeks before the <name> "
                "Bridge collapsed, according to letters that {other_role} {other} read out on {day}.",
                (
                    "The letters ask the roads department to close the bridge to lorries of "
                    "cement. Divers found {small} more lorries in the river.",
                ),
            ),
            Chapter(
                "Pontoon opens beside ruins of <name> Bridge",
                "A pontoon for cars was opened on {day} beside the ruins of the <name> Bridge, "
                "and {hero_role} {hero} appointed <inquirer> to rebuild its pillars.",
                (
                    "Lorries of cement must take the road through {otherplace}. The number of dead "
                    "is now given as <final>.",
                ),
            ),
        ),
    ),
    Affair(
        ("Rafd Drilling", "Tamr Cement", "Saqr Salt"),
        (
            Chapter(
                "Gunmen seize <count> surveyors of <name>",
                "Gunmen stopped a bus near {place} on {day} and seized <count> surveyors of the "
                "company <name>, {demonym} {hero_role} {hero} said.",
                (
                    "The bus of <name> was found burned beside a salt lake. <inquirer>, a sheikh "
                    "of the tribe that owns the wells there, offered to mediate.",
                    "The company named the <count> surveyors and asked for their release.",
                ),
            ),
            Chapter(
                "Sheikh meets kidnappers of <name> surveyors",
                "Sheikh <inquirer> met the gunmen who seized the surveyors of <name> at a salt "
                "lake near {place} on {day}, and brought letters from them to {other_role} {other}.",
                (
                    "The kidnappers want the wells of their tribe back, the letters say. The "
                    "company stopped all its buses.",
                ),
            ),
            Chapter(
                "Surveyors of <name> freed at salt lake",
                "All <final> surveyors of <name> were freed on {day} after Sheikh <inquirer> had "
                "promised their kidnappers a share of the wells, {hero_role} {hero} announced.",
                (
                    "The surveyors walked along the salt lake to {place}, where a bus of the "
                    "company waited.",
                ),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ToldAffair:
    """The articles of one story, newest first, and the oldest as corrected."""

    stories: tuple[Story, ...]
    corrected: Story


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the articles of one story have in common."""

    name: str
    inquirer: Person
    first_count: int
    final_count: int

    def filled(self, text: str, count: int) -> str:
        """Return the text with the affair's own names and numbers."""
        texts = {"<name>": self.name, "<inquirer>": self.inquirer.name, "<count>": str(count)}
        for slot, value in (texts | {"<final>": str(self.final_count)}).items():
            text = text.replace(slot, value)
        return text


def can_begin_before(story: Story) -> bool:
    """Whether a story over days may be told in the form of this article, just before it."""
    forms = story.forms
    is_plain = forms["page"] == "divi" and forms["text"] == "clean" and forms["desk"] == "news"
    has_dates = story.has_machine_date and story.has_printed_date
    return is_plain and has_dates and forms["dateline"] not in ("none", "trap")


def tell_affair(number: int, form: Story, rng: Random) -> ToldAffair:
    """Return story `number`, told in the days before `form` and in its form, by its author."""
    affair = AFFAIRS[number % len(AFFAIRS)]
    cast = invent_cast(rng, form.printed_on)
    count = 11 + int(rng.random() * 30)
    facts = _Facts(cast.pick(affair.names), invent_person(rng), count, count + 3)
    told = [
        _tell(chapter, days, _another_cast(cast), facts, form)
        for chapter, days in zip(affair.chapters, reversed(DAYS_BEFORE), strict=True)
    ]
    return ToldAffair(tuple(reversed(told)), _corrected(told[0], facts))


def _another_cast(cast: Cast) -> Cast:
    """Return the cast for another article, which has named nobody yet."""
    return replace(cast, named=[cast.hero.name, cast.other.name], introduced=set())


def _tell(chapter: Chapter, days: int, cast: Cast, facts: _Facts, form: Story) -> Story:
    forms = {**form.forms, "title": "plain", "media": "none", "credit": "none", "body": "plain"}
    title = facts.filled(fill(chapter.title, cast), facts.first_count)
    title = title_case(title) if form.era.title_case else title
    cast.is_headline = False
    blocks, spoken = _blocks(chapter, cast, facts)
    dateline, gap = compose_dateline(forms["dateline"], cast, cast.rng)
    published_at = form.published_at - timedelta(days=days)
    return replace(
        form,
        post_id=form.post_id - days,
        title=title,
        slug=compose_slug(title, forms, form.era, cast),
        tags=tuple(Term(name, wp_slug(name)) for name in (cast.country, facts.name)),
        published_at=published_at,
        modified_at=published_at + timedelta(minutes=int(cast.rng.random() * 900)),
        printed_on=(published_at + SITE_TIME).date(),
        dateline=dateline,
        dateline_gap=gap,
        blocks=blocks,
        agency_tail=None,
        pictures=[],
        forms=forms,
        named=[*cast.named, facts.inquirer.name],
        spoken=spoken,
    )


def _blocks(chapter: Chapter, cast: Cast, facts: _Facts) -> tuple[list[Block], list[Spoken]]:
    own = [facts.filled(fill(text, cast), facts.first_count) for text in _texts(chapter)]
    said, spoken = quoted(cast)
    more = [sentences(words.NEWS_SENTENCES, 3, cast) for _ in range(2)]
    return [Block(ParagraphKind.PARAGRAPH, text) for text in (*own, said, *more)], spoken


def _texts(chapter: Chapter) -> tuple[str, ...]:
    return (chapter.opening, *chapter.details)


def _corrected(story: Story, facts: _Facts) -> Story:
    """Return the same article with the later number, and a line that says so."""
    before, after = f" {facts.first_count} ", f" {facts.final_count} "
    note = f"Correction: this article first gave the number as {facts.first_count}."
    changed = [replace(block, text=block.text.replace(before, after)) for block in story.blocks]
    return replace(
        story,
        title=f"{story.title} ".replace(before, after).strip(),
        blocks=[*changed, Block(ParagraphKind.PARAGRAPH, note)],
        modified_at=story.published_at + timedelta(days=3),
    )
