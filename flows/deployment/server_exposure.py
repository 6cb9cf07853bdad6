"""Warn when the Prefect server of an operator answers strangers or other sites' pages."""

from urllib.parse import urlsplit

import httpx

from flows.local.request_guard import LOOPBACK_NAMES

FOREIGN_ORIGIN = "https://foreign.example"
TIMEOUT_SECONDS = 10


def exposures(api_url: str) -> list[str]:
    """Return one sentence for each protection that the server at `api_url` lacks.

    The server is sent one harmless request as a page of another site would send it, without
    credentials. A server that cannot be reached gives no sentence: deploying reports that.
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
    if not answer.is_success:
        return []
    return [sentence for applies, sentence in _weaknesses(api_url, answer) if applies]


def _weaknesses(api_url: str, answer: httpx.Response) -> list[tuple[bool, str]]:
    address = urlsplit(api_url)
    is_remote = address.hostname not in LOOPBACK_NAMES
    allowed = answer.headers.get("access-control-allow-origin")
    return [
        (
            allowed in ("*", FOREIGN_ORIGIN),
            "Prefect's server lets any web page in your browser use it: set "
            "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS to the address of its own pages",
        ),
        (
            is_remote,
            "Prefect's server answers without a password: set PREFECT_SERVER_API_AUTH_STRING on "
            "the server and PREFECT_API_AUTH_STRING for its clients",
        ),
        (
            is_remote and address.scheme == "http",
            "Prefect's server is addressed without TLS: passwords and secrets can be read on the "
            "way; put it behind a proxy with https",
        ),
    ]
