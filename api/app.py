"""The HTTP application: routers and handlers, nothing else."""

from pathlib import Path
from threading import Event

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import errors
from api.body_limit import BodyLimit
from api.cases import changes as case_changes
from api.cases import routes as cases
from api.health import routes as health
from api.openapi import DESCRIPTION, TAGS, describe
from api.pages import case_page, pictures, reference, sign_in
from api.pages import routes as pages
from api.pages.safety import SafetyHeaders
from api.procedures import routes as procedures
from api.steps import routes as steps
from api.worklist import routes as worklist
from engine.wiring import Product

_STATIC = Path(__file__).parent / "pages" / "static"
_ROUTERS = (cases, case_changes, steps, worklist, procedures, pictures, case_page, pages, sign_in, reference, health)


def create_app(product: Product, stopping: Event | None = None) -> FastAPI:
    """`stopping` is set by the server when it is asked to stop, so that streams of changes end."""
    app = FastAPI(
        title="Liên Thông",
        version="0.1.0",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
    )
    app.state.product = product
    app.state.stopping = stopping or Event()
    app.add_middleware(BodyLimit)
    app.add_middleware(SafetyHeaders)
    errors.install(app)
    for room in _ROUTERS:
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    describe(app)
    return app
