"""`lienthong reports`: report II.06a and the progress indicator of Decision 766, with the cases behind their numbers."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from cli import usage_words as words
from cli.language import Language, usage_error
from cli.opened_product import opened_product
from engine.core.actors import SYSTEM
from engine.core.errors import NotFound
from engine.core.identifiers import AgencyId
from engine.core.legal_time import MoreThanOne
from engine.core.report_ii06a import EndedOtherwise
from engine.figures_wiring import build_reports
from engine.service.ports import Page
from engine.service.report_sheets import sheet_of_cases, sheet_of_indicator, sheet_of_inputs, sheet_of_report
from engine.service.reports import Asked, Reports, period_of
from engine.service.sheets import Sheet, write_csv, write_xlsx

app = typer.Typer(help="Statutory figures: report II.06a, indicator 2.1 of QĐ 766.", no_args_is_help=True)

Agency = Annotated[str, typer.Option("--agency", metavar="ID", help="Of this agency and all that belongs to it.")]
First = Annotated[str, typer.Option("--from", metavar="DAY", help="The first day: 2026-11-01.")]
Last = Annotated[str, typer.Option("--to", metavar="DAY", help="The last day, which is in it: 2026-11-30.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Answer in CSV, for spreadsheets.")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="Write this XLSX file.")]
_PAGE = 200
_Item = TypeVar("_Item")


@app.command()
def ii06a(
    agency: Agency,
    first: First,
    last: Last,
    column: Annotated[
        int | None, typer.Option("--cases", metavar="COLUMN", min=3, max=13, help="List the cases of a column instead.")
    ] = None,
    left_out: Annotated[
        bool, typer.Option("--left-out", help="Withdrawn and stopped cases in no column; else they are on time.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    language: Language = "vi",
) -> None:
    """Report II.06a (TT 01/2020/TT-VPCP): how the cases of a period were dealt with, by law; column 3 = 7 + 11."""
    ended = EndedOtherwise.LEFT_OUT if left_out else EndedOtherwise.ON_TIME
    with _asked(agency, first, last, language, ended) as (reports, asked):
        if column is None:
            report = reports.ii06a(asked, SYSTEM)
            _tell(sheet_of_report(report, language), report.model_dump(mode="json"), as_json, as_csv, xlsx)
            return
        found = list(_all(lambda page: reports.cases(asked, column, SYSTEM, page)))
    said = [{**one.row.model_dump(mode="json", include=_SHOWN), "standing": one.standing.value} for one in found]
    _tell(sheet_of_cases(found, language), said, as_json, as_csv, xlsx)


@app.command("766")
def indicator_766(
    agency: Agency,
    first: First,
    last: Last,
    inputs: Annotated[bool, typer.Option("--inputs", help="List what it is reckoned from instead.")] = False,
    while_waiting: Annotated[
        bool, typer.Option("--while-waiting", help="More than one supplement request is late only of what still waits.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    language: Language = "vi",
) -> None:
    """Indicator 2.1 of Decision 766/QĐ-TTg: dossiers on time, against the date first promised, supplements subtracted."""
    reading = MoreThanOne.LATE_WHILE_WAITING if while_waiting else MoreThanOne.LATE
    with _asked(agency, first, last, language) as (reports, asked):
        if not inputs:
            found = reports.indicator(asked, reading, SYSTEM)
            _tell(sheet_of_indicator(found, language), found.model_dump(mode="json"), as_json, as_csv, xlsx)
            return
        cases = list(_all(lambda page: reports.inputs(asked, SYSTEM, page)))
    _tell(sheet_of_inputs(cases, reading), [case.model_dump(mode="json") for case in cases], as_json, as_csv, xlsx)


_SHOWN = {
    *("case_id", "dossier_code", "procedure", "receiving_agency", "channel"),
    *("received_at", "promised_due_at", "closed_at"),
}


@contextmanager
def _asked(
    agency: str, first: str, last: str, language: str, ended: EndedOtherwise = EndedOtherwise.ON_TIME
) -> Iterator[tuple[Reports, Asked]]:
    begins, ends = _day(first, language, "--from"), _day(last, language, "--to")
    with opened_product(language) as product:
        try:
            yield build_reports(product), Asked(AgencyId(agency), period_of(begins, ends), ended)
        except NotFound as missing:
            typer.echo(missing.words.in_language(language), err=True)
            raise typer.Exit(1) from missing


def _day(said: str, language: str, option: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said, re.ASCII):
            return date.fromisoformat(said)
    except ValueError:
        pass
    raise usage_error(words.no_date(said, "2026-11-01"), language, option)


def _all(ask: Callable[[Page], tuple[Sequence[_Item], str | None]]) -> Iterator[_Item]:
    after: str | None = None
    while True:
        found, after = ask(Page(limit=_PAGE, after=after))
        yield from found
        if after is None:
            return


def _tell(sheet: Sheet, said: Any, as_json: bool, as_csv: bool, xlsx: Path | None) -> None:
    if xlsx is not None:
        _write(sheet, xlsx)
    elif as_json:
        typer.echo(json.dumps(said, ensure_ascii=False, indent=2))
    elif as_csv:
        write_csv(sheet, sys.stdout.buffer)
    else:
        typer.echo("\n".join(_blocks(sheet)), nl=False)


def _blocks(sheet: Sheet) -> Iterator[str]:
    """A terminal is too narrow for thirteen columns: each row is a block of lines."""
    for row in sheet.rows:
        said = [(head, str(cell)) for head, cell in zip(sheet.heads, row, strict=True) if cell is not None]
        yield "".join(f"{head}: {cell}\n" for head, cell in said)


def _write(sheet: Sheet, path: Path) -> None:
    try:
        with path.open("wb") as out:
            write_xlsx(sheet, out)
    except OSError as error:
        typer.echo(f"{path}: {error.strerror}", err=True)
        raise typer.Exit(1) from None
