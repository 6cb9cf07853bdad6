"""Nights on a real WordPress whose posts change, each compared with WordPress's own database.

    .venv/bin/python -m tests.flows.wordpress_nights HOME [NIGHTS]

prints a line per night: what changed, what disagrees, and how much the captures and the warehouse
have grown. Between two nights all times the warehouse has noted are moved back by a day.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from flows.local.temporary_server import prefect_server
from tests.wordpress_site import SCRIPTS, WordPress, running_wordpress

AAWSAT = Path(sys.executable).with_name("aawsat")
# What the warehouse has noted, as if it had been noted a day earlier. The site moves its own times
# of change (`AGE`), and so are those that the warehouse knows: else pages stay due for ever.
OWN_TIMES = {
    "captures": ("captured_at",),
    "frontier": ("next_attempt_at", "last_captured_at", "first_seen_at", "known_modified_at"),
    "runs": ("started_at", "finished_at"),
    "candidates": ("seen_at", "modified_at"),
    "expectations": ("seen_at",),
}
CATEGORIES = ("opinion", "features", "business", "news-middle-east")
MARK = re.compile(r"mark\w+")

Action = dict[str, Any]


@dataclass(slots=True)
class Newsroom:
    """Chooses what the editors do each night; the same for the same seed."""

    seed: int = 7
    nights: int = 0
    posts: dict[int, Action] = field(default_factory=dict)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Start the sequence of choices."""
        self.chance = random.Random(self.seed)

    def actions(self) -> list[Action]:
        """Return what is done before the next night: three posts added, and most kinds of change."""
        self.nights += 1
        found = [self._addition(number) for number in range(3)]
        kinds = self.chance.sample(CHANGES, 4)
        public = [id_ for id_, post in self.posts.items() if _is_public(post)]
        self.chance.shuffle(public)
        for kind in kinds:
            if public:
                found.append({"do": kind, "id": public.pop(), **self._detail(kind)})
        return found

    def _addition(self, number: int) -> Action:
        name = f"n{self.nights}p{number}"
        pages = self.chance.choice((1, 1, 1, 2, 3))
        return {
            "do": "add",
            "title": f"Report {name} from the harbour",
            "slug": f"report-{name}",
            "category": self.chance.choice(CATEGORIES),
            "author": "theaawsat",
            "date": f"201{self.nights % 7}-0{1 + number}-{1 + self.nights % 28:02} 10:00:00",
            "content": self._content(name, pages),
        }

    def _detail(self, kind: str) -> Action:
        name = f"n{self.nights}{kind[:2]}{self.chance.randrange(10**6)}"
        details: dict[str, Action] = {
            "change": {"content": self._content(name, 1)},
            "split": {"do": "change", "content": self._content(name, 3)},
            "retitle": {"do": "change", "title": f"Another report {name}"},
            "rename": {"slug": f"renamed-{name}"},
            "move": {"category": self.chance.choice(CATEGORIES)},
            "hide": {"status": "private"},
            "protect": {"password": "secret"},
            "delete": {},
        }
        return details[kind]

    def _content(self, name: str, pages: int) -> str:
        return "\n<!--nextpage-->\n".join(
            "\n\n".join(self._paragraph(f"{name}x{page}x{line}") for line in range(3))
            for page in range(1, pages + 1)
        )

    def _paragraph(self, name: str) -> str:
        """Return a paragraph in words of its own: texts that differ in numbers alone are one text."""
        chance = random.Random(name)
        words = " ".join(_word(chance) for _ in range(14))
        return (
            f"The board met on day {name} and heard the pilots again: mark{name}."
            f" They told of {words}. It put the vote off until the engineers have reported."
        )


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3))


AGE: Action = {"do": "age"}
CHANGES = ("change", "split", "retitle", "rename", "move", "hide", "protect", "delete")


@dataclass(frozen=True, slots=True)
class Night:
    """One night: what was done, what disagrees with the database, and sizes in bytes."""

    number: int
    done: tuple[str, ...]
    public: int
    withdrawn: int
    noticed: int
    disagreements: tuple[str, ...]
    capture_bytes: int
    warehouse_bytes: int


def run_nights(
    site: WordPress, home: Path, nights: int, settings: dict[str, str], seed: int = 7
) -> Iterator[Night]:
    """Let the editors work and the pipeline run, night after night."""
    newsroom = Newsroom(seed)
    former: dict[int, Action] = {}
    for number in range(1, nights + 1):
        actions = newsroom.actions()
        # To the site, too, a day has passed: what was changed before the last night is old.
        after = _act(site, [AGE, *actions] if number > 1 else actions)
        newsroom.posts = {post["id"]: post for post in after}
        _run(home, settings, "backfill" if number == 1 else "nightly")
        former |= {id_: post for id_, post in newsroom.posts.items() if _is_public(post)}
        yield _compare(home, number, actions, newsroom.posts, former)
        _age(home / "warehouse.duckdb")


def _act(site: WordPress, actions: list[Action]) -> list[Action]:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(actions, file)
        file.flush()
        done = subprocess.run(
            ["php", SCRIPTS / "wordpress-actions.php", file.name],
            env={**os.environ, "HTTP_HOST": site.url.removeprefix("http://")},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    posts: list[Action] = json.loads(done.stdout)["posts"]
    return posts


def _run(home: Path, settings: dict[str, str], command: str) -> None:
    words = [command, "--source", "live"] if command == "backfill" else [command]
    done = subprocess.run(
        [AAWSAT, *words],
        env={**os.environ, "AAWSAT_HOME": str(home), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _is_public(post: Action) -> bool:
    return post["status"] == "publish" and not post["password"]


def _compare(
    home: Path,
    number: int,
    actions: list[Action],
    posts: dict[int, Action],
    former: dict[int, Action],
) -> Night:
    """Compare every post that was ever public with the article of its id."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select post_id, url, title, body, is_complete, withdrawn_on from marts.articles"
        ).fetchall()
    articles: dict[int, list[tuple[Any, ...]]] = {}
    for post_id, *values in rows:
        articles.setdefault(post_id, []).append(tuple(values))
    withdrawn = {id_ for id_ in former if not (id_ in posts and _is_public(posts[id_]))}
    wrong = [
        f"post {id_}: {problem}"
        for id_, post in former.items()
        for problem in _problems(post, articles.get(id_, []), id_ in withdrawn)
    ]
    wrong += [f"article of unknown post {id_}" for id_ in articles if id_ not in former]
    noticed = sum(articles.get(id_, [(None,)])[0][-1] is not None for id_ in withdrawn)
    captures = sum(file.stat().st_size for file in (home / "captures").glob("*"))
    return Night(
        number,
        tuple(action["do"] for action in actions),
        len(former) - len(withdrawn),
        len(withdrawn),
        noticed,
        tuple(wrong),
        captures,
        (home / "warehouse.duckdb").stat().st_size,
    )


def _problems(post: Action, articles: list[tuple[Any, ...]], is_withdrawn: bool) -> Iterator[str]:
    if len(articles) != 1:
        yield f"{len(articles)} articles"
        return
    url, title, body, is_complete, withdrawn_on = articles[0]
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("another text", lambda: MARK.findall(body) == MARK.findall(post["content"])),
        ("another title", lambda: title == post["title"] or not MARK.search(post["content"])),
        ("another address", lambda: url == post["url"]),
        ("incomplete", lambda: is_complete),
        (f"withdrawn_on is {withdrawn_on}", lambda: (withdrawn_on is not None) == is_withdrawn),
    ]
    yield from (problem for problem, holds in checks if not holds())


def _age(warehouse: Path) -> None:
    """Move the times the warehouse has noted back by a day: the next run is that of the next night."""
    with duckdb.connect(str(warehouse)) as con:
        for table, columns in OWN_TIMES.items():
            changes = ", ".join(f"{column} = {column} - interval 1 day" for column in columns)
            con.execute(f"update raw.{table} set {changes}")


def main() -> int:
    """Run the nights and print them; return how many ended with a disagreement."""
    home, nights = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40
    bad = 0
    home.mkdir(parents=True, exist_ok=True)
    with running_wordpress() as site, prefect_server(home / "server") as prefect:
        settings = {
            "AAWSAT_SITE_URL": site.url,
            "AAWSAT_REQUESTS_PER_SECOND": "50",
            "PREFECT_API_URL": prefect,
        }
        for night in run_nights(site, home, nights, settings):
            bad += bool(night.disagreements)
            line = (
                f"night {night.number:2}: {night.public} public, {night.withdrawn} withdrawn"
                f" ({night.noticed} noticed), captures {night.capture_bytes:,} bytes,"
                f" warehouse {night.warehouse_bytes:,} bytes; {', '.join(night.done)}"
            )
            sys.stdout.write("\n    ".join([line, *night.disagreements]) + "\n")
            sys.stdout.flush()
    return bad


if __name__ == "__main__":
    sys.exit(main())
