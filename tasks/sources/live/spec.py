"""The declaration of the source `live`, and its discovery routes."""

from tasks.sources.source import Source, SourceKind, SourceOptions, SourceSetting, SourceSpec
from tasks.warc.store import CaptureStore
from warehouse.ingest.source_names import LIVE

ROUTES = ("rest", "sitemap", "listing", "feed")


def _open(options: SourceOptions, store: CaptureStore) -> Source:
    from tasks.sources.live.site import LiveSite

    return LiveSite(
        options.site, options.crawl_policy, store, named_routes(options.setting("routes"))
    )


def named_routes(listed: str) -> frozenset[str]:
    """Return the routes of the setting `routes`; none are named if all are used."""
    return frozenset(route.strip() for route in listed.split(",") if route.strip())


def _known_routes(listed: str) -> str:
    if unknown := named_routes(listed) - set(ROUTES):
        raise ValueError(
            f"unknown route {', '.join(sorted(unknown))}; known are {', '.join(ROUTES)}"
        )
    return listed


SOURCE = SourceSpec(
    LIVE,
    "a WordPress site: REST, sitemaps, listings and feed for discovery, then its pages",
    SourceKind.SITE,
    _open,
    settings=(
        SourceSetting(
            "routes",
            "",
            "Discovery routes to use, separated by commas; empty: all",
            _known_routes,
        ),
    ),
)
