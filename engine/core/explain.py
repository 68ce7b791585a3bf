"""Why a due date of a case is what it is: legal time's own walk, with the names, reasons and articles of its stretches.

It counts nothing: `legal_time.explain_case` and `explain_step` say what became of each day; here it gets its name.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from engine.core.case import CaseState, Suspension
from engine.core.case_clock import CaseTimes, times_of
from engine.core.counted_facts import CountedFacts, facts_of
from engine.core.definition import StepDefinition, Total
from engine.core.definition_basics import TimeLimit
from engine.core.explanation import DueExplanation, Hold, NamedTerm
from engine.core.explanation_names import Naming, special_days
from engine.core.identifiers import AgencyId, StepId
from engine.core.known_law import known_law
from engine.core.law import Law
from engine.core.legal_time import (
    CaseFacts,
    Clock,
    ClockEffect,
    ClockStatus,
    Explanation,
    Instant,
    Policy,
    case_stops,
    explain_case,
    explain_step,
    to_datetime,
    to_instant,
)
from engine.core.turns import step_named


def explain_due_dates(law: Law, state: CaseState, as_of: datetime) -> tuple[DueExplanation, ...]:
    """Of the total, then of each step that takes part, in the order of the procedure; none before the receipt.

    What no law limits has none either: `engine.core.notes` says why.

    `state` holds what had happened by `as_of`.
    """
    law = known_law(law, state, as_of)
    counted = facts_of(law, state, as_of)
    if counted is None:
        return ()
    times = times_of(law, state, as_of)
    steps = (_explained_step(law, state, counted, times, step) for step in counted.limits)
    if counted.under_total is None or times.case is None:
        return tuple(steps)
    return (_explained_total(law, state, counted.under_total, times, times.case), *steps)


def explained_until(law: Law) -> date:
    """The last day whose days off are known; as of a later one, a wait until then could not be told day by day."""
    calendars = {law.definition.calendar, *(agency.calendar for agency in law.agencies.agencies.values())}
    return min(law.calendars.definition(calendar).covers.last for calendar in calendars)


def _explained_total(
    law: Law, state: CaseState, under_total: CaseFacts, times: CaseTimes, clock: Clock
) -> DueExplanation:
    assert times.total is not None, "what is counted has a limit"
    walk = explain_case(under_total, to_instant(times.as_of))
    naming = Naming(law, state, law.calendars.definition(law.definition.calendar), None)
    steps = {step_named(state, turn.id) for turn in under_total.steps}
    waits = [s for s in state.suspensions if s.step in steps]
    found = _explanation(naming, walk, times, clock, law.definition.total, times.total, waits)
    idle = tuple(_beside_others(hold, under_total, to_instant(times.as_of)) for hold in found.without_effect)
    return replace(found, without_effect=idle)


def _beside_others(hold: Hold, case: CaseFacts, at: Instant) -> Hold:
    """Under the policy `all` a wait leaves the total alone while another step can go on (rule R18)."""
    if case.policy is not Policy.ALL or hold.step is None or hold.effect is ClockEffect.NONE:
        return hold
    begun, until = to_instant(hold.started_at), to_instant(hold.until) if hold.until is not None else at
    stood = any(start < until and begun < end for start, end in case_stops(case, at))
    return hold if stood or begun >= until else replace(hold, others_went_on=True)


def _explained_step(
    law: Law, state: CaseState, counted: CountedFacts, times: CaseTimes, step: StepId
) -> DueExplanation:
    facts = counted.of_step(step)
    walk = explain_step(facts, to_instant(times.as_of))
    agency = law.agencies.agencies[AgencyId(facts.agency)]
    naming = Naming(law, state, law.calendars.definition(agency.calendar), step)
    run = state.steps[step].run if step in state.steps else 1
    waits = [s for s in state.suspensions if s.step == step and s.run == run]
    rule = law.definition.steps[step]
    return _explanation(naming, walk, times, times.steps[step], rule, counted.limits[step], waits)


def _explanation(
    naming: Naming,
    walk: Explanation,
    times: CaseTimes,
    clock: Clock,
    rule: StepDefinition | Total,
    limit: TimeLimit,
    waits: Sequence[Suspension],
) -> DueExplanation:
    if (
        clock.status is ClockStatus.NOT_JUDGED and clock.due_at is None
    ):  # what nobody finished runs towards nothing any more
        walk = replace(walk, due_at=None, due_on=None, terms=())
    terms = tuple(naming.term(term) for term in walk.terms)
    holds = naming.holds(waits)
    restarted = walk.clock_start is not None and walk.clock_start != walk.effective_start
    restarted_at = _datetime(walk.clock_start) if restarted else None
    holding = _holding(terms, holds, clock) | {hold.id for hold in holds if hold.restarts_at(restarted_at)}
    asked = {wait.id for wait in waits}
    shifted = naming.shifted(walk)
    special = special_days(terms, shifted)
    promised = naming.state if naming.step is None else None
    return DueExplanation(
        step=naming.step,
        title=naming.title(),
        agency_title=naming.agency_title(naming.step),
        as_of=times.as_of,
        clock=clock,
        limit=naming.applied(rule, limit),
        begun_at=_datetime(walk.begun_at),
        counted_from=_datetime(walk.effective_start),
        shifted=shifted,
        restarted_at=restarted_at,
        terms=terms,
        extended_by=naming.extensions(len(terms) - 1),
        held_by=tuple(hold for hold in holds if hold.id in holding),
        without_effect=tuple(hold for hold in holds if hold.id in asked - holding and walk.terms),
        due_at=_datetime(walk.due_at),
        due_on=walk.due_on,
        promised_at=promised.promised_due_at if promised else None,
        promise_in_force=promised.promise_in_force if promised else None,
        promise_moves=promised.promise_moves if promised else (),
        sources=naming.sources(special),
        decisions=naming.decisions(special),
    )


def _holding(terms: Sequence[NamedTerm], holds: Sequence[Hold], clock: Clock) -> set[str]:
    """Which suspensions took time away, or hold the clock now."""
    found = {held for term in terms for day in term.days for held in day.held_by}
    found |= {held for term in terms for stretch in term.stretches for held in stretch.held_by}
    if clock.paused and clock.due_at is None:  # what has just begun to hold it has taken nothing yet
        found |= {hold.id for hold in holds if hold.until is None and hold.effect is not ClockEffect.NONE}
    return found


def _datetime(at: Instant | None) -> datetime | None:
    return to_datetime(at) if at is not None else None
