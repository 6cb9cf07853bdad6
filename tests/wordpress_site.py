"""The throw-away WordPress of tests/wordpress: started when it is not there, ended by who began."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

SCRIPTS = Path(__file__).parent / "wordpress"
# Packages may have to be installed first: 1-2 minutes on a bare machine.
START_SECONDS = 600


@dataclass(frozen=True, slots=True)
class WordPress:
    """A real WordPress with made-up posts, at `url`."""

    url: str

    def post_count(self) -> int:
        """Return how many posts the site itself says it has."""
        answer = httpx.get(f"{self.url}/wp-json/wp/v2/posts?per_page=1", timeout=30)
        return int(answer.headers["x-wp-total"])

    def post(
        self, title: str, slug: str, category: str, author: str, date: str, content: str
    ) -> str:
        """Publish a post and return its address; `date` is the site's own time."""
        return self._run("wordpress-post.php", title, slug, category, author, date, content=content)

    def touch(self, slug: str, content: str) -> str:
        """Change a post's content, and so its modified date; return its address."""
        return self._run("wordpress-touch.php", slug, content=content)

    def delete(self, slug: str) -> None:
        """Delete a post for good."""
        self._run("wordpress-delete.php", slug)

    def _run(self, script: str, *arguments: str, content: str | None = None) -> str:
        host = self.url.removeprefix("http://")
        with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
            file.write(content or "")
            file.flush()
            files = [file.name] if content is not None else []
            done = subprocess.run(
                ["php", SCRIPTS / script, *arguments, *files],
                env={**os.environ, "HTTP_HOST": host},
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def running_wordpress() -> Iterator[WordPress]:
    """Give the WordPress at `WPX_HOST` (127.0.0.1) and `WPX_PORT` (8089).

    One that does not run yet starts with new posts, whatever an interrupted run left, and is ended.
    """
    site = _site(os.environ)
    if _answers(site.url):
        yield site
        return
    _script("wipe")
    _script("up")
    try:
        yield site
    finally:
        _script("down")


@contextmanager
def new_wordpress(host: str, port: int) -> Iterator[WordPress]:
    """Give a WordPress of its own, for tests that change and delete the posts; wipe it afterwards."""
    folder = Path(tempfile.gettempdir()) / f"test-wordpress-{port}"
    place = {"WPX": str(folder), "WPX_HOST": host, "WPX_PORT": str(port)}
    _script("wipe", place)
    _script("up", place)
    try:
        yield _site(place)
    finally:
        _script("wipe", place)


def _site(place: Mapping[str, str]) -> WordPress:
    host, port = place.get("WPX_HOST", "127.0.0.1"), place.get("WPX_PORT", "8089")
    return WordPress(f"http://{host}:{port}")


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/wp-json/", timeout=10).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _script(order: str, place: Mapping[str, str] | None = None) -> None:
    # Output goes to a file: the servers it starts would keep a pipe open.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        done = subprocess.run(
            [SCRIPTS / "wordpress-up.sh", order],
            env={**os.environ, **(place or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=START_SECONDS,
        )
        log.seek(0)
        assert done.returncode == 0, log.read()
