"""Signing in to the pages: a token opens a session, good for looking and for the forms that the pages show, no more."""

import json
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, TypeAdapter

from api.auth import session
from api.cookies import COOKIE
from api.dependencies import Language, TheProduct
from api.pages.provider_sign_in import onward, provider_sign_in_of
from api.pages.render import page
from api.pages.safety import is_local_path
from api.pages.session_cookie import HOME, act_for_oneself, keep_session
from api.pages.texts import TEXTS
from api.problem import language_of
from api.trail import note_refused_sign_in
from engine.core.audit import AuditKind
from engine.core.roles import ROLE_WORDS, Role
from engine.core.values import Text
from engine.service.provider_sign_in import SESSION_LASTS
from engine.settings import Settings

router = APIRouter(include_in_schema=False)


class DemoAccount(BaseModel):
    """An invented person whom visitors of the demo may play; written by `lienthong up --demo`."""

    name: str
    role: Role
    territory: str | None = None
    words: Text
    token: str


_ORDER = tuple(dict.fromkeys((Role.ONE_STOP_OFFICER, Role.CASEWORKER, Role.AGENCY_LEAD, Role.MANAGER, *Role)))
_ACCOUNTS = TypeAdapter(list[DemoAccount])


async def read_fields(request: Request) -> dict[str, str]:
    """The fields of an ordinary HTML form."""
    try:
        given = parse_qs((await request.body()).decode(), max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[0] for name, values in given.items()}


@router.get("/sign-in", response_class=HTMLResponse)
def show_sign_in(
    request: Request,
    product: TheProduct,
    target: Annotated[str, Query(alias="next", max_length=2000)] = HOME,
    language: Language = "vi",
) -> Response:
    return _form(request, product.settings, target, language, is_wrong=False)


@router.post("/sign-in", response_class=HTMLResponse)
def sign_in(
    request: Request,
    product: TheProduct,
    fields: Annotated[dict[str, str], Depends(read_fields)],
    language: Language = "vi",
) -> Response:
    """Takes a token, or in the demo the number of an account; leads back to where the visitor came from."""
    target = fields.get("next", HOME)
    token = fields.get("token", "").strip() or _token_of(product.settings, fields.get("account", ""))
    now = product.clock.now()
    opened = product.tokens.open_session(token, now, now + SESSION_LASTS) if token else None
    reader = product.tokens.find_reader(opened, now) if opened else None
    if opened is None or reader is None:
        note_refused_sign_in(request, "page")
        return _form(request, product.settings, target, language, is_wrong=True)
    product.audit.enter(AuditKind.SIGNED_IN, reader.id, about="page")
    answer = RedirectResponse(target if is_local_path(target) else HOME, 303)
    keep_session(answer, request, opened)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, product: TheProduct, cookie: Annotated[str | None, Depends(session)] = None) -> Response:
    """Ends the session itself, not only the browser's copy of it; who came by a provider is led to its sign-out."""
    answer: Response = RedirectResponse("/sign-in", 303)
    if cookie:
        by_provider = provider_sign_in_of(request)
        leave = by_provider.address_to_leave(cookie) if by_provider is not None else None
        product.tokens.close_session(cookie, product.clock.now())
        if leave is not None:
            answer = onward(request, leave, language_of(request), "signed_out")
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    act_for_oneself(answer, request)
    return answer


def _form(request: Request, settings: Settings, target: str, language: str, *, is_wrong: bool) -> HTMLResponse:
    shown: dict[str, Any] = {
        "target": target if is_local_path(target) else HOME,
        "is_wrong": is_wrong,
        "has_provider": bool(settings.oidc_issuer),
        "groups": _grouped(_accounts(settings)),
    }
    return page(request, "sign_in.html", language, None, status=403 if is_wrong else 200, **shown)


def _grouped(accounts: Sequence[DemoAccount]) -> list[tuple[Text, bool, list[tuple[int, DemoAccount]]]]:
    """By role, with the number by which each is chosen. Those of other communes than the first with a counter stand apart:
    whoever looks around needs one of each, not all."""
    first = next((one.territory for one in accounts if one.role is Role.ONE_STOP_OFFICER), None)
    numbered = list(enumerate(accounts))
    near = [(n, one) for n, one in numbered if one.territory is None or one.territory == first]
    far = [(n, one) for n, one in numbered if (n, one) not in near]
    shown = [(ROLE_WORDS[role], False, [(n, one) for n, one in near if one.role is role]) for role in _ORDER]
    return [group for group in (*shown, (TEXTS["other_offices"], True, far)) if group[2]]


def _accounts(settings: Settings) -> list[DemoAccount]:
    file = settings.data_dir / "demo-accounts.json"
    if not settings.demo_accounts or not file.exists():
        return []
    return _ACCOUNTS.validate_python(json.loads(file.read_text(encoding="utf-8")))


def _token_of(settings: Settings, number: str) -> str:
    """The token of the account that was clicked; empty if nobody offered it."""
    offered = {str(place): account.token for place, account in enumerate(_accounts(settings))}
    return offered.get(number, "")
