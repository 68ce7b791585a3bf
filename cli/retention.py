"""`lienthong retention`: what is past its retention period, the purge of it, legal holds, and what was done when by whom."""

from __future__ import annotations

import getpass
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Column, Table

from cli import retention_words as words
from cli.asked_instant import moment_of
from cli.entered import entered_with_it, terminal_account
from cli.language import Language, usage_error
from cli.opened_product import opened_product
from engine.core.audit import AuditKind
from engine.core.errors import NotFound, RetentionRefused
from engine.core.identifiers import CaseId
from engine.core.legal_time import to_datetime, to_instant
from engine.core.retention import RetentionAct
from engine.core.values import Text
from engine.service.purge_case import Outcome
from engine.service.retention import PastPeriod, Retention
from engine.wiring import Product, build_retention

app = typer.Typer(help="Retention: what is past its period, purge, legal hold.", no_args_is_help=True)

_WIDE = 1_000
_DONE = frozenset({Outcome.PURGED, Outcome.RECORDED})
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for scripts.")]
At = Annotated[str | None, typer.Option("--at", metavar="INSTANT", help="As of this instant, not now: 2036-12-31.")]
By = Annotated[str | None, typer.Option(help="Who does it; none: the account of this terminal.")]
Reason = Annotated[str, typer.Option(help="Why; without names of people.")]
Case = Annotated[str, typer.Argument(metavar="CASE", help="The id of the case.")]


@app.command("list")
def list_past(at: At = None, as_json: AsJson = False, language: Language = "vi") -> None:
    """Lists closed cases whose declared retention period is over, held ones too; nothing is written."""
    with _opened(language) as (product, retention):
        moment = moment_of(at, product.clock.now(), language)
        _show(list(retention.past_period(moment.at)), language, as_json=as_json)


@app.command()
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be purged.")] = False,
    at: At = None,
    by: By = None,
    reason: Reason = "thời hạn lưu trữ đã hết / the retention period is over",
    compact: Annotated[
        bool, typer.Option("--compact", help="Then rewrite the files of the database; it is locked meanwhile.")
    ] = False,
    as_json: AsJson = False,
    language: Language = "vi",
) -> None:
    """Takes the personal data out of closed cases past their period; dates, order and verdicts stay. Not to be undone.

    Ends with 1 if something past its period could not be purged: an undelivered message, a case that differs.
    """
    with _opened(language) as (product, retention):
        moment = moment_of(at, product.clock.now(), language)
        if dry_run:
            found = list(retention.past_period(moment.at))
        else:
            found = []
            for one in retention.purge(by or getpass.getuser(), _filled(reason, "--reason", language), moment.at):
                found.append(one)
                if one.outcome is Outcome.PURGED:
                    entered_with_it(AuditKind.CASE_PURGED)
            _settle(retention, language, compact=compact)
    _show(found, language, as_json=as_json)
    counts = Counter(one.outcome for one in found)
    said, count = (words.WOULD, counts[Outcome.DUE]) if dry_run else (words.SUM, counts[Outcome.PURGED])
    typer.echo(said.in_language(language).format(count=count), err=True)
    if counts[Outcome.UNDELIVERED] or counts[Outcome.DIFFERS]:
        raise typer.Exit(1)


@app.command()
def hold(
    case: Case,
    reason: Reason,
    basis: Annotated[str, typer.Option(help="The decision or the article that asks for it.")],
    by: By = None,
    language: Language = "vi",
) -> None:
    """Puts a case under legal hold: it is not purged until it is released, whatever its period."""
    why, where = _filled(reason, "--reason", language), _filled(basis, "--basis", language)
    with _opened(language) as (_, retention):
        act = retention.hold(CaseId(case), by or getpass.getuser(), why, where)
        entered_with_it(AuditKind.CASE_HELD)
        _told(act, language)


@app.command()
def release(case: Case, reason: Reason, by: By = None, language: Language = "vi") -> None:
    """Ends a legal hold; hold and release both stay on record."""
    why = _filled(reason, "--reason", language)
    with _opened(language) as (_, retention):
        act = retention.release(CaseId(case), by or getpass.getuser(), why)
        entered_with_it(AuditKind.CASE_RELEASED)
        _told(act, language)


@app.command()
def acts(as_json: AsJson = False, language: Language = "vi") -> None:
    """Lists every hold, release and purge on record: who, when, why."""
    with _opened(language) as (_, retention):
        found = list(retention.acts())
    if as_json:
        for act in found:
            typer.echo(json.dumps(act.model_dump(mode="json"), ensure_ascii=False))
    elif not found:
        typer.echo(words.NO_ACTS.in_language(language))
    else:
        table = _table(words.ACT_HEADINGS, language)
        for act in found:
            kind = words.ACTS[act.act].in_language(language)
            table.add_row(act.case_id, kind, _day(act.at), act.by, act.reason, act.basis)
        _print(table)


@app.command()
def reapply(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE", help="As `retention acts --json` wrote it.")
    ],
    language: Language = "vi",
) -> None:
    """After a restore: gives holds, releases and purges again that the restored ledger has forgotten."""
    with _opened(language) as (_, retention):
        found = list(retention.reapply(_read(file, language)))
        _settle(retention, language, compact=False)
    for act, outcome in found:
        said = words.OUTCOMES[outcome].in_language(language)
        typer.echo(f"{act.case_id} · {words.ACTS[act.act].in_language(language)}: {said}")
    if any(outcome not in _DONE for _, outcome in found):
        raise typer.Exit(1)


@contextmanager
def _opened(language: Language) -> Iterator[tuple[Product, Retention]]:
    """What cannot be is said in words and ends the command with 1."""
    with opened_product(language) as product:
        try:
            yield product, build_retention(product, terminal_account())
        except (NotFound, RetentionRefused) as refusal:
            typer.echo(refusal.words.in_language(language), err=True)
            raise typer.Exit(1) from None


def _settle(retention: Retention, language: Language, *, compact: bool) -> None:
    if not retention.settle(compact=compact):
        typer.echo(words.LOG_KEPT.in_language(language), err=True)


def _show(found: list[PastPeriod], language: Language, *, as_json: bool) -> None:
    if as_json:
        for one in found:
            typer.echo(json.dumps(_in_json(one), ensure_ascii=False))
        return
    if not found:
        typer.echo(words.NOTHING.in_language(language))
        return
    table = _table(words.HEADINGS, language)
    for one in found:
        said = words.OUTCOMES[one.outcome].in_language(language)
        until = to_datetime(to_instant(one.kept_until)).year - 1
        table.add_row(one.case_id, one.dossier_code or "", one.procedure, _day(one.closed_at), str(until), said)
    _print(table)


def _table(headings: Sequence[Text], language: Language) -> Table:
    """The first column names the case: an id is no use if a part of it is missing."""
    first, *others = (heading.in_language(language) for heading in headings)
    return Table(Column(first, overflow="fold"), *others)


def _print(table: Table) -> None:
    """Where nobody looks, a line is as long as it needs to be: so ids stay in one piece for whoever searches."""
    console = Console()
    Console(width=None if console.is_terminal else _WIDE).print(table)


def _in_json(one: PastPeriod) -> dict[str, Any]:
    said = {name: value for name, value in asdict(one).items() if name != "rule"}
    instants = {name: to_datetime(to_instant(said[name])).isoformat() for name in ("closed_at", "kept_until")}
    return {**said, **instants, "rule": one.rule.model_dump(mode="json")}


def _told(act: RetentionAct, language: Language) -> None:
    kind = words.ACTS[act.act].in_language(language)
    typer.echo(words.DONE.in_language(language).format(act=kind, case=act.case_id))


def _read(file: Path, language: Language) -> list[RetentionAct]:
    found = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            found.append(RetentionAct.model_validate_json(line))
        except ValidationError:
            typer.echo(words.UNREADABLE.in_language(language).format(line=number), err=True)
            raise typer.Exit(1) from None
    return sorted(found, key=lambda act: (act.case_id, act.number))


def _filled(said: str, option: str, language: Language) -> str:
    if not said.strip():
        raise usage_error(words.EMPTY, language, option)
    return said


def _day(at: Any) -> str:
    return f"{to_datetime(to_instant(at)):%d/%m/%Y}"
