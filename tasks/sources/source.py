"""The interface of every source of pages: name candidates, and bring their bytes into the store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from tasks.models import Candidate, Capture, Expectation, FetchFailure

Finding = Candidate | Expectation
Fetched = Capture | FetchFailure


@dataclass(frozen=True, slots=True)
class Known:
    """Results of earlier discoveries: the pages found, and the last answer to every request.

    `answers` maps the canonical URL of a discovery request to the capture of its last answer.
    """

    urls: frozenset[str] = frozenset()
    answers: Mapping[str, Capture] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the archive a run looks at. `since` and `until` are inclusive days.

    With `modified_since`, the run asks only for what is new or changed since then.
    """

    since: date
    until: date
    sections: tuple[str, ...] = ()
    modified_since: datetime | None = None
    known: Known = field(default_factory=Known)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to fetch, with the validators of its last capture for a conditional GET."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


class Source(Protocol):
    """A place to read the archive's pages from.

    Both methods write what they receive to the run's `CaptureStore` before they return it.
    """

    name: str

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield candidates and independent counts, route by route, as they arrive.

        Raises `TransientError` when no route of the source answers at all.
        """
        ...

    def fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        """Return an outcome for every request, in order; a failed page is a `FetchFailure`."""
        ...

    def close(self) -> None:
        """Release connections and files."""
        ...
