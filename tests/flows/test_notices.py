"""Notifications of a stopped publication and of a drop in coverage arrive by web and by mail."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from flows.local.temporary_server import QUIET, is_healthy, server_command
from tests.flows.conftest import AAWSAT, copy_home
from tests.flows.receivers import MailReceiver, WebReceiver, wait_for_one
from tests.flows.serving import free_port

pytestmark = [pytest.mark.flow, pytest.mark.slow]

STOPPED = "aawsat: A publication was stopped"
DROPPED = "aawsat: The number of articles has dropped"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What commands need to use a Prefect server that acts upon events, unlike that of conftest."""
    folder = tmp_path_factory.mktemp("notices")
    api = f"http://127.0.0.1:{(port := free_port())}/api"
    environment = {
        **os.environ,
        **QUIET,
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": api,
        "PREFECT_UI_URL": api.removesuffix("/api"),
        "AAWSAT_HOME": str(folder / "data"),
    }
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(server_command(port), env=environment, stdout=log, stderr=log)
    try:
        wait_for_one(lambda: [True] if is_healthy(api) else [])
        yield environment
    finally:
        server.terminate()
        server.wait(60)


def aawsat(environment: dict[str, str], *words: str, **settings: str) -> str:
    done = subprocess.run(
        [AAWSAT, *words],
        env={**environment, **settings},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout + done.stderr


def automations(environment: dict[str, str]) -> set[str]:
    api = environment["PREFECT_API_URL"]
    answer = httpx.post(f"{api}/automations/filter", json={}, timeout=30).raise_for_status()
    return {each["name"] for each in answer.json()}


def lose_months(home: Path) -> None:
    """Take the articles of all full months away so that no run heals it: pages are excluded."""
    with duckdb.connect(home / "warehouse.duckdb") as con:
        con.execute(
            "create temp table lost as from raw.articles"
            " qualify count(*) over (partition by date_trunc('month', published_on)) > 3"
        )
        con.execute("insert into raw.changed_articles select article_id from lost")
        con.execute(
            "update raw.frontier set status = 'excluded' where url in (select url from lost)"
        )
        for table in ("articles", "captures"):
            con.execute(
                f"delete from raw.{table} where capture_id in (select capture_id from lost)"
            )


def test_a_loss_stops_the_publication_and_is_notified_by_web_and_by_mail(
    environment: dict[str, str], sample_home: Path, sample_article_count: int
) -> None:
    copy_home(sample_home, Path(environment["AAWSAT_HOME"]))
    with WebReceiver() as web, MailReceiver() as mailbox:
        aawsat(environment, "deploy", AAWSAT_NOTIFY=web.url)
        lose_months(Path(environment["AAWSAT_HOME"]))

        said = aawsat(environment, "backfill", "--source", "sample")
        stopped: dict[str, Any] = web.wait_for(STOPPED)
        dropped: dict[str, Any] = web.wait_for(DROPPED)

        assert "not published, the last publication stays" in said
        assert "months_keep_their_articles" in stopped["text"]
        assert f"{environment['PREFECT_UI_URL']}/runs/flow-run/" in stopped["text"]
        assert f"The last publication had {sample_article_count} articles" in dropped["text"]

        aawsat(environment, "deploy", AAWSAT_NOTIFY=mailbox.url)
        aawsat(environment, "backfill", "--source", "sample")
        mail = mailbox.wait_for(DROPPED)

        assert mail["to"] == "desk@example.org"
        assert f"{sample_article_count} articles" in mail.get_body(("plain", "html")).get_content()  # type: ignore[union-attr]


def test_the_api_does_not_show_the_address_in_clear(environment: dict[str, str]) -> None:
    with WebReceiver() as web:
        aawsat(environment, "deploy", AAWSAT_NOTIFY=f"{web.url}?token=sesame")
    api = environment["PREFECT_API_URL"]
    blocks = httpx.post(f"{api}/block_documents/filter", json={}, timeout=30)

    assert "aawsat-notify" in blocks.text
    assert "sesame" not in blocks.text


def test_a_test_notification_arrives_by_web_and_by_mail(environment: dict[str, str]) -> None:
    subject = "aawsat: test notification"
    with WebReceiver() as web, MailReceiver() as mailbox:
        aawsat(environment, "notify", AAWSAT_NOTIFY=web.url)
        aawsat(environment, "notify", AAWSAT_NOTIFY=mailbox.url)

        assert "Nothing needs to be done" in web.wait_for(subject)["text"]
        assert mailbox.wait_for(subject)["to"] == "desk@example.org"


@pytest.mark.parametrize(
    ("recipient", "complaint"),
    [
        ("", "set AAWSAT_NOTIFY"),
        ("http://127.0.0.1:9/?token=sesame", "was not delivered"),
        ("mailto://user:sesame@127.0.0.1:9?from=a@example.org&to=b@example.org", "not delivered"),
    ],
)
def test_a_failed_test_notification_is_one_line_without_the_address(
    environment: dict[str, str], recipient: str, complaint: str
) -> None:
    said = aawsat(environment, "notify", AAWSAT_NOTIFY=recipient)

    assert complaint in said
    assert "sesame" not in said
    assert said.count("\n") == 1


def test_automations_without_a_recipient_are_deleted(environment: dict[str, str]) -> None:
    aawsat(environment, "deploy", AAWSAT_NOTIFY="http://127.0.0.1:9/")
    before = automations(environment)

    aawsat(environment, "deploy", AAWSAT_NOTIFY="")

    assert "aawsat: notify about failed runs" in before
    assert automations(environment) == {"aawsat: mark silent runs as crashed"}
