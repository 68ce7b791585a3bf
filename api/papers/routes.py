"""Papers of a case: the list, and each as the PDF that was handed out."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response

from api.auth import CallingActor
from api.cases.clock_shapes import local
from api.dependencies import CasePath, TheProduct
from api.errors import problem_responses
from api.papers import schemas
from api.plain_json import PlainText
from api.schemas import words
from engine.core.errors import Reason
from engine.core.identifiers import AgencyId
from engine.service.make_papers import ListedPaper

router = APIRouter(tags=["papers"])

PDF: dict[str, Any] = {
    "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    "description": "The paper.",
    "headers": {"ETag": {"schema": {"type": "string"}, "description": "The SHA-256 of the PDF."}},
}
_POLICY = "frame-ancestors 'none'; base-uri 'none'"
"""What a browser shows PDFs with is an object of its own, which the policy of our pages would shut out."""

_SAME: dict[str, Any] = {"description": "The paper is the one that `If-None-Match` names."}
_Name = Annotated[PlainText, Path(description="The name of the paper in its case, as `receipt-2`.", max_length=40)]
_Known = Annotated[PlainText | None, Header(alias="If-None-Match", max_length=500, description="An earlier `ETag`.")]


@router.get(
    "/cases/{case_id}/papers",
    summary="List the papers of a case",
    responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid"),
)
def list_papers(case_id: CasePath, actor: CallingActor, product: TheProduct) -> schemas.PapersOfCase:
    """What was handed out, or is to be: slips, requests, letters, the control sheet. A case whose personal data were
    purged has none."""
    found = product.papers.of_case(case_id, actor, product.reader)
    return schemas.PapersOfCase(items=[_read(listed) for listed in found])


@router.get(
    "/cases/{case_id}/papers/{paper}",
    summary="Print a paper",
    response_class=Response,
    responses={
        **problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid"),
        200: PDF,
        304: _SAME,
    },
)
def get_paper(
    case_id: CasePath, paper: _Name, actor: CallingActor, product: TheProduct, known: _Known = None
) -> Response:
    """The PDF as it was handed out, for A5 or A4; made now if nobody has made it yet, and the same each time. A control
    sheet can be asked for after any event: `control-sheet-7`."""
    found = product.papers.get(case_id, paper, actor, product.reader)
    tag = f'"{found.sha256}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Content-Security-Policy": _POLICY}
    if known is not None and tag in known:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{found.file_name}"'
    return Response(found.content, media_type="application/pdf", headers=headers)


@router.get(
    "/agencies/{agency}/tracking-book",
    summary="Print the tracking book",
    response_class=Response,
    responses={
        **problem_responses("unauthenticated", "not_found", "input_invalid", Reason.NOT_PERMITTED),
        200: {"content": PDF["content"], "description": "The pages of these days."},
    },
)
def get_tracking_book(
    agency: Annotated[PlainText, Path(description="The unit that received the dossiers.", max_length=100)],
    actor: CallingActor,
    product: TheProduct,
    first: Annotated[date | None, Query(alias="from", description="The first day; not given: today.")] = None,
    last: Annotated[date | None, Query(alias="to", description="The last day; not given: the first.")] = None,
) -> Response:
    """Each dossier that got its code there on these days, with the number it has in the book of the year: from what is on
    record now, for A4. A month at most; one's own agency's, or any for who may see all."""
    begins = first or product.tracking_book.today()
    content = product.tracking_book.print(AgencyId(agency), begins, last or begins, actor)
    return Response(
        content, media_type="application/pdf", headers={"Cache-Control": "no-store", "Content-Security-Policy": _POLICY}
    )


def _read(listed: ListedPaper) -> schemas.StatutoryPaper:
    paper, kept = listed.paper, listed.kept
    return schemas.StatutoryPaper(
        name=paper.name,
        kind=paper.kind.value,
        title=words(paper.title),
        form=paper.number,
        form_set=paper.form_set,
        sequence=paper.sequence,
        at=local(paper.at),
        made_at=local(kept.made_at) if kept else None,
        sha256=kept.sha256 if kept else None,
        template=kept.template if kept else None,
    )
