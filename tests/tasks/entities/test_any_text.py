"""Whatever the text, the offsets of everything found index it: `text[x.start:x.end] == x.text`."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.entities import extract_entities, resolve_names
from tasks.entities.models import EntityType, Extraction, SpeakerKind

PIECES = st.sampled_from(
    [
        "Nuri al-Maliki",
        "NURI AL-MALIKI",
        "Maliki’s",
        "President Hariri",
        "the Crown Prince",
        "Baghdad, Asharq Al-Awsat- ",
        "Baghdad—",
        "“No,”",
        "“",
        "”",
        '"',
        " said",
        " told Asharq Al-Awsat: ",
        "(Q) ",
        "\nQ: Why?\nA: Because.",
        "Abu Qatada (Omar Othman)",
        "Patriotic Union of Kurdistan (PUK)",
        "on Monday",
        "next March",
        "99 years ago",
        "March 0, 0000",
        "Israel accused Iran.",
        "Sana’a",
        "St. ",
        "U.S.",
        "‘s",
        "\r\n",
        "\u00a0",
        "\u200b",
        "\u200f",
        "\u2028",
        "\u0301",
        "e\u0301",
        "ﬁ",
        "İ",
        "ß",
        "🕌",
        "👨‍👩‍👧",
        "محمد",
        "\x00",
        "\ufeff",
        " ",
        "\n\n",
        ".",
        ",",
        ":",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=25).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=15).map("".join),
)
DAYS = st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)))


def assert_sound(text: str, found: Extraction) -> None:
    places = [(one.start, one.end, one.text) for one in found.mentions]
    places += [(one.start, one.end, one.text) for one in found.quotes]
    places += [(one.start, one.end, one.text) for one in found.dates]
    places += [(one.start, one.end, one.text) for one in found.events]
    for start, end, words in places:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == words
    for earlier, later in zip(found.mentions, found.mentions[1:], strict=False):
        assert earlier.end <= later.start
    for mention in found.mentions:
        assert mention.type in EntityType
        assert "/" in mention.entity_id
    for quote in found.quotes:
        assert (quote.speaker is None) == (quote.speaker_kind is SpeakerKind.UNKNOWN)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, day=DAYS)
def test_offsets_index_any_text(text: str, day: date | None) -> None:
    assert_sound(text, extract_entities(text, day))


@settings(max_examples=20, deadline=None)
@given(names=st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=8))
@pytest.mark.slow
def test_any_names_are_resolved_one_id_each(names: list[str]) -> None:
    ids = resolve_names(names)

    assert len(ids) == len(names)
    assert all("/" in one for one in ids)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \r\n\t",
        "“",
        "””””““““",
        '"' * 2_000,
        "“Only words in marks.”",
        "a" * 50_000,
        "A-" * 5_000,
        "Al " * 5_000,
        "“No,” " * 2_000,
        "." * 20_000,
        "Q: \n" * 2_000,
        "(" * 5_000,
    ],
    ids=lambda text: f"{text[:6]!r} x {len(text)}",
)
def test_texts_of_one_thing_are_read_as_well(text: str) -> None:
    assert_sound(text, extract_entities(text, date(2010, 1, 1)))


@pytest.mark.slow
def test_a_text_of_a_megabyte_is_read() -> None:
    text = "“We wait,” Ismail Haniyeh told Asharq Al-Awsat in Gaza on Monday.\r\n\r\n" * 15_000

    found = extract_entities(text, date(2010, 1, 1))

    assert len(text) > 1_000_000
    assert_sound(text, found)
    assert len(found.quotes) == 15_000
