"""`lienthong procedures new`: a folder with a procedure that runs, for its author to go on from."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from cli.language import Language, usage_error
from cli.procedures import draft_words as words
from cli.procedures.report import WRITTEN, refuse
from cli.written_files import told_if_refused
from engine.core.findings import one_of

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_STEP = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_MOST_STEPS = 24
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

    _refuse_names(name, steps or [], language)
    target = folder / name
    if target.exists():
        raise usage_error(words.is_there(target), language, "NAME")
    catalogue = load_catalogue()
    kinds = agencies or ["one_stop_unit", "commune_committee"]
    for kind in kinds:
        if kind not in catalogue.agencies.kinds:
            raise usage_error(words.unknown_kind(kind, one_of(kind, catalogue.agencies.kinds)), language, "--agency")
    newest = max(catalogue.all(), key=lambda p: p.effective.first)
    day: date = first_day.date() if first_day is not None else newest.effective.first
    known = catalogue.calendars.definition(newest.calendar).covers
    if not known.first <= day <= known.last - _ROOM:
        raise usage_error(words.unknown_days(newest.calendar, known.first, known.last), language, "--from")
    draft = Draft(name, title or name, day, kinds, steps or ["check_dossier", "decide"], newest.calendar, language)
    try:
        files = scaffold(draft, catalogue)
    except CannotDraft as cannot:
        refuse(cannot.problems, language)
    with told_if_refused(target, language):
        target.mkdir(parents=True)
    for file, text in files.items():
        with told_if_refused(target / file, language):
            (target / file).write_text(text, encoding="utf-8")
        typer.echo(WRITTEN.in_language(language).format(file=target / file))
    typer.echo(words.NEXT.in_language(language).format(target, day))


def _refuse_names(name: str, steps: list[str], language: str) -> None:
    if not _NAME.fullmatch(name):
        raise usage_error(words.bad_name(name), language, "NAME")
    for step in steps:
        if not _STEP.fullmatch(step):
            raise usage_error(words.bad_step(step), language, "--step")
    if len(set(steps)) < len(steps) or len(steps) > _MOST_STEPS:
        raise usage_error(words.bad_steps(_MOST_STEPS), language, "--step")
