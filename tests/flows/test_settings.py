"""Settings are read from the environment, once, and say what is wrong with them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli.main import app
from flows.settings import Settings, misspelled_settings, read_settings, user_agent
from tasks.errors import BadRequest


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"AAWSAT_{name.upper()}", raising=False)


def test_home_is_absolute_so_that_a_worker_may_change_its_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    settings = read_settings()

    assert settings.home == tmp_path / "data"
    assert settings.warehouse.path == tmp_path / "data" / "warehouse.duckdb"


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AAWSAT_ALIAS_HOSTS", "english.aawsat.com, aawsat.com")

    assert read_settings().alias_hosts == ("english.aawsat.com", "aawsat.com")


def test_a_variable_that_is_nearly_a_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AAWSAT_PUBLISHTO", "AAWSAT_ROOT", "AAWSAT_SITE_URL"):
        monkeypatch.setenv(name, "https://example.org")

    assert misspelled_settings() == {"AAWSAT_PUBLISHTO": "AAWSAT_PUBLISH_TO"}


def test_a_home_whose_path_duckdb_cannot_open_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AAWSAT_HOME", "/tmp/archive-\udcff")

    with pytest.raises(BadRequest, match="opens only files whose path is UTF-8"):
        read_settings()


def test_an_empty_home_is_the_default_and_not_the_current_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AAWSAT_HOME", "")

    assert read_settings().home == Path("data").resolve()


def test_a_host_ends_with_the_last_day_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AAWSAT_SITE_ENDS", "English.aawsat.com=2017-12-31")

    assert read_settings().host_ends == {"english.aawsat.com": datetime(2018, 1, 1, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AAWSAT_REQUESTS_PER_SECOND", "0"),
        # One request in 31 years.
        ("AAWSAT_REQUESTS_PER_SECOND", "1e-9"),
        ("AAWSAT_DEADLINE_SECONDS", "inf"),
        ("AAWSAT_WAIT_SECONDS", "inf"),
        ("AAWSAT_SITE_URL", "https://example.org/news"),
        ("AAWSAT_SITE_URL", "https://example.org/?lang=en"),
        ("AAWSAT_ALIAS_HOSTS", "https://example.org"),
        ("AAWSAT_ALIAS_HOSTS", "/english"),
        # Sent in a header.
        ("AAWSAT_CONTACT", "me@example.org\nX-Other: 1"),
        ("AAWSAT_CONTACT", "mé@example.org"),
        ("AAWSAT_EXPLORER_URL", "javascript:alert(1)"),
        ("AAWSAT_SITE_URL", "not an address"),
        ("AAWSAT_WAYBACK_URL", "not an address"),
        ("AAWSAT_ROUTES", "rest,carrier-pigeon"),
        ("AAWSAT_SITE_TIMEZONE", "Mars/Olympus"),
        # A folder of the database of time zones.
        ("AAWSAT_SITE_TIMEZONE", "Europe"),
        ("AAWSAT_SITE_ENDS", "english.aawsat.com=9999-12-31"),
        ("AAWSAT_SITE_ENDS", "english.aawsat.com"),
        ("AAWSAT_SITE_ENDS", "english.aawsat.com=soon"),
        ("AAWSAT_MEMORY_LIMIT", "much"),
        ("AAWSAT_MEMORY_LIMIT", "0MB"),
        ("AAWSAT_MEMORY_LIMIT", "999999999TB"),
        ("AAWSAT_WAIT_SECONDS", "1e300"),
        ("AAWSAT_NIGHTLY_PAGES", "99999999999999999999999"),
        ("AAWSAT_ALIAS_HOSTS", "*.aawsat.com"),
        ("AAWSAT_ALIAS_HOSTS", "aawsat.com/a/../b"),
        ("AAWSAT_WAYBACK_URL", "https://web.archive.org/?url=x"),
        ("AAWSAT_ENTITIES_BACKEND", "spacy:"),
        ("AAWSAT_RUNNER", "dask:tcp://host:87868786"),
        ("AAWSAT_WORKERS", "two"),
        ("AAWSAT_RUNNER", "ray:head"),
        ("AAWSAT_RUNNER", "dask:"),
        ("AAWSAT_RUNNER", "dask:tcp://host"),
        ("AAWSAT_NOTIFY", "me@example.org"),
        ("AAWSAT_NOTIFY", "https://"),
        ("AAWSAT_NOTIFY", "https://h ook.example.org"),
        ("AAWSAT_NOTIFY", "https://:password@"),
        ("AAWSAT_NOTIFY", "https://example.org:99999/"),
        ("AAWSAT_PUBLISH_TO", "s4://x"),
        ("AAWSAT_PUBLISH_TO", "s3://"),
        ("AAWSAT_PUBLISH_TO", "s3:/bucket"),
        ("AAWSAT_PUBLISH_TO", "ducklake:"),
        ("AAWSAT_PUBLISH_TO", "/var/data"),
    ],
)
def test_a_bad_value_names_its_variable_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadRequest, match=name) as refusal:
        read_settings()

    assert "\n" not in str(refusal.value)


def test_a_bad_value_of_any_length_is_named_in_a_short_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AAWSAT_SITE_TIMEZONE", "a" * 5_000)

    with pytest.raises(BadRequest) as refusal:
        read_settings()

    assert len(str(refusal.value)) < 250


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("HTTPS://Example.ORG/", "https://example.org"),
        ("https://example.org.", "https://example.org"),
        ("https://example.org:443", "https://example.org"),
        (" http://example.org:8080\n", "http://example.org:8080"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
    ],
)
def test_the_site_is_known_by_one_address_however_it_is_typed(
    monkeypatch: pytest.MonkeyPatch, typed: str, used: str
) -> None:
    monkeypatch.setenv("AAWSAT_SITE_URL", typed)

    assert read_settings().site_url == used


@pytest.mark.parametrize(
    "value", ["", "s3://bucket", "s3://bucket/a/b/", "ducklake:sqlite:lake.db?data=/srv/lake"]
)
def test_places_to_publish_to_are_accepted(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("AAWSAT_PUBLISH_TO", value)

    assert read_settings().publish_to == value


def test_the_user_agent_tells_whom_to_write_to() -> None:
    assert "(+mailto:data@example.org)" in user_agent("mailto:data@example.org")
    assert "no contact given" in user_agent("")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AAWSAT_NOTIFY", "mail.example.org?token=hunter2"),
        ("AAWSAT_NOTIFY", "hunter2"),
        ("AAWSAT_SITE_URL", "ftp://editor:hunter2@example.org/"),
        ("AAWSAT_SITE_URL", "ftp://editor:hunter2@mail@example.org/"),
        ("AAWSAT_SITE_URL", "https://editor:hunter2@example.org"),
        ("AAWSAT_SITE_URL", "https://editor:pass/hunter2@example.org"),
        ("AAWSAT_EXPLORER_URL", "https://editor:hunter2@example.org"),
        ("AAWSAT_WAYBACK_URL", "https://editor:hunter2@example.org"),
        ("AAWSAT_WAYBACK_URL", "//hunter2@example.org"),
        ("AAWSAT_RUNNER", "dask:tcp://hunter2@host"),
        ("AAWSAT_PUBLISH_TO", "lake:postgres:dbname=lake password=hunter2 host=db"),
        ("AAWSAT_PUBLISH_TO", "s3:/bucket?secret_access_key=hunter2&region=x"),
    ],
)
def test_a_bad_value_is_refused_without_its_secrets(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadRequest, match=name) as refusal:
        read_settings()

    assert "hunter2" not in str(refusal.value)


def test_settings_are_shown_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AAWSAT_NOTIFY", "https://example.org/hook/hunter2")
    monkeypatch.setenv("AAWSAT_PUBLISH_TO", "ducklake:postgres:password=hunter2 host=db")

    shown = CliRunner().invoke(app, ["config"]).output

    assert "hunter2" not in shown
    assert "AAWSAT_PUBLISH_TO=ducklake:postgres:password=********** host=db" in shown
