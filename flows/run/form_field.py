"""How a flow's parameter is shown in Prefect's run form."""

from typing import Any

from pydantic import Field


def form_field(title: str, description: str, ge: int | None = None, le: int | None = None) -> Any:
    """Return what goes into `Annotated[type, ...]`: label, help, and the bounds of a number.

    Prefect itself labels a field with the parameter's name, and overrides a title given the usual
    way; what the schema gets on top it leaves alone.
    """
    return Field(ge=ge, le=le, json_schema_extra={"title": title, "description": description})
