"""Turn blocks of a body into paragraphs: clean them, split off dateline and credit, mark turns."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

from tasks.articles.body.blocks import Block, BodyText, may_be_heading
from tasks.articles.text.captions import CAPTION_LABEL, read_media_block
from tasks.articles.text.clean import TextCleaner
from tasks.articles.text.dateline import read_agency_credit, split_dateline
from tasks.articles.text.interview import (
    ANSWER_DASH,
    BULLET_QUESTION,
    UNMARKED_ANSWER,
    UNMARKED_QUESTION,
    Marking,
    Turn,
    addresses_somebody,
    asks_without_labels,
    is_question,
    read_marking,
    read_turn,
)
from tasks.models import Dateline, Paragraph, ParagraphKind

# Newspaper and speaker.
_FEWEST_SIDES = 2
_FEWEST_BARE_QUESTIONS = 2
# A longer line is not a label; most lines are longer.
_LABEL_BELOW = 80


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of an article, and the parts split off. `media_blocks` are (id, caption)."""

    paragraphs: tuple[Paragraph, ...]
    dateline: Dateline | None
    agency_credit: str | None
    media_blocks: tuple[tuple[int, str], ...]

    @property
    def lead(self) -> str:
        """The first paragraph of running text, or the first of any kind."""
        of_text = (one.text for one in self.paragraphs if one.kind is ParagraphKind.PARAGRAPH)
        return next(of_text, self.paragraphs[0].text)

    @property
    def body(self) -> str:
        """The text of all paragraphs, separated by blank lines."""
        return "\n\n".join([paragraph.text for paragraph in self.paragraphs])


@dataclass(slots=True)
class _Passage:
    kind: ParagraphKind
    text: str
    is_bold: bool = False
    turn: Turn | None = None


def read_text(body: BodyText, cleaner: TextCleaner) -> ArticleText:
    """Return the paragraphs of a body in order; dateline, credit and media blocks are split off."""
    blocks, media_blocks = _take_media_blocks(body.blocks)
    if media_blocks:
        cleaner.fired.add("media_block")
    if body.dropped:
        cleaner.fired.add("boilerplate")
    passages = _split_passages(blocks, cleaner)
    passages, credit = _take_agency_credit(passages)
    if credit:
        cleaner.fired.add("agency_credit")
    paragraphs = _name_turns(passages, cleaner)
    paragraphs, dateline = _take_dateline(paragraphs)
    if dateline:
        cleaner.fired.add("dateline")
        credit = credit or dateline.agency
    return ArticleText(tuple(paragraphs), dateline, credit, tuple(media_blocks))


def _take_media_blocks(blocks: list[Block]) -> tuple[list[Block], list[tuple[int, str]]]:
    """Split off `Media ID:` blocks; a `Caption:` block right after one belongs to it."""
    kept: list[Block] = []
    media_blocks: list[tuple[int, str]] = []
    awaits_caption = False
    for block in blocks:
        opening = block.lines[0].lstrip()
        if media := read_media_block("\n".join(block.lines)):
            media_blocks.append(media)
        elif awaits_caption and opening.startswith(CAPTION_LABEL):
            caption = "\n".join(block.lines).strip().removeprefix(CAPTION_LABEL).strip()
            media_blocks[-1] = (media_blocks[-1][0], caption)
        else:
            kept.append(block)
        awaits_caption = media is not None and not media[1]
    return kept, media_blocks


def _split_passages(blocks: list[Block], cleaner: TextCleaner) -> list[_Passage]:
    """Clean all lines; join the lines of a block, but split where a turn of an interview begins."""
    cleaned = _clean_lines(blocks, cleaner)
    marking = read_marking(
        [line for block, lines in cleaned for line in lines if _may_speak(line, block.kind)]
    )
    if not marking:
        return _split_questions(cleaned, cleaner)
    questions = _bold_questions(cleaned, cleaner)
    parting = _Parting(marking, questions, _without_labels(questions, marking))
    passages = [one for block, lines in cleaned for one in _part_turns(block, lines, parting)]
    return _with_skipped_labels(passages) if marking.marks_answers else _with_answers(passages)


def _split_questions(
    cleaned: list[tuple[Block, list[str]]], cleaner: TextCleaner
) -> list[_Passage]:
    """Return the blocks, with questions and answers as turns if only emphasis marks them."""
    joined = [_Passage(block.kind, " ".join(lines), block.is_bold) for block, lines in cleaned]
    joined = [one for one in joined if one.text]
    parted = [one for block, lines in cleaned for one in _part_question(block, lines, cleaner)]
    asked = [number for number, one in enumerate(parted) if one.turn is not None]
    answers = [one.text for one in _after(parted, asked) if one.turn is None]
    crossheads = sum(
        one.kind is ParagraphKind.HEADING or (one.is_bold and may_be_heading(one.text))
        for one in parted
        if one.turn is None
    )
    introduction = " ".join(one.text for one in parted[: asked[0] if asked else 0])
    questions = [parted[number].text for number in asked]
    if not asks_without_labels(questions, crossheads, answers, introduction):
        return joined
    return _with_answers(parted)


def _after(passages: list[_Passage], numbers: list[int]) -> list[_Passage]:
    return [passages[number + 1] for number in numbers if number + 1 < len(passages)]


def _part_question(block: Block, lines: list[str], cleaner: TextCleaner) -> list[_Passage]:
    """Return a block as question and answer if it starts with an emphasised question."""
    text = " ".join(lines)
    asks = addresses_somebody if block.kind is ParagraphKind.HEADING else is_question
    if block.kind in (ParagraphKind.HEADING, ParagraphKind.QUOTE) and asks(text):
        return [_Passage(ParagraphKind.PARAGRAPH, text, turn=UNMARKED_QUESTION)]
    if bullet := BULLET_QUESTION.fullmatch(text):
        return [_Passage(ParagraphKind.PARAGRAPH, bullet[1], turn=UNMARKED_QUESTION)]
    for question in map(cleaner.clean, block.questions):
        if question and text.startswith(question):
            rest = text[len(question) :].strip()
            asked = _Passage(ParagraphKind.PARAGRAPH, question, turn=UNMARKED_QUESTION)
            answer = _Passage(ParagraphKind.PARAGRAPH, rest)
            return [asked, answer] if rest else [asked]
    return [_Passage(block.kind, text, block.is_bold)] if text else []


def _with_answers(passages: list[_Passage]) -> list[_Passage]:
    """Make the paragraph after a question an answer, where the article marks only questions."""
    is_after = [False, *(one.turn is not None for one in passages[:-1])]
    return [
        replace(one, text=_without_dash(one.text), turn=UNMARKED_ANSWER)
        if follows and one.turn is None
        else one
        for one, follows in zip(passages, is_after, strict=True)
    ]


def _with_skipped_labels(passages: list[_Passage]) -> list[_Passage]:
    """Make an unmarked paragraph after a question an answer if the next turn asks again."""
    asks_next = _asks_next(passages)
    answerer, is_asked = UNMARKED_ANSWER, False
    named: list[_Passage] = []
    for passage, asks_again in zip(passages, asks_next, strict=True):
        turn = passage.turn
        if turn is None and is_asked and asks_again and passage.kind is ParagraphKind.PARAGRAPH:
            passage = replace(passage, turn=answerer)
            is_asked = False
        elif turn is not None:
            is_asked = turn.asks and is_question(passage.text)
            answerer = answerer if turn.asks else turn
        elif not is_asked:
            is_asked = _continues_question(named) and is_question(passage.text)
        named.append(passage)
    return named


def _continues_question(before: list[_Passage]) -> bool:
    turn = next((one.turn for one in reversed(before) if one.turn is not None), None)
    return turn is not None and turn.asks


def _asks_next(passages: list[_Passage]) -> list[bool]:
    """Return for each passage whether the next turn after it is a question, or there is none."""
    asks = True
    found: list[bool] = []
    for passage in reversed(passages):
        found.append(asks)
        asks = passage.turn.asks if passage.turn is not None else asks
    return found[::-1]


def _without_dash(text: str) -> str:
    dash = ANSWER_DASH.match(text)
    return text[dash.end() :] if dash else text


def _clean_lines(blocks: list[Block], cleaner: TextCleaner) -> list[tuple[Block, list[str]]]:
    texts = iter(cleaner.clean_all([line for block in blocks for line in block.lines]))
    cleaned: list[tuple[Block, list[str]]] = []
    for block in blocks:
        lines = _join_labels([text for text in islice(texts, len(block.lines)) if text])
        if lines and lines[0].startswith(":") and cleaned and _is_label(cleaned[-1][1]):
            # The label is a paragraph of its own.
            label = cleaned.pop()[1][0]
            lines[0] = label + lines[0]
        cleaned.append((block, lines))
    return _join_label_blocks(cleaned)


def _join_label_blocks(cleaned: list[tuple[Block, list[str]]]) -> list[tuple[Block, list[str]]]:
    """Join labels of speakers that are lines of their own (`Asharq Al-Awsat`) to what they say."""
    labels = [lines[0].rstrip(":") for _, lines in cleaned if _is_label(lines)]
    repeated = {label for label, count in Counter(labels).items() if count > 1}
    if len(repeated) < _FEWEST_SIDES or not any(_asks(label) for label in repeated):
        return cleaned
    joined: list[tuple[Block, list[str]]] = []
    label = ""
    for block, lines in cleaned:
        if _is_label(lines) and lines[0] in repeated:
            label = lines[0]
            continue
        joined.append((block, [f"{label}: {lines[0]}", *lines[1:]] if label and lines else lines))
        label = ""
    return joined


def _asks(label: str) -> bool:
    turn = read_turn(f"{label}:")
    return turn is not None and turn.asks


def _is_label(lines: list[str]) -> bool:
    if len(lines) != 1 or len(lines[0]) >= _LABEL_BELOW:
        return False
    turn = read_turn(f"{lines[0]}:")
    return turn is not None and turn.end == len(lines[0]) + 1


def _join_labels(lines: list[str]) -> list[str]:
    """Join a line that starts with a colon to the label before it (`Name<br>: Why now?`)."""
    joined: list[str] = []
    for line in lines:
        if joined and line.startswith(":"):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _may_speak(line: str, kind: ParagraphKind) -> bool:
    """Return whether a line can start a turn: in a list or heading only with the letters Q and A.

    Lists have labels of their own (`Material: wood`).
    """
    if kind in (ParagraphKind.PARAGRAPH, ParagraphKind.QUOTE):
        return True
    turn = read_turn(line)
    return turn is not None and (turn.asks or turn.speaker == "A")


def _bold_questions(cleaned: list[tuple[Block, list[str]]], cleaner: TextCleaner) -> frozenset[str]:
    """Return the lines that are bold questions, with other lines in their blocks."""
    return frozenset(
        question
        for block, lines in cleaned
        for question in map(cleaner.clean, block.questions)
        if len(lines) > 1 and question in lines
    )


def _without_labels(questions: frozenset[str], marking: Marking) -> frozenset[str]:
    """Return bold questions as turns, if several of them have no label.

    Such an interview names the newspaper only at its first question.
    """
    turns = {question: read_turn(question) for question in questions}
    bare = [one for one, turn in turns.items() if turn is None or not marking.accepts(turn)]
    return questions if len(bare) >= _FEWEST_BARE_QUESTIONS else frozenset()


@dataclass(frozen=True, slots=True)
class _Parting:
    """What starts a turn within a block: labels, or bold questions that have none (`asked`)."""

    marking: Marking
    questions: frozenset[str]
    asked: frozenset[str]


def _part_turns(block: Block, lines: list[str], parting: _Parting) -> list[_Passage]:
    passages: list[_Passage] = []
    marking, asked = parting.marking, parting.asked
    for before, line in zip(["", *lines], lines, strict=False):
        turn = read_turn(line)
        if turn is not None and _may_speak(line, block.kind) and marking.accepts(turn):
            # A turn in a list, a quotation or a heading is a turn all the same.
            text, named = line[turn.end :], marking.name(turn)
            passages.append(_Passage(ParagraphKind.PARAGRAPH, text, block.is_bold, named))
        elif line in asked:
            passages.append(_Passage(ParagraphKind.PARAGRAPH, line, turn=UNMARKED_QUESTION))
        elif before in asked:
            end = turn.end if turn is not None else 0
            named = turn if turn is not None else UNMARKED_ANSWER
            passages.append(_Passage(ParagraphKind.PARAGRAPH, line[end:].strip(), turn=named))
        elif passages and before in parting.questions and is_question(before):
            # The answer of a labelled question in bold, without a label of its own.
            passages.append(_Passage(ParagraphKind.PARAGRAPH, line))
        elif passages:
            last = passages[-1]
            passages[-1] = replace(last, text=f"{last.text} {line}".strip())
        else:
            passages.append(_Passage(block.kind, line, block.is_bold))
    return passages


def _take_agency_credit(passages: list[_Passage]) -> tuple[list[_Passage], str | None]:
    if len(passages) < 2 or passages[-1].turn:
        return passages, None
    credit = read_agency_credit(passages[-1].text)
    return (passages[:-1], credit) if credit else (passages, None)


def _name_turns(passages: list[_Passage], cleaner: TextCleaner) -> list[Paragraph]:
    """Set kind and speaker of each passage; unmarked paragraphs continue the last turn."""
    paragraphs: list[Paragraph] = []
    turn: Turn | None = None
    for passage in passages:
        turn = passage.turn or turn
        if passage.turn:
            cleaner.fired.add("interview_turns")
        kind, speaker = _kind_and_speaker(passage, turn)
        if passage.text:
            seq = len(paragraphs) + 1
            paragraphs.append(Paragraph(seq, kind, passage.text, passage.text, speaker))
    return paragraphs


def _kind_and_speaker(passage: _Passage, turn: Turn | None) -> tuple[ParagraphKind, str | None]:
    if passage.kind is not ParagraphKind.PARAGRAPH:
        return passage.kind, None
    if passage.is_bold and passage.turn is None and may_be_heading(passage.text):
        return ParagraphKind.HEADING, None
    if turn is None:
        return passage.kind, None
    return turn.kind, turn.speaker


def _take_dateline(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], Dateline | None]:
    first = paragraphs[0] if paragraphs else None
    if first is None or first.kind is not ParagraphKind.PARAGRAPH:
        return paragraphs, None
    split = split_dateline(first.text)
    if split is None:
        return paragraphs, None
    dateline, rest = split
    return [replace(first, text=rest), *paragraphs[1:]], dateline
