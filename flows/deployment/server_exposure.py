"""Warn if the operator's Prefect server accepts requests from strangers or from other websites."""

from urllib.parse import urlsplit

import httpx

from flows.local.request_guard import LOOPBACK_NAMES

FOREIGN_ORIGIN = "https://foreign.example"
TIMEOUT_SECONDS = 10


def exposures(api_url: str) -> list[str]:
    """Return one sentence per protection that the server at `api_url` lacks.

    Sends one harmless request without credentials, in the form a page of another website would use.
    Returns nothing for an unreachable server, which deploying reports.
    """
    try:
        answer = httpx.post(
            f"{api_url}/flows/count",
            json={},
            headers={"origin": FOREIGN_ORIGIN},
            timeout=TIMEOUT_SECONDS,
            follow_redirects=False,
        )
    except httpx.HTTPError:
        return []
    return [sentence for applies, sentence in _weaknesses(api_url, answer) if applies]


def _weaknesses(api_url: str, answer: httpx.Response) -> list[tuple[bool, str]]:
    address = urlsplit(api_url)
    is_open = answer.is_success
    is_remote = address.hostname not in LOOPBACK_NAMES
    allowed = answer.headers.get("access-control-allow-origin")
    return [
        (
            is_open and allowed in ("*", FOREIGN_ORIGIN),
            "Any web page in your browser can use Prefect's server: set "
            "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS to the address of its own pages",
        ),
        (
            is_open and is_remote,
            "Prefect's server has no password: set PREFECT_SERVER_API_AUTH_STRING on "
            "the server and PREFECT_API_AUTH_STRING for its clients",
        ),
        (
            is_remote and address.scheme == "http",
            "The connection to Prefect's server has no TLS, so passwords can be intercepted: put "
            "the server behind a proxy with https",
        ),
    ]
