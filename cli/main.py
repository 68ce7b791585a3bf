"""The `lienthong` command."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

app = typer.Typer(name="lienthong", no_args_is_help=True, add_completion=False)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"lienthong {version('lienthong')}")
        raise typer.Exit


@app.callback()
def lienthong(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Linked administrative procedures: authors, operators and auditors start here."""
