"""A new dossier at the counter: choose the procedure, fill in its form, hand it in."""

from datetime import date
from typing import Any
from uuid import uuid4, uuid5

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.acts.forms import submission_form
from api.acts.orders import Sent
from api.dependencies import Catalogue, Language, TheProduct
from api.desk import CASE_IDS
from api.pages.act_on_case import slip_answer, to_case
from api.pages.form_words import word_of
from api.pages.give_order import Fault, Order, give
from api.pages.render import page
from api.pages.sent_forms import TheSent
from api.pages.visitor import ActingVisitor, Visitor
from api.plain_json import PlainText
from engine.core.actors import Actor, Permission
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import CaseId, ProcedureId
from engine.core.legal_time import civil_date, to_instant
from engine.service.file_faults import WORDS, FileFault
from engine.service.ports import DefinitionCatalogue
from engine.wiring import Product

router = APIRouter(include_in_schema=False)


@router.get("/pages/new-case", response_class=HTMLResponse)
def show_new_case(
    request: Request,
    visitor: Visitor,
    product: TheProduct,
    catalogue: Catalogue,
    procedure: PlainText = "",
    language: Language = "vi",
) -> Response:
    """The procedures that take dossiers today, or the form of one."""
    return _answer(request, product, visitor, catalogue, procedure, language)


@router.post("/pages/new-case", response_class=HTMLResponse)
def hand_in_new_case(
    request: Request,
    visitor: ActingVisitor,
    sent: TheSent,
    product: TheProduct,
    catalogue: Catalogue,
    procedure: PlainText = "",
    language: Language = "vi",
) -> Response:
    """The same form sent twice is one case; it leads to its page. `procedure`: for what could not be read at all."""
    catalogue.refresh()
    if sent.fault is not None:
        status = 413 if sent.fault is WORDS[FileFault.TOO_LARGE] else 403
        return _answer(request, product, visitor, catalogue, procedure, language, Fault(status, sent.fault))
    definition = _of_today(product, catalogue, sent.said("procedure"))
    if definition is None:
        return _answer(request, product, visitor, catalogue, "", language)
    form = submission_form(definition, catalogue.agencies, visitor.agency, _today(product))
    order = Order(definition, None, visitor, form, "submit_case", None, sent)
    case_id = CaseId(str(uuid5(CASE_IDS, order.id)))
    done = give(product, order, case_id)
    if isinstance(done, Fault):
        return _answer(request, product, visitor, catalogue, definition.procedure, language, done, sent)
    if sent.said("then") == "receive" and visitor.may(Permission.RECEIVE):
        # A command of its own: what stands against it is said on the page of the case, where it can be tried again.
        receipt = Order(definition, case_id, visitor, None, "receive_case", None, Sent({"act": sent.said("act")}))
        received = give(product, receipt, case_id)
        if not isinstance(received, Fault):
            return slip_answer(request, product, receipt, received, language)
    return to_case(case_id, language, done="submit_case")


def _answer(
    request: Request,
    product: Product,
    visitor: Actor,
    catalogue: DefinitionCatalogue,
    procedure: str,
    language: str,
    fault: Fault | None = None,
    sent: Sent | None = None,
) -> HTMLResponse:
    catalogue.refresh()
    definition = _of_today(product, catalogue, procedure)
    names = {known.procedure for known in catalogue.all() if visitor.is_for(known.procedure)}
    today = _today(product)
    open_today = (catalogue.find_applicable(name, today) for name in sorted(names))
    shown: dict[str, Any] = {
        "definition": definition,
        "form": submission_form(definition, catalogue.agencies, visitor.agency, today)
        if definition is not None
        else None,
        "procedures": [(known.procedure, known.title) for known in open_today if known is not None],
        "fault": fault,
        "typed": sent.typed() if sent is not None else {},
        "checked": sent.checked if sent is not None else {},
        "may_receive": visitor.may(Permission.RECEIVE) and visitor.agency is not None,
        "had_files": bool(sent is not None and sent.files),
        "word": word_of(request),
        "new_act": lambda: str(uuid4()),
    }
    status = fault.status if fault is not None else 200
    return page(request, "new_case.html", language, visitor, status=status, **shown)


def _of_today(product: Product, catalogue: DefinitionCatalogue, procedure: str) -> ProcedureDefinition | None:
    return catalogue.find_applicable(ProcedureId(procedure), _today(product)) if procedure else None


def _today(product: Product) -> date:
    return civil_date(to_instant(product.clock.now()))
