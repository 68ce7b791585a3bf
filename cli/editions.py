"""`lienthong calendars editions`, `lienthong agencies editions`: what the tables said, and since when it is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from cli.language import Language
from cli.opened_product import opened_product
from engine.core import calendar_editions as of_calendars
from engine.core import directory_editions as of_directory
from engine.core.calendar_entries import Entry
from engine.core.day_words import instant_words
from engine.core.directory_edition_words import directory_change_words
from engine.core.edition_words import change_words
from engine.core.editions import RecordedEdition
from engine.core.values import Text

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line for each edition.")]
_NUMBER = Text(vi="Số", en="No.")
_CALENDAR = Text(vi="Lịch", en="Calendar")
_FIRST_SEEN = Text(vi="Ghi nhận lúc", en="First seen")
_NEWS = Text(vi="Nội dung mới", en="What is new")


def calendar_editions(as_json: AsJson = False, language: Language = "vi") -> None:
    """Lists what the calendars said since when: cases are judged by what was recorded before their end."""
    recorded = _recorded(language)
    found = list(of_calendars.changes(recorded))
    if as_json:
        _print_lines([_calendar_said(change) for change in found])
        return
    rows = [(c.edition, (c.edition.name,), change_words(c, language)) for c in found]
    _print_table((_CALENDAR,), rows, language)


def directory_editions(as_json: AsJson = False, language: Language = "vi") -> None:
    """Lists what the directory said since when: cases that have ended are told with what was recorded before."""
    recorded = _recorded(language)
    found = list(of_directory.changes(recorded))
    if as_json:
        _print_lines([_directory_said(change) for change in found])
        return
    _print_table((), [(c.edition, (), directory_change_words(c, language)) for c in found], language)


def _recorded(language: str) -> Sequence[RecordedEdition]:
    with opened_product(language) as product:
        return product.editions.all()


def _print_lines(said: Sequence[dict[str, Any]]) -> None:
    for one in said:
        typer.echo(json.dumps(one, ensure_ascii=False))


def _print_table(
    more: Sequence[Text], rows: Sequence[tuple[RecordedEdition, tuple[str, ...], str]], language: str
) -> None:
    narrow = (heading.in_language(language) for heading in (_NUMBER, *more, _FIRST_SEEN))
    table = Table(*(Column(heading, no_wrap=True) for heading in narrow), Column(_NEWS.in_language(language)))
    for edition, cells, news in rows:
        table.add_row(str(edition.edition), *cells, instant_words(edition.first_seen_at, language), news)
    Console().print(table)


def _calendar_said(change: of_calendars.Change) -> dict[str, Any]:
    return {
        **_edition_said(change.edition),
        "calendar": change.edition.name,
        "added": _entries(change.added),
        "gone": _entries(change.gone),
        "other": list(change.other),
    }


def _directory_said(change: of_directory.DirectoryChange) -> dict[str, Any]:
    return {**_edition_said(change.edition), "changes": [one._asdict() for one in change.differences]}


def _edition_said(edition: RecordedEdition) -> dict[str, Any]:
    return edition.model_dump(mode="json", include={"edition", "content_hash", "first_seen_at"})


def _entries(listed: Sequence[Entry]) -> list[dict[str, object]]:
    return [entry.model_dump(mode="json", by_alias=True, exclude_defaults=True) for entry in listed]
