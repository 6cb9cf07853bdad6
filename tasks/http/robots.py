"""robots.txt (RFC 9309): Protego parses the rules, this module handles status codes and limits."""

from dataclasses import dataclass
from http import HTTPStatus

from protego import Protego

# RFC 9309, section 2.5: crawlers must read at least 500 KiB.
MAX_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules for one user agent: what may be fetched, how often, and which sitemaps exist."""

    parser: Protego | None
    user_agent: str
    allows_all: bool = False

    def may_fetch(self, url: str) -> bool:
        """Return whether the rules allow a URL; unreadable rules allow nothing."""
        if self.parser is None:
            return self.allows_all
        return bool(self.parser.can_fetch(url, self.user_agent))

    @property
    def crawl_delay(self) -> float | None:
        """The requested number of seconds between requests."""
        delay = self.parser.crawl_delay(self.user_agent) if self.parser else None
        return None if delay is None else float(delay)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The URLs of the sitemaps: some files quote them, or have several in a line."""
        lines = self.parser.sitemaps if self.parser else ()
        return tuple(word.strip("<>\"'") for line in lines for word in line.split() if "/" in word)


def read_robots(status: int | None, body: bytes, user_agent: str) -> RobotsRules:
    """Return the rules of a response to /robots.txt (`status` None: no response).

    A missing file allows everything, a failing server nothing (RFC 9309, section 2.3.1).
    """
    if status is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return RobotsRules(None, user_agent)
    if status >= HTTPStatus.BAD_REQUEST:
        return RobotsRules(None, user_agent, allows_all=True)
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    return RobotsRules(Protego.parse(text), user_agent)
