"""Delegations: a colleague of one's agency stands in while one is away."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.auth import CallingActor
from api.cases.clock_shapes import local, maybe_local
from api.delegations import schemas
from api.dependencies import TheProduct
from api.errors import problem_responses
from api.plain_json import PlainText
from engine.core.delegations import Delegation, WantedDelegation
from engine.core.errors import Reason

router = APIRouter(prefix="/delegations", tags=["delegations"])
_WRITING = (
    *("unauthenticated", Reason.NOT_PERMITTED, "input_invalid"),
    *("too_large", "busy", "ledger_away", "storage_full"),
)
DelegationPath = Annotated[PlainText, Path(description="The id of the delegation.", max_length=100)]


@router.get(
    "", summary="See who stands in for whom", responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED)
)
def list_delegations(actor: CallingActor, product: TheProduct) -> schemas.DelegationList:
    """Those that the caller gave or was given; to a lead all of the agency. Ended ones, too."""
    return schemas.DelegationList(items=[_read(known) for known in product.delegating.visible_to(actor)])


@router.post(
    "",
    status_code=201,
    summary="Let a colleague stand in",
    responses=problem_responses(*_WRITING, Reason.DELEGATION_INVALID),
)
def give_delegation(body: schemas.DelegationCreate, actor: CallingActor, product: TheProduct) -> schemas.DelegationRead:
    """While it holds, the colleague may send `On-Behalf-Of: <id>` and has the giver's rights, no others; each event then
    says who acted and for whom. It ends with its time, by an act, or with the giver's own account, and is not passed on.
    """
    given = product.delegating.give(actor, WantedDelegation.model_validate(body.model_dump()))
    return _read(given)


@router.post(
    "/{delegation}/end",
    summary="End a delegation early",
    responses=problem_responses(*_WRITING, "not_found"),
)
def end_delegation(delegation: DelegationPath, actor: CallingActor, product: TheProduct) -> schemas.DelegationRead:
    """Who gave it, who has it and the lead may; what was done by it stays done."""
    return _read(product.delegating.end(actor, delegation))


def _read(known: Delegation) -> schemas.DelegationRead:
    return schemas.DelegationRead(
        id=known.id,
        giver=known.giver,
        taker=known.taker,
        agency=known.agency,
        procedure=known.procedure,
        from_at=local(known.from_at),
        until_at=local(known.until_at),
        given_at=local(known.given_at),
        given_by=known.given_by,
        ended_at=maybe_local(known.ended_at),
        ended_by=known.ended_by,
    )
