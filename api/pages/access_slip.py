"""The slip with the citizen's secret, to be printed at the counter: made with the page, told once, kept nowhere."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.cases.citizen_access import access_read
from api.dependencies import CasePath, Language, Reader, TheProduct
from api.pages.citizen_visit import is_from_elsewhere
from api.pages.form_words import word_of
from api.pages.render import page
from api.pages.sent_forms import TheSent
from api.pages.texts import TEXTS
from api.pages.visitor import ActingVisitor, Visitor
from engine.core.actors import Actor
from engine.core.audit import AuditKind, Happened
from engine.core.errors import CommandRefused, NotFound
from engine.core.identifiers import CaseId, CommandId
from engine.core.values import Text
from engine.core.who_may import refuse_unless_held
from engine.service.read_case import CaseView
from engine.wiring import Product

router = APIRouter(include_in_schema=False)


def may_print(view: CaseView, actor: Actor) -> bool:
    """Whether the page of the case offers it."""
    try:
        refuse_unless_held(view.state, actor, "renew_citizen_access")
    except (CommandRefused, NotFound):
        return False
    return True


@router.get("/cases/{case_id}/access-slip/page", response_class=HTMLResponse)
def show_access_slip(
    request: Request, case_id: CasePath, visitor: Visitor, reader: Reader, language: Language = "vi"
) -> Response:
    """Says what the button does, and makes nothing."""
    found = _held(request, reader, case_id, visitor, language)
    if isinstance(found, Response):
        return found
    return page(request, "access_slip.html", language, visitor, **_asked(request, found), secret=None, is_told=False)


@router.post("/cases/{case_id}/access-slip/page", response_class=HTMLResponse)
def print_access_slip(
    request: Request,
    case_id: CasePath,
    visitor: ActingVisitor,
    sent: TheSent,
    product: TheProduct,
    reader: Reader,
    language: Language = "vi",
) -> Response:
    """A new secret, for whoever stands there and has shown who he is: the former one ends with the visits it opened.
    The same form sent twice makes no other, and cannot tell the first again."""
    if sent.fault is not None or is_from_elsewhere(request):
        return _refused(request, visitor, language, TEXTS["slip_foreign"])
    found = _held(request, reader, case_id, visitor, language)
    if isinstance(found, Response):
        return found
    command_id = _command_id(case_id, sent.said("act"))
    # Before it is made: a secret that was made and could not be told would be lost.
    renewed = Happened(AuditKind.ACCESS_RENEWED, visitor.id, case_id, command_id)
    product.audit.enter_new(product.audit.new_entries([renewed]))
    secret = product.citizens.new_secret(case_id, visitor, command_id)
    return slip_page(request, product, found, visitor, language, secret, status=200 if secret else 409)


def slip_page(
    request: Request, product: Product, view: CaseView, actor: Actor, language: str, secret: str | None, **more: Any
) -> HTMLResponse:
    """The slip itself; null: its secret was told already, and cannot be told again."""
    shown = {**_asked(request, view), **_slip(product, view, secret), "is_told": True, **more}
    return page(request, "access_slip.html", language, actor, **shown)


def _held(request: Request, reader: Reader, case_id: CaseId, visitor: Actor, language: str) -> CaseView | Response:
    """The case, for the unit that holds its dossier; else the page that says no."""
    try:
        view = reader.get_view(case_id, visitor)
        refuse_unless_held(view.state, visitor, "renew_citizen_access")
    except NotFound:
        return page(request, "not_found.html", language, visitor, status=404)
    except CommandRefused as refused:
        return _refused(request, visitor, language, refused.words)
    return view


def _asked(request: Request, view: CaseView) -> dict[str, Any]:
    return {
        "code": view.state.dossier_code,
        "case_id": view.state.id,
        "act": str(uuid4()),
        "word": word_of(request),
    }


def _slip(product: Product, view: CaseView, secret: str | None) -> dict[str, Any]:
    state, public_url = view.state, product.settings.public_url
    receiver = view.directory.agencies.get(state.receiving_agency) if state.receiving_agency else None
    link = access_read(public_url, state.dossier_code, secret).link
    # Without a public address the link has no host, and a telephone could not open it.
    code = product.draw_code(link) if link and public_url else ""
    return {
        "secret": secret,
        "promised_at": state.promise_in_force,
        "receiver": receiver.title if receiver is not None else None,
        "address": f"{public_url.rstrip('/')}/track",
        "qr": Markup(code),  # ours, of one word
    }


def _refused(request: Request, visitor: Actor, language: str, words: Text) -> Response:
    said = words.in_language(language)
    title = TEXTS["slip_not_made"].in_language(language)
    return page(request, "refused.html", language, visitor, status=403, title=title, words=said)


def _command_id(case_id: CaseId, act: str) -> CommandId:
    """Of this case alone, whatever the form says."""
    try:
        said = str(UUID(act))
    except ValueError:
        said = str(uuid4())
    return CommandId(str(uuid5(NAMESPACE_URL, f"urn:lienthong:access-slip:{case_id}:{said}")))
