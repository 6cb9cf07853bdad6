"""`aawsat health`: the state of a home on one page, for a person or a monitor."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from flows.cli.hints import typable
from flows.local.next_night import NextNight, read_next_night
from flows.settings import Settings, read_settings
from tasks.errors import AawsatError
from tasks.reports.markdown import counted
from warehouse.reporting.health import ENDED_WELL, Health
from warehouse.reporting.runs import state_of

if TYPE_CHECKING:
    from warehouse.explorer.pages.health import HealthPage

UNKNOWN = 3
PROMETHEUS_PREFIX = "aawsat_"
GIGABYTE = 1_000_000_000


@click.command()
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option(
    "--prometheus",
    "form",
    flag_value="prometheus",
    help="Print metrics in the Prometheus text format.",
)
@click.pass_context
def health(context: click.Context, form: str | None) -> None:
    """Show the health of the home: problems, and what to do about them.

    The exit code is that of a Nagios plugin: 0 OK, 1 warning, 2 critical, 3 unknown (there is no
    warehouse, it cannot be read, or a run is writing to it).
    """
    from warehouse.db.connect import open_reader
    from warehouse.reporting.health import read_health

    settings = read_settings()
    try:
        with open_reader(settings.warehouse) as con:
            found = read_health(con, settings.home)
    except (AawsatError, OSError) as error:
        click.echo(f"UNKNOWN: {_cause(error)}", err=form is not None)
        context.exit(UNKNOWN)
    night = read_next_night(settings.home)
    forms = {"json": _as_json, "prometheus": _as_prometheus}
    click.echo(forms.get(form or "", _as_text)(found, night))
    context.exit(found.level)


def read_health_page(settings: Settings) -> "HealthPage":
    """Read the health of a home for the explorer's page."""
    from warehouse.db.connect import open_reader
    from warehouse.explorer.pages.health import HealthPage
    from warehouse.reporting.health import read_health

    try:
        with open_reader(settings.warehouse) as con:
            found = read_health(con, settings.home)
    except (AawsatError, OSError) as error:
        return HealthPage("UNKNOWN", (_cause(error),))
    rows = _rows(found, read_next_night(settings.home))
    return HealthPage(found.level.name, _sentences(found), rows)


def _cause(error: AawsatError | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    return typable(str(error))


def _as_text(found: Health, night: NextNight) -> str:
    rows = [f"{label:<13} {text}" for label, text in _rows(found, night)]
    return "\n".join([found.level.name, *_sentences(found), "", *rows])


def _sentences(found: Health) -> tuple[str, ...]:
    return tuple(f"{each.level.name}: {typable(each.sentence)}" for each in found.findings)


def _rows(found: Health, next_night: NextNight) -> tuple[tuple[str, str], ...]:
    night, disk = found.last_night, found.disk
    planned = next_night.starts_at
    published = _ago(found, found.published_at) if found.published_at else "none yet"
    unreadable = ", cannot be read" if found.publication_fault else ""
    return (
        (
            "Last night",
            f"{state_of(night.status)}, started {_ago(found, night.started_at)}"
            if night
            else "none yet",
        ),
        ("Next night", f"{planned:%Y-%m-%d %H:%M %Z}" if planned else next_night.reason),
        ("Publication", f"{published}, {found.published_articles} articles{unreadable}"),
        (
            "Pages",
            f"{found.due_pages} due, {found.missing_pages} missing, {found.gone_pages} gone",
        ),
        ("Articles", f"{found.incomplete_articles} incomplete"),
        ("Discovery", f"{counted(found.open_places, 'place')} not read or excluded"),
        (
            "Captures",
            f"{found.captures} in {found.capture_files} files, {found.verified_captures}"
            f" verified in 45 days, {_damage(found)}",
        ),
        (
            "Disk",
            f"captures {_size(found.capture_bytes)}"
            f" (+{_size(found.new_capture_bytes)} in 30 days),"
            f" warehouse {_size(disk.warehouse_bytes)}, publications"
            f" {_size(disk.publication_bytes)}, free {_size(disk.free_bytes)}",
        ),
    )


def _damage(found: Health) -> str:
    if found.unmounted_captures:
        return "all out of reach"
    damaged = found.damaged_captures + found.unstored_captures
    left = found.unreplaced_captures + found.unstored_captures
    return f"{damaged} damaged or lost" + (f", {left} of them not replaced" if damaged else "")


def _as_json(found: Health, night: NextNight) -> str:
    findings = [{"level": each.level.name, "sentence": each.sentence} for each in found.findings]
    planned = {"next_night_at": night.starts_at, "next_night": night.reason or "planned"}
    record = {"level": found.level.name, "findings": findings, **asdict(found), **planned}
    return json.dumps(record, default=_json_value, ensure_ascii=False)


def _json_value(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _as_prometheus(found: Health, next_night: NextNight) -> str:
    """Return gauges; https://prometheus.io/docs/instrumenting/exposition_formats/."""
    night = found.last_night
    gauges = {
        "health_level": int(found.level),
        **{name: value for name, value in asdict(found).items() if isinstance(value, int)},
        **{f"disk_{name}": value for name, value in asdict(found.disk).items()},
        "last_night_succeeded": int(night is not None and night.status in ENDED_WELL),
        "last_night_started_seconds": _seconds(night.started_at if night else None),
        "next_night_seconds": _seconds(next_night.starts_at),
        "publication_readable": int(bool(found.published_at) and not found.publication_fault),
        "published_seconds": _seconds(found.published_at),
    }
    return "\n".join(
        f"# TYPE {PROMETHEUS_PREFIX}{name} gauge\n{PROMETHEUS_PREFIX}{name} {value}"
        for name, value in gauges.items()
        if value is not None
    )


def _seconds(moment: datetime | None) -> int | None:
    """Return the Unix time of a moment, as Prometheus' functions expect it."""
    return int(moment.timestamp()) if moment else None


def _ago(found: Health, moment: datetime) -> str:
    passed = max(found.now - moment, timedelta())
    hours = passed.total_seconds() / 3600
    length = f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.1f} hours"
    return f"{length} ago ({moment:%Y-%m-%d %H:%M %Z})"


def _size(count: int) -> str:
    return f"{count / GIGABYTE:.2f} GB" if count >= GIGABYTE / 100 else f"{count / 1e6:.1f} MB"
