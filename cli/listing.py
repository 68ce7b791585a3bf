"""A list at the terminal: the same things as JSON for scripts, as a table for people, or one sentence if there are none."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer
from rich.console import Console
from rich.table import Column, Table

from cli.language import Language
from engine.core.values import Text, Value

One = TypeVar("One", bound=Value)


def show_list(
    found: Sequence[One],
    headings: Sequence[Text],
    row: Callable[[One], Sequence[str]],
    none: Text,
    language: Language,
    *,
    as_json: bool,
) -> None:
    """`row` gives one cell for each heading; the first, by which a thing is named again, is never broken."""
    if as_json:
        typer.echo(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False, indent=2))
        return
    if not found:
        typer.echo(none.in_language(language))
        return
    first, *others = (heading.in_language(language) for heading in headings)
    table = Table(Column(first, no_wrap=True), *others)
    for one in found:
        table.add_row(*row(one))
    Console().print(table)
