"""The clocks of a case: from definition and state to the facts that legal time counts.

Nothing else in the product computes a date. As-of evaluation: fold the events up to the instant, then ask here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from engine.core.case import CaseState, CaseStatus, StepState, StepStatus, Suspension
from engine.core.definition import TimeLimit
from engine.core.extensions import extensions_of_step, extensions_of_total
from engine.core.identifiers import AgencyId, StepId
from engine.core.law import Circumstances, Law, applies, circumstances, limit_in_force
from engine.core.legal_time import (
    CaseClock,
    CaseFacts,
    Clock,
    ClockStatus,
    Convention,
    Instant,
    Intake,
    Pause,
    StepFacts,
    Unit,
    WorkCalendar,
    civil_date,
    evaluate_acceptance,
    evaluate_case,
    evaluate_step,
    to_datetime,
    to_instant,
)
from engine.core.step_hours import outages, outages_of_holders, step_calendar

DUE_SOON_SECONDS = 4 * 3600
"""Less own-clock time than this left, and a step is shown as due soon (half a working day)."""

_GONE = frozenset({StepStatus.NOT_NEEDED, StepStatus.UNREACHED})
_WITH_A_RESULT = frozenset({StepStatus.COMPLETED, StepStatus.REFUSED})
_AnyClock = TypeVar("_AnyClock", bound=Clock)
_COUNTED_BY_THE_DAY = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS})


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """Every clock of a case as of one instant. `case` is null before the receipt.

    `projected` gives for each step of the case when it is expected to end (rule R19); `answers` gives for each
    automatic step that has begun how the agency's system stands with saying that it has taken the work on.
    """

    as_of: datetime
    case: CaseClock | None
    steps: Mapping[StepId, Clock]
    answers: Mapping[StepId, Clock]
    projected: Mapping[StepId, datetime]
    critical_path: tuple[StepId, ...]
    acceptance: Clock | None
    limits: Mapping[StepId, TimeLimit]
    total: TimeLimit | None

    @property
    def next_due_at(self) -> datetime | None:
        """The nearest future instant at which a clock of the case or of a step runs out."""
        clocks = [*self.steps.values(), *self.answers.values(), *([self.case] if self.case else [])]
        running = (c.due_at for c in clocks if c.due_at is not None and c.status in _RUNNING)
        ahead = [due for due in running if due > to_instant(self.as_of)]
        return to_datetime(min(ahead)) if ahead else None


_RUNNING = frozenset({ClockStatus.IN_TIME, ClockStatus.DUE_SOON, ClockStatus.OVERDUE})


@dataclass(frozen=True, slots=True)
class CountedFacts:
    """What legal time counts of a received case: every step of it, and those that its total covers."""

    whole: CaseFacts
    under_total: CaseFacts
    limits: Mapping[StepId, TimeLimit]
    total: TimeLimit


def facts_of(law: Law, state: CaseState, as_of: datetime) -> CountedFacts | None:
    """From definition and state to the facts, with the calendars as they were known then; null before the receipt."""
    law = known_law(law, state, as_of)
    if state.received_at is None:
        return None
    seen = circumstances(law.definition, state.form, state.facts)
    alive = [s for s in law.definition.steps if _takes_part(law, state, s, seen)]
    limits = {s: limit_in_force(law.definition.steps[s], seen) for s in alive}
    total = limit_in_force(law.definition.total, seen)
    whole = _facts(law, state, alive, limits, total)
    covered = [s for s in alive if s in law.definition.covered_steps()]
    under_total = whole if covered == alive else _facts(law, state, covered, limits, total)
    return CountedFacts(whole, under_total, limits, total)


def times_of(law: Law, state: CaseState, as_of: datetime) -> CaseTimes:
    """All clocks of the case as of `as_of`; `state` holds what had happened by then."""
    at = to_instant(as_of)
    counted = facts_of(law, state, as_of)
    law = known_law(law, state, as_of)
    if counted is None:
        return CaseTimes(as_of, None, {}, {}, {}, (), _acceptance(law, state, at), {}, None)
    whole = evaluate_case(counted.whole, at, DUE_SOON_SECONDS)
    alike = counted.under_total is counted.whole
    counted_through = CaseTimes(
        as_of=as_of,
        case=whole if alike else evaluate_case(counted.under_total, at, DUE_SOON_SECONDS),
        steps={StepId(step): clock for step, clock in whole.steps.items()},
        answers=_answers(law, state, list(counted.limits), at),
        projected={StepId(step): to_datetime(end) for step, end in whole.projected.items()},
        critical_path=tuple(StepId(step) for step in whole.critical_path),
        acceptance=_acceptance(law, state, at),
        limits=counted.limits,
        total=counted.total,
    )
    return _without_verdict_on_the_unfinished(counted_through, state)


def is_judged(state: CaseState) -> bool:
    """Whether early, on time or late can be said of a case: one that ended without a decision is none of them."""
    return state.closed_at is None or state.status in (CaseStatus.COMPLETED, CaseStatus.REFUSED)


def known_law(law: Law, state: CaseState, as_of: datetime) -> Law:
    """The law with the calendars as they were known then; a closed case keeps what was known at its end."""
    until = as_of if state.closed_at is None else min(as_of, state.closed_at)
    calendars = law.calendars.as_known_on(civil_date(to_instant(until)))
    return law if calendars is law.calendars else Law(law.definition, calendars, law.agencies)


def promise_of(law: Law, state: CaseState, as_of: datetime) -> datetime:
    """The instant printed on the slip, as these calendars make it: of a limit in days, the close of its last day.

    From the receipt and the facts known at it alone: suspensions move the clock, not the slip; an outage moves it once
    it is over. Lateness is judged by the end of that day, 24:00 (Civil Code art. 148(6)). An extension of the total
    gives a new date instead: from what was known when it was granted.
    """
    assert state.received_at is not None
    if state.when_extended is not None:
        return _extended_promise(law, state.when_extended, as_of)
    total = limit_in_force(law.definition.total, circumstances(law.definition, state.form, state.facts_at_receipt))
    over = to_instant(as_of)
    facts = CaseFacts(
        id=state.id,
        calendar=_total_calendar(law),
        convention=law.definition.total.counting,
        allowance=total.allowance,
        received_at=to_instant(state.received_at),
        pauses=tuple(
            p for p in outages(law, law.definition.calendar, state.received_at) if p.end is not None and p.end <= over
        ),
    )
    due = evaluate_case(facts, max(over, to_instant(state.received_at))).due_if_resumed_now
    assert due is not None
    return _printed(law, due, by_the_day=total.unit in _COUNTED_BY_THE_DAY)


def _extended_promise(law: Law, then: CaseState, as_of: datetime) -> datetime:
    """The date in the letter, as these calendars make it; what still waited then is taken to go on at once."""
    granted_at = then.extensions[-1].at
    waiting = {"suspensions": tuple(_ended_by(s, granted_at) for s in then.suspensions)}
    counted = facts_of(law, then.model_copy(update=waiting), as_of)
    assert counted is not None
    facts = counted.under_total
    due = evaluate_case(facts, max(to_instant(as_of), to_instant(granted_at))).due_if_resumed_now
    assert due is not None
    exact = counted.total.unit not in _COUNTED_BY_THE_DAY or any(e.adds and e.adds.exact for e in facts.extensions)
    return _printed(law, due, by_the_day=not exact)


def _ended_by(suspension: Suspension, at: datetime) -> Suspension:
    return suspension if suspension.ended_at is not None else suspension.model_copy(update={"ended_at": at})


def _printed(law: Law, due: Instant, *, by_the_day: bool) -> datetime:
    if not by_the_day:
        return to_datetime(due)
    last_day = civil_date(due - 1)  # a day ends at its close or at 00:00 of the next: one second before is inside
    return to_datetime(_total_calendar(law).close_of(last_day))


def answer_due_at(
    law: Law, agency: AgencyId, term: TimeLimit, asked_at: datetime, *, known_on: date | None = None
) -> datetime:
    """The end of the applicant's term to answer, counted in whole days from the day of the request.

    By the calendars as they were known on a day; without one, on that of the request.
    """
    asked = to_instant(asked_at)
    law = Law(law.definition, law.calendars.as_known_on(known_on or civil_date(asked)), law.agencies)
    waiting = StepFacts(
        id="answer",
        calendar=law.calendars.working(law.agencies.agencies[agency].calendar, until_midnight=True),
        convention=Convention.STATUTORY,
        allowance=term.allowance,
        received=False,
        started_at=asked,
        finished_at=None,
        pauses=(),
    )
    due = evaluate_step(waiting, asked).due_at
    assert due is not None
    return to_datetime(due)


def _answers(law: Law, state: CaseState, steps: list[StepId], at: int) -> dict[StepId, Clock]:
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


def _takes_part(law: Law, state: CaseState, step: StepId, seen: Circumstances) -> bool:
    """Not a step that this case does not need, will not reach, or had not reached when it closed."""
    status = state.step_status(step)
    if status in _GONE:
        return False
    if status is StepStatus.NOT_READY:
        return state.closed_at is None and applies(law.definition, step, seen)
    return True


def _facts(
    law: Law,
    state: CaseState,
    steps: list[StepId],
    limits: Mapping[StepId, TimeLimit],
    total: TimeLimit,
) -> CaseFacts:
    assert state.received_at is not None
    extensions = extensions_of_total(state)
    return CaseFacts(
        id=state.id,
        calendar=_total_calendar(law),
        convention=law.definition.total.counting,
        allowance=total.allowance,
        received_at=to_instant(state.received_at),
        received=True,
        extensions=extensions,
        max_extensions=max(1, len(extensions)),
        policy=law.definition.total.policy,
        steps=tuple(_step_facts(law, state, step, limits[step], steps) for step in steps),
        pauses=outages(law, law.definition.calendar, state.received_at),
    )


def _total_calendar(law: Law) -> WorkCalendar:
    return law.calendars.working(law.definition.calendar, cut_off=law.definition.total.cut_off, until_midnight=True)


def _step_facts(law: Law, state: CaseState, step: StepId, limit: TimeLimit, alive: list[StepId]) -> StepFacts:
    declared = law.definition.steps[step]
    known = state.steps.get(step) or StepState(id=step, status=StepStatus.NOT_READY)
    agency = known.agency or state.agencies[step]
    from_receipt = not declared.needs
    extensions = extensions_of_step(state, step)
    return StepFacts(
        id=step,
        calendar=step_calendar(law, known, agency, law.definition.total.cut_off if from_receipt else None),
        convention=limit.counting(declared.counting),
        allowance=limit.allowance,
        received=from_receipt,
        started_at=to_instant(known.opened_at) if known.opened_at else None,
        finished_at=_finish(state, known),
        pauses=_pauses(state, step) + outages_of_holders(law, known, agency),
        after=_needs_among(law, step, alive),
        extensions=extensions,
        max_extensions=max(1, len(extensions)),
        agency=agency,
        held_before=tuple((had.agency, to_instant(had.until)) for had in known.held_before),
    )


def _finish(state: CaseState, step: StepState) -> int | None:
    if step.finished_at is not None:
        return to_instant(step.finished_at)
    closed = state.closed_at if state.status is not CaseStatus.IN_PROGRESS else None
    return to_instant(closed) if closed is not None and step.opened_at is not None else None


def _pauses(state: CaseState, step: StepId) -> tuple[Pause, ...]:
    return tuple(
        Pause(
            kind=s.kind,
            start=to_instant(s.started_at),
            end=to_instant(s.ended_at) if s.ended_at else None,
            effect=s.effect,
        )
        for s in state.suspensions
        if s.step == step
    )


def _needs_among(law: Law, step: StepId, alive: list[StepId]) -> tuple[StepId, ...]:
    """What the step waits for among `alive`; a step that falls out is replaced by what it needs itself."""
    found: list[StepId] = []
    for needed in law.definition.steps[step].needs:
        found += [needed] if needed in alive else _needs_among(law, needed, alive)
    return tuple(dict.fromkeys(found))


def _acceptance(law: Law, state: CaseState, at: int) -> Clock | None:
    """Online dossiers are answered within 8 working hours of the submission (rule R33)."""
    if state.submitted_at is None:
        return None
    intake = Intake(
        calendar=law.calendars.working(law.definition.calendar),
        submitted_at=to_instant(state.submitted_at),
        accepted_at=_acceptance_end(state),
        pauses=outages(law, law.definition.calendar, state.submitted_at),
    )
    clock = evaluate_acceptance(intake, at).acceptance
    answered = state.received_at is not None or state.status is CaseStatus.NOT_ACCEPTED
    return clock if answered or state.closed_at is None else _not_judged(clock)


def _without_verdict_on_the_unfinished(times: CaseTimes, state: CaseState) -> CaseTimes:
    """Nothing waits in a closed case, and what nobody finished was neither early nor late."""
    if state.closed_at is None:
        return times
    done = {step for step in times.steps if state.step_status(step) in _WITH_A_RESULT}
    case = times.case if is_judged(state) or times.case is None else _not_judged(times.case)
    return replace(
        times,
        case=case,
        steps={step: clock if step in done else _not_judged(clock) for step, clock in times.steps.items()},
        projected={step: end for step, end in times.projected.items() if step in done},
        critical_path=times.critical_path if state.status is CaseStatus.COMPLETED else (),
    )


def _not_judged(clock: _AnyClock) -> _AnyClock:
    """What it had used up stays; it runs towards nothing any more."""
    kept = replace(
        clock,
        status=ClockStatus.NOT_JUDGED,
        paused=False,
        due_at=None,
        due_if_resumed_now=None,
        remaining_seconds=None,
        remaining_days=None,
    )
    if not isinstance(kept, CaseClock):
        return kept
    return replace(kept, projected_completion=None, projected_late=False, critical_path=())


def _acceptance_end(state: CaseState) -> int | None:
    ended = state.received_at or state.closed_at
    return to_instant(ended) if ended else None
