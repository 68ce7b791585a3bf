"""`lienthong procedures diff`: two versions side by side: what changes for authors, and which dates change for citizens."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.procedures.report import AsJson, Language, refuse

if TYPE_CHECKING:
    from rich.table import Table

    from cli.procedures.changes import Change
    from engine.core.definition import ProcedureDefinition
    from engine.core.law import Law
    from procedure_defs.date_comparison import Comparison


def diff(
    old: Annotated[str, typer.Argument(help="A definition file, or a shipped version: name@2024-07-01.")],
    new: Annotated[str, typer.Argument(help="The same, of what is to be compared with it.")],
    language: Language = "vi",
    as_json: AsJson = False,
) -> None:
    """Compares two versions: steps, limits, agencies, branches, papers, law; and the dates of example receipts."""
    from cli.procedures.changes import changes
    from procedure_defs.date_comparison import compared, examples_beside, receipts_over_holiday

    files = [_file_of(old), _file_of(new)]
    before, after = _law_of(files[0], language), _law_of(files[1], language)
    calendar = after.calendars.definition(after.definition.calendar)
    examples = [*examples_beside(files), *receipts_over_holiday(after.definition, calendar)]
    changed = changes(before.definition, after.definition, after.agencies, language)
    dates = compared(before, after, examples)
    if as_json:
        typer.echo(json.dumps(_in_json(changed, dates, language), ensure_ascii=False, indent=2))
        return
    _show(changed, dates, after.definition, language)


def _file_of(named: str) -> Path:
    from procedure_defs.catalogue import SHIPPED

    procedure, at, version = named.partition("@")
    shipped = SHIPPED / procedure / f"{version}.yaml"
    return shipped if at and not Path(named).exists() and shipped.exists() else Path(named)


def _law_of(file: Path, language: str) -> Law:
    from cli.procedures import change_words
    from engine.core.calendars import CalendarBook
    from engine.core.law import Law
    from procedure_defs.catalogue import SHIPPED, definition_files, examine

    seen = examine([file], beside=examine(definition_files(SHIPPED)))
    if seen.problems:
        refuse(seen.problems, language)
    if len(seen.procedures) != 1:
        typer.echo(change_words.NO_PROCEDURE.in_language(language).format(file), err=True)
        raise typer.Exit(1)
    return Law(seen.procedures[0], CalendarBook(seen.calendars), seen.directory)


def _in_json(changed: list[Change], dates: list[Comparison], language: str) -> dict[str, Any]:
    return {
        "changes": [
            {"topic": c.topic.name.lower(), "of": c.owner, "field": c.field, "old": c.old, "new": c.new}
            for c in changed
        ],
        "dates": [
            {
                "received": d.example.received.isoformat(),
                "example": d.example.title,
                **{side: {"promised": _iso(outlook.promised), "refused": outlook.refused and outlook.refused.in_language(language),
                          "due": {step: _iso(at) for step, at in outlook.due.items()}}
                   for side, outlook in (("old", d.old), ("new", d.new))},
            }
            for d in dates
        ],
    }  # fmt: skip


def _show(changed: list[Change], dates: list[Comparison], new: ProcedureDefinition, language: str) -> None:
    from rich.console import Console

    from cli.procedures import change_words

    console = Console(highlight=False, markup=False)
    if changed:
        console.print(_changes_table(changed, language))
        if any("?" in f"{change.old} {change.new}" for change in changed):
            console.print(change_words.UNSURE.in_language(language))
    else:
        console.print(change_words.NOTHING.in_language(language))
    if dates:
        console.print()
        console.print(change_words.RECEIPTS.in_language(language))
        console.print(_dates_table(dates, new, language))


def _changes_table(changed: list[Change], language: str) -> Table:
    from rich.table import Table

    from cli.procedures import change_words

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in (change_words.TOPIC, change_words.WHERE, change_words.OLD, change_words.NEW):
        table.add_column(column.in_language(language), overflow="fold")
    last = None
    for change in changed:
        topic = change.topic.value.in_language(language) if change.topic is not last else ""
        field = change_words.field_words(change.field, language)
        where = " · ".join(part for part in (change.owner, field) if part)
        table.add_row(topic, where, change.old or "–", change.new or "–")
        last = change.topic
    return table


def _dates_table(dates: list[Comparison], new: ProcedureDefinition, language: str) -> Table:
    from rich.table import Table

    from cli.procedures import change_words as words

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in (words.RECEIVED, words.STEP, words.OLD, words.NEW, words.MOVED):
        table.add_column(column.in_language(language))
    for each in dates:
        sides = ((each.old.refused, words.OLD), (each.new.refused, words.NEW))
        for refused, side in sides:
            if refused is not None:
                table.add_row(
                    "",
                    side.in_language(language),
                    words.REFUSED.in_language(language).format(refused.in_language(language)),
                )
        received = words.at_words(each.example.received, language)
        rows = [(words.PROMISED.in_language(language), each.old.promised, each.new.promised)]
        for step in dict.fromkeys([*each.new.due, *each.old.due]):
            title = new.steps[step].title.in_language(language) if step in new.steps else step
            rows.append((f"  {title}", each.old.due.get(step), each.new.due.get(step)))
        for title, old, now in rows:
            dates_said = (words.at_words(old, language), words.at_words(now, language))
            table.add_row(received, title, *dates_said, words.moved_words(old, now, language))
            received = ""
    return table


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
