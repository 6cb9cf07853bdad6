"""`aawsat config`: every setting with its value."""

import click

from flows.settings import Settings, hide_secrets, read_settings


@click.command()
def config() -> None:
    """Show every setting, its variable and its value."""
    settings = read_settings()
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = ",".join(value) if isinstance(value, tuple) else value
        click.echo(f"AAWSAT_{name.upper()}={hide_secrets(str(shown))}\n    {field.description}")
