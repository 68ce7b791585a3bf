"""The procedures: public law, to be read by everybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Catalogue, Language
from api.errors import problem_responses
from api.pages.safety import SVG, svg_answer
from api.procedures import schemas
from api.procedures.present import procedure_read, summary_read
from engine.core.identifiers import ProcedureId, ProcedureVersion
from visualizer.case_picture import procedure_svg

router = APIRouter(prefix="/procedures", tags=["procedures"])
ProcedurePath = Annotated[ProcedureId, Path(max_length=100, examples=["birth-residence-insurance"])]
VersionPath = Annotated[ProcedureVersion, Path(max_length=20, examples=["2026-09-01"])]
_LOOKING = problem_responses("not_found", "input_invalid")


@router.get("", summary="List the procedures")
def list_procedures(catalogue: Catalogue) -> schemas.ProcedureList:
    """Every version of every procedure; a case keeps the version of its receipt."""
    catalogue.refresh()
    found = [(d, catalogue.find_publication(d.procedure, d.version)) for d in catalogue.all()]
    return schemas.ProcedureList(items=[summary_read(definition, published) for definition, published in found])


@router.get("/{procedure}/{version}", summary="Read a procedure", responses=_LOOKING)
def get_procedure(procedure: ProcedurePath, version: VersionPath, catalogue: Catalogue) -> schemas.ProcedureRead:
    """One version with its form, papers, steps, time limits and the articles they rest on."""
    catalogue.refresh()
    definition, published = catalogue.get(procedure, version), catalogue.find_publication(procedure, version)
    return procedure_read(definition, published, catalogue.agencies, catalogue.form_sets)


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
    return svg_answer(procedure_svg(catalogue.get(procedure, version), catalogue.agencies, language))
