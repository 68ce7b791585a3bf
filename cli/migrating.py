"""`lienthong procedures migrate`: running cases come over to a new version, after a look at what it does to each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from cli.case_progress import Language, counted
from cli.opened_product import opened_product
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused, EngineError, NotFound
from engine.core.events import CaseMigrated
from engine.core.identifiers import CaseId, DossierCode, ProcedureId, ProcedureVersion
from engine.core.legal_time import to_datetime, to_instant
from engine.service.migrate_cases import Migrated
from engine.wiring import Product

_SHOWN = 50
"""A terminal shows the first ones; with `--json` there are all."""

_COLUMNS = {
    "vi": ("hồ sơ", "từ", "hẹn cũ", "hẹn mới", "hạn cũ", "hạn mới", "bước"),
    "en": ("case", "from", "promised", "promised now", "due", "due now", "steps"),
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
    language: Annotated[Language, typer.Option("--lang", help="vi or en.")] = "vi",
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each case, then the sums.")
    ] = False,
) -> None:
    """Brings running cases to a new version by its rule (`running_cases`); what was consumed is kept. Safe to repeat."""
    table = Table(*(Column(name, no_wrap=place < 1, overflow="fold") for place, name in enumerate(_COLUMNS[language])))
    refusals: list[str] = []
    sums = Counter({"looked_at": 0, "possible": 0, "migrated": 0, "refused": 0})
    with opened_product() as product:
        target = _target(product, procedure, to, language)
        named = [_id_of(product, case, procedure, language) for case in cases] if cases else None
        from_versions = [ProcedureVersion(version) for version in versions or ()]
        found = product.migration.run(target, versions=from_versions, cases=named, dry_run=dry_run)
        for one in counted(found, language):
            sums.update(looked_at=1, possible=one.change is not None, migrated=one.is_recorded)
            sums.update(refused=one.refusal is not None)
            if as_json:
                typer.echo(json.dumps(_said(one, language), ensure_ascii=False))
            elif one.change is not None and table.row_count < _SHOWN:
                table.add_row(one.dossier_code or one.case_id, *_cells(one.change))
            elif one.refusal is not None and len(refusals) < _SHOWN:
                refusals.append(f"{one.dossier_code or one.case_id}: {_why(one.refusal, language)}")
    _conclude(table, refusals, sums, language, as_json=as_json)


def _conclude(table: Table, refusals: list[str], sums: Mapping[str, int], language: Language, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(dict(sums)))
    else:
        if table.row_count:
            Console(highlight=False).print(table)
        for line in refusals:
            typer.echo(line)
        typer.echo(_SUMS[language].format(**sums))
    if sums["refused"]:
        raise typer.Exit(1)


def _cells(change: CaseMigrated) -> tuple[str, ...]:
    before, after = change.before, change.after
    steps = ", ".join(old if old == new else f"{old} → {new}" for old, new in change.steps.items())
    dates = (before.promised, after.promised, before.case, after.case)
    return change.from_version, *map(_day, dates), steps


def _day(at: datetime | None) -> str:
    return f"{to_datetime(to_instant(at)):%d/%m/%Y %H:%M}" if at is not None else "–"


def _said(one: Migrated, language: Language) -> dict[str, object]:
    change = one.change.model_dump(mode="json", exclude={"v", "type"}) if one.change else {}
    refused = {"refused": _why(one.refusal, language)} if one.refusal else {}
    return {"case_id": one.case_id, "dossier_code": one.dossier_code, "recorded": one.is_recorded, **change, **refused}


def _why(refusal: EngineError, language: Language) -> str:
    problems = refusal.problem_words if isinstance(refusal, CommandRefused) else ()
    return "; ".join(said.in_language(language) for said in (refusal.words, *problems))


def _target(product: Product, procedure: str, version: str, language: Language) -> ProcedureDefinition:
    try:
        return product.migration.target(ProcedureId(procedure), ProcedureVersion(version))
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
