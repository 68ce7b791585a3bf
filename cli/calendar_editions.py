"""`lienthong calendars editions`: what the calendars of this installation said, and since when it knows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from cli.language import Language
from cli.opened_product import opened_product
from engine.core.calendar_editions import Change, changes
from engine.core.calendar_entries import Entry
from engine.core.day_words import instant_words
from engine.core.edition_words import change_words
from engine.core.values import Text

_HEADINGS = (
    Text(vi="Số", en="No."),
    Text(vi="Lịch", en="Calendar"),
    Text(vi="Ghi nhận lúc", en="First seen"),
    Text(vi="Nội dung mới", en="What is new"),
)


def editions(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each edition.")] = False,
    language: Language = "vi",
) -> None:
    """Lists what the calendars said since when: cases are judged by what was recorded before their end."""
    with opened_product(language) as product:
        found = list(changes(product.calendar_editions.all()))
    if as_json:
        for change in found:
            typer.echo(json.dumps(_said(change), ensure_ascii=False))
        return
    number, calendar, first_seen, news = (heading.in_language(language) for heading in _HEADINGS)
    table = Table(
        Column(number, no_wrap=True), Column(calendar, no_wrap=True), Column(first_seen, no_wrap=True), Column(news)
    )
    for change in found:
        edition = change.edition
        seen = instant_words(edition.first_seen_at, language)
        table.add_row(str(edition.edition), edition.calendar, seen, change_words(change, language))
    Console().print(table)


def _said(change: Change) -> dict[str, object]:
    return {
        **change.edition.model_dump(mode="json", exclude={"content"}),
        "added": _entries(change.added),
        "gone": _entries(change.gone),
        "other": list(change.other),
    }


def _entries(listed: Sequence[Entry]) -> list[dict[str, object]]:
    return [entry.model_dump(mode="json", by_alias=True, exclude_defaults=True) for entry in listed]
