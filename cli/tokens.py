"""`lienthong tokens`: bearer tokens of people and systems; a token is shown once, only its digest is kept."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from cli.opened_product import opened_product
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.core.legal_time import to_datetime, to_instant

app = typer.Typer(help="Access tokens: issue, list, revoke.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]


@app.command()
def issue(
    name: Annotated[str, typer.Option(help="Name of the person or the system.")],
    role: Annotated[list[Role], typer.Option(help="Role; may be given more than once.")],
    agency: Annotated[str | None, typer.Option(help="Id in the agency directory; none: acts for no agency.")] = None,
    identity: Annotated[
        str | None, typer.Option("--id", help="Id under which acts are recorded; none: the name.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Valid for so many days; none: until revoked.")] = None,
    as_json: AsJson = False,
) -> None:
    """Issues a token and shows it, this once."""
    with opened_product() as product:
        if agency is not None and AgencyId(agency) not in product.catalogue.agencies.agencies:
            known = ", ".join(sorted(product.catalogue.agencies.agencies))
            raise typer.BadParameter(f"no agency {agency} in the directory; it knows: {known}", param_hint="--agency")
        now = product.clock.now()
        actor = Actor(
            id=ActorId(identity or name),
            name=name,
            agency=AgencyId(agency) if agency is not None else None,
            roles=tuple(role),
        )
        expires_at = now + timedelta(days=days) if days is not None else None
        token = product.tokens.issue(actor, now, expires_at=expires_at)
    if as_json:
        typer.echo(json.dumps({"token": token, "expires_at": expires_at.isoformat() if expires_at else None}))
    else:
        typer.echo(token)


@app.command("list")
def list_tokens(as_json: AsJson = False) -> None:
    """Lists whose tokens there are and until when each is good; the tokens themselves are not kept."""
    with opened_product() as product:
        issued = product.tokens.issued()
    if as_json:
        typer.echo(json.dumps([token.model_dump(mode="json") for token in issued], ensure_ascii=False, indent=2))
        return
    table = Table(Column("id", no_wrap=True), "name", "roles", "agency", "issued", "expires", "revoked")
    for token in issued:
        table.add_row(
            token.id,
            token.actor.name,
            ", ".join(role.value for role in token.actor.roles),
            token.actor.agency or "",
            *(_shown(at) for at in (token.created_at, token.expires_at, token.revoked_at)),
        )
    Console().print(table)


@app.command()
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `lienthong tokens list` shows it.")],
) -> None:
    """Makes a token worthless from now on."""
    with opened_product() as product:
        found = product.tokens.revoke_by_id(token_id, product.clock.now())
    if not found:
        typer.echo(f"no token {token_id} that is good now: see `lienthong tokens list`", err=True)
        raise typer.Exit(1)
    typer.echo(f"{token_id} revoked")


def _shown(at: datetime | None) -> str:
    """In the time of Vietnam, in which people here read a clock."""
    return f"{to_datetime(to_instant(at)):%Y-%m-%d %H:%M}" if at else ""
