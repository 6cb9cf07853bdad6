"""The input of an extraction: one text with the fields of an article and the turns of an interview.

The fields are joined into one text so that names in captions and title are resolved by the body:
dateline, body, captions, title. `locate` maps an offset of the joined text back to its field.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tasks.entities.models import Field
from tasks.models import Article, ParagraphKind

BREAK = "\n\n"
_TURN_KINDS = (ParagraphKind.QUESTION, ParagraphKind.ANSWER)


@dataclass(frozen=True, slots=True)
class TextField:
    """A part of the joined text: its field, the number of its part, and the origin of its offsets.

    `origin` is the offset in the joined text that counts as 0 in the field.
    """

    name: Field
    start: int
    origin: int
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of an interview; `speaker` is the label as printed (`A`, `Talabani`)."""

    start: int
    end: int
    is_answer: bool
    speaker: str


@dataclass(frozen=True, slots=True)
class TypedParagraph:
    """A turn of an interview as typed by the parser; `seq` is the paragraph, from 1."""

    seq: int
    kind: ParagraphKind
    speaker: str | None


@dataclass(frozen=True)
class Document:
    """A joined text. Dateline and body are `text[:body_end]`; the title starts at `title_start`.

    `turns` are the turns the parser has typed; empty for plain text, which may contain markers.
    """

    text: str
    fields: tuple[TextField, ...]
    body_end: int
    title_start: int
    published_on: date | None = None
    turns: tuple[Turn, ...] = ()

    def locate(self, offset: int) -> TextField:
        """Return the field that contains an offset of the joined text."""
        return self.fields[max(0, bisect_right(self._starts, offset) - 1)]

    def is_in_one_field(self, start: int, end: int) -> bool:
        """Return whether a range is within one field (all paragraphs of the body are one field)."""
        return self.locate(start).origin == self.locate(max(start, end - 1)).origin

    @cached_property
    def _starts(self) -> list[int]:
        return [field.start for field in self.fields]


def text_document(text: str, published_on: date | None = None) -> Document:
    """Return the document of a plain text."""
    body = TextField(Field.BODY, 0, 0)
    return Document(text, (body,), len(text), len(text), published_on)


def article_document(article: Article) -> Document:
    """Return the document of a parsed article."""
    body = BREAK.join(paragraph.text for paragraph in article.paragraphs) or article.body
    return joined_document(
        title=article.title,
        dateline=article.dateline.text if article.dateline else "",
        body=body,
        captions={image.seq: image.caption for image in article.images if image.caption},
        typed=[
            TypedParagraph(number, paragraph.kind, paragraph.speaker)
            for number, paragraph in enumerate(article.paragraphs, start=1)
            if paragraph.kind in _TURN_KINDS
        ],
        published_on=article.published_on or article.printed_on,
    )


def joined_document(
    *,
    title: str,
    dateline: str,
    body: str,
    captions: Mapping[int, str],
    typed: Sequence[TypedParagraph] = (),
    published_on: date | None = None,
) -> Document:
    """Return the document of the fields of an article.

    `body` is its paragraphs joined by blank lines, numbered from 1; `captions` are by the number of
    their picture.
    """
    # The dateline is on a line of its own, so that no name runs from it into the body.
    text = f"{dateline}\n" if dateline else ""
    fields = [TextField(Field.DATELINE, 0, 0)] if dateline else []
    paragraphs = list(_paragraphs(body, len(text)))
    fields += [TextField(Field.BODY, start, len(text), seq) for seq, start, _ in paragraphs]
    text += body
    body_end = len(text)
    for seq, caption in captions.items():
        text += BREAK
        fields.append(TextField(Field.CAPTION, len(text), len(text), seq))
        text += caption
    text += BREAK
    title_start = len(text)
    fields.append(TextField(Field.TITLE, title_start, title_start))
    turns = _turns(typed, {seq: (start, end) for seq, start, end in paragraphs})
    return Document(text + title, tuple(fields), body_end, title_start, published_on, tuple(turns))


def _paragraphs(body: str, start: int) -> Iterable[tuple[int, int, int]]:
    """Number, start and end of each paragraph in the joined text."""
    for seq, paragraph in enumerate(body.split(BREAK), start=1):
        yield seq, start, start + len(paragraph)
        start += len(paragraph) + len(BREAK)


def _turns(typed: Iterable[TypedParagraph], places: Mapping[int, tuple[int, int]]) -> list[Turn]:
    return [
        Turn(*places[one.seq], one.kind is ParagraphKind.ANSWER, one.speaker or "A")
        for one in typed
        if one.seq in places and one.kind in _TURN_KINDS
    ]
