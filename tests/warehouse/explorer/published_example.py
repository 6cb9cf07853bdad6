"""A made-up published file of any size: invented people, real places, sentences written here.

    python -m tests.warehouse.explorer.published_example PATH [ARTICLES]

It has the columns a publication has and the shapes the explorer must show: a quiet month, a month
with holes, a merged spelling, a repost, a changed page, hostile text.
"""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.search.index import build_index
from warehouse.search.macros import create_macros

FOLDER = Path(__file__).parent
SITE = "https://archive.test"
FIRST_DAY, DAYS = date(2005, 9, 1), 4400
QUIET, BROKEN = "2009-03", "2011-06"
HOSTILE_TITLE = 'Ports & <script>alert("1")</script> ‘tariffs’'
HOSTILE_ID, PLAIN_ID, REPOST_ID = 7_000_000, 7_000_001, 7_000_900
HERO = "person/samir-al-karmi"
HOSTILE_ENTITY = 'person/"><script>alert(4)</script>'


def _listed_words(text: str) -> list[str]:
    return text.split()


SECTIONS = {
    "news-middle-east": 34,
    "news-middle-east/saudi-arabia": 12,
    "world-news": 14,
    "opinion": 18,
    "features": 9,
    "business": 8,
    "interviews": 5,
    "culture": 4,
    "sports": 3,
}
# name, entity id, country, latitude, longitude, weight
PLACES = (
    ("Baghdad", "geo/98182", "IQ", 33.34, 44.40, 20), ("Beirut", "geo/276781", "LB", 33.89, 35.50, 18),
    ("Cairo", "geo/360630", "EG", 30.06, 31.25, 16), ("Riyadh", "geo/108410", "SA", 24.69, 46.72, 15),
    ("Damascus", "geo/170654", "SY", 33.51, 36.29, 13), ("London", "geo/2643743", "GB", 51.51, -0.13, 11),
    ("Jeddah", "geo/105343", "SA", 21.54, 39.20, 9), ("Amman", "geo/250441", "JO", 31.96, 35.95, 8),
    ("Tehran", "geo/112931", "IR", 35.69, 51.42, 8), ("Sanaa", "geo/71137", "YE", 15.35, 44.21, 7),
    ("Washington", "geo/4140963", "US", 38.90, -77.04, 7), ("Gaza", "geo/281133", "PS", 31.50, 34.47, 7),
    ("Tripoli", "geo/2210247", "LY", 32.89, 13.19, 5), ("Kuwait City", "geo/285787", "KW", 29.37, 47.98, 4),
    ("Istanbul", "geo/745044", "TR", 41.01, 28.95, 4), ("Paris", "geo/2988507", "FR", 48.85, 2.35, 4),
    ("Mosul", "geo/99072", "IQ", 36.34, 43.12, 4), ("Aleppo", "geo/170063", "SY", 36.20, 37.16, 4),
    ("Khartoum", "geo/379252", "SD", 15.55, 32.53, 3), ("Doha", "geo/290030", "QA", 25.29, 51.53, 3),
    ("Tunis", "geo/2464470", "TN", 36.82, 10.17, 3), ("Manama", "geo/290340", "BH", 26.23, 50.58, 2),
    ("Rabat", "geo/2538475", "MA", 34.01, -6.83, 2), ("Muscat", "geo/287286", "OM", 23.58, 58.41, 2),
    ("Moscow", "geo/524901", "RU", 55.75, 37.62, 2), ("Kabul", "geo/1138958", "AF", 34.53, 69.17, 2),
    ("Aden", "geo/415189", "YE", 12.78, 45.04, 2), ("Basra", "geo/99532", "IQ", 30.51, 47.78, 2),
)  # fmt: skip
COUNTRIES = (
    ("Iraq", "IQ", 20), ("Lebanon", "LB", 14), ("Egypt", "EG", 13), ("Saudi Arabia", "SA", 18),
    ("Syria", "SY", 14), ("Iran", "IR", 12), ("Yemen", "YE", 8), ("Libya", "LY", 6), ("Jordan", "JO", 6),
    ("Kuwait", "KW", 4), ("Turkey", "TR", 5), ("Sudan", "SD", 3), ("Qatar", "QA", 3), ("Tunisia", "TN", 3),
    ("France", "FR", 3), ("United States", "US", 9), ("Russia", "RU", 4),
)  # fmt: skip
ORGANISATIONS = (
    ("Arab League", "org/arab-league", 12), ("United Nations", "org/united-nations", 16),
    ("Gulf Cooperation Council", "org/gcc", 9), ("OPEC", "org/opec", 6), ("NATO", "org/nato", 4),
    ("World Bank", "org/world-bank", 3), ("Port Workers' Union", "org/port-workers-union", 5),
    ("Red Crescent", "org/red-crescent", 4), ("Harbour Authority", "org/harbour-authority", 4),
    ("European Union", "org/european-union", 6), ("Shura Council", "org/shura-council", 4),
)  # fmt: skip
GIVEN = _listed_words(
    "Samir Adel Badr Dalia Fadel Ghassan Hanan Idris Jamil Khalil Laila Majed Nadia Omar Rania Salma Tariq Wafa Yasin Ziad"
)
FAMILY = _listed_words(
    "Karmi Abbadi Bitar Dabbagh Fahmi Hadidi Jabouri Khatib Lami Madani Najjar Omari Qudsi Rawi Sabbagh Tamimi Wakil Yafei Zubaidi Halabi"
)
ROLES = ("foreign minister", "oil minister", "parliament speaker", "special envoy", "port director")
SUBJECTS = (
    "tariffs",
    "the water treaty",
    "the harbour works",
    "grain prices",
    "the ceasefire",
    "the electoral law",
    "the new railway",
    "pilgrim visas",
    "the power stations",
    "school books",
)
# {p} a person, {s} the same person's family name, {c} a place, {n} a country, {o} an organisation,
# {t} a subject, {r} a role; what stands between « and » is a quotation by the person last named.
PATTERNS = (
    "{p}, the {r}, arrived in {c} on Monday for talks with the {o} on {t}.",
    "“«No side in {n} can settle {t} alone, and none should try»,” {s} said in {c}.",
    "The {o} has yet to comment on {t}, which traders in {c} call overdue.",
    "{p} told reporters: “«We have waited four winters for {t}».”",
    "Officials of {n} and {n} met {p} in {c} to discuss {t}.",
    "{s} added: “«What was agreed in {c} is a beginning and not an end».”",
    "Shops near the old market of {c} closed early while the {o} counted the cost of {t}.",
    "According to {p}, a {r} from {n}, the {o} will review {t} in the spring.",
    "Prices in {c} rose by a tenth after {n} postponed its decision on {t}.",
    "In {n}, few believed that {p} and {p} would agree on {t}.",
)
TITLES = (
    "{n} and {o} Return to {T}",
    "{p}: {T} Cannot Wait",
    "In {c}, a Long Winter for {T}",
    "{o} Delays {T} Again",
    "Letter from {c}",
    "{n} Weighs {T} as {s} Arrives",
)


@dataclass(slots=True)
class Text:
    """A text that grows, and where its names and quotations stand."""

    text: str = ""
    mentions: list[tuple[int, int, str, str]] = field(default_factory=list)
    quotes: list[tuple[int, int, str | None]] = field(default_factory=list)
    person: tuple[str, str, str] | None = None


class Writer:
    """Makes articles; the same seed makes the same ones."""

    def __init__(self, seed: int, people: int) -> None:
        self.rng = Random(seed)
        names = [(given, family) for family in FAMILY for given in GIVEN]
        self.rng.shuffle(names)
        names.remove(("Samir", "Karmi"))
        chosen = [("Samir", "Karmi"), *names[: people - 1]]
        self.people = [(f"{g} al-{f}", f"person/{g}-al-{f}".lower(), f"al-{f}") for g, f in chosen]
        self.homes = {person[1]: self.rng.randrange(len(PLACES)) for person in self.people}
        self.weights = [1 / (rank + 2) for rank in range(len(self.people))]
        self.place_weights = [place[5] for place in PLACES]

    def fill(self, pattern: str, out: Text) -> None:
        """Append a pattern's sentence to `out`."""
        begun: int | None = None
        for piece in _pieces(pattern):
            if piece == "«":
                begun = len(out.text)
            elif piece == "»" and begun is not None:
                out.quotes.append((begun, len(out.text), out.person[1] if out.person else None))
            elif piece.startswith("{"):
                self._slot(piece[1], out)
            else:
                out.text += piece

    def _slot(self, kind: str, out: Text) -> None:
        if kind in "tTr":
            word = self.rng.choice(ROLES if kind == "r" else SUBJECTS)
            out.text += word.title() if kind == "T" else word
            return
        name, entity_id, entity_type = self._name(kind, out)
        out.mentions.append((len(out.text), len(out.text) + len(name), entity_id, entity_type))
        out.text += name

    def _name(self, kind: str, out: Text) -> tuple[str, str, str]:
        if kind == "c":
            place = self.rng.choices(PLACES, self.place_weights)[0]
            if out.person is not None and self.rng.random() < 0.4:
                place = PLACES[self.homes[out.person[1]]]
            return place[0], place[1], "LOC"
        if kind == "n":
            country = self.rng.choices(COUNTRIES, [c[2] for c in COUNTRIES])[0]
            return country[0], f"country/{country[1]}", "LOC"
        if kind == "o":
            body = self.rng.choices(ORGANISATIONS, [o[2] for o in ORGANISATIONS])[0]
            return body[0], body[1], "ORG"
        if kind == "p" or out.person is None:
            out.person = self.rng.choices(self.people, self.weights)[0]
            return out.person[0], out.person[1], "PER"
        return out.person[2], out.person[1], "PER"


def write_published(path: Path, articles: int = 240, seed: int = 1) -> Path:
    """Write a published file of so many articles to `path`, and return it."""
    writer = Writer(seed, people=min(400, 30 + articles // 20))
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("articles", "paragraphs", "mentions", "quotes", "images", "captures")
    }
    for number in range(articles):
        _add_article(rows, writer, number, articles)
    _add_hostile(rows)
    _add_repost(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect() as con:
        con.execute(f"attach '{path}' as made (storage_version 'v1.5.0'); use made")
        for name, found in rows.items():
            made = pa.Table.from_pylist(found)
            con.register("made_rows", made)
            con.execute(f"create table {name} as select * from made_rows")
            con.unregister("made_rows")
        con.execute("create table listed (entity_id varchar, entity_type varchar, name varchar, country varchar, latitude double, longitude double)")  # fmt: skip
        con.executemany("insert into listed values (?, ?, ?, ?, ?, ?)", list(_listed(writer)))
        con.execute((FOLDER / "published_example.sql").read_text())
        con.execute("use memory; create schema marts; create schema raw")
        con.execute("create table raw.listed_entities (entity_id varchar, names varchar[])")
        for name in ("articles", "entities", "entity_merges"):
            con.execute(f"create view marts.{name} as from made.{name}")
        build_index(con, "made", None)
        con.execute("use made")
        create_macros(con)
        con.execute("use memory")
        con.execute("detach made")
    return path


def _pieces(pattern: str) -> Iterator[str]:
    rest = pattern
    while rest:
        at = min((rest.find(mark) for mark in "{«»" if mark in rest), default=len(rest))
        if at:
            yield rest[:at]
            rest = rest[at:]
            continue
        width = 3 if rest[0] == "{" else 1
        yield rest[:width]
        rest = rest[width:]


def _day(rng: Random, number: int, articles: int) -> date:
    """Return a day; few in the quiet month, and the broken month is mostly missing."""
    swing = rng.betavariate(1.4, 1.1) if number % 3 else rng.random()
    day = FIRST_DAY + timedelta(days=int(swing * DAYS))
    if f"{day:%Y-%m}" == QUIET and rng.random() < 0.9:
        return day + timedelta(days=rng.randint(40, 900))
    if f"{day:%Y-%m}" == BROKEN and rng.random() < 0.7:
        return day + timedelta(days=rng.randint(45, 900))
    return day


def _add_article(
    rows: dict[str, list[dict[str, Any]]], writer: Writer, number: int, articles: int
) -> None:
    rng = writer.rng
    article_id = PLAIN_ID + number if number < 2 else rng.getrandbits(62)
    day = _day(rng, number, articles)
    title, body, parts = Text(), Text(), []
    writer.fill(rng.choice(TITLES), title)
    for _ in range(rng.randint(4, 8)):
        start = len(body.text)
        for pattern in rng.sample(PATTERNS, rng.randint(2, 4)):
            writer.fill(pattern, body)
            body.text += " "
        body.text = body.text.rstrip()
        parts.append(body.text[start:])
        body.text += "\n\n"
    body.text = body.text.rstrip()
    place = rng.choices(PLACES, writer.place_weights)[0] if rng.random() < 0.7 else None
    slug = f"story-{number}"
    section = rng.choices(list(SECTIONS), list(SECTIONS.values()))[0]
    row = _article_row(article_id, slug, section, title.text[:1].upper() + title.text[1:], day)
    row |= {"body": body.text, "lead": parts[0], "paragraph_count": len(parts)}
    if place is not None:
        row |= {
            "dateline_text": f"{place[0]}, Asharq Al-Awsat-",
            "dateline_places": [place[0]],
            "dateline_country": place[2],
        }
    rows["articles"].append(_finished(row))
    rows["paragraphs"] += [
        {
            "article_id": article_id,
            "seq": seq,
            "paragraph_kind": "paragraph",
            "speaker": None,
            "text": part,
        }
        for seq, part in enumerate(parts)
    ]
    rows["captures"].append(_capture_row(row))
    caption = None
    if rng.random() < 0.5:
        caption = Text()
        writer.fill("{p} speaks in {c}, in a picture made for this sample.", caption)
        rows["images"].append(_image_row(article_id, slug, caption.text))
    _add_mentions(rows, row, {"title": title, "body": body, "caption": caption}, place)
    _add_quotes(rows, row, body, {person[1]: person[0] for person in writer.people})


def _article_row(article_id: int, slug: str, section: str, title: str, day: date) -> dict[str, Any]:
    moment = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    url = f"{SITE}/{section}/{slug}/"
    return {
        "article_id": article_id,
        "url": url,
        "canonical_url": url,
        "post_id": 55_300_000 + article_id % 100_000,
        "title": title,
        "author": "A Made-up Reporter",
        "section_path": section,
        "section": section.split("/")[0],
        "dateline_text": None,
        "dateline_places": None,
        "dateline_country": None,
        "agency_credit": None,
        "language": "en",
        "published_on": day,
        "published_at": moment,
        "published_precision": "second",
        "published_from": "page",
        "modified_at": None,
        "captured_at": datetime(2026, 1, 10, 2, 15, tzinfo=UTC) + timedelta(seconds=article_id % 9000),
        "captured_from": "sample",
        "capture_id": article_id + 1,
        "layout": "divi_classic",
        "parser_version": "1",
        "cleaning_rules": ["dateline", "boilerplate"],
    }  # fmt: skip


def _finished(row: dict[str, Any]) -> dict[str, Any]:
    text = row["body"]
    return row | {
        "body_chars": len(text),
        "word_count": len(text.split()),
        "body_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _capture_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "capture_id": row["capture_id"],
        "url": row["url"],
        "captured_from": "sample",
        "purpose": "page",
        "outcome": "article",
        "captured_at": row["captured_at"],
        "http_status": 200,
        "payload_sha256": hashlib.sha256(row["url"].encode()).hexdigest(),
        "warc_file": "sample-00000.warc.gz",
        "warc_offset": 1,
        "run_id": "run-1",
    }


def _image_row(article_id: int, slug: str, caption: str) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "seq": 0,
        "image_url": f"{SITE}/pictures/{slug}.jpg",
        "caption": caption,
        "credit": "Nobody",
        "is_featured": True,
    }


def _add_mentions(
    rows: dict[str, list[dict[str, Any]]],
    row: dict[str, Any],
    texts: dict[str, Text | None],
    place: tuple[Any, ...] | None,
) -> None:
    found = [
        (name, start, end, text.text[start:end], entity_id, entity_type)
        for name, text in texts.items()
        if text is not None
        for start, end, entity_id, entity_type in text.mentions
    ]
    if place is not None:
        found.insert(0, ("dateline", 0, len(place[0]), place[0], place[1], "LOC"))
    rows["mentions"] += [
        {
            "article_id": row["article_id"],
            "published_on": row["published_on"],
            "seq": seq,
            "field": where,
            "paragraph_seq": row["body"].count("\n\n", 0, start) if where == "body" else 0,
            "sentence_seq": row["body"].count(". ", 0, start) if where == "body" else 0,
            "start_char": start,
            "end_char": end,
            "text": text,
            "entity_type": entity_type,
            "entity_id": entity_id,
        }
        for seq, (where, start, end, text, entity_id, entity_type) in enumerate(found)
    ]


def _add_quotes(
    rows: dict[str, list[dict[str, Any]]], row: dict[str, Any], body: Text, names: dict[str, str]
) -> None:
    rows["quotes"] += [
        {
            "article_id": row["article_id"],
            "published_on": row["published_on"],
            "seq": seq,
            "paragraph_seq": body.text.count("\n\n", 0, start),
            "start_char": start,
            "end_char": end,
            "text": body.text[start:end],
            "speaker": names.get(speaker or ""),
            "speaker_kind": "named" if speaker else "unknown",
            "entity_id": speaker,
            "cue": "said",
        }
        for seq, (start, end, speaker) in enumerate(body.quotes)
    ]


def _add_hostile(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Add an article whose every text tries to be markup."""
    evil = "<img src=x onerror=\"alert(1)\"> & 'quoted' </p><script>alert(2)</script>"
    row = _article_row(HOSTILE_ID, "hostile", "business", HOSTILE_TITLE, date(2010, 5, 5))
    row |= {"body": f"{evil}\n\n{evil}", "lead": evil, "paragraph_count": 2, "author": evil}
    row |= {"url": "javascript:alert(3)", "dateline_text": f"Baghdad {evil}", "dateline_places": [evil]}  # fmt: skip
    rows["articles"].append(_finished(row))
    rows["captures"].append(_capture_row(row))
    rows["images"].append(_image_row(HOSTILE_ID, "hostile", evil))
    rows["mentions"].append(
        {
            "article_id": HOSTILE_ID,
            "published_on": row["published_on"],
            "seq": 0,
            "field": "body",
            "paragraph_seq": 0,
            "sentence_seq": 0,
            "start_char": 0,
            "end_char": 4,
            "text": "<img",
            "entity_type": "PER",
            "entity_id": HOSTILE_ENTITY,
        }
    )


def _add_repost(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Add the second article again, under another address and in another section."""
    again = dict(rows["articles"][1])
    again |= {
        "article_id": REPOST_ID,
        "url": f"{SITE}/opinion/story-1-2/",
        "section_path": "opinion",
    }
    rows["articles"].append(again)


def _listed(writer: Writer) -> Iterator[tuple[Any, ...]]:
    for name, entity_id, _ in writer.people:
        yield entity_id, "PER", name, None, None, None
    yield HOSTILE_ENTITY, "PER", "<b onclick=alert(5)>Nobody</b>", None, None, None
    for name, entity_id, country, latitude, longitude, _ in PLACES:
        yield entity_id, "LOC", name, country, latitude, longitude
    for name, code, _ in COUNTRIES:
        yield f"country/{code}", "LOC", name, code, None, None
    for name, entity_id, _ in ORGANISATIONS:
        yield entity_id, "ORG", name, None, None, None


if __name__ == "__main__":
    write_published(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 240)
