"""The declarations of the sources `wayback` and `commoncrawl`, and their public services."""

from tasks.sources.source import (
    Source,
    SourceKind,
    SourceOptions,
    SourceSetting,
    SourceSpec,
    web_address,
)
from tasks.warc.store import CaptureStore

WAYBACK_ADDRESS = "https://web.archive.org"
COMMONCRAWL_INDEX = "https://index.commoncrawl.org"
COMMONCRAWL_DATA = "https://data.commoncrawl.org"

# 80 % of the Internet Archive's hard limit, as its staff recommends.
REPLAY_PER_SECOND = 8.0
# No limit is published; faster callers were blocked after a few hundred requests.
REQUESTS_PER_SECOND = 1.0


def _open_wayback(options: SourceOptions, store: CaptureStore) -> Source:
    from tasks.sources.web_archives.archive_client import Archives
    from tasks.sources.web_archives.wayback import Wayback, wayback_rates

    archives = Archives(wayback=options.setting("wayback_url"), folder=options.folder)
    rates = wayback_rates(options.crawl_policy, archives.wayback)
    return Wayback(options.site, rates, store, archives)


WAYBACK = SourceSpec(
    "wayback",
    "captures of the Wayback Machine, byte for byte; at most 24 index requests a minute and"
    " 8 pages a second",
    SourceKind.ARCHIVE,
    _open_wayback,
    settings=(
        SourceSetting(
            "wayback_url", WAYBACK_ADDRESS, "Wayback Machine for the source wayback", web_address
        ),
    ),
)


def _open_commoncrawl(options: SourceOptions, store: CaptureStore) -> Source:
    from tasks.sources.web_archives.archive_client import Archives
    from tasks.sources.web_archives.commoncrawl import CommonCrawl, commoncrawl_rates

    archives = Archives(
        commoncrawl_index=options.setting("commoncrawl_index_url"),
        commoncrawl_data=options.setting("commoncrawl_data_url"),
        folder=options.folder,
    )
    rates = commoncrawl_rates(options.crawl_policy, archives)
    return CommonCrawl(options.site, rates, store, archives)


COMMONCRAWL = SourceSpec(
    "commoncrawl",
    "captures of every crawl of Common Crawl, one request a second",
    SourceKind.ARCHIVE,
    _open_commoncrawl,
    settings=(
        SourceSetting(
            "commoncrawl_index_url",
            COMMONCRAWL_INDEX,
            "Index server for the source commoncrawl",
            web_address,
        ),
        SourceSetting(
            "commoncrawl_data_url",
            COMMONCRAWL_DATA,
            "Data server for the source commoncrawl",
            web_address,
        ),
    ),
)
