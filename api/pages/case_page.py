"""The page of one case: its graph, the same in words, its history; it follows the case by itself."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.cases.changes import mark_of
from api.dependencies import AsOf, CasePath, Language, Reader, TheProduct
from api.pages.access_slip import may_print
from api.pages.pictures import graph_of
from api.pages.render import page
from api.pages.rows import agency_title, case_clock_line, case_line, event_lines, replaced_lines, step_lines
from api.pages.visitor import Visitor
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

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case_id}/page", response_class=HTMLResponse)
def show_case(
    request: Request,
    case_id: CasePath,
    visitor: Visitor,
    reader: Reader,
    product: TheProduct,
    as_of: AsOf = None,
    language: Language = "vi",
) -> Response:
    """Of an instant in the past it stands still; of now it renews itself when something changes."""
    try:
        view = reader.get_view(case_id, visitor, as_of)
    except NotFound:
        return page(request, "not_found.html", language, visitor, status=404)
    execution = reader.find_execution(case_id)
    run_href = _run_href(product.settings.prefect_api_url, execution)
    attribution = attribution_of(view.law, view.state, view.as_of)
    shown = {
        **_shown(view, language),
        "why": _reasons(view, language),
        "notes": [note.sentence(language) for note in notes_of_view(view)],
        "execution": execution,
        "run_href": run_href,
        "attribution": attribution,
        "papers": product.papers.listed(case_id, view.history),
        "told": _told(product, view),
        "told_words": NOTIFICATION_WORDS,
        "may_print_slip": as_of is None and may_print(view, visitor),
        "decided": decided_words(attribution, language),
        "is_live": as_of is None,
    }
    return page(request, "case.html", language, visitor, **shown)


def _shown(view: CaseView, language: str) -> dict[str, Any]:
    state = view.state
    assert state.channel is not None
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
        "steps": step_lines(view),
        "suspensions": [(s, view.title_of(s.step), wait_words(s)) for s in state.suspensions],
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
