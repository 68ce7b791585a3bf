"""`lienthong calendars`: a late decision is told to the open cases; which of them go beyond the calendars."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from cli.editions import calendar_editions
from cli.language import Language
from cli.opened_product import opened_product
from engine.core.day_words import last_day, short_date_words
from engine.core.reprojection_words import reprojection_words
from engine.core.values import Text
from engine.service.reproject import Reprojected

app = typer.Typer(
    help="Calendars: tell the open cases what changed, list those that go beyond them, and what was recorded when.",
    no_args_is_help=True,
)
app.command("editions")(calendar_editions)


@app.callback()
def calendars() -> None:
    """Calendars: tell the open cases what changed, list those that go beyond them, and what was recorded when."""


@app.command()
def reproject(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each case, then the sums.")
    ] = False,
    language: Language = "vi",
) -> None:
    """Reckons the due dates of the open cases anew and records which moved; safe to repeat and to interrupt."""
    looked_at = changed = recorded = 0
    with opened_product(language) as product:
        others = (heading.in_language(language) for heading in (*_PROMISES, _BECAUSE))
        table = Table(Column(_CASE.in_language(language), no_wrap=True), *others)
        for found in product.reprojection.run(dry_run=dry_run):
            looked_at += 1
            if found is None:
                continue
            changed += 1
            recorded += found.is_recorded
            if as_json:
                typer.echo(json.dumps(_said(found), ensure_ascii=False))
            elif changed <= _SHOWN:
                words = reprojection_words(found.change).in_language(language)
                promises = (found.change.before.promised, found.change.after.promised)
                dates = (short_date_words(last_day(promise)) if promise else "–" for promise in promises)
                table.add_row(found.dossier_code or found.case_id, *dates, words)
    sums = {"looked_at": looked_at, "changed": changed, "recorded": recorded}
    _conclude(table, sums, None if as_json else _SUMS.in_language(language))


@app.command()
def short(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each case, then the sums.")
    ] = False,
    language: Language = "vi",
) -> None:
    """Lists the open cases with a due date that their calendars do not reach: such a date is provisional."""
    looked_at = provisional = 0
    with opened_product(language) as product:
        table = Table(Column(_CASE.in_language(language), no_wrap=True), _BECAUSE.in_language(language))
        for found in product.reprojection.beyond_calendars():
            looked_at += 1
            if found is None:
                continue
            provisional += 1
            why = [because.in_language(language) for because in found.because]
            if as_json:
                said = {"case_id": found.case_id, "dossier_code": found.dossier_code, "because": why}
                typer.echo(json.dumps(said, ensure_ascii=False))
            elif provisional <= _SHOWN:
                table.add_row(found.dossier_code or found.case_id, "; ".join(why))
    sums = {"looked_at": looked_at, "provisional": provisional}
    _conclude(table, sums, None if as_json else _SHORT_SUMS.in_language(language))


_SHOWN = 50
"""A terminal shows the first ones; with `--json` there are all."""

_CASE = Text(vi="Hồ sơ", en="Case")
_BECAUSE = Text(vi="Lý do", en="Because")
_PROMISES = (Text(vi="Hẹn trước đây", en="Promised before"), Text(vi="Hẹn hiện nay", en="Promised now"))
_SUMS = Text(
    vi="Đã xem {looked_at} hồ sơ đang giải quyết; ngày thay đổi ở {changed} hồ sơ; đã ghi nhận {recorded}.",
    en="Open cases looked at: {looked_at}; dates change in: {changed}; recorded: {recorded}.",
)

_SHORT_SUMS = Text(
    vi="Đã xem {looked_at} hồ sơ đang giải quyết; có hạn tạm tính ở {provisional} hồ sơ.",
    en="Open cases looked at: {looked_at}; with provisional dates: {provisional}.",
)


def _conclude(table: Table, sums: dict[str, int], words: str | None) -> None:
    """In words, or without them as data."""
    if words is None:
        typer.echo(json.dumps(sums))
        return
    if table.row_count:
        Console().print(table)
    typer.echo(words.format(**sums))


def _said(found: Reprojected) -> dict[str, object]:
    change = found.change.model_dump(mode="json", exclude={"at", "v", "type"})
    return {"case_id": found.case_id, "dossier_code": found.dossier_code, "recorded": found.is_recorded, **change}
