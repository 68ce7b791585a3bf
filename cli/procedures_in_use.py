"""`lienthong procedures list`: the versions in use, published or in files, and until when each takes dossiers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from engine.core.closing import Closing
from engine.core.closing_words import closing_words
from engine.core.definition import ProcedureDefinition
from engine.core.errors import DefinitionInvalid
from engine.service.ports import DefinitionCatalogue
from engine.settings import Settings, read_settings
from engine.wiring import build
from procedure_defs.catalogue import load_catalogue


def list_procedures(
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")] = False,
    language: Annotated[
        Literal["vi", "en"] | None, typer.Option("--lang", help="vi or en; none: that of this installation.")
    ] = None,
) -> None:
    """Lists the procedures in use, with their versions, the days on which each takes dossiers, and why no longer.

    Without a database that is set up, what the files say.
    """
    settings = read_settings()
    rows = _in_use(settings)
    if as_json:
        typer.echo(json.dumps([_said(*row) for row in rows], ensure_ascii=False, indent=2))
    for definition, closing in [] if as_json else rows:
        typer.echo(_told(definition, closing, language or settings.language))


def _in_use(settings: Settings) -> list[tuple[ProcedureDefinition, Closing | None]]:
    try:
        if not _may_be_there(settings):
            return _with_closings(load_catalogue(settings.definitions_dir))
        product = build(settings)
    except DefinitionInvalid as invalid:
        typer.echo(str(invalid), err=True)
        raise typer.Exit(1) from None
    try:
        obstacles = product.find_obstacles()
        for obstacle in obstacles:
            typer.echo(obstacle, err=True)
        return _with_closings(load_catalogue(settings.definitions_dir) if obstacles else product.catalogue)
    finally:
        product.close()


def _may_be_there(settings: Settings) -> bool:
    """A list brings no database into being: an author's folder needs none."""
    other, _, path = settings.database_url.partition("sqlite:///")
    return bool(other) or Path(path).exists()


def _with_closings(in_use: DefinitionCatalogue) -> list[tuple[ProcedureDefinition, Closing | None]]:
    return [(d, in_use.find_closing(d.procedure, d.version)) for d in in_use.all()]


def _said(definition: ProcedureDefinition, closing: Closing | None) -> dict[str, Any]:
    return {
        "procedure": definition.procedure,
        "version": definition.version,
        "from": definition.effective.first.isoformat(),
        "to": closing.last_day.isoformat() if closing else None,
        "closing": closing.model_dump(mode="json") if closing else None,
        "code": definition.code,
        "steps": len(definition.steps),
        "title": definition.title.vi,
    }


def _told(definition: ProcedureDefinition, closing: Closing | None, language: str) -> str:
    last = closing.last_day.isoformat() if closing else "…"
    days, title = f"{definition.effective.first} – {last}", definition.title.in_language(language)
    why = f"; {closing_words(closing, language)}" if closing else ""
    return f"{definition.procedure}  {definition.version}  {days}  {title}{why}"
