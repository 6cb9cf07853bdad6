"""What robots.txt allows: Protego reads the rules, this the rest of RFC 9309."""

from dataclasses import dataclass

from protego import Protego

# RFC 9309, section 2.5: at least 500 KiB have to be read; nobody means more.
MAX_BYTES = 512_000
CLIENT_ERROR = 400
SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules for one user agent: what may be fetched, how often, and which sitemaps exist."""

    parser: Protego | None
    user_agent: str
    allows_all: bool = False

    def may_fetch(self, url: str) -> bool:
        """Whether the rules allow it; without rules that could be read, nothing is allowed."""
        if self.parser is None:
            return self.allows_all
        return bool(self.parser.can_fetch(url, self.user_agent))

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between requests the rules ask for."""
        delay = self.parser.crawl_delay(self.user_agent) if self.parser else None
        return None if delay is None else float(delay)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps the file names."""
        return tuple(self.parser.sitemaps) if self.parser else ()


def read_robots(status: int | None, body: bytes, user_agent: str) -> RobotsRules:
    """Return the rules of an answer to /robots.txt (`status` None: no answer).

    A missing file allows everything, a failing server nothing (RFC 9309, section 2.3.1).
    """
    if status is None or status >= SERVER_ERROR:
        return RobotsRules(None, user_agent)
    if status >= CLIENT_ERROR:
        return RobotsRules(None, user_agent, allows_all=True)
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    return RobotsRules(Protego.parse(text), user_agent)
