"""Pictures of a story with captions and credits, as printed and as expected."""

from dataclasses import dataclass, replace

from tests.archive_twin import words
from tests.archive_twin.people import FAMILIES, GIVEN_MEN
from tests.archive_twin.text import Cast, sentence

UPLOADS = "https://eng-archive.aawsat.com/wp-content/uploads"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. `printed_credit` ends the printed caption; `credit` is its name alone.

    `place` is featured (the wrapper's image and/or a Media ID block), figure (a wp-caption of the
    body) or same_figure (one with the featured file again). `has_block`: whether there is a Media
    ID block for it.
    `file` is the path without the size suffix; empty if the page shows no image.
    """

    place: str
    file: str
    size: str
    media_id: int | None
    caption: str
    credit: str | None
    printed_credit: str
    has_block: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether it is in the body with its caption below it."""
        return self.place != "featured"

    @property
    def url(self) -> str | None:
        """The URL of the image file on the page."""
        return f"{UPLOADS}/{self.file}-{self.size}.jpg" if self.file else None

    @property
    def printed_caption(self) -> str:
        """The caption with its credit, as printed."""
        return f"{self.caption}{self.printed_credit}"


def compose_pictures(media: str, credit: str, cast: Cast, title: str) -> list[Picture]:
    """Return the pictures of a story for one of `catalogue.MEDIA_FORMS`, featured one first."""
    if media == "none":
        return []
    featured = _featured(media, credit, cast, title)
    if media == "featured_and_same_figure":
        # Half of them have no block: only the figure describes the picture.
        shown = replace(featured, has_block=cast.rng.random() < 0.5)
        return [shown, replace(featured, place="same_figure", size="620x413")]
    if media == "featured_and_other_figure":
        return [featured, _other_figure(credit, cast)]
    return [featured]


def _featured(media: str, credit: str, cast: Cast, title: str) -> Picture:
    file = "" if media == "block_no_image" else _file(cast)
    if media == "featured_only":
        return Picture("featured", file, "1080x675", None, "", None, "")
    media_id = _media_id(cast)
    if media == "block_empty_caption":
        return Picture("featured", file, "1080x675", media_id, "", None, "", has_block=True)
    if media == "block_caption_is_title":
        return Picture("featured", file, "1080x675", media_id, title, None, "", has_block=True)
    shown = _captioned("featured", file, "1080x675", media_id, credit, cast)
    return replace(shown, has_block=True)


def _other_figure(credit: str, cast: Cast) -> Picture:
    return _captioned("figure", _file(cast), "620x413", _media_id(cast), credit, cast)


def _captioned(
    place: str, file: str, size: str, media_id: int | None, credit: str, cast: Cast
) -> Picture:
    caption = sentence(words.CAPTIONS, cast)
    name, printed = _credit_of(credit, cast)
    return Picture(place, file, size, media_id, caption, name, printed)


def _credit_of(form: str, cast: Cast) -> tuple[str | None, str]:
    """Return the credit, and its printed form after the caption."""
    if form == "none":
        return None, ""
    if form == "glued (AFP)":
        return "AFP", "(AFP)"
    agency = cast.pick(("AFP", "Reuters"))
    name = f"{cast.pick(GIVEN_MEN)} {cast.pick(FAMILIES)}"
    printed = form.format(agency=agency, AGENCY=agency.upper(), name=name, NAME=name.upper())
    return printed.strip("()").rstrip("."), f" {printed}"


def _file(cast: Cast) -> str:
    place = cast.place.lower().replace(" ", "-").replace("’", "")
    return f"{cast.day.year}/{cast.day.month:02}/{place}-{int(cast.rng.random() * 10**9)}"


def _media_id(cast: Cast) -> int:
    # Media ids rise with time: about 55,288,000 at the import, 55,374,530 in May 2017.
    return 55288000 + (cast.day.year - 2005) * 7000 + int(cast.rng.random() * 7000)
