"""The request of a run, validated before anything starts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from tasks.errors import BadRequest
from tasks.models import FIRST_DAY, LAST_DAY
from tasks.sources.registry import find_source
from tasks.sources.source import Content, check_path

__all__ = ["AS_SET", "FIRST_DAY", "LAST_DAY", "Mode", "RunRequest", "Section"]


# The run form's entry for "what AAWSAT_CONTENT says".
AS_SET = "as in the settings"

# Similarity of a misspelling: `opinon` is one of opinion, `sports` is one of nothing.
MISSPELLED = 0.85


class Section(StrEnum):
    """Sections of the archive, as in its URLs; a parent includes its children."""

    NEWS_MIDDLE_EAST = "news-middle-east"
    SAUDI_ARABIA = "news-middle-east/saudi-arabia"
    OPINION = "opinion"
    FEATURES = "features"
    INTERVIEWS = "interviews"
    BUSINESS = "business"
    MAJALLA_BLOGS = "majalla-blogs"


class Mode(StrEnum):
    """Which pages a run works on."""

    MISSING = "missing"
    REFETCH = "refetch"
    REPARSE = "reparse"


@dataclass(frozen=True, slots=True)
class RunRequest:
    """The part of the archive a run works on (`since` and `until` inclusive), and its mode.

    `max_pages` limits the pages fetched. `only_changes` limits discovery to changes since the last
    complete one. `content` is one of `Content`, or `AS_SET` for the one in the settings.
    """

    source: str
    since: date = FIRST_DAY
    until: date = LAST_DAY
    sections: tuple[str, ...] = ()
    mode: Mode = Mode.MISSING
    max_pages: int = 200_000
    path: Path | None = None
    dry_run: bool = False
    only_changes: bool = False
    content: str = AS_SET


def check_request(request: RunRequest) -> RunRequest:
    """Return the request if it is valid.

    Raises:
        BadRequest: the request is invalid; the text says in one line how to correct it.
    """
    _check_window(request)
    _check_sections(request.sections)
    if request.content not in (AS_SET, *Content):
        raise BadRequest(
            f"{request.content!r} is not a way to read articles; choose {', '.join(Content)}"
        )
    if request.max_pages < 1:
        raise BadRequest(f"max_pages must be at least 1, not {request.max_pages}")
    source = find_source(request.source)
    if request.path is not None or request.mode is not Mode.REPARSE:
        check_path(source, request.path)
    return request


def refuse_unknown_sections(sections: Iterable[str], known: Collection[str]) -> None:
    """Raise `BadRequest` for a section that no page is in; suggest the one that was meant."""
    names = {*known, *Section}
    for section in sections:
        if (name := section.strip(" /").lower()) not in names:
            meant = _similar(name, names)
            raise BadRequest(
                f"no known page is in the section {name!r}; "
                + (f"did you mean {meant}?" if meant else f"known are {_main_sections(names)}")
            )


def _main_sections(names: Iterable[str]) -> str:
    """Return the top-level sections as a list in words."""
    return ", ".join(sorted(name for name in names if "/" not in name and " " not in name))


def split_sections(paths: Iterable[str]) -> dict[str, list[str]]:
    """Return the two fields of the run form: sections it lists, and other sections."""
    known = set(Section)
    given = [path.strip().strip("/") for path in paths]
    return {
        "sections": [path for path in given if path in known],
        "other_sections": [path for path in given if path not in known],
    }


def _check_window(request: RunRequest) -> None:
    if request.since > request.until:
        raise BadRequest(f"since ({request.since}) is after until ({request.until})")
    if request.until < FIRST_DAY or request.since > LAST_DAY:
        raise BadRequest(
            f"the archive has pages of {FIRST_DAY} to {LAST_DAY}; "
            f"there are none between {request.since} and {request.until}"
        )


def _check_sections(sections: tuple[str, ...]) -> None:
    for section in sections:
        if not section.strip(" /") or "," in section:
            raise BadRequest(f"{section!r} is not a section; enter one section per line")
        name = section.strip(" /").lower()
        if name not in set(Section) and (meant := _similar(name, Section)):
            raise BadRequest(f"{name!r} is not a section; did you mean {meant}?")


def _similar(name: str, names: Iterable[str]) -> str | None:
    """Return the section that a misspelled name stands for."""
    found = get_close_matches(name, [str(known) for known in names], n=1, cutoff=MISSPELLED)
    return found[0] if found else None
