"""Prefect automations: send notifications, and mark silent runs as crashed.

The setting AAWSAT_NOTIFY names the recipient: a URL that accepts a POST with JSON, or a mail
server as `mailto://user:password@host:port?from=a@b&to=c@d`. Without it nothing is sent.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.automations import AutomationCore, EventTrigger, Posture
from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.notifications import (
    CustomWebhookNotificationBlock,
    SlackWebhook,
)
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.types import SecretDict

from flows.deployment.events import COVERAGE_DROPPED, PUBLICATION_NOT_COPIED, PUBLICATION_STOPPED
from tasks.errors import HostUnavailable

BLOCK = "aawsat-notify"
NOTIFY = "aawsat: notify about"
# Beginnings of the names before version 0.2.0, so that automations of an earlier start are deleted.
FORMER_NAMES = ("aawsat: tell of", "aawsat: call silent runs dead")
# Twenty heartbeats: a laptop that sleeps or a server restart may miss many.
SILENT_AFTER = timedelta(minutes=10)
OUR_RUNS = {"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.aawsat"}
RUNS = {"prefect.resource.id": "prefect.flow-run.*"}

# The reason comes first: a phone shows the first words of a message, and links work at their end.
RUN_TEXT = """{{ flow_run.state.message }}

Captured responses are kept. The next run continues from there.

{{ flow.name }}: {{ flow_run.name }}
{{ flow_run|ui_url }}"""
EVENT_TEXT = """{{ event.payload.text }}

{{ event.payload.link }}"""


async def put_automations(notify: str) -> None:
    """Create or update the automations; notifications only if a recipient is set.

    Automations of an earlier start that are no longer wanted are deleted.
    """
    async with get_client() as client:
        wanted = [_mark_silent_runs_crashed()]
        if notify:
            block_id = await _save_block(notify)
            wanted += [
                _notify_about_failed_runs(block_id),
                _notify_about(PUBLICATION_STOPPED, "A publication was stopped", block_id),
                _notify_about(PUBLICATION_NOT_COPIED, "A publication was not copied", block_id),
                _notify_about(COVERAGE_DROPPED, "The number of articles has dropped", block_id),
            ]
        await _delete_unwanted(client, {automation.name for automation in wanted})
        for automation in wanted:
            await _put(client, automation)


async def _delete_unwanted(client: PrefectClient, wanted: Collection[str]) -> None:
    """Delete our automations that are no longer wanted."""
    for there in await client.read_automations():
        if there.name.startswith((NOTIFY, *FORMER_NAMES)) and there.name not in wanted:
            await client.delete_automation(there.id)


def _mark_silent_runs_crashed() -> AutomationCore:
    """Mark runs without heartbeats as crashed; Prefect would show them as running."""
    return AutomationCore(
        name="aawsat: mark silent runs as crashed",
        description="Mark a run as crashed after 10 minutes without a heartbeat.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            match=RUNS,
            match_related=OUR_RUNS,
            for_each={"prefect.resource.id"},
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.*"},
            threshold=1,
            within=SILENT_AFTER,
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                message="No heartbeat for 10 minutes: the process of this run died. Its captures "
                "are kept, and the next run continues from there.",
            )
        ],
    )


def _notify_about_failed_runs(block_id: UUID) -> AutomationCore:
    return AutomationCore(
        name=f"{NOTIFY} failed runs",
        description="A run of this project failed or crashed.",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            match=RUNS,
            match_related=OUR_RUNS,
            expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
            threshold=1,
            within=timedelta(0),
        ),
        actions=[
            SendNotification(
                block_document_id=block_id,
                subject="aawsat: {{ flow_run.name }} {{ flow_run.state.name }}",
                body=RUN_TEXT,
            )
        ],
    )


def _notify_about(event: str, what: str, block_id: UUID) -> AutomationCore:
    return AutomationCore(
        name=f"{NOTIFY} {event}",
        description=f"{what}.",
        trigger=EventTrigger(
            posture=Posture.Reactive, expect={event}, threshold=1, within=timedelta(0)
        ),
        actions=[
            SendNotification(block_document_id=block_id, subject=f"aawsat: {what}", body=EVENT_TEXT)
        ],
    )


async def send_test_notification(notify: str) -> None:
    """Send one notification to the recipient, as Prefect's server would.

    Raises:
        HostUnavailable: it could not be delivered.
    """
    block = _block(notify)
    try:
        with block.raise_on_failure():
            await block.notify(
                subject="aawsat: test notification",
                body="Notifications of this archive arrive here. Nothing needs to be done.",
            )
    except Exception as error:
        # Prefect, apprise and httpx raise different errors; all may contain the address.
        raise HostUnavailable(
            f"the test notification was not delivered ({type(error).__name__}): check AAWSAT_NOTIFY"
        ) from None


async def _save_block(notify: str) -> UUID:
    block: Any = _block(notify)
    saved: UUID = await block.save(BLOCK, overwrite=True)
    return saved


def _block(notify: str) -> NotificationBlock:
    if notify.startswith(("http://", "https://")):
        return CustomWebhookNotificationBlock(
            name=BLOCK,
            # An address often contains a token; Prefect's API shows fields, but hides secrets.
            url="{{address}}",
            secrets=SecretDict({"address": notify}),
            json_data={"subject": "{{subject}}", "text": "{{body}}"},
        )
    # Prefect has no block for a plain mail server. This one passes any other URL to apprise, which
    # supports SMTP.
    return SlackWebhook(url=notify)


async def _put(client: PrefectClient, automation: AutomationCore) -> None:
    """Create the automation, or replace the one with the same name."""
    there = await client.read_automations_by_name(automation.name)
    if not there:
        await client.create_automation(automation)
        return
    await client.update_automation(there[0].id, automation)
