"""`aawsat mcp`: let an assistant read the latest publication over the Model Context Protocol."""

import click

from flows.settings import read_settings
from tasks.errors import BadRequest


@click.command()
def mcp() -> None:
    """Serve the latest publication to an assistant (MCP over standard input and output).

    Read-only. Needs the extra `mcp`. Add to the assistant's configuration:

      {"mcpServers": {"aawsat": {"command": "/path/to/.venv/bin/aawsat", "args": ["mcp"]}}}
    """
    from warehouse.db.publications import LINK_NAME, published_folder

    try:
        from warehouse.mcp_server import make_server
    except ModuleNotFoundError as error:
        raise BadRequest(
            f"aawsat mcp needs the package {error.name}: install aawsat[mcp]"
        ) from error
    make_server(published_folder(read_settings().home) / LINK_NAME).run("stdio")
