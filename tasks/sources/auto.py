"""Source `auto`: the site itself, and web archives for what it no longer has.

This module declares it and says which places it reads; `best_place.py` reads them.
"""

import ipaddress
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from tasks.sources.live.spec import SOURCE as LIVE
from tasks.sources.source import Source, SourceKind, SourceOptions, SourceSetting, SourceSpec
from tasks.sources.web_archives.specs import (
    COMMONCRAWL,
    REPLAY_PER_SECOND,
    REQUESTS_PER_SECOND,
    WAYBACK,
)
from tasks.urls import Site
from tasks.warc.store import CaptureStore

# In the order of preference between captures that are equally good.
ARCHIVES = {spec.name: spec for spec in (WAYBACK, COMMONCRAWL)}
PUBLIC_RATES = {WAYBACK.name: REPLAY_PER_SECOND, COMMONCRAWL.name: REQUESTS_PER_SECOND}
# The place of pages that no web archive has, while the site is away.
NOWHERE = ("none",)
# Endings of host names that are in no public archive.
PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".test", ".invalid")


def _is_public(site: Site) -> bool:
    """Return whether web archives can have a site: not on this machine or a private network."""
    host = urlsplit(site.origin).hostname or ""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_global
    return "." in host and not host.endswith(PRIVATE_ENDINGS)


def _named_archives(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _known_archives(listed: str) -> str:
    if unknown := set(_named_archives(listed)) - ARCHIVES.keys():
        known = ", ".join(ARCHIVES)
        raise ValueError(f"unknown web archive {', '.join(sorted(unknown))}; known are {known}")
    return listed


def archives_of(options: SourceOptions) -> Iterable[SourceSpec]:
    """Return the web archives that `auto` reads with these options, the preferred one first.

    Public archives are not asked for a site on this machine or on a private network.
    """
    named = _named_archives(options.setting("archives"))
    for spec in (each for each in ARCHIVES.values() if each.name in named):
        if not _reads_public(spec, options) or _is_public(options.site):
            yield spec


def _reads_public(spec: SourceSpec, options: SourceOptions) -> bool:
    """Return whether the public service of an archive is read, not one of the operator's."""
    own = replace(options, spec=spec)
    return any(own.setting(each.name) == each.default for each in spec.settings)


def request_rates(options: SourceOptions) -> dict[str, float]:
    """Return the requests per second to each place that pages of the source `auto` come from.

    Empty for other sources.
    """
    if options.name != SOURCE.name:
        return {}
    rates = {LIVE.name: options.crawl_policy.requests_per_second}
    for spec in archives_of(options):
        is_public = _reads_public(spec, options)
        rates[spec.name] = PUBLIC_RATES[spec.name] if is_public else rates[LIVE.name]
    return rates


def place_of(sources: Iterable[str], is_away: bool) -> str:
    """Return the place that is asked first for a page that these sources list."""
    elsewhere = [name for name in ARCHIVES if name in sources]
    if is_away:
        return next(iter([*elsewhere, *NOWHERE]))
    return LIVE.name if LIVE.name in sources or not elsewhere else elsewhere[0]


def _open(options: SourceOptions, store: CaptureStore) -> Source:
    from tasks.sources.best_place import BestPlace
    from tasks.sources.web_archives.archive_source import ArchiveSource

    def open_member(spec: SourceSpec) -> Source:
        return spec.open(replace(options, spec=spec), store)

    opened = [open_member(spec) for spec in archives_of(options)]
    archives = [source for source in opened if isinstance(source, ArchiveSource)]
    return BestPlace(options.site, store, open_member(LIVE), archives)


SOURCE = SourceSpec(
    "auto",
    "the site while it answers, and the Wayback Machine and Common Crawl for what it no longer has",
    SourceKind.SITE,
    _open,
    settings=(
        SourceSetting(
            "archives",
            "wayback,commoncrawl",
            "Web archives that the source auto reads, separated by commas; empty: none",
            _known_archives,
        ),
    ),
)
