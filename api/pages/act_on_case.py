"""A form of the case's page is sent: the command is given once, and the visitor led back to the page."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.acts.forms import ActForm, forms_of
from api.acts.orders import Sent
from api.acts.texts import ACT_TITLES
from api.dependencies import CasePath, Language, Reader, TheProduct
from api.pages.access_slip import slip_page
from api.pages.case_page import Sending, case_answer
from api.pages.give_order import Fault, Order, colleagues_of, give
from api.pages.render import page
from api.pages.sent_forms import TheSent
from api.pages.texts import TEXTS
from api.pages.visitor import ActingVisitor
from engine.core.actors import Actor
from engine.core.errors import NotFound
from engine.core.identifiers import CaseId, StepId
from engine.service.handle_command import CommandResult
from engine.service.read_case import CaseReader, CaseView
from engine.wiring import Product

router = APIRouter(include_in_schema=False)


@router.post("/cases/{case_id}/page", response_class=HTMLResponse)
def act_on_case(
    request: Request,
    case_id: CasePath,
    visitor: ActingVisitor,
    sent: TheSent,
    reader: Reader,
    product: TheProduct,
    language: Language = "vi",
) -> Response:
    """Any command that the page offers; whether it is the visitor's to give, is decided where all commands are."""
    try:
        view, available = reader.available(case_id, visitor)
    except NotFound:
        return page(request, "not_found.html", language, visitor, status=404)
    order = _order(view, forms_of(view, available, visitor, colleagues_of(product, available, visitor)), visitor, sent)
    done = give(product, order, case_id) if order.command in ACT_TITLES else Fault(422, TEXTS["track_bad_form"])
    if isinstance(done, Fault):
        return _again(request, product, order, done, language)
    if order.command == "receive_case":
        return slip_answer(request, product, order, done, language)
    if order.command in _SENDS_AWAY and not _is_seen(reader, case_id, visitor):
        title, words = (text.in_language(language) for text in (ACT_TITLES[order.command], TEXTS["is_elsewhere_now"]))
        return page(request, "sent_on.html", language, visitor, title=title, words=words)
    return to_case(case_id, language, done=order.command)


_SENDS_AWAY = frozenset({"transfer_step", "transfer_case"})
"""What was done well may end in a case that is somebody else's."""


def _is_seen(reader: CaseReader, case_id: CaseId, visitor: Actor) -> bool:
    try:
        reader.get_view(case_id, visitor)
    except NotFound:
        return False
    return True


def to_case(case_id: CaseId, language: str, **query: str) -> Response:
    said = {**query, "lang": "en"} if language == "en" else query
    return RedirectResponse(f"/cases/{case_id}/page" + (f"?{urlencode(said)}" if said else ""), 303)


def _order(view: CaseView, forms: tuple[ActForm, ...], visitor: Actor, sent: Sent) -> Order:
    command, step = sent.said("command"), StepId(sent.said("step")) if sent.said("step") else None
    return Order(
        definition=view.definition,
        case_id=view.state.id,
        actor=visitor,
        form=_same(forms, command, step, sent.said("about")),
        command=command,
        step=step,
        sent=sent,
    )


def _same(forms: tuple[ActForm, ...], command: str, step: StepId | None, about: str) -> ActForm | None:
    asked = (command, step, about)
    return next((form for form in forms if form.is_offered and (form.command, form.step, form.about) == asked), None)


def _again(request: Request, product: Product, order: Order, fault: Fault, language: str) -> Response:
    """The page as it is now, with what was typed."""
    assert order.case_id is not None
    try:
        view, available = product.reader.available(order.case_id, order.actor)
    except NotFound:
        return page(request, "not_found.html", language, order.actor, status=404)
    forms = forms_of(view, available, order.actor, colleagues_of(product, available, order.actor))
    form = _same(forms, order.command, order.step, order.sent.said("about"))
    sending = Sending(fault=fault, sent=order.sent, form=form)
    return case_answer(request, product, view, forms, order.actor, language, sending)


def slip_answer(
    request: Request, product: Product, order: Order, received: CommandResult, language: str
) -> HTMLResponse:
    """What the applicant takes home. The secret is told once, so it is answered at once and not led to; who sends the form
    again reads that it was told."""
    state = received.state
    secret = product.citizens.first_secret(state.id, order.actor, order.id)
    view = product.reader.get_view(state.id, order.actor)
    paper = next((one.paper for one in product.papers.listed(state.id, view.history)), None)
    return slip_page(request, product, view, order.actor, language, secret, is_received=True, paper=paper)
