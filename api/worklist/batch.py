"""The same act on many steps: one request, a command and a transaction for each, an answer for each."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Request, Response

from api.auth import CallingActor
from api.dependencies import TheProduct
from api.errors import problem_of, problem_responses
from api.worklist import batch_schemas as schemas
from engine.core import commands
from engine.core.actors import Actor
from engine.core.errors import EngineError, Reason
from engine.service.give_batch import BatchAnswer, command_id_in, give_batch
from engine.wiring import Product

router = APIRouter(prefix="/worklist", tags=["steps"])
BatchKey = Annotated[UUID | None, Header(description="The batch's id: a repeat with the same id does nothing twice.")]


@router.post(
    "/batch",
    summary="Do the same with many steps",
    responses=problem_responses(
        *("unauthenticated", Reason.NOT_PERMITTED, "input_invalid", "too_large"),
        *("busy", "ledger_away", "storage_full"),
    ),
)
def take_batch(
    body: schemas.Batch,
    request: Request,
    response: Response,
    actor: CallingActor,
    product: TheProduct,
    idempotency_key: BatchKey = None,
) -> schemas.BatchRead:
    """Claims, releases, assigns or completes up to a hundred steps. Each is a command as if it were given alone: what is
    refused has its problem document and holds up none of the others. `complete` says no result and hands in no paper: a
    step that asks for one is refused, and is completed by itself.

    Sent again with the same key, what was carried out is answered as it was; what was refused, and what an interruption
    left, is tried again.
    """
    batch = idempotency_key or uuid4()
    response.headers["Idempotency-Key"] = str(batch)
    answers = give_batch(product.commands.handle, orders_of(product, actor, body, batch))
    items = [_answer(request, item, answer) for item, answer in zip(body.items, answers, strict=True)]
    done = sum(item.problem is None for item in items)
    return schemas.BatchRead(done=done, refused=len(items) - done, items=items)


def orders_of(product: Product, actor: Actor, body: schemas.Batch, batch: UUID) -> list[commands.Command]:
    """A command for each item, in its order; the page of the worklist gives the same."""
    to = body.to
    assignee = product.colleagues.find(to) if to is not None else None

    def order(item: schemas.BatchItem) -> commands.Command:
        said = {
            "command_id": command_id_in(batch, item.case_id, item.step),
            "case_id": item.case_id,
            "actor": actor,
            "expected_version": item.expected_version,
            "step": item.step,
        }
        match body.act:
            case schemas.BatchAct.CLAIM:
                return commands.ClaimStep.model_validate(said)
            case schemas.BatchAct.RELEASE:
                return commands.ReleaseStep.model_validate(said)
            case schemas.BatchAct.COMPLETE:
                return commands.CompleteStep.model_validate(said)
            case schemas.BatchAct.ASSIGN:
                return commands.AssignStep.model_validate({**said, "to": to, "assignee": assignee})

    return [order(item) for item in body.items]


def _answer(request: Request, item: schemas.BatchItem, answer: BatchAnswer) -> schemas.BatchItemRead:
    if isinstance(answer.outcome, EngineError):
        problem = problem_of(request, answer.outcome)
        return schemas.BatchItemRead(case_id=item.case_id, step=item.step, version=None, problem=problem)
    version = answer.outcome.state.version
    return schemas.BatchItemRead(case_id=item.case_id, step=item.step, version=version, problem=None)
