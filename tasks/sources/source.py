"""What every source of pages can do: name candidates, and bring their bytes into the store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tasks.models import Candidate, Capture, Expectation, FetchFailure

Finding = Candidate | Expectation
Fetched = Capture | FetchFailure


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the archive a run looks at. `since` and `until` are inclusive days."""

    since: date
    until: date
    sections: tuple[str, ...] = ()
    modified_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to fetch, with the validators of its last capture for a conditional GET."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


class Source(Protocol):
    """A place the archive's pages can be had from.

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
