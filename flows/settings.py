"""The one place that reads the environment; everything below gets plain values."""

import re
from importlib.metadata import version
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, HttpUrl, SecretStr, TypeAdapter, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from tasks.errors import BadRequest
from tasks.http.crawl_policy import CrawlPolicy
from tasks.sources.web_archives.archive_client import (
    COMMONCRAWL_DATA,
    COMMONCRAWL_INDEX,
    WAYBACK,
    Archives,
)
from tasks.urls import Site
from tasks.workers.runner import Runner
from warehouse.db.connect import WarehouseAddress
from warehouse.errors import BadTarget
from warehouse.publish.target_address import parse_target


class Settings(BaseSettings):
    """Everything that can be set, each by `AAWSAT_<NAME>`; `aawsat config` prints them."""

    model_config = SettingsConfigDict(env_prefix="AAWSAT_", frozen=True, extra="ignore")

    home: Path = Field(
        Path("data"), description="Folder for everything the pipeline writes: nothing goes outside"
    )
    site_url: str = Field(
        "https://eng-archive.aawsat.com", description="The WordPress site the archive is of"
    )
    alias_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Where else the site was served from, separated by commas:"
        " hosts, also with a path",
    )
    site_timezone: str = Field(
        "Europe/London", description="Time zone of the site's days and of the nightly schedule"
    )
    contact: str = Field(
        "", description="Mail address or URL sent in the user agent, for the site's owner"
    )
    requests_per_second: float = Field(
        1.0, gt=0, le=50, description="Requests a second to one host, at most"
    )
    max_connections: int = Field(1, ge=1, le=4, description="Connections to one host, at most")
    deadline_seconds: float = Field(
        60.0, gt=0, description="Longest time one request may take, redirects included"
    )
    routes: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Routes of discovery to use, separated by commas; empty: all"
    )
    batch_pages: int = Field(
        500,
        ge=1,
        le=10_000,
        description="Pages fetched, parsed and loaded in one step; four times so many where they"
        " are on disk",
    )
    nightly_pages: int = Field(20_000, ge=1, description="Pages a nightly run may fetch")
    runner: str = Field(
        "processes",
        description="Where batches are parsed and searched: local, processes or dask:ADDRESS",
    )
    workers: int = Field(2, ge=1, le=64, description="Processes that parse and extract")
    wayback_url: str = Field(
        WAYBACK, description="Wayback Machine the source wayback asks, or a machine like it"
    )
    commoncrawl_index_url: str = Field(
        COMMONCRAWL_INDEX, description="Index server the source commoncrawl asks"
    )
    commoncrawl_data_url: str = Field(
        COMMONCRAWL_DATA, description="Server the source commoncrawl reads records from"
    )
    entities_backend: str = Field(
        "builtin",
        pattern=r"^(builtin|spacy:.+|gliner:.+)$",
        description="Who finds names: builtin, spacy:MODEL or gliner:MODEL",
    )
    memory_limit: str = Field(
        "600MB", pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$", description="Memory DuckDB may use"
    )
    wait_seconds: float = Field(
        3600.0, ge=0, description="How long a run waits for another that holds the warehouse"
    )

    failure_budget: float = Field(
        0.05,
        ge=0,
        le=1,
        description="Share of a run's pages that may fail before it counts as failed",
    )
    notify: SecretStr = Field(
        SecretStr(""),
        description="Whom to tell when a run fails: a web address for a POST, or mailto://...",
    )

    publications_kept: int = Field(
        7, ge=2, description="Published snapshots that are kept, the newest ones"
    )
    publish_to: str = Field(
        "", description="Where publications also go: s3://bucket/path, ducklake:..., or nowhere"
    )

    @field_validator("alias_hosts", "routes", mode="before")
    @classmethod
    def _split_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("site_url", "wayback_url", "commoncrawl_index_url", "commoncrawl_data_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        TypeAdapter(HttpUrl).validate_python(value)
        return value.rstrip("/")

    @field_validator("runner")
    @classmethod
    def _is_runner(cls, value: str) -> str:
        if not re.fullmatch(r"local|processes|dask:([a-z]+://)?[^/\s]+:\d+", value):
            raise ValueError(
                "write local, processes, or dask: and an address: dask:tcp://host:8786"
            )
        return value

    @field_validator("notify")
    @classmethod
    def _is_reachable(cls, value: SecretStr) -> SecretStr:
        if not re.match(r"(https?|mailtos?)://|$", value.get_secret_value()):
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

    @field_validator("site_timezone")
    @classmethod
    def _is_known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError) as error:
            raise ValueError("no such time zone") from error
        return value

    @property
    def warehouse(self) -> WarehouseAddress:
        """The DuckDB file and what DuckDB may use of the machine."""
        return WarehouseAddress(
            self.home / "warehouse.duckdb", self.memory_limit, threads=self.workers
        )

    @property
    def stored_batch_pages(self) -> int:
        """Pages of a batch that waits for nobody: writing more at once costs the file less."""
        return 4 * self.batch_pages

    @property
    def runner_of_batches(self) -> Runner:
        """Who parses and searches."""
        return Runner(self.runner, self.workers)

    @property
    def captures_folder(self) -> Path:
        """The WARC files of every run."""
        return self.home / "captures"

    @property
    def site(self) -> Site:
        """The site, as the sources and the parser want it."""
        return Site(origin=self.site_url, alias_hosts=self.alias_hosts)

    @property
    def archives(self) -> Archives:
        """Where the web archives are; what they said about being left alone is kept at home."""
        return Archives(
            self.wayback_url,
            self.commoncrawl_index_url,
            self.commoncrawl_data_url,
            self.home / "archives",
        )

    @property
    def crawl_policy(self) -> CrawlPolicy:
        """How to behave towards the site."""
        return CrawlPolicy(
            user_agent=user_agent(self.contact),
            requests_per_second=self.requests_per_second,
            max_connections=self.max_connections,
            deadline_seconds=self.deadline_seconds,
        )


def user_agent(contact: str) -> str:
    """Say honestly who is asking, and where a complaint can be sent."""
    about = f"+{contact}" if contact else "no contact given"
    return f"aawsat-warehouse/{version('aawsat-warehouse')} ({about})"


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        BadRequest: a value cannot be used; names the variable and says why in one line.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise BadRequest(_first_problem(error)) from error
    return settings.model_copy(update={"home": settings.home.expanduser().resolve()})


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    name = "AAWSAT_" + str(problem["loc"][0]).upper()
    return f"{name}={problem['input']!r} cannot be used: {problem['msg']}"
