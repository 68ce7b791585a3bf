"""`lienthong delegations`: who stands in for whom while somebody is away; entered here for those who ask for it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

import typer

from cli.asked_instant import moment_of
from cli.entered import entered_with_it, terminal_account
from cli.language import Language
from cli.listing import show_list
from cli.opened_product import opened_product
from engine.core.audit import AuditKind
from engine.core.delegations import Delegation, WantedDelegation
from engine.core.errors import CommandRefused, NotFound
from engine.core.identifiers import ActorId, ProcedureId
from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text

app = typer.Typer(help="Delegation during absence: give, list, end.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]


@app.command()
def give(
    giver: Annotated[str, typer.Option("--from", metavar="ID", help="Id of the account of who is away.")],
    taker: Annotated[str, typer.Option("--to", metavar="ID", help="Id of the account of the colleague.")],
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="INSTANT", help="It holds before this: 2026-12-24T17:00, or to the end of a day."
        ),
    ],
    begin: Annotated[
        str | None, typer.Option("--begin", metavar="INSTANT", help="It holds from then on; none: from now.")
    ] = None,
    procedure: Annotated[str | None, typer.Option(help="For cases of this procedure only.")] = None,
    as_json: AsJson = False,
    language: Language = "vi",
) -> None:
    """Lets a colleague of the same agency act for somebody who is away; prints the id of the delegation."""
    with opened_product(language) as product:
        now = product.clock.now()
        wanted = WantedDelegation(
            taker=ActorId(taker),
            procedure=ProcedureId(procedure) if procedure else None,
            from_at=moment_of(_first_instant(begin), now, language).at if begin else None,
            until_at=moment_of(until, now, language).at,
        )
        try:
            absent = product.delegating.account_of(ActorId(giver))
            given = product.delegating.give(absent, wanted, terminal_account())
        except (CommandRefused, NotFound) as refused:
            typer.echo(refused.words.in_language(language), err=True)
            raise typer.Exit(1) from refused
        entered_with_it(AuditKind.DELEGATION_GIVEN)
    typer.echo(given.model_dump_json() if as_json else given.id)


@app.command("list")
def list_delegations(as_json: AsJson = False, language: Language = "vi") -> None:
    """Lists who stands, stood or will stand in for whom, the newest first."""
    with opened_product(language) as product:
        found = product.delegating.all()
    show_list(found, _HEADINGS, _row, _NONE, language, as_json=as_json)


@app.command()
def end(
    delegation: Annotated[str, typer.Argument(metavar="ID", help="As `lienthong delegations list` shows it.")],
    language: Language = "vi",
) -> None:
    """Ends a delegation from now on."""
    with opened_product(language) as product:
        found = product.delegating.end_at_terminal(delegation, terminal_account())
        if found:
            entered_with_it(AuditKind.DELEGATION_ENDED)
    if not found:
        typer.echo(_NOT_GOOD.in_language(language).format(delegation), err=True)
        raise typer.Exit(1)
    typer.echo(_ENDED.in_language(language).format(delegation))


_NONE = Text(vi="Chưa có ủy quyền nào.", en="No delegation was given yet.")
_NOT_GOOD = Text(
    vi="không có ủy quyền {} nào chưa kết thúc: xem `lienthong delegations list`",
    en="no delegation {} that was not ended: see `lienthong delegations list`",
)
_ENDED = Text(vi="{} đã kết thúc", en="{} ended")
_HEADINGS = (
    Text(vi="mã số", en="id"),
    Text(vi="người vắng mặt", en="away"),
    Text(vi="người thay", en="stands in"),
    Text(vi="cơ quan", en="agency"),
    Text(vi="thủ tục", en="procedure"),
    Text(vi="từ", en="from"),
    Text(vi="đến", en="until"),
    Text(vi="kết thúc lúc", en="ended"),
)


def _first_instant(said: str) -> str:
    """A day behind `--begin` is its first instant; behind `--until` it is its end, as everywhere."""
    return f"{said}T00:00" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said.strip(), re.ASCII) else said


def _row(one: Delegation) -> tuple[str, ...]:
    who = (one.id, one.giver, one.taker, one.agency, one.procedure or "")
    return (*who, *(_shown(at) for at in (one.from_at, one.until_at, one.ended_at)))


def _shown(at: datetime | None) -> str:
    """In the time of Vietnam, in which people here read a clock."""
    return f"{to_datetime(to_instant(at)):%Y-%m-%d %H:%M}" if at else ""
