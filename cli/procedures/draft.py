"""`lienthong procedures new`: a folder with a procedure that runs, for its author to go on from."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from cli.procedures.report import WRITTEN, Language, refuse
from engine.core.findings import one_of, there_is_no
from engine.core.nouns import KIND_OF_AGENCY
from engine.core.values import Text

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_STEP = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_MOST_STEPS = 24
_NEXT = Text(vi="tiếp theo: {commands}", en="next: {commands}")
_ROOM = timedelta(days=120)
"""The longest story, over any holidays."""


def new(
    name: Annotated[str, typer.Argument(help="The name of the procedure, e.g. kite-licence; its folder has it, too.")],
    folder: Annotated[Path, typer.Option("--dir", help="Where the folder is made.")] = Path(),
    title: Annotated[str | None, typer.Option(help="Its title; none: its name.")] = None,
    agencies: Annotated[
        list[str] | None, typer.Option("--agency", help="A kind of agency; the n-th does the n-th step. Repeatable.")
    ] = None,
    steps: Annotated[
        list[str] | None, typer.Option("--step", help="A step, one after the other; none: two. Repeatable.")
    ] = None,
    first_day: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Its first day; none: that of the newest shipped version."),
    ] = None,
    language: Language = "vi",
) -> None:
    """Makes a procedure that runs: a version, a README and a worked example; validate, lint and test are content."""
    from procedure_defs.catalogue import load_catalogue
    from procedure_defs.scaffold import CannotDraft, Draft, scaffold

    _refuse_names(name, steps or [])
    target = folder / name
    if target.exists():
        raise typer.BadParameter(f"{target} is there already", param_hint="NAME")
    catalogue = load_catalogue()
    kinds = agencies or ["one_stop_unit", "commune_committee"]
    for kind in kinds:
        if kind not in catalogue.agencies.kinds:
            said = (there_is_no(KIND_OF_AGENCY, kind), one_of(kind, catalogue.agencies.kinds))
            what = "; ".join(words.in_language(language) for words in said)
            raise typer.BadParameter(what, param_hint="--agency")
    newest = max(catalogue.all(), key=lambda p: p.effective.first)
    day: date = first_day.date() if first_day is not None else newest.effective.first
    known = catalogue.calendars.definition(newest.calendar).covers
    if not known.first <= day <= known.last - _ROOM:
        what = f"the calendar {newest.calendar} knows the days from {known.first} to {known.last}"
        raise typer.BadParameter(what, param_hint="--from")
    draft = Draft(name, title or name, day, kinds, steps or ["check_dossier", "decide"], newest.calendar)
    try:
        files = scaffold(draft, catalogue)
    except CannotDraft as cannot:
        refuse(cannot.problems, language)
    target.mkdir(parents=True)
    for file, text in files.items():
        (target / file).write_text(text, encoding="utf-8")
        typer.echo(WRITTEN.in_language(language).format(file=target / file))
    commands = f"lienthong procedures validate {target}; lint {target}; test {target}; graph {target}/{day}.yaml"
    typer.echo(_NEXT.in_language(language).format(commands=commands))


def _refuse_names(name: str, steps: list[str]) -> None:
    if not _NAME.fullmatch(name):
        raise typer.BadParameter(
            f"`{name}`: small letters, digits and single `-`, e.g. kite-licence", param_hint="NAME"
        )
    for step in steps:
        if not _STEP.fullmatch(step):
            raise typer.BadParameter(f"`{step}`: small letters, digits and single `_` or `-`", param_hint="--step")
    if len(set(steps)) < len(steps) or len(steps) > _MOST_STEPS:
        raise typer.BadParameter(f"at most {_MOST_STEPS} steps, each named once", param_hint="--step")
