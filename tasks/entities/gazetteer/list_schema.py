"""Schemas of the YAML lists, `known_entities.yml` and `overrides.yml`.

`python -m tasks.entities.gazetteer.list_schema` writes the JSON schemas beside the lists, for
editors; a test fails while they differ from the models here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError
from pydantic_core import ErrorDetails

from tasks.entities.errors import BadKnownEntities

T = TypeVar("T", bound=BaseModel)
LISTS = Path(__file__).parents[1] / "lists"

Name = Annotated[str, Field(min_length=1)]
Country = Annotated[
    str, Field(pattern="^[A-Z]{2}$", description="ISO 3166 alpha-2; quote NO, or YAML reads false")
]
EntityId = Annotated[
    str, Field(pattern=r"^[a-z]+/[\w.-]+$", description="such as person/nuri-al-maliki")
]
OrganisationKind = Literal[
    "party", "militia", "government", "international", "society", "media", "company", "club"
]

# Messages by type of the error and last part of its location.
_MESSAGES = {
    "string_pattern_mismatch": {
        "country": "country {input!r} is not an ISO 3166 code",
        "": "{input!r} is not an id such as person/nuri-al-maliki",
    },
    "missing": {"name": "has no name", "": "has no `{field}`"},
    "extra_forbidden": {"": "unknown field {field}"},
    "literal_error": {"": "{input!r} is not one of {expected}"},
    "list_type": {"": "`{field}` is not a list"},
    "too_short": {"holders": "`holders` is empty", "": "{input!r} is not a pair of ids"},
    "too_long": {"": "{input!r} is not a pair of ids"},
    "string_too_short": {"": "`{field}` has an empty name"},
    "string_type": {"": "`{field}`: {input!r} is not text"},
    "date_type": {"": "`{field}`: {input!r} is not a date (YYYY-MM-DD)"},
    "bool_type": {"": "`{field}`: {input!r} is not true or false"},
    "model_type": {"": "{input!r} is not a mapping"},
}


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Named(_Row):
    name: Name
    country: Country | None = None
    aliases: list[Name] = []
    id: EntityId | None = None


class OrganisationRow(_Named):
    """An organisation; `each_country`: every country has one, such as a ministry."""

    from_: date | None = Field(None, alias="from")
    until: date | None = None
    each_country: bool = False


class PersonRow(_Named):
    """A person; `died` is the day of death: on a later day the person does not act."""

    died: date | None = None


class TrapRow(_Named):
    """A name that looks like something else; `is: nothing` hides it."""

    is_: Literal["person", "organisation", "place", "nothing"] = Field(alias="is")


class HolderRow(_Row):
    """A person of the list who held an office `from` a day (inclusive) `until` a day."""

    person: Name
    from_: date | None = Field(None, alias="from")
    until: date | None = None


class OfficeRow(_Row):
    """An office of a country, or of a `body` such as org/united-nations, and its holders.

    `titles` mean only this office.
    """

    office: Name
    country: Country | None = None
    body: EntityId | None = None
    titles: list[Name] = []
    holders: Annotated[list[HolderRow], Field(min_length=1)]


class KnownEntitiesFile(_Row):
    """The content of `known_entities.yml`."""

    organisations: dict[OrganisationKind, list[OrganisationRow]] = {}
    people: list[PersonRow] = []
    traps: list[TrapRow] = []
    offices: list[OfficeRow] = []


IdPair = Annotated[list[EntityId], Field(min_length=2, max_length=2)]


class ReasonedPair(_Row):
    """Two ids and why they are (not) the same entity."""

    ids: IdPair
    why: str = ""


def _form_of_pair(value: Any) -> str:
    return "reasoned" if isinstance(value, dict | ReasonedPair) else "pair"


Override = Annotated[
    Annotated[IdPair, Tag("pair")] | Annotated[ReasonedPair, Tag("reasoned")],
    Discriminator(_form_of_pair),
]


class OverridesFile(_Row):
    """The content of `overrides.yml`."""

    same: list[Override] = []
    not_same: list[Override] = []


SCHEMAS: Mapping[str, type[BaseModel]] = {
    "known_entities": KnownEntitiesFile,
    "overrides": OverridesFile,
}


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file. Raises `BadKnownEntities` if it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = " ".join(str(error).split())
        raise BadKnownEntities(f"{path.name} is not YAML: {problem}") from error


def check_content(path: Path, content: Any, model: type[T]) -> T:
    """Return the content as its model. Raises `BadKnownEntities` with one line for each mistake."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        refuse(path, dict.fromkeys(_line(one, content) for one in error.errors()))


def refuse(path: Path, mistakes: Iterable[str]) -> NoReturn:
    """Raise `BadKnownEntities` that lists all mistakes, one a line."""
    raise BadKnownEntities("\n".join(f"{path.name}: {mistake}" for mistake in mistakes))


def json_schema(name: str) -> str:
    """Return the text of the JSON schema file of a list."""
    schema = SCHEMAS[name].model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_file(name: str) -> Path:
    """Return the path of the JSON schema of a list."""
    return LISTS / f"{name}.schema.json"


def _line(error: ErrorDetails, content: Any) -> str:
    """One mistake as a line: section, name of the entry, what is wrong."""
    location = [part for part in error["loc"] if part not in ("[key]", "pair", "reasoned")]
    rules = _MESSAGES.get(error["type"], {})
    field = str(next((part for part in reversed(location) if isinstance(part, str)), ""))
    said = rules.get(field) or rules.get("") or error["msg"]
    context = error.get("ctx", {})
    text = said.format(
        input=error["input"], field=field, expected=context.get("expected", "").replace(" or", ",")
    )
    where = ": ".join(_where(location, content, error))
    return f"{where}: {text}" if where else text


def _where(location: Sequence[str | int], content: Any, error: ErrorDetails) -> Iterator[str]:
    """The section and the entry a mistake is in; an entry without a name as it is written."""
    if len(location) > 1:
        yield str(location[0])
    entry: Any = content
    for part in location:
        try:
            entry = entry[part]
        except (LookupError, TypeError):
            return
        if isinstance(part, int):
            name = entry.get("name") or entry.get("office") if isinstance(entry, dict) else None
            yield repr(name or entry)
            return


if __name__ == "__main__":
    for each in SCHEMAS:
        schema_file(each).write_text(json_schema(each), encoding="utf-8")
