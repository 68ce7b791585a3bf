"""The graph of a case, as a picture of its own."""

from fastapi import APIRouter, Response

from api.auth import CallingActor
from api.dependencies import AsOf, CasePath, Language, Reader
from api.errors import problem_responses
from api.pages.safety import SVG, svg_answer
from engine.core.errors import Reason
from engine.service.read_case import CaseView
from visualizer.case_picture import case_svg

router = APIRouter()


@router.get(
    "/cases/{case_id}/graph.svg",
    tags=["pictures"],
    summary="See the case's graph",
    response_class=Response,
    responses={**problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid"), 200: SVG},
)
def get_case_graph(
    case_id: CasePath, actor: CallingActor, reader: Reader, as_of: AsOf = None, language: Language = "vi"
) -> Response:
    """Steps in the lanes of their agencies, each with its status in words, due dates, waits, the critical path."""
    return svg_answer(graph_of(reader.get_view(case_id, actor, as_of), language))


def graph_of(view: CaseView, language: str) -> str:
    return case_svg(view.definition, view.directory, view.state, view.times, language)
