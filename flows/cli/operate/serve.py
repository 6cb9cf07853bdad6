"""`aawsat serve` runs the local stack; `aawsat deploy` deploys to another Prefect server."""

import os
import warnings
from pathlib import Path

import click

from flows.settings import hide_secrets, read_settings
from tasks.errors import BadRequest

PREFECT_PORT = 4200
EXPLORER_PORT = 4280
NO_PREFECT_HOME = "Failed to create the Prefect home"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=PREFECT_PORT, show_default=True)
@click.option(
    "--explorer-port", type=click.IntRange(1, 65535), default=EXPLORER_PORT, show_default=True
)
@click.option("--no-explorer", is_flag=True, help="Do not start the explorer.")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the warehouse. Default: AAWSAT_HOME.",
)
def serve(port: int, explorer_port: int, no_explorer: bool, home: Path | None) -> None:
    """Run the local stack: Prefect server, worker, schedules, explorer.

    It listens on 127.0.0.1, so other machines cannot reach it.
    """
    from flows.local.memory import STACK, refuse_little_memory
    from flows.local.stack import Ports, serve_stack

    if port == explorer_port and not no_explorer:
        raise BadRequest(f"--port and --explorer-port are both {port}: choose another for one")
    settings = read_settings()
    refuse_little_memory(STACK)
    place = (home or settings.home).expanduser().resolve()
    ports = Ports(port, None if no_explorer else explorer_port)
    serve_stack(place, ports, click.echo)


@click.command()
def deploy() -> None:
    """Create work pool, deployments, limits and automations on the server PREFECT_API_URL.

    For your own Prefect server; `aawsat serve` does this automatically.
    """
    from flows.local.temporary_server import refuse_unreachable

    settings = read_settings()
    # Prefect works without its folder, which it makes at import, and prints two lines about it.
    warnings.filterwarnings("ignore", message=NO_PREFECT_HOME)
    if url := os.environ.get("PREFECT_API_URL"):
        # Before Prefect is imported, which takes seconds.
        click.echo(f"Deploying to {hide_secrets(url)} ...", err=True)
        refuse_unreachable(url)
    from flows.deployment.deploy import deploy_all
    from flows.local.server_errors import server_errors_in_one_line

    with server_errors_in_one_line():
        deploy_all(settings, click.echo)


@click.command()
def notify() -> None:
    """Send a test notification to AAWSAT_NOTIFY."""
    import asyncio

    from flows.deployment.automations import send_test_notification

    recipient = read_settings().notify.get_secret_value()
    if not recipient:
        raise BadRequest("set AAWSAT_NOTIFY to a web address or mailto: address first")
    asyncio.run(send_test_notification(recipient))
    click.echo("Sent. If nothing arrives, check the address in AAWSAT_NOTIFY.")
