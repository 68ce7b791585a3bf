"""What events make of the questions to other agencies: asked, answered, taken back, left open by a step that is over."""

from typing import Any

from engine.core import opinion_events
from engine.core.case_state import CaseState, StepStatus
from engine.core.identifiers import AgencyId, OpinionId, StepId
from engine.core.opinions import Opinion, OpinionEnd
from engine.core.values import Instant

IN_WORK = frozenset({StepStatus.OPEN, StepStatus.CLAIMED, StepStatus.SUSPENDED})
"""While a step is in one of these, its question may still be answered."""

OpinionEvent = opinion_events.OpinionAsked | opinion_events.OpinionGiven | opinion_events.OpinionWithdrawn


def with_opinion(state: CaseState, event: OpinionEvent) -> CaseState:
    """The status of the step stays, and so does its clock: nobody works less or waits longer."""
    known = state.steps[event.step]
    noted = state.model_copy(
        update={"steps": {**state.steps, event.step: known.model_copy(update={"last_event_at": event.at})}}
    )
    match event:
        case opinion_events.OpinionAsked():
            asked = Opinion(
                id=event.opinion,
                step=event.step,
                agency=event.agency,
                asked_for=event.asked_for,
                question=event.question,
                asked_by=event.asked_by,
                asked_at=event.at,
                due_at=event.due_at,
                run=known.run,
            )
            return noted.model_copy(update={"opinions": (*state.opinions, asked)})
        case opinion_events.OpinionGiven():
            said = {"answer": event.answer, "text": event.text, "reference": event.reference}
            return _ended(noted, event.opinion, event.at, OpinionEnd.GIVEN, **said, given_by_name=event.name)
        case opinion_events.OpinionWithdrawn():
            return _ended(noted, event.opinion, event.at, OpinionEnd.WITHDRAWN, withdrawn_because=event.reason)


def without_left_opinions(state: CaseState, at: Instant) -> CaseState:
    """A question lives in the run of the step in which it was asked: over with it, it ends without an answer."""
    if all(not opinion.is_open or _is_in_work(state, opinion) for opinion in state.opinions):
        return state
    left = tuple(
        opinion
        if not opinion.is_open or _is_in_work(state, opinion)
        else opinion.model_copy(update={"ended_at": at, "ended": OpinionEnd.LEFT})
        for opinion in state.opinions
    )
    return state.model_copy(update={"opinions": left})


def open_opinions(state: CaseState, step: StepId, agency: AgencyId | None = None) -> tuple[Opinion, ...]:
    """What a step has asked and nobody has answered, in the order of asking; of one agency where it is named."""
    return tuple(
        opinion
        for opinion in state.opinions
        if opinion.step == step and opinion.is_open and agency in (None, opinion.agency)
    )


def is_consulted(state: CaseState, step: StepId | None, agency: AgencyId | None) -> bool:
    """Whether the agency was ever asked about the step: who was asked may be told that it is no more."""
    return agency is not None and any(o.step == step and o.agency == agency for o in state.opinions)


def _is_in_work(state: CaseState, opinion: Opinion) -> bool:
    known = state.steps.get(opinion.step)
    return known is not None and known.status in IN_WORK and known.run == opinion.run


def _ended(state: CaseState, which: OpinionId, at: Instant, how: OpinionEnd, **said: Any) -> CaseState:
    ended = {"ended_at": at, "ended": how, **said}
    opinions = tuple(o.model_copy(update=ended) if o.id == which else o for o in state.opinions)
    return state.model_copy(update={"opinions": opinions})
