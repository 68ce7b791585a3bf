"""`lienthong doctor`: what is wrong with this installation, how grave it is, how it is mended; with `--mend` it mends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.doctor_screen import DoctorReport
from cli.language import Language
from cli.written_files import told_if_refused
from engine.core.errors import DefinitionInvalid, LedgerAway, StorageFull
from engine.service.doctor import Asked, Doctor
from engine.service.doctor_words import DoctorFinding
from engine.settings import read_settings
from engine.wiring import build, build_doctor

ILL = 1
COULD_NOT_LOOK = 2

_LOOKED_AT = {"vi": "hồ sơ đã xem", "en": "cases looked at"}


def doctor(
    mend: Annotated[bool, typer.Option("--mend", help="Repair what can be repaired; never writes an event.")] = False,
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, metavar="N", help="Only so many cases, by chance; none: all.")
    ] = None,
    agencies: Annotated[bool, typer.Option("--agencies", help="Also call each agency's system.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each finding, then the sums.")
    ] = False,
    language: Language = "vi",
) -> None:
    """Looks over the whole installation: queues, runs in Prefect, lists against the ledger, clock, disk, calendars.

    Ends with 0 if nothing is left that anybody must do, with 1 if something is, with 2 if the database could not be
    looked at. It may run beside the running product, and twice.
    """
    asked = Asked(sample=sample, agencies=agencies)
    report = DoctorReport(language, as_json=as_json)
    with _opened(language, mend=mend) as (examined, definitions):
        try:
            for finding in _shown(examined, asked, language):
                report.add(finding, is_mended=examined.mend(finding) if mend else None)
        except (LedgerAway, StorageFull) as obstacle:
            report.add(DoctorFinding(id="store-unusable", explained=obstacle.words), is_mended=False)
    report.conclude(definitions)
    if report.could_not_look:
        raise typer.Exit(COULD_NOT_LOOK)
    if report.is_ill:
        raise typer.Exit(ILL)


def _shown(examined: Doctor, asked: Asked, language: Language) -> Iterator[DoctorFinding]:
    """What is found, beside a bar that counts the cases; nothing of the bar where nobody looks."""
    console = Console(stderr=True)
    columns = (TextColumn(_LOOKED_AT[language]), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=None)

        def looked_at(count: int) -> None:
            if progress.tasks[bar].total is None:
                progress.update(bar, total=examined.size(asked))
            progress.advance(bar, count)

        yield from examined.examine(asked, looked_at)


@contextmanager
def _opened(language: str, *, mend: bool) -> Iterator[tuple[Doctor, str]]:
    """Unlike any other command it also opens what cannot work: that is what it is for. Who only looks writes nothing."""
    settings = read_settings()
    try:
        with told_if_refused(settings.data_dir, language):
            product = build(settings, at_any_rate=True, only_reads=not mend)
    except DefinitionInvalid as invalid:
        typer.echo(invalid.words.in_language(language), err=True)
        raise typer.Exit(ILL) from None
    try:
        yield build_doctor(product), product.definitions
    finally:
        product.close()
