"""`lienthong procedures lint`: what is allowed in a definition, but probably a mistake."""

from typing import Annotated

import typer

from cli.language import Language
from cli.procedures.check import Files
from cli.procedures.report import AsJson, AsSarif, form_of, tell
from engine.core.findings import Level


def lint(
    files: Files = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings end the command with 1; notes never do.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="With the notes, which are counted only otherwise.")] = False,
    language: Language = "vi",
    as_json: AsJson = False,
    as_sarif: AsSarif = False,
) -> None:
    """Tells what is probably a mistake: ways without a default, steps longer than the total, expired law …"""
    from procedure_defs.linting import linted

    form = form_of(as_json, as_sarif, language)
    seen = linted(files)
    tell(seen.files, seen.problems, form, language, with_notes=notes)
    grave = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    if any(problem.level in grave for problem in seen.problems):
        raise typer.Exit(1)
