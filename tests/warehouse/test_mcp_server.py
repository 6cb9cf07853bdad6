"""The MCP server, asked by the client of the official SDK over standard input and output."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
mcp = pytest.importorskip("mcp")
TOOLS = {
    *("search", "concordance", "trend", "entity", "articles_about", "quotes", "similar"),
    *("article", "cite", "tables", "query"),
}


def _text(result: Any) -> str:
    return "".join(part.text for part in result.content)


async def _ask(home: Path) -> dict[str, Any]:
    """Ask a server that `aawsat mcp` started; return the answers by question."""
    command = [sys.executable, "-c", "from flows.cli.main import main; main()", "mcp"]
    environment = {**os.environ, "AAWSAT_HOME": str(home)}
    server = mcp.StdioServerParameters(command=command[0], args=command[1:], env=environment)
    async with (
        mcp.stdio_client(server) as (read, write),
        mcp.ClientSession(read, write) as session,
    ):
        await session.initialize()
        call = session.call_tool
        tools = (await session.list_tools()).tools
        hits = await call("search", {"query": "ferry strike"})
        article_id = (hits.structured_content or {})["rows"][0]["article_id"]
        return {
            "tools": {tool.name: tool.annotations for tool in tools},
            "article_id": article_id,
            "article": await call("article", {"article": article_id}),
            "cite": await call("cite", {"article": article_id, "form": "bibtex"}),
            "entity": await call("entity", {"name": "Party of God"}),
            "trend": await call("trend", {"query": "oil"}),
            "first": await call("search", {"query": "oil", "limit": 1}),
            "listed": await call("search", {"section": "sport"}),
            "misspelled": await call("search", {"query": "feery"}),
            "tables": await call("tables", {}),
            "columns": await call("tables", {"table": "quotes_in_context"}),
            "cut": await call("query", {"sql": "from articles", "max_rows": 1}),
            "count": await call("query", {"sql": "select count(*) as n from articles"}),
            "write": await call("query", {"sql": "create table t as select 1"}),
            "file": await call("query", {"sql": "select * from read_text('/etc/hostname')"}),
            "unknown": await call("article", {"article": "nowhere"}),
            "hostile": [
                await call("search", {"query": "oil", "since": "2010' or 1=1 --"}),
                await call("search", {"query": "oil", "section": "' or 1=1 --"}),
                await call("article", {"article": "../../../etc/passwd"}),
                await call("entity", {"name": "\x00" * 999}),
                await call("trend", {"query": '"' * 9_999}),
                await call("tables", {"table": "'; drop table articles; --"}),
                await call("query", {"sql": "from read_blob('/proc/self/environ')"}),
            ],
            "afterwards": await call("query", {"sql": "select count(*) as n from articles"}),
        }


def test_an_assistant_searches_reads_counts_and_cites_but_cannot_write(stories_home: Path) -> None:
    answers = asyncio.run(asyncio.wait_for(_ask(stories_home), 240))

    assert set(answers["tools"]) == TOOLS
    assert all(notes.read_only_hint for notes in answers["tools"].values())
    assert isinstance(answers["article_id"], str)
    assert json.loads(_text(answers["article"]))["title"] == "Ferry strike looms"
    assert "@article" in _text(answers["cite"])
    assert "person/hezbollah" in _text(answers["entity"])
    assert answers["first"].structured_content["total"] == 4
    assert len(answers["first"].structured_content["rows"]) == 1
    assert "Port wins match" in _text(answers["listed"])
    assert "did you mean 'ferry'?" in _text(answers["misspelled"])
    assert "keyness(" in _text(answers["tables"])
    assert '"column_name": "sentence"' in _text(answers["columns"])
    assert "only the first 1 rows" in _text(answers["cut"])
    assert "missing_pages" in _text(answers["trend"])
    assert '"5"' in _text(answers["count"])
    for refused in ("write", "file", "unknown"):
        assert answers[refused].is_error, refused
    for hostile in answers["hostile"]:
        assert "root:" not in _text(hostile)
        assert "\n\n" not in _text(hostile)
        assert "Traceback" not in _text(hostile)
    assert "is not a date; write it as 2009-03-31" in _text(answers["hostile"][0])
    assert answers["afterwards"].structured_content == answers["count"].structured_content
    assert "no page nowhere is known" in _text(answers["unknown"])
