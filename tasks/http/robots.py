"""robots.txt (RFC 9309): Protego parses the rules, this module handles status codes and limits."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from protego import Protego

# RFC 9309, section 2.5: crawlers must read at least 500 KiB.
MAX_BYTES = 512_000
# `Disallow: /wp-admin/ Sitemap: https://...`, where a line end was lost.
_SITEMAP_IN_RULE = re.compile(
    r"^[ \t]*(?:dis)?allow[ \t]*:[^#\n]*?\bsitemap[ \t]*:[ \t]*([^#\r\n]+)", re.I | re.M
)


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules for one user agent: what may be fetched, how often, and which sitemaps exist."""

    parser: Protego | None
    user_agent: str
    allows_all: bool = False
    sitemaps_in_rules: tuple[str, ...] = ()

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
        """The URLs of the sitemaps.

        Some files quote them, have several in a line, or name them on the line of another rule.
        """
        lines = [*(self.parser.sitemaps if self.parser else ()), *self.sitemaps_in_rules]
        words = (word.strip("<>\"'") for line in lines for word in line.split() if "." in word)
        return tuple(dict.fromkeys(words))


def is_withheld(status: int) -> bool:
    """Return whether a status says that robots.txt cannot be read now: 5xx and 429.

    RFC 9309 counts 429 with the missing files; to a server that asks for fewer requests, more are
    no answer.
    """
    is_failing = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return is_failing or status == HTTPStatus.TOO_MANY_REQUESTS


def read_robots(status: int | None, body: bytes, user_agent: str) -> RobotsRules:
    """Return the rules of a response to /robots.txt (`status` None: no response).

    A missing file allows everything, a failing server nothing (RFC 9309, section 2.3.1).
    """
    if status is None or is_withheld(status):
        return RobotsRules(None, user_agent)
    if status >= HTTPStatus.BAD_REQUEST:
        return RobotsRules(None, user_agent, allows_all=True)
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    in_rules = tuple(found[1] for found in _SITEMAP_IN_RULE.finditer(text))
    return RobotsRules(Protego.parse(text), user_agent, sitemaps_in_rules=in_rules)
