"""The page of one case: what is asked of the visitor, its graph, the same in words, its history; it follows the case."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.acts.forms import ActForm, forms_of
from api.acts.orders import Sent
from api.acts.texts import ACT_TEXTS, ACT_TITLES
from api.cases.changes import mark_of
from api.dependencies import AsOf, CasePath, Language, Reader, TheProduct
from api.pages.access_slip import may_print
from api.pages.dossier import form_parts, found_parts
from api.pages.form_words import word_of
from api.pages.give_order import Fault, colleagues_of
from api.pages.opinion_lines import opinion_lines
from api.pages.pictures import graph_of
from api.pages.render import page
from api.pages.rows import agency_title, case_clock_line, case_line, event_lines, replaced_lines, step_lines
from api.pages.tasks import files_of, tasks_of
from api.pages.visitor import Visitor
from engine.core.actors import Actor
from engine.core.errors import NotFound
from engine.core.migration_words import migration_words
from engine.core.notifications import NOTIFICATION_WORDS
from engine.core.time_shares import attribution_of, decided_words
from engine.core.words import CHANNEL, no_limit_words, wait_words
from engine.service.explanation_record import explanation_record, notes_of_view
from engine.service.owner_notifications import ToldOwner
from engine.service.ports import Execution
from engine.service.read_case import CaseView
from engine.wiring import Product, build_owner_notifications
from visualizer.build_gantt import case_gantt
from visualizer.gantt_svg import gantt_svg

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of a form that was sent; before that, nothing."""

    done: str = ""
    """The command that was given a moment ago."""
    fault: Fault | None = None
    sent: Sent | None = None
    form: ActForm | None = None
    """The form that the fault is about, as it is offered now."""


NOTHING_SENT = Sending()


@router.get("/cases/{case_id}/page", response_class=HTMLResponse)
def show_case(
    request: Request,
    case_id: CasePath,
    visitor: Visitor,
    reader: Reader,
    product: TheProduct,
    as_of: AsOf = None,
    done: str = "",
    language: Language = "vi",
) -> Response:
    """Of an instant in the past it stands still; of now it renews itself when something changes."""
    try:
        if as_of is not None:
            view = reader.get_view(case_id, visitor, as_of)
            return case_answer(request, product, view, (), visitor, language, is_live=False)
        view, available = reader.available(case_id, visitor)
    except NotFound:
        return page(request, "not_found.html", language, visitor, status=404)
    forms = forms_of(view, available, visitor, colleagues_of(product, available, visitor))
    return case_answer(request, product, view, forms, visitor, language, Sending(done))


def case_answer(
    request: Request,
    product: Product,
    view: CaseView,
    forms: tuple[ActForm, ...],
    visitor: Actor,
    language: str,
    sending: Sending = NOTHING_SENT,
    *,
    is_live: bool = True,
) -> HTMLResponse:
    """`forms`: what the visitor may do now; none for a look at the past."""
    case_id = view.state.id
    execution = product.reader.find_execution(case_id)
    attribution = attribution_of(view.law, view.state, view.as_of)
    why = _reasons(view, language)
    shown = {
        **_shown(view, language),
        "why": why,
        "notes": [note.sentence(language) for note in notes_of_view(view)],
        "execution": execution,
        "run_href": _run_href(product.settings.prefect_api_url, execution),
        "attribution": attribution,
        "papers": product.papers.listed(case_id, view.history),
        "dossier": form_parts(view),
        "found": found_parts(view),
        "files": files_of(view),
        "told": _told(product, view),
        "told_words": NOTIFICATION_WORDS,
        "may_print_slip": is_live and may_print(view, visitor),
        "decided": decided_words(attribution, language),
        "is_live": is_live,
        "tasks": tasks_of(view, forms),
        "has_forms": any(form.is_offered for form in forms),
        "word": word_of(request),
        "new_act": lambda: str(uuid4()),
        **_of_sending(view, sending),
    }
    status = sending.fault.status if sending.fault is not None else 200
    return page(request, "case.html", language, visitor, status=status, **shown)


def _of_sending(view: CaseView, sending: Sending) -> dict[str, Any]:
    """Whoever was overtaken reads what was done meanwhile, and finds what was typed."""
    fault, sent = sending.fault, sending.sent
    seen = sent.said("version") if sent is not None else ""
    meanwhile = []
    if fault is not None and fault.is_overtaken and seen.isdecimal():
        since = [recorded for recorded in view.history if recorded.sequence > int(seen[:9])]
        meanwhile = event_lines(replace(view, history=since))
    return {
        "done": sending.done,
        "act_titles": ACT_TITLES,
        "fault": fault,
        "faulty": sending.form.id if sending.form is not None else "",
        "typed": sent.typed() if sent is not None else {},
        "kept": [(ACT_TEXTS.get(name), name, said) for name, said in sent.typed().items()] if sent is not None else [],
        "checked": sent.checked if sent is not None else {},
        "meanwhile": meanwhile,
        "had_files": bool(sent is not None and sent.files),
    }


def _shown(view: CaseView, language: str) -> dict[str, Any]:
    state = view.state
    assert state.channel is not None
    gantt = case_gantt(view.definition, view.directory, state, view.times, language)
    return {
        "state": state,
        "version": view.version,
        "line": case_line(view),
        "channel": CHANNEL[state.channel],
        "receiver": agency_title(view, state.receiving_agency),
        "clock": case_clock_line(view),
        "migrations": [migration_words(event) for event in view.migrations],
        "provisional": view.provisional_because,
        "is_unlimited": view.definition.total.without_limit is not None,
        "no_limit": no_limit_words(view.definition.total.without_limit),
        "projected_at": max(view.times.projected.values(), default=None),
        "as_of": view.as_of,
        "mark": mark_of(view),
        # The picture is ours and escapes what it is told; everything else on the page is escaped by the template.
        "graph": Markup(graph_of(view, language)),
        "gantt": gantt,
        "gantt_picture": Markup(gantt_svg(gantt)) if gantt.rows else None,
        "steps": step_lines(view),
        "suspensions": [(s, view.title_of(s.step), wait_words(s)) for s in state.suspensions],
        "opinions": opinion_lines(view),
        "extensions": [(e, view.title_of(e.step)) for e in state.extensions],
        "replaced": replaced_lines(view),
        "events": event_lines(view),
    }


def _told(product: Product, view: CaseView) -> ToldOwner | None:
    """What its owner was told; null before the receipt, and where the installation tells nobody and never has."""
    if view.state.dossier_code is None:
        return None
    found = build_owner_notifications(product)
    told = found.of(view.law, view.state)
    return told if found.ways or told.notes else None


def _reasons(view: CaseView, language: str) -> dict[str | None, tuple[str, ...]]:
    """Why each due date is what it is, by step (null: the whole case); nothing where the days off are not known."""
    try:
        found = explanation_record(view, language).due_dates
    except NotFound:
        return {}
    return {told.step: told.sentences for told in found}


def _run_href(prefect_api_url: str, execution: Execution | None) -> str | None:
    """Prefect's own page of the case's run; its UI stands beside its API."""
    if execution is None or execution.flow_run_id is None:
        return None
    return f"{prefect_api_url.removesuffix('/').removesuffix('/api')}/runs/flow-run/{execution.flow_run_id}"
