"""The contents of the sample in one table: every kind and quirk with its share.

Shares apply to a large sample. In a small one every row occurs once before any row occurs a second
time, so that 300 pages contain all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

Shares = Mapping[str, float]

# A share so small that the row occurs once: a site has one front page.
ONCE = 1e-9

# Kinds of pages that are drawn. Listings are not drawn: they follow from the articles.
PAGE_KINDS: Shares = {
    "article": 0.868,
    "share_copy": 0.030,
    "duplicate": 0.006,
    "attachment": 0.035,
    "redirect": 0.020,
    "not_found": 0.010,
    "soft_not_found": 0.004,
    "server_error": 0.003,
    "refused": 0.002,
    "empty_response": 0.002,
    "empty_shell": 0.002,
    "no_body": 0.004,
    "cut_in_head": 0.001,
    "no_title": 0.003,
    "image_file": 0.004,
    "pdf_file": 0.002,
    "robots_text": ONCE,
    "too_deep": 0.0002,
    "corrupt_encoding": 0.0005,
    "front_page": ONCE,
    "feed": ONCE,
}

# Variants of an article page as a whole.
PAGE_FORMS: Shares = {
    "divi": 0.980,
    "cut_in_body": 0.004,
    "cp1252_as_utf8": 0.004,
    "unknown_theme": 0.006,
    "unknown_table": 0.003,
    "latin1_declared": 0.003,
}

# Generation of the head. "graph_only" has dates in JSON-LD alone; "plain" has no Yoast.
HEADS: Shares = {"yoast5": 0.50, "yoast11": 0.20, "graph_only": 0.10, "plain": 0.20}

LAYOUTS: Shares = {
    "classic": 0.62,
    "builder_inner": 0.15,
    "builder_text": 0.13,
    "builder_untitled": 0.05,
    "builder_columns": 0.05,
}

# Places of dates by head: a plain head has no machine-readable date.
DATE_FORMS: Mapping[str, Shares] = {
    "yoast": {
        "both": 0.50,
        "both_local_zone": 0.14,
        "zones_disagree": 0.06,
        "no_post_meta": 0.18,
        "post_meta_undated": 0.12,
    },
    "plain": {"printed_only": 0.55, "no_date_no_meta": 0.25, "no_date_with_meta": 0.20},
}

TITLE_FORMS: Shares = {
    "plain": 0.70,
    "headline_changed": 0.05,
    "curly_double": 0.05,
    "curly_single": 0.04,
    "straight_single": 0.03,
    "ampersand": 0.04,
    "dash_speaker": 0.04,
    "doubled_blank": 0.02,
    "accented": 0.03,
}

MEDIA_FORMS: Shares = {
    "none": 0.30,
    "featured_only": 0.20,
    "block_caption": 0.16,
    "block_no_image": 0.06,
    "block_without_caption_word": 0.05,
    "block_empty_caption": 0.05,
    "block_caption_is_title": 0.03,
    "block_above_title": 0.05,
    "featured_and_same_figure": 0.05,
    "featured_and_other_figure": 0.05,
}

UNCAPTIONED_MEDIA = frozenset(
    {"none", "featured_only", "block_empty_caption", "block_caption_is_title"}
)

CREDIT_FORMS: Shares = {
    "({agency} Photo/{name})": 0.14,
    "({AGENCY} PHOTO/{NAME})": 0.08,
    "(AFP/{name})": 0.08,
    "(AFP)": 0.06,
    "(AFP Photo)": 0.06,
    "(AP Photo/{name}, File)": 0.08,
    "(AP Photo/militant website, File)": 0.04,
    "(AP Photo/{name}.)": 0.03,
    "(Reuters/{name})": 0.10,
    "(REUTERS/{name}/Files)": 0.06,
    "REUTERS/Stringer": 0.06,
    "REUTERS/{name}": 0.05,
    "(EPA/{NAME})": 0.05,
    "(EPA Photo)": 0.03,
    "(Asharq Al-Awsat)": 0.04,
    "(SPA)": 0.03,
    "glued (AFP)": 0.02,
    "none": 0.05,
}

BODY_FORMS: Shares = {
    "plain": 0.47,
    "headings": 0.09,
    "bold_headings": 0.06,
    "blockquote": 0.07,
    "bullet_list": 0.06,
    "numbered_list": 0.03,
    "links": 0.08,
    "blanks": 0.05,
    "break_pairs": 0.04,
    "embeds": 0.03,
    "page_links": 0.02,
}

COMMENTS: Shares = {"none": 0.88, "closed": 0.06, "two": 0.06}

SHARING: Shares = {"jetpack": 0.60, "none": 0.30, "jetpack_related": 0.10}


# Dateline as printed, the text between it and the sentence, and its number of places.
DATELINE_PATTERNS: Mapping[str, tuple[str, str, int]] = {
    "place_en_dash": ("{0} –", " ", 1),
    "places_en_dash": ("{0}, {1} –", " ", 2),
    "place_hyphen": ("{0}-", " ", 1),
    "places_hyphen": ("{0}, {1}, {2}-", " ", 3),
    "glued_hyphen": ("{0}-", "", 1),
    "hyphened_places": ("{0}-{1}- {2}-", " ", 3),
    "misspelt_place": ("{0}, {1}-", " ", 2),
    "house_em_dash": ("{0}, Asharq Al-Awsat—", "", 1),
    "house_em_dash_blank": ("{0}, Asharq Al-Awsat—", " ", 1),
    "two_places_em_dash": ("{0} and {1}, Asharq Al-Awsat—", "", 2),
    "house_misspelt": ("{0}, Asharq Al-Awqsat—", "", 1),
    "house_short": ("{0}, Asharq Awsat—", "", 1),
    "house_en_dash": ("{0}, Asharq Al-Awsat –", " ", 1),
    "house_hyphen": ("{0}, Asharq Al-Awsat-", " ", 1),
    "house_no_comma": ("{0} Asharq Al-Awsat-", " ", 1),
    "wire_short": ("{0} ({agency}) -", " ", 1),
    "wire_country": ("{0}, {country}, ({agency}) –", " ", 1),
}


@dataclass(frozen=True, slots=True)
class Era:
    """A range of years with its own forms. Shares are within the era."""

    name: str
    begins_at: datetime
    share: float
    title_case: bool
    drops_stop_words: bool
    desks: Shares
    author_forms: Shares
    datelines: Shares
    interviews: Shares
    text_forms: Shares


def _era_start(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


_NEWS_DESKS: Shares = {
    "news": 0.36,
    "news_sub": 0.08,
    "opinion": 0.25,
    "features": 0.10,
    "interviews": 0.12,
    "business": 0.06,
    "blogs": 0.03,
}
_AUTHORS: Shares = {
    "person": 0.45,
    "desk_import": 0.22,
    "desk_english": 0.12,
    "joint": 0.07,
    "initial": 0.06,
    "run_together": 0.05,
    "doctor": 0.03,
}
_IMPORT_AUTHORS: Shares = {"desk_import": 0.80, "person": 0.15, "doctor": 0.05}

# Newest first: the order of the sample and of its listings.
ERAS: tuple[Era, ...] = (
    Era(
        "late_2017",
        _era_start(2017, 7),
        share=0.08,
        title_case=True,
        drops_stop_words=True,
        desks=_NEWS_DESKS,
        author_forms=_AUTHORS,
        datelines={"place_en_dash": 0.55, "places_en_dash": 0.25, "none": 0.15, "trap": 0.05},
        interviews={"prose": 1.0},
        text_forms={"clean": 0.9, "decomposed": 0.1},
    ),
    Era(
        "2016_2017",
        _era_start(2016, 1),
        share=0.18,
        title_case=True,
        drops_stop_words=True,
        desks=_NEWS_DESKS,
        author_forms=_AUTHORS,
        datelines={
            "place_hyphen": 0.50,
            "places_hyphen": 0.20,
            "glued_hyphen": 0.06,
            "hyphened_places": 0.06,
            "misspelt_place": 0.05,
            "none": 0.13,
        },
        interviews={"prose": 0.5, "colon_names": 0.5},
        text_forms={"clean": 1.0},
    ),
    Era(
        "2013_2015",
        _era_start(2013, 1),
        share=0.25,
        title_case=False,
        drops_stop_words=False,
        desks=_NEWS_DESKS,
        author_forms=_AUTHORS,
        datelines={
            "house_em_dash": 0.55,
            "house_em_dash_blank": 0.08,
            "two_places_em_dash": 0.15,
            "house_misspelt": 0.06,
            "house_short": 0.04,
            "wire_short": 0.05,
            "none": 0.07,
        },
        interviews={"colon_names": 0.5, "colon_letters": 0.3, "prose": 0.2},
        text_forms={"clean": 0.9, "decomposed": 0.1},
    ),
    Era(
        "2011_2012",
        _era_start(2011, 7),
        share=0.16,
        title_case=False,
        drops_stop_words=False,
        desks=_NEWS_DESKS,
        author_forms=_AUTHORS,
        datelines={"house_en_dash": 0.70, "house_hyphen": 0.15, "none": 0.15},
        interviews={"square_names": 0.6, "square_variant": 0.4},
        text_forms={"clean": 1.0},
    ),
    Era(
        "2007_2011",
        _era_start(2007, 1),
        share=0.20,
        title_case=True,
        drops_stop_words=False,
        desks=_NEWS_DESKS,
        author_forms=_AUTHORS,
        datelines={
            "house_hyphen": 0.60,
            "wire_country": 0.15,
            "house_no_comma": 0.05,
            "none": 0.20,
        },
        interviews={
            "half_bracket_letters": 0.35,
            "round_names": 0.35,
            "square_names": 0.30,
        },
        text_forms={"clean": 0.85, "possessive": 0.15},
    ),
    Era(
        "2005_2006",
        datetime(2005, 9, 1, tzinfo=UTC),
        share=0.13,
        title_case=True,
        drops_stop_words=False,
        desks={**_NEWS_DESKS, "interviews": 0.20, "blogs": 0.0},
        author_forms=_IMPORT_AUTHORS,
        datelines={"none": 0.45, "house_hyphen": 0.45, "wire_short": 0.10},
        interviews={"round_letters": 0.40, "round_names_lower": 0.30, "half_bracket_letters": 0.30},
        text_forms={"damaged": 0.45, "possessive": 0.15, "doubled_marks": 0.15, "clean": 0.25},
    ),
)
ARCHIVE_ENDS = datetime(2017, 10, 18, 20, 0, tzinfo=UTC)


def era_of(moment: datetime) -> Era:
    """Return the era of a moment (the oldest era for anything before it)."""
    return next((era for era in ERAS if moment >= era.begins_at), ERAS[-1])


@dataclass(slots=True)
class Turns:
    """Draws names by share; each name is drawn once before any is drawn twice.

    A stride scheduler: the name with the earliest next turn wins; turns of a name are 1/share apart
    with some jitter. The state is one number per name, for any size of the sample.
    """

    rng: Random
    _next: dict[tuple[str, str], float] = field(default_factory=dict)

    def draw(self, dimension: str, shares: Shares) -> str:
        """Return the next name of `dimension` (any text; eras keep their turns apart)."""
        names = [name for name, share in shares.items() if share > 0]
        turns = {name: self._turn(dimension, name) for name in names}
        chosen = min(names, key=turns.__getitem__)
        begins = max(turns[chosen], 0.0)
        self._next[dimension, chosen] = begins + (0.5 + self.rng.random()) / shares[chosen]
        return chosen

    def _turn(self, dimension: str, name: str) -> float:
        if (dimension, name) not in self._next:
            self._next[dimension, name] = self.rng.random() - 1.0
        return self._next[dimension, name]
