"""Common Crawl's two servers in one: its list of crawls, a ZipNum index by pywb, files by range.

PYWB=http://127.0.0.1:8092 FILES=/folder/of/warcs uvicorn crawl_facade:app
"""

import os
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

PYWB = os.environ["PYWB"]
FILES = Path(os.environ["FILES"])
CRAWL = os.environ["CRAWL"]

pywb = httpx.AsyncClient(timeout=30)


async def crawls(_request: Request) -> Response:
    return JSONResponse([{"id": CRAWL, "name": "A made-up crawl"}])


async def index(request: Request) -> Response:
    answer = await pywb.get(
        f"{PYWB}/{CRAWL}-index", params=list(request.query_params.multi_items())
    )
    if answer.status_code == 200 and not answer.content:
        # What Common Crawl says where pywb says nothing.
        return JSONResponse({"message": f"No Captures found for: {request.url.query}"}, 404)
    return Response(answer.content, answer.status_code, media_type="text/x-ndjson")


async def file(request: Request) -> Response:
    wanted = FILES / Path(request.path_params["name"]).name
    return FileResponse(wanted) if wanted.exists() else Response("", 404)


app = Starlette(
    routes=[
        Route("/collinfo.json", crawls),
        Route(f"/{CRAWL}-index", index),
        Route("/data/{name:path}", file),
    ]
)
