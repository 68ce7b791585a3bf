"""The clocks of automatic steps that run until the agency's own system says that it has taken the work on."""

from collections.abc import Iterable

from engine.core.case import CaseState, StepState
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import Clock, Convention, StepFacts, evaluate_step, to_instant


def answer_clocks(law: Law, state: CaseState, steps: Iterable[StepId], at: int) -> dict[StepId, Clock]:
    """From the opening of an automatic step to the answer that the work is taken on, or to the end of the work."""
    found = {}
    for step in steps:
        run, known = law.definition.steps[step].run, state.steps.get(step)
        if run is None or run.answer_within is None or known is None:
            continue
        answered_at = _answered_at(known)
        if known.opened_at is None or known.agency is None or (answered_at is None and state.closed_at is not None):
            continue  # when the case ends without an answer, nobody is judged by what nobody did
        awaited = StepFacts(
            id=step,
            calendar=law.calendars.working(law.agencies.agencies[known.agency].calendar),
            convention=run.answer_within.counting(Convention.ELAPSED),
            allowance=run.answer_within.allowance,
            received=False,
            started_at=to_instant(known.opened_at),
            finished_at=answered_at,
        )
        found[step] = evaluate_step(awaited, at)
    return found


def _answered_at(step: StepState) -> int | None:
    said = step.acknowledged_at or step.finished_at
    return to_instant(said) if said is not None else None
