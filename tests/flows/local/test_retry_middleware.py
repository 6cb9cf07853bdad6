"""A server that retries while its database is locked, as seen by a client."""

import asyncio
import sqlite3

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from flows.local.retry_middleware import ATTEMPTS, retry_locked


def ask(locked: int, status: int = 503) -> tuple[httpx.Response, list[str]]:
    """Post to a server that refuses so many times; return the last answer and what it was sent."""
    asked: list[str] = []

    async def answer(request: Request) -> PlainTextResponse:
        asked.append((await request.body()).decode())
        if len(asked) <= locked:
            raise sqlite3.OperationalError("database is locked")
        return PlainTextResponse("made", status_code=201)

    async def refuse(_request: Request, error: Exception) -> PlainTextResponse:
        return PlainTextResponse(str(error), status_code=status)

    async def post() -> httpx.Response:
        routes = [Route("/run", answer, methods=["POST"])]
        # As in Prefect's server; Starlette answers so and raises the error all the same.
        app = retry_locked(Starlette(routes=routes, exception_handlers={Exception: refuse}))
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
            return await client.post("/run", content="a form")

    return asyncio.run(post()), asked


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.local.retry_middleware.FIRST_WAIT_SECONDS", 0.001)


def test_a_click_that_met_a_locked_database_is_carried_out_with_all_it_sent() -> None:
    answer, asked = ask(locked=2)

    assert (answer.status_code, answer.text) == (201, "made")
    assert asked == ["a form"] * 3


def test_a_database_that_stays_locked_is_reported_in_the_end() -> None:
    answer, asked = ask(locked=1_000)

    assert (answer.status_code, answer.text) == (503, "database is locked")
    assert len(asked) == ATTEMPTS


def test_another_refusal_is_passed_on_at_once() -> None:
    answer, asked = ask(locked=1, status=409)

    assert (answer.status_code, asked) == (409, ["a form"])
