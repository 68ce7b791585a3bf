"""`lienthong procedures simulate`: a procedure tried out on invented cases before anybody has to live with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli import usage_words as words
from cli.language import Language, usage_error
from cli.procedures.report import NOT_ONE_VERSION, refuse
from engine.core.calendars import CalendarBook
from engine.core.law import Law
from procedure_defs.catalogue import SHIPPED, definition_files, examine

if TYPE_CHECKING:
    from engine.simulation.scenario import Scenario

_MOST = 1_000_000
_COUNTING = {"vi": "hồ sơ đã xong", "en": "cases over"}


def simulate(
    file: Annotated[Path, typer.Argument(help="The definition file of one procedure, or a folder with its agencies.")],
    cases: Annotated[int, typer.Option(metavar="NUMBER", help="How many cases come, 1 to 1000000.")] = 1_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same answer, byte for byte.")] = 1,
    scenario: Annotated[
        Path | None, typer.Option(help="What is supposed, in YAML; none: assumed from the time limits.")
    ] = None,
    begin_on: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The first day; none: the version's first day."),
    ] = None,
    language: Language = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")] = False,
) -> None:
    """Simulates cases with queues, staff and applicants: how many are late, where they wait, who has their time."""
    # Half of what this needs is needed by no other command of its group.
    from cli.simulation_screen import show
    from engine.simulation.assumptions import CannotSimulate
    from engine.simulation.report import report_of
    from engine.simulation.simulation import simulate as play

    if not 1 <= cases <= _MOST:
        raise usage_error(words.not_within(cases, 1, _MOST), language, "--cases")
    law = _law_of(file, language)
    said = _scenario_of(scenario, law, language) if scenario is not None else None
    try:
        with _progress(cases, language) as on_case_over:
            day = begin_on.date() if begin_on else None
            simulated = play(law, said, cases=cases, seed=seed, begin_on=day, on_case_over=on_case_over)
    except CannotSimulate as reason:
        typer.echo(reason.words.in_language(language), err=True)
        raise typer.Exit(1) from None
    report = report_of(simulated)
    if as_json:
        typer.echo(report.model_dump_json(indent=2, by_alias=True))
        return
    show(report, law, language, Console(highlight=False))


def _law_of(file: Path, language: str) -> Law:
    """The one procedure of the file; agencies and calendars that do not lie there are those that are shipped."""
    seen = examine(definition_files(file), beside=examine(definition_files(SHIPPED)))
    if seen.problems:
        refuse(seen.problems, language)
    if len(seen.procedures) != 1:
        typer.echo(NOT_ONE_VERSION.in_language(language).format(file=file, n=len(seen.procedures)), err=True)
        raise typer.Exit(1)
    return Law(seen.procedures[0], CalendarBook(seen.calendars), seen.directory)


def _scenario_of(path: Path, law: Law, language: str) -> Scenario:
    from procedure_defs.scenario_files import read_scenario

    said = read_scenario(path, law.definition, law.agencies.territories)
    if isinstance(said, list):
        refuse(said, language)
    return said


@contextmanager
def _progress(cases: int, language: str) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, beside the answer; nothing where nobody looks."""
    console = Console(stderr=True)
    columns = (TextColumn(_COUNTING[language]), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=cases)
        yield lambda: progress.advance(bar)
