"""The procedures: public law, to be read by everybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Catalogue, Language
from api.errors import problem_responses
from api.pages.safety import SVG, svg_answer
from api.procedures import schemas
from api.procedures.present import procedure_read, summary_read
from engine.core.closing import Closing, as_closed
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.publication import PublishedVersion
from engine.service.ports import DefinitionCatalogue
from visualizer.case_picture import procedure_svg

router = APIRouter(prefix="/procedures", tags=["procedures"])
ProcedurePath = Annotated[ProcedureId, Path(max_length=100, examples=["birth-residence-insurance"])]
VersionPath = Annotated[ProcedureVersion, Path(max_length=20, examples=["2026-09-01"])]
_LOOKING = problem_responses("not_found", "input_invalid")


@router.get("", summary="List the procedures")
def list_procedures(catalogue: Catalogue) -> schemas.ProcedureList:
    """Every version of every procedure; a case keeps the version of its receipt."""
    catalogue.refresh()
    return schemas.ProcedureList(items=[summary_read(d, *_fate(catalogue, d)) for d in catalogue.all()])


@router.get("/{procedure}/{version}", summary="Read a procedure", responses=_LOOKING)
def get_procedure(procedure: ProcedurePath, version: VersionPath, catalogue: Catalogue) -> schemas.ProcedureRead:
    """One version with its form, papers, steps, time limits and the articles they rest on."""
    catalogue.refresh()
    definition = catalogue.get(procedure, version)
    published, closing = _fate(catalogue, definition)
    return procedure_read(definition, published, closing, catalogue.agencies, catalogue.form_sets)


@router.get(
    "/{procedure}/{version}/graph.svg",
    summary="See the procedure's graph",
    response_class=Response,
    responses={**_LOOKING, 200: SVG},
)
def get_procedure_graph(
    procedure: ProcedurePath, version: VersionPath, catalogue: Catalogue, language: Language = "vi"
) -> Response:
    """The steps in the lanes of their agencies, before any case exists."""
    catalogue.refresh()
    definition = as_closed(catalogue.get(procedure, version), catalogue.find_closing(procedure, version))
    return svg_answer(procedure_svg(definition, catalogue.agencies, language))


def _fate(
    catalogue: DefinitionCatalogue, definition: ProcedureDefinition
) -> tuple[PublishedVersion | None, Closing | None]:
    """Since when a version cannot change, and until when it takes cases."""
    key = definition.procedure, definition.version
    return catalogue.find_publication(*key), catalogue.find_closing(*key)
