"""Errors of Prefect's server, each in one line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from prefect.exceptions import PrefectHTTPStatusError

from flows.local.temporary_server import ASKS_FOR_PASSWORD
from flows.settings import hide_secrets
from tasks.errors import HostUnavailable

# Prefect raises RuntimeError for a server that goes away, or is of another major version, before
# the first request of a run; the class alone would cover any error of ours.
BEFORE_A_RUN = ("Failed to reach API", "Found incompatible versions")


@contextmanager
def server_errors_in_one_line() -> Iterator[None]:
    """Turn errors of Prefect's client into HostUnavailable."""
    try:
        yield
    except PrefectHTTPStatusError as error:
        raise HostUnavailable(_refusal(error.response)) from error
    except httpx.TransportError as error:
        raise HostUnavailable(f"Prefect's server stopped answering: {error!r}") from error
    except RuntimeError as error:
        if not str(error).startswith(BEFORE_A_RUN):
            raise
        raise HostUnavailable(f"Prefect's server cannot be used: {error}") from error


def _refusal(answer: httpx.Response) -> str:
    server = hide_secrets(f"Prefect's server at {answer.url.scheme}://{answer.url.netloc.decode()}")
    if answer.status_code in ASKS_FOR_PASSWORD:
        return f"{server} refuses the password: set PREFECT_API_AUTH_STRING to that of the server"
    return f"{server} answers {answer.status_code} to {answer.url.path}; see its log"
