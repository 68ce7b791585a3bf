"""Branches that are not needed any more: another one was enough for the step that waited for the first of several."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from engine.core import events
from engine.core.case import ENDED_STEPS, CaseState, StepStatus
from engine.core.definition_rules import Join, Others
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.values import Text


def find_superseded(law: Law, state: CaseState) -> events.StepSuperseded | None:
    """The next step for which nothing waits any more: whatever needed it has gone on without it, or is not needed."""
    for step in law.definition.steps:
        if state.superseded_at(step) is None and state.step_status(step) not in ENDED_STEPS:
            found = _found(law, state, step)
            if found is not None:
                return _superseded(state, step, found)
    return None


def is_counted(state: CaseState, step: StepId) -> bool:
    """Whether the case waits for the step, and is as late as it is."""
    return state.superseded_at(step) is None


def ended_with_the_case(law: Law, state: CaseState, at: datetime) -> Iterator[events.StepSuperseded]:
    """The branches that went on beside the case, and that its end cuts off."""
    for step in law.definition.steps:
        if is_counted(state, step) or state.step_status(step) in ENDED_STEPS:
            continue
        because = next((e for e in _because(law, state, step)), step)
        last = state.steps[step].last_event_at or at
        yield events.StepSuperseded(at=max(at, last), step=step, because=because, ends=True)


def refuse_if_superseded(state: CaseState, step: StepId, attempted: str, reason: Reason) -> None:
    """Nobody is asked for anything, and nothing is put off, for a step that the case does not wait for."""
    if is_counted(state, step):
        return
    raise CommandRefused(
        reason,
        Text(
            vi=f"kết quả của bước {step} không còn cần thiết: một bước khác đã đủ để giải quyết tiếp",
            en=f"the result of step {step} is not needed any more: another step was enough to go on",
        ),
        attempted=attempted,
        current=state.step_status(step),
    )


class _Found(NamedTuple):
    """Which step was enough, since when, and whether the branch ends by it."""

    because: StepId
    at: datetime
    ends: bool


def _superseded(state: CaseState, step: StepId, found: _Found) -> events.StepSuperseded:
    known = state.steps.get(step)
    last = known.last_event_at if known and known.last_event_at else found.at
    return events.StepSuperseded(at=max(found.at, last), step=step, because=found.because, ends=found.ends)


def _found(law: Law, state: CaseState, step: StepId) -> _Found | None:
    """Null while something waits for the step; it ends only if nothing at all lets it go on."""
    if any(wait.sent_back is not None and wait.sent_back.to == step for wait in state.open_suspensions()):
        return None
    reasons = [_by(law, state, step, after) for after in _followers(law, step)]
    known = [reason for reason in reasons if reason is not None]
    if not known or len(known) < len(reasons):
        return None
    return _Found(known[-1].because, max(reason.at for reason in known), all(reason.ends for reason in known))


def _by(law: Law, state: CaseState, step: StepId, after: StepId) -> _Found | None:
    """Why `after` does not wait for `step`: it began with another, or is not waited for itself."""
    declared, known = law.definition.steps[after], state.steps.get(after)
    if declared.join is Join.ANY and known is not None and known.status is not StepStatus.NOT_READY and not known.anew:
        first = _enough(state, declared.needs)
        since = known.opened_at or known.finished_at
        if first is not None and since is not None:
            return _Found(first, since, declared.others is Others.END)
    if known is not None and known.superseded_at is not None:
        because = next(_because(law, state, after), after)
        return _Found(because, known.superseded_at, known.status is StepStatus.SUPERSEDED)
    return None


def _because(law: Law, state: CaseState, step: StepId) -> Iterator[StepId]:
    """The steps that were enough for what comes after a superseded step, the nearest first."""
    for after in _followers(law, step):
        declared = law.definition.steps[after]
        first = _enough(state, declared.needs) if declared.join is Join.ANY else None
        yield from (first,) if first is not None else _because(law, state, after)


def _enough(state: CaseState, needs: tuple[StepId, ...]) -> StepId | None:
    """The first of them that was completed."""
    ends = [
        (end, n)
        for n in needs
        if state.step_status(n) is StepStatus.COMPLETED and (end := state.steps[n].finished_at) is not None
    ]
    return min(ends, key=lambda one: one[0])[1] if ends else None


def _followers(law: Law, step: StepId) -> tuple[StepId, ...]:
    return tuple(s for s, declared in law.definition.steps.items() if step in declared.needs)
