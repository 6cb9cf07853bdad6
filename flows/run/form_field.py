"""Describe a flow parameter for Prefect's run form."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field


def form_field(
    title: str,
    description: str,
    ge: int | None = None,
    le: int | None = None,
    choices: Sequence[str] = (),
) -> Any:
    """Return an annotation for `Annotated[type, ...]`: label, help text, bounds, choices.

    Prefect replaces a `title` given the usual way by the parameter's name, but keeps what is in
    `json_schema_extra`.
    """
    shown: dict[str, Any] = {"title": title, "description": description}
    if choices:
        shown["enum"] = list(choices)
    return Field(ge=ge, le=le, json_schema_extra=shown)
