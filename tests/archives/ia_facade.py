"""The Internet Archive's dialect in front of a local pywb: CDX by resume key, its redirect rules.

    PYWB=http://127.0.0.1:8091 uvicorn ia_facade:app

What the Internet Archive does differently from pywb is in the research on web archives, section 5.
"""

import os
import re
from urllib.parse import quote_plus, unquote, unquote_plus, urljoin

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

PYWB = os.environ["PYWB"]
FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}
FEWEST_ROWS = 150_000
DROPPED = {"content-length", "transfer-encoding", "date", "content-location"}

pywb = httpx.AsyncClient(timeout=30, follow_redirects=False)
to_refuse: list[int] = []
asked: list[str] = []


async def cdx(request: Request) -> Response:
    asked.append(str(request.url))
    if to_refuse:
        return PlainTextResponse("slow down", to_refuse.pop(0), headers={"Retry-After": "0"})
    query = request.query_params
    rows = _after(await _rows(query), query.get("resumeKey"))
    limit = int(query.get("limit", FEWEST_ROWS))
    shown, has_more = rows[:limit], len(rows) > limit
    fields = (query.get("fl") or ",".join(FIELDS)).split(",")
    key = _key(shown[-1]) if has_more and query.get("showResumeKey") == "true" else None
    if query.get("output") == "json":
        table = [[row.get(field, "-") for field in fields] for row in shown]
        return JSONResponse([fields, *table, *([[], [key]] if key else [])] if table else [])
    lines = [" ".join(row.get(field, "-") for field in fields) for row in shown]
    return PlainTextResponse("".join(f"{line}\n" for line in [*lines, *(["", key] if key else [])]))


async def web(request: Request) -> Response:
    asked.append(str(request.url))
    if to_refuse:
        return PlainTextResponse("slow down", to_refuse.pop(0), headers={"Retry-After": "0"})
    wanted = request.scope["raw_path"].decode().split("/web/", 1)[1]
    if request.scope["query_string"]:
        wanted += "?" + request.scope["query_string"].decode()
    found = re.match(r"(\d{0,14})([a-z]{2}_)?/(.*)", wanted)
    answer = await pywb.get(f"{PYWB}/web/{wanted}", headers={"Accept-Encoding": "identity"})
    own = f"{request.url.scheme}://{request.url.netloc}"
    headers = {key: value for key, value in answer.headers.items() if key not in DROPPED}
    if "memento-datetime" not in headers:
        # The nearest capture is referred to, as pywb does with 307.
        moved = {"Location": headers.get("location", "").replace(PYWB, own)}
        if answer.status_code == 307:
            return Response("", 302, headers=moved)
        return Response(answer.content, answer.status_code)
    headers["link"] = headers.get("link", "").replace(PYWB, own)
    if found and "location" in headers and found[2] == "id_":
        target = urljoin(unquote(found[3]), headers["location"])
        headers["location"] = f"{own}/web/{found[1]}id_/{target}"
    status = 302 if 300 <= answer.status_code < 400 else answer.status_code
    return Response(answer.content, status, headers=headers)


async def refuse(request: Request) -> Response:
    to_refuse.extend(await request.json())
    return PlainTextResponse("ok")


async def requests(_request: Request) -> Response:
    return JSONResponse(asked)


async def _rows(query: object) -> list[dict[str, str]]:
    kept = [
        (key, value)
        for key, value in query.multi_items()  # type: ignore[attr-defined]
        if key in ("url", "matchType", "from", "to")
    ]
    answer = await pywb.get(f"{PYWB}/cdx/search/cdx", params=[("output", "json"), *kept])
    rows = (httpx.Response(200, content=line).json() for line in answer.text.splitlines())
    return [{NAMES.get(key, key): str(value) for key, value in row.items()} for row in rows]


def _after(rows: list[dict[str, str]], key: str | None) -> list[dict[str, str]]:
    if not key:
        return rows
    urlkey, _, timestamp = unquote_plus(key).rstrip("!").rpartition(" ")
    return [row for row in rows if (row["urlkey"], row["timestamp"]) > (urlkey, timestamp)]


def _key(row: dict[str, str]) -> str:
    return quote_plus(f"{row['urlkey']} {row['timestamp']}!")


app = Starlette(
    routes=[
        Route("/cdx/search/cdx", cdx),
        Route("/web/{rest:path}", web),
        Route("/_refuse", refuse, methods=["POST"]),
        Route("/_requests", requests),
    ]
)
