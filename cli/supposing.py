"""`lienthong procedures what-if`: what another day off, limit, policy or version would do to the running cases."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from cli import usage_words as words
from cli.asked_instant import AT_HELP, moment_of, said_of, told
from cli.case_progress import counted
from cli.known_names import known_procedure, known_step
from cli.language import Language, usage_error
from cli.opened_product import opened_product
from cli.procedures.report import NOT_ONE_VERSION, refuse
from cli.supposing_screen import show
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import StepId
from engine.core.legal_time import Policy
from engine.core.supposition import CannotSuppose, Supposition
from engine.core.values import Text
from engine.service.what_if_sums import Tally
from engine.wiring import Product
from procedure_defs.catalogue import definition_files, examine
from procedure_defs.plain_words import bad_value

_SUPPOSED = Text(vi="ngày nghỉ giả định", en="supposed day off")


def what_if(
    day_off: Annotated[
        list[str] | None, typer.Option("--day-off", help="A further day off: 2026-12-24, or 2026-12-24=its name.")
    ] = None,
    work_day: Annotated[list[str] | None, typer.Option("--work-day", help="A day that is worked: 2026-12-26.")] = None,
    limit: Annotated[
        list[str] | None, typer.Option("--limit", help="A step's limit: register_residence=1 working_days.")
    ] = None,
    total: Annotated[str | None, typer.Option("--total", help='The total\'s limit: "2 working_days".')] = None,
    policy: Annotated[Policy | None, typer.Option(help="When waits stop the total: any or all.")] = None,
    definition: Annotated[Path | None, typer.Option("--definition", help="The file of a whole version.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="INSTANT", help=AT_HELP)] = None,
    procedure: Annotated[str | None, typer.Option("--procedure", help="Only cases of this procedure.")] = None,
    language: Language = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="Every touched case and the sums, in JSON.")] = False,
) -> None:
    """Supposes a change and tells which due dates of running cases move and who becomes late. Writes nothing."""
    with opened_product(language) as product:
        only = known_procedure(product.catalogue, procedure, language, "--procedure") if procedure else None
        supposition = Supposition(
            days_off=dict(_day_off(said, language) for said in day_off or ()),
            work_days=tuple(_date(said, language, "--work-day") for said in work_day or ()),
            limits=dict(_limit(product, said, only, language) for said in limit or ()),
            total=_time_limit(total, language, "--total") if total else None,
            policy=policy,
            definition=_definition(product, definition, language) if definition else None,
        )
        _refuse_nothing(supposition, language)
        tally, moment = Tally(), moment_of(at, product.clock.now(), language)
        wanted = supposition.definition.procedure if supposition.definition else only
        found = product.what_if.run(supposition, procedure=wanted, at=moment.at)
        try:
            for effect in counted(found, language):
                tally.add(effect)
        except CannotSuppose as refusal:
            _refuse(refusal.words.in_language(language))
        if as_json:
            typer.echo(json.dumps(said_of(moment, language) | tally.as_json(), ensure_ascii=False, indent=2))
        else:
            typer.echo(told(moment, language))
            show(tally, product.catalogue.agencies, language, Console(highlight=False))


def _day_off(said: str, language: str) -> tuple[date, Text]:
    day, _, name = said.partition("=")
    return _date(day, language, "--day-off"), Text(vi=name, en=name) if name else _SUPPOSED


def _date(said: str, language: str, option: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise usage_error(words.no_date(said, "2026-12-24"), language, option) from None


def _limit(product: Product, said: str, procedure: str | None, language: str) -> tuple[StepId, TimeLimit]:
    step, equals, limit = said.partition("=")
    if not equals:
        raise usage_error(words.no_limit(said), language, "--limit")
    name = known_step(product.catalogue, step.strip(), procedure, language, "--limit")
    return name, _time_limit(limit, language, "--limit")


def _time_limit(said: str, language: str, option: str) -> TimeLimit:
    try:
        return TimeLimit.model_validate(said)
    except ValidationError as wrong:
        what, mend, _ = bad_value(dict(wrong.errors()[0]), option)
        raise usage_error(Text(vi=f"{what.vi}; {mend.vi}", en=f"{what.en}; {mend.en}"), language) from None


def _definition(product: Product, file: Path, language: str) -> ProcedureDefinition:
    seen = examine(definition_files(file), beside=examine(definition_files(product.settings.definitions_dir)))
    if seen.problems:
        refuse(seen.problems, language)
    if len(seen.procedures) != 1:
        _refuse(NOT_ONE_VERSION.in_language(language).format(file=file, n=len(seen.procedures)))
    return seen.procedures[0]


def _refuse_nothing(supposition: Supposition, language: str) -> None:
    if supposition == Supposition():
        _refuse(
            {
                "vi": "chưa nêu điều gì khác đi: hãy dùng --day-off, --work-day, --limit, --total, --policy, --definition",
                "en": "nothing is supposed: say --day-off, --work-day, --limit, --total, --policy or --definition",
            }[language]
        )


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
