"""The HTTP application: routers and handlers, nothing else."""

from itertools import chain
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from api import errors
from api.agencies import routes as agencies
from api.audit import routes as audit
from api.body_limit import BodyLimit
from api.cases import changes as case_changes
from api.cases import citizen_access
from api.cases import routes as cases
from api.command_paths import CommandPaths
from api.delegations import routes as delegations
from api.doors import named_operation
from api.figures import routes as figures
from api.files import routes as files
from api.health import routes as health
from api.notices import routes as notices
from api.notifications import routes as notifications
from api.openapi import DESCRIPTION, TAGS, describe, operation_id
from api.opinions import routes as asked_opinions
from api.pages import (
    access_slip,
    act_on_case,
    case_page,
    citizen_visit,
    new_case,
    pictures,
    provider_sign_in,
    reference,
    sign_in,
    stand_in,
    track,
    track_case,
    visitor,
    worklist_page,
)
from api.pages import asked_opinions as asked_opinions_page
from api.pages import delegations as delegations_page
from api.pages import routes as pages
from api.pages.manager import lists as figure_lists
from api.pages.manager import procedure as procedure_page
from api.pages.manager import reports as report_pages
from api.pages.manager import today as today_page
from api.pages.manager import what_if as what_if_page
from api.pages.safety import SafetyHeaders
from api.papers import routes as papers
from api.plain_request import PlainRequest
from api.procedures import routes as procedures
from api.reports import routes as reports
from api.request_log import RequestLog
from api.request_trace import RequestTrace
from api.steps import opinions
from api.steps import routes as steps
from api.trail import Trail
from api.worklist import batch
from api.worklist import routes as worklist
from engine.wiring import Product, build_sign_in

_STATIC = Path(__file__).parent / "pages" / "static"
_ROUTERS = (
    cases,
    case_changes,
    citizen_access,
    files,
    steps,
    opinions,
    asked_opinions,
    worklist,
    batch,
    notices,
    delegations,
    audit,
    notifications,
    papers,
    reports,
    figures,  # before the procedures, of which one might have a version called so
    procedures,
    agencies,
    pictures,
    case_page,
    act_on_case,
    pages,
    worklist_page,
    asked_opinions_page,
    delegations_page,
    new_case,
    today_page,
    figure_lists,
    procedure_page,
    what_if_page,
    report_pages,
    stand_in,
    sign_in,
    provider_sign_in,
    track,
    track_case,
    access_slip,
    reference,
    health,
)


def create_app(product: Product) -> FastAPI:
    """The application of one product; streams of changes end when `product.stopping` is set."""
    app = FastAPI(
        title="Liên Thông",
        version="0.1.0",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        redirect_slashes=False,  # it would lead to whatever host the request named
        dependencies=[Depends(named_operation)],
    )
    app.state.product = product
    app.state.provider_sign_in = build_sign_in(product)
    app.add_middleware(BodyLimit)
    app.add_middleware(PlainRequest)
    app.add_middleware(SafetyHeaders)
    app.add_middleware(RequestLog, metrics=product.metrics)
    app.add_middleware(RequestTrace)
    app.add_middleware(Trail, audit=product.audit, metrics=product.metrics)
    errors.install(app)
    visitor.install(app)
    citizen_visit.install(app)
    for room in _ROUTERS:
        app.include_router(room.router)
    routes = chain.from_iterable(room.router.routes for room in _ROUTERS)
    app.router.middleware_stack = CommandPaths(app.router.middleware_stack, routes)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    describe(app)
    return app
