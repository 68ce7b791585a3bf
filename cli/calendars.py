"""`lienthong calendars`: a calendar decision that came late is told to the open cases."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Column, Table

from engine.core.day_words import last_day, short_date_words
from engine.core.reprojection_words import reprojection_words
from engine.core.values import Text
from engine.service.reproject import Reprojected
from engine.settings import Settings
from engine.wiring import build

app = typer.Typer(help="Calendars: tell the open cases what changed.", no_args_is_help=True)


@app.callback()
def calendars() -> None:
    """Calendars: tell the open cases what changed."""


@app.command()
def reproject(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each case, then the sums.")
    ] = False,
    language: Annotated[
        Literal["vi", "en"] | None, typer.Option("--lang", help="vi or en; none: that of this installation.")
    ] = None,
) -> None:
    """Reckons the due dates of the open cases anew and records which moved; safe to repeat and to interrupt."""
    settings = Settings()
    product = build(settings)
    said_in = language or settings.language
    first, *others = (heading.in_language(said_in) for heading in _HEADINGS)
    table = Table(Column(first, no_wrap=True), *others)
    looked_at = changed = recorded = 0
    try:
        for obstacle in product.find_obstacles():
            typer.echo(obstacle, err=True)
            raise typer.Exit(1)
        for found in product.reprojection.run(dry_run=dry_run):
            looked_at += 1
            if found is None:
                continue
            changed += 1
            recorded += found.is_recorded
            if as_json:
                typer.echo(json.dumps(_said(found), ensure_ascii=False))
            elif changed <= _SHOWN:
                words = reprojection_words(found.change).in_language(said_in)
                promises = (found.change.before.promised, found.change.after.promised)
                dates = (short_date_words(last_day(promise)) for promise in promises)
                table.add_row(found.dossier_code or found.case_id, *dates, words)
    finally:
        product.close()
    _conclude(table, {"looked_at": looked_at, "changed": changed, "recorded": recorded}, None if as_json else said_in)


_SHOWN = 50
"""A terminal shows the first ones; with `--json` there are all."""

_HEADINGS = (
    Text(vi="Hồ sơ", en="Case"),
    Text(vi="Hẹn trước đây", en="Promised before"),
    Text(vi="Hẹn hiện nay", en="Promised now"),
    Text(vi="Lý do", en="Because"),
)
_SUMS = Text(
    vi="Đã xem {looked_at} hồ sơ đang giải quyết; ngày thay đổi ở {changed} hồ sơ; đã ghi nhận {recorded}.",
    en="Open cases looked at: {looked_at}; dates change in: {changed}; recorded: {recorded}.",
)


def _conclude(table: Table, sums: dict[str, int], language: str | None) -> None:
    """In words, or without a language as data."""
    if language is None:
        typer.echo(json.dumps(sums))
        return
    if table.row_count:
        Console().print(table)
    typer.echo(_SUMS.in_language(language).format(**sums))


def _said(found: Reprojected) -> dict[str, object]:
    change = found.change.model_dump(mode="json", exclude={"at", "v", "type"})
    return {"case_id": found.case_id, "dossier_code": found.dossier_code, "recorded": found.is_recorded, **change}
