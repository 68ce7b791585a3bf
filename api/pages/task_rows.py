"""The rows of a worklist: a step that waits at an agency, how it stands, and what may be done right there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.marks import Mark
from api.pages.rows import ClockLine, agency_title, step_lines
from engine.core.actors import Actor
from engine.core.available import available_commands
from engine.core.identifiers import ActorId, StepId
from engine.core.required_papers import asks_for_nothing
from engine.core.values import Text
from engine.core.work_standing import STANDING_WORDS, WorkStanding
from engine.service.read_case import WorkItem

GROUPS: Mapping[str, Text] = {standing.value: STANDING_WORDS[standing] for standing in WorkStanding}
"""In the order in which they are shown: what is at risk first."""


_OFFERED = frozenset({"claim_step", "release_step", "assign_step", "complete_step"})


@dataclass(frozen=True, slots=True)
class Row:
    """One step that waits."""

    case_id: str
    step: StepId
    code: str | None
    applicant: str
    procedure: str
    procedure_title: Text
    title: Text
    status: str
    status_words: Text
    marks: Sequence[Mark]
    clock: ClockLine | None
    no_limit: Text | None
    due_at: datetime | None
    claimed_by: ActorId | None
    claimed_by_name: str | None
    receiver: Text | None
    group: str
    can: frozenset[str]
    """What the list offers for it: `claim`, `release`, `assign`; `complete` where the step asks for nothing."""


def row_of(item: WorkItem, actor: Actor) -> Row:
    step, case, view = item.entry.step, item.entry.case, item.view
    line = next(known for known in step_lines(view) if known.step == step.step)
    offered = {one.command for one in available_commands(view.law, view.state, actor) if one.step == step.step}
    if not asks_for_nothing(view.law, view.state, step.step):
        offered.discard("complete_step")  # what it asks for is filled in on the page of the case
    known = view.state.steps[step.step]
    group = item.entry.standing.value
    due_at = line.clock.due_at if line.clock is not None else None
    return Row(
        case_id=case.case_id,
        step=step.step,
        code=case.dossier_code,
        applicant=case.applicant,
        procedure=case.procedure,
        procedure_title=view.definition.title,
        title=line.title,
        status=known.status.value,
        status_words=line.status,
        marks=line.clock.marks if line.clock is not None else (),
        clock=line.clock,
        no_limit=line.no_limit,
        due_at=due_at,
        claimed_by=known.claimed_by,
        claimed_by_name=known.claimed_by_name,
        receiver=agency_title(view, view.state.receiving_agency),
        group=group,
        can=frozenset(name.removesuffix("_step") for name in offered & _OFFERED),
    )
