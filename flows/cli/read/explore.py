"""`aawsat explore`: browse the published warehouse in a web browser."""

import ipaddress
import socket
import threading
import time
import webbrowser
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from flows.cli.operate.health import read_health_page
from flows.settings import read_settings
from tasks.errors import BadRequest

_NOT_PUBLIC = (
    "--host {} lets other machines in without a password: put a reverse proxy with a password in"
    " front of 127.0.0.1 (docs/operations.md), or add --public"
)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8088, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--published",
    type=click.Path(path_type=Path),
    help="Published file to show. Default: the latest publication in AAWSAT_HOME.",
)
@click.option("--open", "opens", is_flag=True, help="Open the browser.")
@click.option(
    "--public",
    is_flag=True,
    help="Listen beyond this machine: anyone who can reach it can read it without a password.",
)
@click.option(
    "--server-name",
    "names",
    multiple=True,
    help="Host name of a reverse proxy in front of it. Repeat for more.",
)
def explore(
    port: int,
    host: str,
    published: Path | None,
    opens: bool,
    public: bool,
    names: tuple[str, ...],
) -> None:
    """Show the published warehouse as web pages: coverage, entities, map, search, SQL."""
    if not (public or is_loopback(host)):
        raise BadRequest(_NOT_PUBLIC.format(host))
    import uvicorn

    from warehouse.explorer.app import LOOPBACK, make_app

    settings = read_settings()
    path = published or settings.home / "published" / "latest"
    _check_is_free(host, port)
    address = _address_to_open(host, port)
    click.echo(f"{path} is shown at {address} (stop with Ctrl+C)")
    if not is_loopback(host):
        click.echo("Anyone who can reach this machine can read it and use its SQL box.", err=True)
    if opens:
        threading.Thread(target=_open_soon, args=(address,), daemon=True).start()
    is_for_operator = is_loopback(host) and not names and published is None
    app = make_app(
        path,
        # Each reading holds the warehouse for a moment: strangers could delay a run with it.
        read_health=partial(read_health_page, settings) if is_for_operator else None,
        hosts={*LOOPBACK, host, *names, *([] if is_loopback(host) else _names_of_this_machine())},
        memory_limit=settings.memory_limit,
        threads=settings.workers,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _address_to_open(host: str, port: int) -> str:
    name = "127.0.0.1" if host == "0.0.0.0" else host
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _check_is_free(host: str, port: int) -> None:
    """Raise a one-line error if a port is taken; uvicorn would exit with a log instead."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadRequest(f"cannot listen on {host}:{port}: {error.strerror}") from error


def is_loopback(host: str) -> bool:
    """Return whether a host is a loopback address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _names_of_this_machine() -> set[str]:
    """Return the host names and addresses by which other machines reach this one."""
    name = socket.gethostname()
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    except OSError:
        addresses = set()
    return {name, socket.getfqdn(), *addresses}


def _open_soon(address: str) -> None:
    time.sleep(1)
    webbrowser.open(address)
