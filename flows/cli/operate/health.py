"""`aawsat health`: the state of a home on one page, for a person or a monitor."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import click

from flows.cli.hints import typable
from flows.settings import read_settings
from tasks.errors import AawsatError
from warehouse.reporting.health import Health

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
    warehouse, or a run is writing to it).
    """
    from warehouse.db.connect import open_reader
    from warehouse.reporting.health import read_health

    settings = read_settings()
    try:
        with open_reader(settings.warehouse) as con:
            found = read_health(con, settings.home)
    except AawsatError as error:
        click.echo(f"UNKNOWN: {typable(str(error))}", err=form is not None)
        context.exit(UNKNOWN)
    forms = {"json": _as_json, "prometheus": _as_prometheus}
    click.echo(forms.get(form or "", _as_text)(found))
    context.exit(found.level)


def _as_text(found: Health) -> str:
    findings = [f"{each.level.name}: {typable(each.sentence)}" for each in found.findings]
    return "\n".join([f"{found.level.name}", *findings, "", *_lines(found)])


def _lines(found: Health) -> list[str]:
    night, disk = found.last_night, found.disk
    ended = f"{night.status}, started {_ago(found, night.started_at)}" if night else "none yet"
    published = _ago(found, found.published_at) if found.published_at else "none yet"
    unreadable = ", cannot be read" if found.publication_fault else ""
    return [
        f"Last night    {ended}",
        f"Publication   {published}, {found.published_articles} articles{unreadable}",
        f"Pages         {found.due_pages} due, {found.missing_pages} missing,"
        f" {found.gone_pages} gone",
        f"Articles      {found.incomplete_articles} incomplete",
        f"Discovery     {found.open_places} places could not be read or were excluded",
        f"Captures      {found.captures} in {found.capture_files} files, {found.verified_captures}"
        f" verified in 45 days, {found.damaged_captures} damaged",
        f"Disk          captures {_size(found.capture_bytes)}"
        f" (+{_size(found.new_capture_bytes)} in 30 days),"
        f" warehouse {_size(disk.warehouse_bytes)}, publications {_size(disk.publication_bytes)},"
        f" free {_size(disk.free_bytes)}",
    ]


def _as_json(found: Health) -> str:
    findings = [{"level": each.level.name, "sentence": each.sentence} for each in found.findings]
    record = {"level": found.level.name, "findings": findings, **asdict(found)}
    return json.dumps(record, default=_json_value, ensure_ascii=False)


def _json_value(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _as_prometheus(found: Health) -> str:
    """Return gauges; https://prometheus.io/docs/instrumenting/exposition_formats/."""
    night = found.last_night
    gauges = {
        "health_level": int(found.level),
        **{name: value for name, value in asdict(found).items() if isinstance(value, int)},
        **{f"disk_{name}": value for name, value in asdict(found.disk).items()},
        "last_night_succeeded": int(night is not None and night.status == "succeeded"),
        "last_night_started_seconds": _seconds(night.started_at if night else None),
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
