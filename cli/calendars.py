"""`lienthong calendars`: a calendar decision that came late is told to the open cases."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from engine.core.legal_time import to_datetime, to_instant
from engine.core.reprojection_words import reprojection_words
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
) -> None:
    """Reckons the due dates of the open cases anew and records which moved; safe to repeat and to interrupt."""
    settings = Settings()
    product = build(settings)
    table = Table(Column("case", no_wrap=True), "before", "now", "because" if settings.language == "en" else "lý do")
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
                words = reprojection_words(found.change).in_language(settings.language)
                dates = (_day(found.change.before.promised), _day(found.change.after.promised))
                table.add_row(found.dossier_code or found.case_id, *dates, words)
    finally:
        product.close()
    _conclude(table, {"looked_at": looked_at, "changed": changed, "recorded": recorded}, as_json)


_SHOWN = 50
"""A terminal shows the first ones; with `--json` there are all."""


def _conclude(table: Table, sums: dict[str, int], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(sums))
        return
    if table.row_count:
        Console().print(table)
    typer.echo("open cases looked at: {looked_at}; dates change in: {changed}; recorded: {recorded}".format(**sums))


def _day(at: datetime | None) -> str:
    """In Vietnam, where the promise was made; nothing where none was."""
    return f"{to_datetime(to_instant(at)):%d/%m/%Y}" if at is not None else "–"


def _said(found: Reprojected) -> dict[str, object]:
    change = found.change.model_dump(mode="json", exclude={"at", "v", "type"})
    return {"case_id": found.case_id, "dossier_code": found.dossier_code, "recorded": found.is_recorded, **change}
