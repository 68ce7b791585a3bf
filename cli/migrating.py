"""`lienthong procedures migrate`: running cases come over to a new version, after a look at what it does to each."""

from __future__ import annotations

import json
from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from cli import usage_words as words
from cli.asked_instant import AT_HELP, moment_of, said_of, told
from cli.case_progress import counted
from cli.known_names import known_procedure, known_version
from cli.language import Language, usage_error
from cli.opened_product import opened_product
from cli.supposing_screen import date_cell, day_cell, show_sums
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused, EngineError, NotFound
from engine.core.events import CaseMigrated
from engine.core.identifiers import CaseId, DossierCode
from engine.core.what_if import Effect
from engine.service.migrate_cases import Migrated
from engine.service.open_cases import Moment
from engine.service.what_if_sums import Tally
from engine.wiring import Product

_SHOWN = 50
"""A terminal shows the first ones; with `--json` there are all."""

_COLUMNS = {
    "vi": ("hồ sơ", "từ", "hẹn cũ", "hẹn mới", "hạn cũ", "hạn mới", "bước"),
    "en": ("case", "from", "promised", "promised then", "due", "due then", "steps"),
}
_SUMS = {
    "vi": "đã xem: {looked_at}; chuyển được: {possible}; đã chuyển: {migrated}; không chuyển được: {refused}",
    "en": "looked at: {looked_at}; can come over: {possible}; migrated: {migrated}; refused: {refused}",
}


def migrate(
    procedure: Annotated[str, typer.Argument(help="The procedure, e.g. birth-residence-insurance.")],
    to: Annotated[str, typer.Option("--to", help="The version that cases come over to.")],
    versions: Annotated[list[str] | None, typer.Option("--from", help="Only cases of this version.")] = None,
    cases: Annotated[
        list[str] | None,
        typer.Option("--case", help="Only this case (id or dossier code): its applicant asked for it."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    at: Annotated[str | None, typer.Option("--at", metavar="INSTANT", help=f"With --dry-run only. {AT_HELP}")] = None,
    language: Language = "vi",
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each case, then the sums.")
    ] = False,
) -> None:
    """Brings running cases to a new version by its rule (`running_cases`); what was consumed is kept. Safe to repeat."""
    if at is not None and not dry_run:
        raise usage_error(words.ONLY_WITH_DRY_RUN, language, "--at")
    report = _Report(language, as_json=as_json)
    with opened_product(language) as product:
        moment = moment_of(at, product.clock.now(), language)
        target = _target(product, procedure, to, language)
        named = [_id_of(product, case, procedure, language) for case in cases] if cases else None
        from_versions = [
            known_version(product.catalogue, target.procedure, said, language, "--from") for said in versions or ()
        ]
        asked_at = moment.at if dry_run else None
        found = product.migration.run(target, versions=from_versions, cases=named, dry_run=dry_run, at=asked_at)
        for one in counted(found, language):
            report.add(one)
    report.conclude(moment if dry_run else None)
    if report.sums["refused"]:
        raise typer.Exit(1)


class _Report:
    """What is said of the cases, one after the other, and at the end."""

    def __init__(self, language: Language, *, as_json: bool) -> None:
        self._language = language
        self._as_json = as_json
        columns = (Column(name, no_wrap=place < 1, overflow="fold") for place, name in enumerate(_COLUMNS[language]))
        self._table = Table(*columns)
        self._refusals: list[str] = []
        self._tally = Tally()
        self.sums = Counter({"looked_at": 0, "possible": 0, "migrated": 0, "refused": 0})

    def add(self, one: Migrated) -> None:
        self.sums.update(looked_at=1, possible=one.change is not None, migrated=one.is_recorded)
        self.sums.update(refused=one.refusal is not None)
        if one.effect is not None:
            self._tally.add(one.effect)
        if self._as_json:
            typer.echo(json.dumps(_said(one, self._language), ensure_ascii=False))
        elif one.change is not None and self._table.row_count < _SHOWN:
            self._table.add_row(one.dossier_code or one.case_id, *_cells(one.change, one.effect, self._language))
        elif one.refusal is not None and len(self._refusals) < _SHOWN:
            self._refusals.append(f"{one.dossier_code or one.case_id}: {_why(one.refusal, self._language)}")

    def conclude(self, moment: Moment | None) -> None:
        """Of a dry run, which has a moment, also how the cases stand under both versions, and who becomes late."""
        if self._as_json:
            foreseen = said_of(moment, self._language) | self._tally.standing_as_json() if moment else {}
            typer.echo(json.dumps({**self.sums, **foreseen}, ensure_ascii=False))
            return
        console = Console(highlight=False)
        if moment is not None:
            typer.echo(told(moment, self._language))
        if self._table.row_count:
            console.print(self._table)
        for line in self._refusals:
            typer.echo(line)
        if self._tally.sums["looked_at"]:
            show_sums(self._tally, self._language, console)
        typer.echo(_SUMS[self._language].format(**self.sums))


def _cells(change: CaseMigrated, effect: Effect | None, language: Language) -> tuple[str, ...]:
    before, after = change.before, change.after
    steps = ", ".join(old if old == new else f"{old} → {new}" for old, new in change.steps.items())
    promised = (day_cell(before.promised), day_cell(after.promised))
    if effect is None:
        return change.from_version, *promised, day_cell(before.case), day_cell(after.case), steps
    dates = ((effect.case.before, effect.case.before_is), (effect.case.after, effect.case.after_is))
    return change.from_version, *promised, *(date_cell(*date, language) for date in dates), steps


def _said(one: Migrated, language: Language) -> dict[str, object]:
    change = one.change.model_dump(mode="json", exclude={"v", "type"}) if one.change else {}
    refused = {"refused": _why(one.refusal, language)} if one.refusal else {}
    effect = {"effect": one.effect.model_dump(mode="json", include={"promise", "case", "steps"})} if one.effect else {}
    named = {"case_id": one.case_id, "dossier_code": one.dossier_code, "recorded": one.is_recorded}
    return {**named, **change, **effect, **refused}


def _why(refusal: EngineError, language: Language) -> str:
    problems = refusal.problem_words if isinstance(refusal, CommandRefused) else ()
    return "; ".join(said.in_language(language) for said in (refusal.words, *problems))


def _target(product: Product, procedure: str, version: str, language: Language) -> ProcedureDefinition:
    product.catalogue.refresh()
    name = known_procedure(product.catalogue, procedure, language, "PROCEDURE")
    known = known_version(product.catalogue, name, version, language, "--to")
    try:
        return product.migration.target(name, known)
    except NotFound as nothing:
        typer.echo(nothing.words.in_language(language), err=True)
        raise typer.Exit(1) from None


def _id_of(product: Product, case: str, procedure: str, language: Language) -> CaseId:
    row = product.queries.find_case_by_code(DossierCode(case)) or product.queries.find_case(CaseId(case))
    if row is None or row.procedure != procedure:
        words = {"vi": f"không có hồ sơ {case} của thủ tục {procedure}", "en": f"no case {case} of {procedure}"}
        typer.echo(words[language], err=True)
        raise typer.Exit(1)
    return row.case_id
