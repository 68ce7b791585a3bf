"""Notices of time: of one case in the order in which they came, of an agency with the newest first."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import CallingActor
from api.cases.clock_shapes import local
from api.dependencies import CasePath, OnePage, TheProduct
from api.errors import problem_responses
from api.notices import schemas
from api.plain_json import PlainText
from api.schemas import words
from engine.core.errors import Reason
from engine.core.identifiers import AgencyId
from engine.core.rungs import RUNG_WORDS
from engine.service.ports import DueNotice

router = APIRouter(tags=["time"])


@router.get(
    "/cases/{case_id}/notices",
    summary="Read what was told of the case's time",
    responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid"),
)
def list_notices_of_case(case_id: CasePath, actor: CallingActor, product: TheProduct) -> schemas.NoticesOfTime:
    """Each once, in the order in which the limits passed; a date that moved is told again with its new date."""
    found = product.notices.of_case(case_id, actor)
    return schemas.NoticesOfTime(items=[_read(notice) for notice in found], next=None)


@router.get(
    "/notices",
    summary="Read what an agency was told",
    responses=problem_responses("unauthenticated", "input_invalid", Reason.NOT_PERMITTED),
)
def list_notices(
    actor: CallingActor,
    product: TheProduct,
    page: OnePage,
    agency: Annotated[
        PlainText | None, Query(max_length=100, description="Not given: the caller's. Another: for who may see all.")
    ] = None,
) -> schemas.NoticesOfTime:
    """The newest first: what is nearly due, what is overdue, which supplements and opinions did not come, where silence
    answered."""
    found, cursor = product.notices.to_agency(AgencyId(agency) if agency else None, actor, page)
    return schemas.NoticesOfTime(items=[_read(notice) for notice in found], next=cursor)


def _read(notice: DueNotice) -> schemas.NoticeOfTime:
    rung = notice.rung
    return schemas.NoticeOfTime(
        case_id=notice.case_id,
        kind=rung.kind.value,
        words=words(RUNG_WORDS[rung.kind]),
        step=rung.step,
        opinion=rung.opinion,
        agency=rung.agency,
        due_at=local(rung.due_at),
        at=local(rung.at),
        told_at=local(notice.told_at),
        version=rung.version,
    )
