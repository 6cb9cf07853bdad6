import asyncio
import tracemalloc
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

from tasks.errors import HostUnavailable, IntegrityError, PipelineError, PolicyRefusal
from tasks.http.client import Answer, Hop, PoliteClient, refuse_private_hosts
from tasks.http.crawl_policy import CrawlPolicy
from tests.tasks.sources.fault_server import ANSWERS, PAGE, STREAMS, fault_server
from tests.tasks.sources.unread import Unread

QUICK = CrawlPolicy(
    "aawsat-warehouse/test (+tests)",
    requests_per_second=1000,
    deadline_seconds=1.0,
    trip_after=100,
    wire_bytes=1 << 20,
    body_bytes=4 << 20,
)


def guest_of(origin: str) -> PoliteClient:
    return PoliteClient(QUICK, frozenset({urlsplit(origin).netloc}))


def ask(path: str) -> Answer:
    """Ask the fault server for one path."""

    async def scenario() -> Answer:
        async with fault_server() as origin, guest_of(origin) as client:
            return await client.get(origin + path)

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    "path",
    [
        "/ok",
        "/no-length-whole",
        "/length-too-large",
        "/gzip-length-too-large",
        "/chunks-no-end",
        "/gzip",
        "/gzip-said-not-sent",
        "/gzip-twice",
        "/gzip-upper-case",
        "/gzip-x",
        "/gzip-hidden",
        "/gzip-members",
        "/deflate",
        "/deflate-raw",
        "/early-hints",
        "/junk-after",
        "/to-ok",
        "/to-utf-8",
    ],
)
def test_a_complete_page_is_accepted_under_any_headers(path: str) -> None:
    answer = ask(path)

    assert (answer.status, answer.last.body) == (200, PAGE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        *("/short", "/chunks-cut", "/chunks-bad", "/close", "/reset", "/hang"),
        *("/slow-headers", "/slow-body", "/huge-header", "/bad-header", "/two-lengths"),
        *("/http-0.9", "/to-bad-brackets"),
    ],
)
def test_no_whole_answer_is_worth_another_try(path: str) -> None:
    with pytest.raises(HostUnavailable) as caught:
        ask(path)

    assert path in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["/gzip-cut", "/gzip-bad-crc", "/no-length-cut"])
def test_a_body_cut_where_http_does_not_notice_is_an_integrity_error(path: str) -> None:
    with pytest.raises(IntegrityError):
        ask(path)


@pytest.mark.parametrize(
    "path",
    [
        *("/loop", "/chain-9", "/to-metadata", "/to-file", "/to-elsewhere", "/to-bad-port"),
        *("/to-password", "/bomb", "/said-huge", "/endless"),
    ],
)
def test_foreign_redirects_and_oversized_bodies_are_refused(path: str) -> None:
    with pytest.raises(PolicyRefusal) as caught:
        ask(path)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/404", 404), ("/503", 503), ("/204", 204), ("/status-999", 999), ("/to-nowhere", 302)],
)
def test_errors_of_the_server_are_answers(path: str, status: int) -> None:
    assert ask(path).status == status


def test_every_hop_of_a_redirect_is_kept() -> None:
    answer = ask("/chain-3")

    assert [hop.response.status for hop in answer.hops] == [302, 302, 302, 200]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed(status: int) -> None:
    def site(request: httpx.Request) -> httpx.Response:
        is_new = request.url.path == "/new"
        headers = {} if is_new else {"location": "/new"}
        return httpx.Response(200 if is_new else status, headers=headers, stream=Unread(PAGE))

    async def scenario() -> Answer:
        hosts = frozenset({"archive.test"})
        async with PoliteClient(QUICK, hosts, transport=httpx.MockTransport(site)) as client:
            return await client.get("https://archive.test/old")

    assert asyncio.run(scenario()).last.response.requested_url == "https://archive.test/new"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_whole_page_in_utf_16_is_not_taken_for_a_cut_one(encoding: str) -> None:
    def site(_: httpx.Request) -> httpx.Response:
        body = "<html><body><p>The ferry left.</p></body></html>".encode(encoding)
        return httpx.Response(200, headers={"content-type": "text/html"}, stream=Unread(body))

    async def scenario() -> Answer:
        hosts = frozenset({"archive.test"})
        async with PoliteClient(QUICK, hosts, transport=httpx.MockTransport(site)) as client:
            return await client.get("https://archive.test/page")

    # The transport of the test states no length.
    assert set(asyncio.run(scenario()).last.flags) <= {"ended-by-close"}


def test_hops_before_a_refusal_are_reported_too() -> None:
    hops: list[Hop] = []

    async def scenario() -> None:
        async with fault_server() as origin, guest_of(origin) as client:
            with suppress(PolicyRefusal):
                await client.get(origin + "/to-metadata", on_hop=hops.append)

    asyncio.run(scenario())

    assert [hop.response.status for hop in hops] == [302]


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted({*ANSWERS, *STREAMS}))
def test_no_fault_hangs_or_escapes_as_a_foreign_error(path: str) -> None:
    async def scenario() -> None:
        async with asyncio.timeout(5):
            async with fault_server() as origin, guest_of(origin) as client:
                with suppress(PipelineError):
                    await client.get(origin + path)

    asyncio.run(scenario())


def test_a_bomb_costs_little_memory() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(PolicyRefusal, match="decompressed"):
            ask("/bomb")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 16 << 20


def test_a_304_to_an_unconditional_request_is_not_a_page() -> None:
    with pytest.raises(IntegrityError, match="304"):
        ask("/304")


def test_an_unchanged_page_answers_304_and_is_a_revisit() -> None:
    async def scenario() -> Answer:
        async with fault_server() as origin, guest_of(origin) as client:
            return await client.get(origin + "/ok", {"If-None-Match": '"1"'})

    answer = asyncio.run(scenario())

    assert answer.status == 304
    assert answer.last.response.is_revisit


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "0.0.0.0"])
def test_private_addresses_are_refused_unless_they_are_the_site_itself(host: str) -> None:
    with pytest.raises(PolicyRefusal, match="private"):
        refuse_private_hosts(frozenset({"127.0.0.1:8089", host}), "127.0.0.1:8089")

    refuse_private_hosts(frozenset({host}), host)


def test_a_stale_connection_loses_no_page() -> None:
    async def scenario() -> list[int]:
        async with fault_server() as origin, guest_of(origin) as client:
            statuses = []
            for _ in range(10):
                # The server closes after every answer without having said so.
                statuses.append((await client.get(origin + "/ok")).status)
                await asyncio.sleep(0.01)
            return statuses

    assert asyncio.run(scenario()) == [200] * 10
