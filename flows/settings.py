"""Settings, read from the environment in this module only; other code gets plain values."""

import os
import re
from datetime import datetime
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    create_model,
    field_validator,
)

from flows.setting_values import host_ends, is_for_messages, is_host_with_path
from tasks.errors import BadRequest
from tasks.http.crawl_policy import CrawlPolicy
from tasks.sources.registry import source_settings
from tasks.sources.source import Content, SourceSetting, web_address
from tasks.urls import Site
from tasks.workers.runner import Runner
from warehouse.db.address import WarehouseAddress
from warehouse.errors import BadTarget
from warehouse.publish.targets.address import parse_target
from warehouse.secrets import HIDDEN
from warehouse.secrets import hide_secrets as hide_secrets

# More than any archive has, and what a column of numbers in DuckDB holds.
MOST_PAGES = 100_000_000
MOST_SECONDS = 31_536_000
# With less, DuckDB cannot build the tables of the sample.
LEAST_MEGABYTES = 100
# Characters of a wrong value that are shown.
MOST_SHOWN = 120
# Similarity of a misspelling: `publishto` is one of publish_to, `root` is none of routes.
MISSPELLED = 0.8


class _OwnSettings(BaseModel):
    """The settings that do not depend on a source."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)

    home: Path = Field(
        Path("data"),
        description="Folder for everything the pipeline writes; nothing is written outside it",
    )
    site_url: Annotated[str, AfterValidator(web_address)] = Field(
        "https://eng-archive.aawsat.com", description="The WordPress site to archive"
    )
    alias_hosts: tuple[str, ...] = Field(
        (),
        description="Other hosts the site was served from, separated by commas; a host may"
        " have a path",
    )
    site_timezone: str = Field(
        "Europe/London", description="Time zone of the site's days and of the nightly schedule"
    )
    contact: str = Field(
        "", description="Mail address or URL sent in the user agent, for the site's owner"
    )
    requests_per_second: float = Field(
        1.0, ge=0.01, le=50, description="Maximum number of requests per second to one host"
    )
    max_connections: int = Field(
        1, ge=1, le=4, description="Maximum number of connections to one host"
    )
    deadline_seconds: float = Field(
        60.0,
        gt=0,
        le=3600,
        description="Maximum time of one request in seconds, redirects included",
    )
    site_ends: tuple[str, ...] = Field(
        (),
        description="Last day on which a host served the newspaper, as HOST=YYYY-MM-DD, separated"
        " by commas; later captures are used only if there is no other. Detected for other hosts",
    )
    batch_pages: int = Field(
        500,
        ge=1,
        le=10_000,
        description="Pages in one batch; batches of files on disk are four times as large",
    )
    content: Content = Field(
        Content.API_FIRST,
        description="Where articles of the site come from. api-first: the REST API (100 in one"
        " response), then some of their pages each night. api: the REST API; pages only where it is"
        " not enough. pages: the pages",
    )
    checked_posts: int = Field(
        200,
        ge=0,
        le=MOST_PAGES,
        description="Number of posts from the REST API that are compared with their pages at once,"
        " chosen at random; 1 % of the posts if that is more",
    )
    disagreement_budget: float = Field(
        0.05,
        ge=0,
        le=1,
        description="Maximum share of the compared posts that differ from their page; above it the"
        " run is Partial",
    )
    nightly_pages: int = Field(
        20_000, ge=1, le=MOST_PAGES, description="Maximum number of pages a nightly run fetches"
    )
    runner: str = Field(
        "processes",
        description="Where batches are parsed and extracted: local, processes or dask:ADDRESS",
    )
    workers: int = Field(2, ge=1, le=64, description="Processes that parse and extract")
    entities_backend: str = Field(
        "builtin",
        description="Entity recognition: builtin, crf (faster), spacy:MODEL or gliner:MODEL",
    )
    memory_limit: str = Field("500MB", description="Maximum memory of DuckDB")
    wait_seconds: float = Field(
        3600.0,
        ge=0,
        le=MOST_SECONDS,
        description="Maximum time in seconds a run waits for another run that holds the warehouse",
    )

    failure_budget: float = Field(
        0.05,
        ge=0,
        le=1,
        description="Maximum share of a run's pages that fail; above it the run is Failed",
    )
    notify: SecretStr = Field(
        SecretStr(""),
        description="Where to send notifications: a URL that accepts a POST, or mailto://...",
    )

    publications_kept: int = Field(
        7, ge=2, le=MOST_PAGES, description="Number of publications to keep; older ones are deleted"
    )
    publish_to: str = Field(
        "",
        description="Where to copy publications: s3://bucket/path or ducklake:...; empty: nowhere",
    )

    explorer_url: str = Field(
        "",
        description="Address of the explorer, for links in plans and reports; set automatically"
        " while `aawsat serve` runs",
    )

    @field_validator("home", mode="before")
    @classmethod
    def _is_named(cls, value: object) -> object:
        return value or Path("data")

    @field_validator("site_url")
    @classmethod
    def _is_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.path or parts.query or parts.fragment:
            raise ValueError("write the scheme and the host only, as https://host")
        return value

    @field_validator("contact")
    @classmethod
    def _fits_a_header(cls, value: str) -> str:
        if not (value.isascii() and (value.isprintable() or not value)):
            raise ValueError("write printable ASCII characters, since it is sent in a header")
        return value

    @field_validator("explorer_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        return web_address(value) if value else value

    @field_validator("alias_hosts", "site_ends", mode="before")
    @classmethod
    def _split_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("alias_hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(map(is_host_with_path, value)):
            raise ValueError("write each as HOST or HOST/PATH, without http:// and wildcards")
        return value

    @field_validator("entities_backend")
    @classmethod
    def _is_backend(cls, value: str) -> str:
        if not re.fullmatch(r"builtin|crf|(spacy|gliner):\S+", value):
            raise ValueError("write builtin, crf, spacy:MODEL or gliner:MODEL")
        return value

    @field_validator("memory_limit")
    @classmethod
    def _is_enough_memory(cls, value: str) -> str:
        found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)\s?([MGT])i?B", value)
        least = {"M": LEAST_MEGABYTES, "G": 0.1, "T": 0.1}
        if not found or float(found[1]) < least[found[2]]:
            raise ValueError(f"write at least {LEAST_MEGABYTES}MB, as 600MB or 2GB")
        return value

    @field_validator("runner")
    @classmethod
    def _is_runner(cls, value: str) -> str:
        if not re.fullmatch(r"local|processes|dask:([a-z]+://)?[^/\s]+:\d{1,5}", value):
            raise ValueError(
                "write local, processes, or dask: and an address: dask:tcp://host:8786"
            )
        return value

    @field_validator("notify")
    @classmethod
    def _is_reachable(cls, value: SecretStr) -> SecretStr:
        if not is_for_messages(value.get_secret_value()):
            raise ValueError("write a web address, or a mail server as mailto://user:password@host")
        return value

    @field_validator("publish_to")
    @classmethod
    def _is_target(cls, value: str) -> str:
        try:
            if value:
                parse_target(value)
        except BadTarget as error:
            raise ValueError("write s3://bucket/path or ducklake:CATALOG") from error
        return value

    @field_validator("site_ends")
    @classmethod
    def _are_days_of_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            host_ends(value)
        except (ValueError, OverflowError) as error:
            raise ValueError("write each as HOST=YYYY-MM-DD") from error
        return value

    @field_validator("site_timezone")
    @classmethod
    def _is_known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("this time zone does not exist") from error
        return value

    @property
    def warehouse(self) -> WarehouseAddress:
        """The DuckDB file, and the memory and threads DuckDB may use."""
        return WarehouseAddress(
            self.home / "warehouse.duckdb", self.memory_limit, threads=self.workers
        )

    @property
    def runner_of_batches(self) -> Runner:
        """Where batches are parsed and extracted."""
        return Runner(self.runner, self.workers)

    @property
    def captures_folder(self) -> Path:
        """The folder of the WARC files of all runs."""
        return self.home / "captures"

    @property
    def site(self) -> Site:
        """The site with its other hosts."""
        return Site(origin=self.site_url, alias_hosts=self.alias_hosts)

    @property
    def host_ends(self) -> dict[str, datetime]:
        """The instant from which captures rank last, by host: the end of the stated day."""
        return host_ends(self.site_ends)

    @property
    def of_sources(self) -> dict[str, str]:
        """The settings the sources declare, by name."""
        return {setting.name: getattr(self, setting.name) for setting in source_settings()}

    @property
    def crawl_policy(self) -> CrawlPolicy:
        """The limits of requests to the site."""
        return CrawlPolicy(
            user_agent=user_agent(self.contact),
            requests_per_second=self.requests_per_second,
            max_connections=self.max_connections,
            deadline_seconds=self.deadline_seconds,
        )


def _field(setting: SourceSetting) -> Any:
    described = Field(setting.default, description=setting.description)
    return (Annotated[str, AfterValidator(setting.check)], described)


PREFIX = "AAWSAT_"
_SECRETS = frozenset(
    name for name, field in _OwnSettings.model_fields.items() if field.annotation is SecretStr
)


if TYPE_CHECKING:

    class Settings(_OwnSettings):
        """All settings; the variable of each is `AAWSAT_<NAME>`. `aawsat config` prints them."""

else:
    Settings = create_model(
        "Settings",
        __base__=_OwnSettings,
        __doc__="All settings: our own, and those the sources declare.",
        **{setting.name: _field(setting) for setting in source_settings()},
    )


def user_agent(contact: str) -> str:
    """Return the user agent: program, version and contact."""
    about = f"+{contact}" if contact else "no contact given"
    return f"aawsat-warehouse/{version('aawsat-warehouse')} ({about})"


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        BadRequest: a value is invalid; the text names the variable and says why in one line.
    """
    try:
        settings = Settings.model_validate(_environment())
    except ValidationError as error:
        raise BadRequest(_first_problem(error)) from error
    return settings.model_copy(update={"home": _resolved(settings.home)})


def misspelled_settings() -> dict[str, str]:
    """Return misspelled variables of the environment, and the setting that each resembles."""
    found = {}
    for name in _environment():
        if name not in Settings.model_fields:
            for near in get_close_matches(name, Settings.model_fields, n=1, cutoff=MISSPELLED):
                found[f"{PREFIX}{name.upper()}"] = f"{PREFIX}{near.upper()}"
    return found


def _environment() -> dict[str, str]:
    """Return the variables `AAWSAT_<NAME>` by the name of the setting, in any case.

    The package pydantic-settings would do it, but takes longer to import than this module.
    """
    prefix = len(PREFIX)
    return {
        name[prefix:].lower(): value
        for name, value in os.environ.items()
        if name.upper().startswith(PREFIX)
    }


def _resolved(home: Path) -> Path:
    try:
        resolved = home.expanduser().resolve()
        str(resolved).encode()
    except UnicodeEncodeError as error:
        raise BadRequest(
            f"AAWSAT_HOME={str(home)!a} cannot be used: DuckDB opens only files whose path is UTF-8"
        ) from error
    except RuntimeError as error:
        # A loop of symbolic links, or the home of a user who does not exist.
        raise BadRequest(f"AAWSAT_HOME={home} cannot be used: {error}") from error
    return resolved


def _first_problem(error: ValidationError) -> str:
    """Name the variable, its value without secrets, and what is wrong with it."""
    problem = error.errors()[0]
    field = str(problem["loc"][0])
    value = HIDDEN if field in _SECRETS else hide_secrets(repr(problem["input"]))
    shown = value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}..."
    reason = problem["msg"].removeprefix("Value error, ")
    return f"AAWSAT_{field.upper()}={shown} cannot be used: {reason}"
