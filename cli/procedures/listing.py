"""`lienthong procedures list` and `schema`: what is shipped, and how its files are written."""

import json
from typing import Annotated

import typer

from cli.procedures.report import AsJson, Language, refuse
from procedure_defs.catalogue import SHIPPED, definition_files, examine
from procedure_defs.loader import Kind


def schema(kind: Annotated[Kind, typer.Argument(help="Which kind of file.")] = Kind.PROCEDURE) -> None:
    """Prints the JSON Schema of a kind of definition file, for editors."""
    from procedure_defs.schema import schema_text

    typer.echo(schema_text(kind), nl=False)


def list_procedures(language: Language = "vi", as_json: AsJson = False) -> None:
    """Lists the procedures that are shipped, with their versions and the days on which each holds."""
    seen = examine(definition_files(SHIPPED))
    if seen.problems:
        refuse(seen.problems, language)
    rows = [
        {
            "procedure": p.procedure,
            "version": p.version,
            "from": p.effective.first.isoformat(),
            "to": p.effective.last.isoformat() if p.effective.last else None,
            "code": p.code,
            "steps": len(p.steps),
            "title": p.title.in_language(language),
        }
        for p in sorted(seen.procedures, key=lambda p: (p.procedure, p.version))
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in [] if as_json else rows:
        typer.echo(f"{row['procedure']}  {row['version']}  {row['from']} – {row['to'] or '…'}  {row['title']}")
