"""`lienthong procedures what-if`: what another day off, limit, policy or version would do to the running cases."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from cli.case_progress import counted
from cli.opened_product import opened_product
from cli.procedures.report import NOT_ONE_VERSION, Language, refuse
from cli.supposing_screen import Tally, show
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import ProcedureId, StepId
from engine.core.legal_time import Policy
from engine.core.supposition import CannotSuppose, Supposition
from engine.core.values import Text
from engine.wiring import Product
from procedure_defs.catalogue import definition_files, examine

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
    procedure: Annotated[str | None, typer.Option("--procedure", help="Only cases of this procedure.")] = None,
    language: Language = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="Every touched case and the sums, in JSON.")] = False,
) -> None:
    """Supposes a change and tells which due dates of running cases move and who becomes late. Writes nothing."""
    with opened_product() as product:
        supposition = Supposition(
            days_off=dict(_day_off(said) for said in day_off or ()),
            work_days=tuple(_date(said, "--work-day") for said in work_day or ()),
            limits=dict(_limit(product, said, language) for said in limit or ()),
            total=_time_limit(total, "--total") if total else None,
            policy=policy,
            definition=_definition(product, definition, language) if definition else None,
        )
        _refuse_nothing(supposition, language)
        tally = Tally()
        wanted = supposition.definition.procedure if supposition.definition else procedure
        found = product.what_if.run(supposition, procedure=ProcedureId(wanted) if wanted else None)
        try:
            for effect in counted(found, language):
                tally.add(effect)
        except CannotSuppose as refusal:
            _refuse(refusal.words.in_language(language))
        if as_json:
            typer.echo(json.dumps(tally.as_json(), ensure_ascii=False, indent=2))
        else:
            show(tally, product.catalogue.agencies, language, Console(highlight=False))


def _day_off(said: str) -> tuple[date, Text]:
    day, _, name = said.partition("=")
    return _date(day, "--day-off"), Text(vi=name, en=name) if name else _SUPPOSED


def _date(said: str, option: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise typer.BadParameter(f"{option}: `{said}` is no date; write it as 2026-12-24") from None


def _limit(product: Product, said: str, language: str) -> tuple[StepId, TimeLimit]:
    step, equals, words = said.partition("=")
    if not equals:
        raise typer.BadParameter(f"--limit: `{said}` names no limit; write it as step=1 working_days")
    name = StepId(step.strip())
    if not any(name in d.steps for d in product.catalogue.all()):
        told = {"vi": f"không có thủ tục nào có bước `{name}`", "en": f"no procedure has a step `{name}`"}
        _refuse(told[language])
    return name, _time_limit(words, "--limit")


def _time_limit(said: str, option: str) -> TimeLimit:
    try:
        return TimeLimit.model_validate(said)
    except ValidationError as wrong:
        raise typer.BadParameter(f"{option}: {wrong.errors()[0]['msg']}") from None


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
