"""`lienthong tokens`: how people and systems come in: by a token, shown once, or by who they are at the OpenID provider."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Annotated

import typer

from cli import usage_words as words
from cli.entered import entered_with_it, terminal_account
from cli.language import Language, usage_error
from cli.listing import show_list
from cli.opened_product import opened_product
from engine.core.actors import Actor, IssuedToken, Role
from engine.core.audit import AuditKind
from engine.core.identifiers import ActorId, AgencyId, ProcedureId
from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text
from engine.wiring import Product

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
    procedure: Annotated[
        list[str] | None, typer.Option(help="For cases of this procedure only; may be given more than once.")
    ] = None,
    days: Annotated[int | None, typer.Option(help="Valid for so many days; none: until revoked.")] = None,
    subject: Annotated[
        str | None,
        typer.Option(help="No token: who signs in at the OpenID provider as this subject comes in. Anew: replaces."),
    ] = None,
    as_json: AsJson = False,
    language: Language = "vi",
) -> None:
    """Issues a token and shows it, this once; or binds a sign-in at the OpenID provider."""
    if days is not None and days < 1:
        raise usage_error(words.not_within(days, 1, None), language, "--days")
    if Role.SLIP_HOLDER in role:
        raise usage_error(_NO_ACCOUNT, language, "--role")
    with opened_product(language) as product:
        if subject is not None:
            _refuse_unfit_subject(product, subject, language)
        if agency is not None and AgencyId(agency) not in product.catalogue.agencies.agencies:
            known = ", ".join(sorted(product.catalogue.agencies.agencies))
            raise usage_error(_unknown_agency(agency, known), language, "--agency")
        known_procedures = {definition.procedure for definition in product.catalogue.all()}
        for named in procedure or ():
            if named not in known_procedures:
                raise usage_error(words.unknown(words.PROCEDURE, named, known_procedures), language, "--procedure")
        now = product.clock.now()
        actor = Actor(
            id=ActorId(identity or name),
            name=name,
            agency=AgencyId(agency) if agency is not None else None,
            roles=tuple(role),
            procedures=tuple(ProcedureId(named) for named in procedure or ()),
        )
        expires_at = now + timedelta(days=days) if days is not None else None
        if subject is not None:
            issuer = product.settings.oidc_issuer
            entry = product.audit.entry_of(AuditKind.TOKEN_ISSUED, terminal_account(), about=f"{issuer} {subject}")
            product.tokens.bind(issuer, subject, actor, now, expires_at=expires_at, entry=entry)
            said, shown = {"issuer": issuer, "subject": subject}, _BOUND.in_language(language).format(subject, name)
        else:
            by = terminal_account()
            shown = product.tokens.issue(
                actor,
                now,
                expires_at=expires_at,
                entry_of=lambda token: product.audit.entry_of(AuditKind.TOKEN_ISSUED, by, about=token),
            )
            said = {"token": shown}
        entered_with_it(AuditKind.TOKEN_ISSUED)
    ends = {"expires_at": expires_at.isoformat() if expires_at else None}
    typer.echo(json.dumps({**said, **ends}, ensure_ascii=False) if as_json else shown)


@app.command("list")
def list_tokens(as_json: AsJson = False, language: Language = "vi") -> None:
    """Lists whose tokens there are and until when each is good; the tokens themselves are not kept."""
    with opened_product(language) as product:
        issued = product.tokens.issued()
    show_list(issued, _HEADINGS, _row, _NONE, language, as_json=as_json)


@app.command()
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `lienthong tokens list` shows it.")],
    language: Language = "vi",
) -> None:
    """Makes a token worthless from now on."""
    with opened_product(language) as product:
        entry = product.audit.entry_of(AuditKind.TOKEN_REVOKED, terminal_account(), about=token_id)
        found = product.tokens.revoke_by_id(token_id, product.clock.now(), entry)
        if found:
            entered_with_it(AuditKind.TOKEN_REVOKED)
    if not found:
        typer.echo(_NOT_GOOD.in_language(language).format(token_id), err=True)
        raise typer.Exit(1)
    typer.echo(_REVOKED.in_language(language).format(token_id))


def _refuse_unfit_subject(product: Product, subject: str, language: str) -> None:
    """Raises `BadParameter`."""
    if not product.settings.oidc_issuer:
        raise usage_error(_NO_PROVIDER, language, "--subject")
    if not subject.strip():
        raise usage_error(_NO_SUBJECT, language, "--subject")


_NONE = Text(vi="Chưa cấp mã truy cập nào.", en="No token was issued yet.")
_NOT_GOOD = Text(
    vi="không có mã truy cập {} nào còn hiệu lực: xem `lienthong tokens list`",
    en="no token {} that is good now: see `lienthong tokens list`",
)
_REVOKED = Text(vi="{} đã bị thu hồi", en="{} revoked")
_HEADINGS = (
    Text(vi="mã số", en="id"),
    Text(vi="tên", en="name"),
    Text(vi="vai trò", en="roles"),
    Text(vi="cơ quan", en="agency"),
    Text(vi="thủ tục", en="procedures"),
    Text(vi="định danh đăng nhập", en="subject"),
    Text(vi="cấp lúc", en="issued"),
    Text(vi="hết hạn", en="expires"),
    Text(vi="thu hồi lúc", en="revoked"),
)


_NO_PROVIDER = Text(
    vi="chưa có hệ thống đăng nhập: hãy đặt LIENTHONG_OIDC_ISSUER",
    en="there is no OpenID provider: set LIENTHONG_OIDC_ISSUER",
)
_NO_SUBJECT = Text(
    vi="hãy ghi mã định danh như trang đăng nhập hiện ra", en="write the subject as the sign-in page shows it"
)
_BOUND = Text(vi="{} từ nay đăng nhập với tài khoản {}", en="{} now comes in as {}")
_NO_ACCOUNT = Text(
    vi="không cấp mã truy cập cho vai trò này: ai có mã bí mật trên giấy hẹn thì vào bằng /track",
    en="no account has this role: whoever has the secret of a slip comes in by /track",
)


def _unknown_agency(named: str, known: str) -> Text:
    return Text(
        vi=f"danh mục không có cơ quan {named}; có: {known}",
        en=f"no agency {named} in the directory; it knows: {known}",
    )


def _row(token: IssuedToken) -> tuple[str, ...]:
    return (
        token.id,
        token.actor.name,
        ", ".join(role.value for role in token.actor.roles),
        token.actor.agency or "",
        ", ".join(token.actor.procedures),
        token.subject or "",
        *(_shown(at) for at in (token.created_at, token.expires_at, token.revoked_at)),
    )


def _shown(at: datetime | None) -> str:
    """In the time of Vietnam, in which people here read a clock."""
    return f"{to_datetime(to_instant(at)):%Y-%m-%d %H:%M}" if at else ""
