"""What legal time counts of a received case: from definition and state to facts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from engine.core.case import CaseState, CaseStatus, StepStatus
from engine.core.definition_basics import TimeLimit
from engine.core.extensions import extensions_of_total, extensions_of_turn
from engine.core.identifiers import StepId
from engine.core.joins import with_joins_decided
from engine.core.known_law import known_law
from engine.core.law import Circumstances, Law, applies, circumstances, limit_in_force
from engine.core.legal_time import (
    CaseFacts,
    Pause,
    Policy,
    StepFacts,
    Unit,
    WorkCalendar,
    evaluate_case,
    to_instant,
)
from engine.core.step_hours import outages, outages_of_holders, step_calendar
from engine.core.turns import Turn, turns_of, undecided
from engine.core.waits import is_of_total, pauses_of_case

_ANY_TOTAL = TimeLimit(n=Decimal(1), unit=Unit.WORKING_DAYS)
"""Stands in for a total that no law limits: what is expected of the steps does not depend on it."""

_GONE = frozenset({StepStatus.NOT_NEEDED, StepStatus.UNREACHED})


@dataclass(frozen=True, slots=True)
class CountedFacts:
    """What legal time counts of a received case: every step with a limit, and those that its total covers.

    Where no law limits the whole, nothing is under a total; `whole` then has the steps and what is expected of them,
    and its own due date means nothing.
    """

    whole: CaseFacts
    under_total: CaseFacts | None
    limits: Mapping[StepId, TimeLimit]
    total: TimeLimit | None
    taking_part: tuple[StepId, ...]
    beside: Mapping[StepId, StepFacts]
    """Steps that nothing waits for any more, each as itself: in `whole` they are over since then."""

    def of_step(self, step: StepId) -> StepFacts:
        """What is counted of one step with a limit."""
        return self.beside[step] if step in self.beside else self.whole.by_id[step]


def facts_of(law: Law, state: CaseState, as_of: datetime) -> CountedFacts | None:
    """From definition and state to the facts, with the calendars as they were known then; null before the receipt."""
    law = known_law(law, state, as_of)
    if state.received_at is None:
        return None
    seen = circumstances(law.definition, state.form, state.facts)
    alive = [s for s in law.definition.steps if _takes_part(law, state, s, seen)]
    found = {s: limit_in_force(law.definition.steps[s], seen) for s in alive}
    limits = {s: limit for s, limit in found.items() if limit is not None}
    limited = list(limits)
    total = limit_in_force(law.definition.total, seen)
    at = to_instant(as_of)
    whole = _facts(law, state, limited, limits, total, at)
    covered = [s for s in limited if s in law.definition.covered_steps()]
    under_total = whole if covered == limited else _facts(law, state, covered, limits, total, at)
    turns = turns_of(law.definition, state, limited)
    beside = {
        turn.step: step_facts(law, state, turn, limits)
        for turn in turns
        if turn.name == turn.step and state.superseded_at(turn.step) is not None
    }
    return CountedFacts(whole, under_total if total is not None else None, limits, total, tuple(alive), beside)


def facts_of_every_step(law: Law, state: CaseState, as_of: datetime) -> CaseFacts | None:
    """The same with the steps that no law limits: who had the time does not depend on a limit. No date is read off it."""
    counted = facts_of(law, state, as_of)
    if counted is None or len(counted.limits) == len(counted.taking_part):
        return None if counted is None else counted.whole
    limits = {**dict.fromkeys(counted.taking_part, _ANY_TOTAL), **counted.limits}
    law = known_law(law, state, as_of)
    return _facts(law, state, list(counted.taking_part), limits, counted.total, to_instant(as_of))


def total_calendar(law: Law) -> WorkCalendar:
    return law.calendars.working(law.definition.calendar, cut_off=law.definition.total.cut_off, until_midnight=True)


def step_facts(law: Law, state: CaseState, turn: Turn, limits: Mapping[StepId, TimeLimit]) -> StepFacts:
    """What is counted of one turn of a step that has a limit."""
    declared = law.definition.steps[turn.step]
    agency = turn.agency or state.agencies[turn.step]
    limit = limits.get(turn.step) or limit_in_force(declared, circumstances(law.definition, state.form, state.facts))
    assert limit is not None, "what has no limit is not counted"
    extensions = extensions_of_turn(state, turn)
    return StepFacts(
        id=turn.name,
        calendar=step_calendar(law, turn, agency, law.definition.total.cut_off if turn.is_from_receipt else None),
        convention=limit.counting(declared.counting),
        allowance=limit.allowance,
        received=turn.is_from_receipt,
        started_at=to_instant(turn.opened_at) if turn.opened_at else None,
        finished_at=_finish(state, turn),
        pauses=_pauses(law, turn) + outages_of_holders(law, turn, agency),
        after=turn.after,
        extensions=extensions,
        max_extensions=max(1, len(extensions)),
        agency=agency,
        held_before=tuple((had.agency, to_instant(had.until)) for had in turn.held_before),
    )


def _takes_part(law: Law, state: CaseState, step: StepId, seen: Circumstances) -> bool:
    """Not a step that this case does not need, will not reach, or had not reached when it closed."""
    status = state.step_status(step)
    if status in _GONE:
        return False
    if status is StepStatus.NOT_READY:
        return state.closed_at is None and applies(law.definition, step, seen)
    if status in (StepStatus.SUPERSEDED, StepStatus.ENDED):  # else it was over before it began
        return state.steps[step].opened_at is not None
    return True


def _facts(
    law: Law,
    state: CaseState,
    steps: list[StepId],
    limits: Mapping[StepId, TimeLimit],
    total: TimeLimit | None,
    at: int,
) -> CaseFacts:
    assert state.received_at is not None
    extensions = extensions_of_total(state)
    facts = CaseFacts(
        id=state.id,
        calendar=total_calendar(law),
        convention=law.definition.total.counting,
        allowance=(total or _ANY_TOTAL).allowance,
        received_at=to_instant(state.received_at),
        received=True,
        extensions=extensions,
        max_extensions=max(1, len(extensions)),
        policy=law.definition.total.policy,
        steps=tuple(step_facts(law, state, turn, limits) for turn in _awaited(law, state, steps)),
        pauses=outages(law, law.definition.calendar, state.received_at) + _pauses_of_total(law, state),
    )
    joins = undecided(law.definition, state, steps)
    return with_joins_decided(facts, joins, lambda known: evaluate_case(known, at).projected) if joins else facts


def _awaited(law: Law, state: CaseState, steps: list[StepId]) -> tuple[Turn, ...]:
    """The turns that the case waited for; nothing comes after one that it did not wait for."""
    turns = turns_of(law.definition, state, steps)
    found = [counted for turn in turns if (counted := _while_awaited(state, turn)) is not None]
    if len(found) == len(turns):
        return tuple(found)
    names = {turn.name for turn in found}
    return tuple(replace(turn, after=tuple(name for name in turn.after if name in names)) for turn in found)


def _while_awaited(state: CaseState, turn: Turn) -> Turn | None:
    """The part of a turn that the case waited for: until nothing did; null where that was before its beginning.

    What such a branch does afterwards, and what it waits for, is no time of the case.
    """
    since = state.superseded_at(turn.step)
    if since is None or turn.name != turn.step:
        return turn
    if turn.opened_at is None or turn.opened_at >= since:
        return None
    ended = since if turn.finished_at is None else min(since, turn.finished_at)
    return replace(turn, finished_at=ended, waits=tuple(w for w in turn.waits if w.started_at < ended))


def _finish(state: CaseState, turn: Turn) -> int | None:
    if turn.finished_at is not None:
        return to_instant(turn.finished_at)
    closed = state.closed_at if state.status is not CaseStatus.IN_PROGRESS else None
    return to_instant(closed) if closed is not None and turn.opened_at is not None else None


def _pauses(law: Law, turn: Turn) -> tuple[Pause, ...]:
    """Under the policy `any` a return holds its step only: a fault of the agencies' own never stops the total."""
    return tuple(
        Pause(
            kind=s.kind,
            start=to_instant(s.started_at),
            end=to_instant(s.ended_at) if s.ended_at else None,
            effect=s.effect,
            blocking=s.sent_back is None or law.definition.total.policy is Policy.ALL,
        )
        for s in turn.waits
    )


def _pauses_of_total(law: Law, state: CaseState) -> tuple[Pause, ...]:
    """Waits that stop or restart the total as such, e.g. a dossier returned after appraisal (NĐ 61/2018 art. 19(4))."""
    return tuple(
        pause for s in state.suspensions if is_of_total(law.definition, s) for pause in pauses_of_case(state, s)
    )
