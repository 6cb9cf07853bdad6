"""Questions and answers in the archive's formats."""

from collections.abc import Callable

from tasks.models import ParagraphKind
from tests.archive_twin import words
from tests.archive_twin.blocks import Block
from tests.archive_twin.text import Cast, sentence, sentences

HOUSE = "Asharq Al-Awsat"
Markers = tuple[str, str | None, str, str | None]


def compose_turns(form: str, cast: Cast) -> list[Block]:
    """Return the questions and answers of one of the formats of `catalogue.ERAS`."""
    turns: list[Block] = []
    for number in range(5 + int(cast.rng.random() * 5)):
        turns.extend(_one_turn(form, number, cast))
    return turns


def _one_turn(form: str, number: int, cast: Cast) -> list[Block]:
    asks, asker, tells, teller = _FORMATS[form](cast, number)
    question = sentence(words.QUESTIONS, cast)
    answer = sentences(words.ANSWERS, 2 + int(cast.rng.random() * 3), cast)
    # In the colon formats question and answer are in one paragraph, separated by one <br>.
    markup = "joined" if form.startswith("colon") else "p"
    blocks = [
        Block(ParagraphKind.QUESTION, question, asker, asks),
        Block(ParagraphKind.ANSWER, answer, teller, tells, markup=markup),
    ]
    if cast.rng.random() < 0.35:
        more = sentences(words.ANSWERS, 2, cast)
        blocks.append(Block(ParagraphKind.ANSWER, more, teller))
    return blocks


def _letters(asks: str, tells: str) -> Callable[[Cast, int], Markers]:
    return lambda cast, number: (asks, "Q", tells, "A")


def _round_names(cast: Cast, number: int) -> Markers:
    name = cast.hero.surname
    return f"({HOUSE}) ", HOUSE, f"({name}) ", name


def _round_names_lower(cast: Cast, number: int) -> Markers:
    name = cast.hero.surname
    return "(Asharq al-Awsat) ", HOUSE, f"({name}) ", name


def _square_names(cast: Cast, number: int) -> Markers:
    name = cast.hero.surname
    return f"[{HOUSE}] ", HOUSE, f"[{name}] ", name


def _square_variant(cast: Cast, number: int) -> Markers:
    name = cast.hero.surname
    return "[Asharq Al Awsat] ", HOUSE, f"[{name}] ", name


def _colon_names(cast: Cast, number: int) -> Markers:
    name = cast.hero.name
    return f"{HOUSE}: ", HOUSE, f"{name}: ", name


def _colon_letters(cast: Cast, number: int) -> Markers:
    # Newspaper and interviewee are named once, followed by letters.
    return _colon_names(cast, number) if number == 0 else ("Q: ", "Q", "A: ", "A")


_FORMATS: dict[str, Callable[[Cast, int], Markers]] = {
    "round_letters": _letters("(Q) ", "(A) "),
    "half_bracket_letters": _letters("Q) ", "A) "),
    "round_names": _round_names,
    "round_names_lower": _round_names_lower,
    "square_names": _square_names,
    "square_variant": _square_variant,
    "colon_names": _colon_names,
    "colon_letters": _colon_letters,
}
