"""How a flow's parameter is shown in Prefect's run form."""

from typing import Any

from pydantic import Field


def form_field(title: str, description: str, ge: int | None = None, le: int | None = None) -> Any:
    """Return an annotation for `Annotated[type, ...]`: label, help text, bounds of a number.

    Prefect replaces a `title` given the usual way by the parameter's name, but keeps what is in
    `json_schema_extra`.
    """
    return Field(ge=ge, le=le, json_schema_extra={"title": title, "description": description})
