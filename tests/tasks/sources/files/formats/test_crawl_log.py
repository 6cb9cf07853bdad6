"""Logs of crawlers: which pages should be in the files. The forms are those the tools wrote."""

import pytest

from tasks.sources.files.formats.crawl_log import crawled_pages

WGET = """\
--2016-05-04 03:02:01--  http://x.example/there/
Connecting to x.example:80... connected.
HTTP request sent, awaiting response... 200 OK
--2016-05-04 03:02:01--  http://x.example/gone/
HTTP request sent, awaiting response... 404 Not Found
2016-05-04 03:02:01 ERROR 404: Not Found.
--2016-05-04 03:02:01--  http://x.example/down/
HTTP request sent, awaiting response... 503 Service Unavailable
2016-05-04 03:02:01 ERROR 503: Service Unavailable.
--2016-05-04 03:02:01--  http://x.example/moved/
HTTP request sent, awaiting response... 301 Moved Permanently
Location: http://x.example/there/ [following]
--2016-05-04 03:02:01--  http://x.example/reset/
HTTP request sent, awaiting response... No data received.
--2016-05-04 03:02:02--  (try: 2)  http://x.example/reset/
HTTP request sent, awaiting response... No data received.
Giving up.
"""
WGET_SHORT = """\
2016-05-04 03:02:01 URL:http://x.example/there/ [76/76] -> "there/index.html" [1]
http://x.example/gone/:
2016-05-04 03:02:01 ERROR 404: Not Found.
http://x.example/down/:
2016-05-04 03:02:01 ERROR 503: Service Unavailable.
No data received.
"""
HERITRIX = """\
2016-05-04T03:02:01.123Z   200   4096 http://x.example/there/ L http://x.example/ text/html #001
2016-05-04T03:02:01.123Z   404    120 http://x.example/gone/ L http://x.example/ text/html #001
2016-05-04T03:02:01.123Z    -2      - http://x.example/down/ L http://x.example/ unknown #002
"""
HTTRACK = """\
HTTrack3.49-4+libhtsjava.so.2 launched on Wed, 04 May 2016 03:02:01 at http://x.example/
03:02:01\tError: \t"Not Found" (404) at link x.example/gone/ (from x.example/)
03:02:01\tError: \t"No data (connection closed)" (-4) after 1 retries at link x.example/down/ (from x.example/)
"""
WPULL = """\
2016-05-04 03:02:01,000 - wpull.processor.web - INFO - Fetching ‘http://x.example/there/’.
2016-05-04 03:02:01,000 - wpull.processor.web - INFO - Fetched ‘http://x.example/there/’: 200 OK.
2016-05-04 03:02:01,000 - wpull.processor.web - INFO - Fetching ‘http://x.example/down/’.
2016-05-04 03:02:01,000 - wpull.processor.base - ERROR - Fetching ‘http://x.example/down/’ encountered an error: Connect timed out.
2016-05-04 03:02:01,000 - wpull.processor.web - INFO - Fetched ‘http://x.example/gone/’: 410 Gone.
"""
SCRAPY = """\
2016-05-04 03:02:01 [scrapy.core.engine] DEBUG: Crawled (200) <GET http://x.example/there/> (referer: None)
2016-05-04 03:02:01 [scrapy.core.engine] DEBUG: Crawled (404) <GET http://x.example/gone/> (referer: None)
2016-05-04 03:02:01 [scrapy.downloadermiddlewares.retry] ERROR: Gave up retrying <GET http://x.example/down/> (failed 3 times): 503
"""


@pytest.mark.parametrize("log", [WGET, WGET_SHORT, HERITRIX, HTTRACK, WPULL, SCRAPY])
def test_pages_that_failed_or_were_fetched_should_be_in_the_files(log: str) -> None:
    pages = crawled_pages(log)

    assert pages is not None
    assert set(pages) - {"http://x.example/there/", "http://x.example/reset/"} == {
        "http://x.example/down/"
    }


def test_a_page_whose_answer_never_came_should_be_in_the_files() -> None:
    assert "http://x.example/reset/" in (crawled_pages(WGET) or ())


def test_a_failure_that_a_later_try_overcame_counts_as_fetched_or_gone() -> None:
    again = WGET.replace("/down/", "/gone/").replace("503 Service", "500 Server", 1)
    later = again + WGET.split("--2016-05-04 03:02:01--  http://x.example/down/")[0]

    assert "http://x.example/gone/" not in (crawled_pages(later) or ())


@pytest.mark.parametrize("text", ["", "A note on http://x.example/there/", "404 http://x.example/"])
def test_other_texts_are_not_logs_of_a_crawl(text: str) -> None:
    assert crawled_pages(text) is None
