"""The clocks of a case: from definition and state to the facts that legal time counts.

Nothing else in the product computes a date. As-of evaluation: fold the events up to the instant, then ask here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from engine.core.calendar_handover import handed_over
from engine.core.case import CaseState, CaseStatus, StepState, StepStatus
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import AgencyId, CalendarId, StepId
from engine.core.law import Circumstances, Law, applies, circumstances, limit_in_force
from engine.core.legal_time import (
    CaseClock,
    CaseFacts,
    Clock,
    ClockStatus,
    Convention,
    Intake,
    Pause,
    PauseKind,
    StepFacts,
    WorkCalendar,
    civil_date,
    evaluate_acceptance,
    evaluate_case,
    evaluate_step,
    to_datetime,
    to_instant,
)
from engine.core.notice import ApplicantNotice, notice_of

DUE_SOON_SECONDS = 4 * 3600
"""Less own-clock time than this left, and a step is shown as due soon (half a working day)."""

_GONE = frozenset({StepStatus.NOT_NEEDED, StepStatus.UNREACHED})
_WITH_A_RESULT = frozenset({StepStatus.COMPLETED, StepStatus.REFUSED})
_AnyClock = TypeVar("_AnyClock", bound=Clock)


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """Every clock of a case as of one instant. `case` is null before the receipt, and where no law limits the whole.

    A step of the case (`taking_part`) that no law limits has no clock, no limit and no projected end. `notice` is the
    applicant's own deadline before an event; it is there from the submission on.
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
    taking_part: tuple[StepId, ...] = ()
    notice: ApplicantNotice | None = None

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
    """What legal time counts of a received case: every step with a limit, and those that its total covers.

    Where no law limits the whole there is only what is counted of each step.
    """

    steps: Mapping[StepId, StepFacts]
    whole: CaseFacts | None
    under_total: CaseFacts | None
    limits: Mapping[StepId, TimeLimit]
    total: TimeLimit | None
    taking_part: tuple[StepId, ...]


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
    steps = {s: _step_facts(law, state, s, limits[s], limited) for s in limited}
    if total is None:
        return CountedFacts(steps, None, None, limits, None, tuple(alive))
    whole = _facts(law, state, tuple(steps.values()), total)
    covered = [s for s in limited if s in law.definition.covered_steps()]
    under = tuple(_step_facts(law, state, s, limits[s], covered) for s in covered)
    under_total = whole if covered == limited else _facts(law, state, under, total)
    return CountedFacts(steps, whole, under_total, limits, total, tuple(alive))


def times_of(law: Law, state: CaseState, as_of: datetime) -> CaseTimes:
    """All clocks of the case as of `as_of`; `state` holds what had happened by then."""
    at = to_instant(as_of)
    counted = facts_of(law, state, as_of)
    law = known_law(law, state, as_of)
    if counted is None:
        return CaseTimes(as_of, None, {}, {}, {}, (), _acceptance(law, state, at), {}, None, (), notice_of(law, state))
    whole = evaluate_case(counted.whole, at, DUE_SOON_SECONDS) if counted.whole else None
    case = whole
    if counted.under_total is not None and counted.under_total is not counted.whole:
        case = evaluate_case(counted.under_total, at, DUE_SOON_SECONDS)
    alone = {s: evaluate_step(facts, at, DUE_SOON_SECONDS) for s, facts in counted.steps.items()} if not whole else {}
    counted_through = CaseTimes(
        as_of=as_of,
        case=case,
        steps={StepId(step): clock for step, clock in (whole.steps if whole else alone).items()},
        answers=_answers(law, state, counted.taking_part, at),
        projected={StepId(step): to_datetime(end) for step, end in (whole.projected if whole else {}).items()},
        critical_path=tuple(StepId(step) for step in (whole.critical_path if whole else ())),
        acceptance=_acceptance(law, state, at),
        limits=counted.limits,
        total=counted.total,
        taking_part=counted.taking_part,
        notice=notice_of(law, state),
    )
    return _without_verdict_on_the_unfinished(_without_verdict_on_the_silent(counted_through, state), state)


def step_due_at(law: Law, state: CaseState, step: StepId, as_of: datetime) -> datetime | None:
    """When the limit of one opened step runs out; null while it stands still, and without a limit."""
    law = known_law(law, state, as_of)
    seen = circumstances(law.definition, state.form, state.facts)
    limit = limit_in_force(law.definition.steps[step], seen)
    due = clock_under(law, state, step, limit, as_of).due_at if limit is not None else None
    return to_datetime(due) if due is not None else None


def clock_under(law: Law, state: CaseState, step: StepId, limit: TimeLimit, as_of: datetime) -> Clock:
    """The clock of one opened step as it would stand under this limit."""
    return evaluate_step(_step_facts(law, state, step, limit, []), to_instant(as_of))


def is_judged(state: CaseState) -> bool:
    """Whether early, on time or late can be said of a case: one that ended without a decision is none of them."""
    return state.closed_at is None or state.status in (CaseStatus.COMPLETED, CaseStatus.REFUSED)


def known_law(law: Law, state: CaseState, as_of: datetime) -> Law:
    """The law with the calendars as they were known then; a closed case keeps what was known at its end."""
    until = as_of if state.closed_at is None else min(as_of, state.closed_at)
    calendars = law.calendars.as_known_on(civil_date(to_instant(until)))
    return law if calendars is law.calendars else Law(law.definition, calendars, law.agencies)


def _answers(law: Law, state: CaseState, steps: Iterable[StepId], at: int) -> dict[StepId, Clock]:
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


def _facts(law: Law, state: CaseState, steps: tuple[StepFacts, ...], total: TimeLimit) -> CaseFacts:
    assert state.received_at is not None
    return CaseFacts(
        id=state.id,
        calendar=total_calendar(law),
        convention=law.definition.total.counting,
        allowance=total.allowance,
        received_at=to_instant(state.received_at),
        received=True,
        policy=law.definition.total.policy,
        steps=steps,
        pauses=outages(law, law.definition.calendar, state.received_at),
    )


def total_calendar(law: Law) -> WorkCalendar:
    return law.calendars.working(law.definition.calendar, cut_off=law.definition.total.cut_off, until_midnight=True)


def _step_facts(law: Law, state: CaseState, step: StepId, limit: TimeLimit, alive: list[StepId]) -> StepFacts:
    declared = law.definition.steps[step]
    known = state.steps.get(step) or StepState(id=step, status=StepStatus.NOT_READY)
    agency = known.agency or state.agencies[step]
    from_receipt = not declared.needs
    return StepFacts(
        id=step,
        calendar=_step_calendar(law, known, agency, law.definition.total.cut_off if from_receipt else None),
        convention=limit.counting(declared.counting),
        allowance=limit.allowance,
        received=from_receipt,
        started_at=to_instant(known.opened_at) if known.opened_at else None,
        finished_at=_finish(state, known),
        pauses=_pauses(state, step) + _outages_of_holders(law, known, agency),
        after=_needs_among(law, step, alive),
        agency=agency,
        held_before=tuple((had.agency, to_instant(had.until)) for had in known.held_before),
    )


def _step_calendar(law: Law, known: StepState, agency: AgencyId, cut_off: str | None) -> WorkCalendar:
    """The agency's, and for the time before a transfer that of the agency that had the step then."""
    present = law.calendars.working(law.agencies.agencies[agency].calendar, cut_off=cut_off)
    if not known.held_before or known.opened_at is None:
        return present
    earlier = [
        (law.agencies.agencies[had.agency].calendar, civil_date(to_instant(had.until))) for had in known.held_before
    ]
    return handed_over(law.calendars, civil_date(to_instant(known.opened_at)), earlier, present)


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


def outages(law: Law, calendar: CalendarId, since: datetime | None) -> tuple[Pause, ...]:
    """While a system is down, the clock stands until it works again (NĐ 301/2026 art. 3(4); ADR 0007)."""
    listed = law.calendars.definition(calendar).outages
    if not listed or since is None:
        return ()
    begun = to_instant(since)
    spans = ((to_instant(o.began_at), to_instant(o.ended_at) if o.ended_at else None) for o in listed)
    return tuple(
        Pause(kind=PauseKind.OTHER_AGENCY, start=max(begun, start), end=end)
        for start, end in spans
        if end is None or end > begun
    )


def _outages_of_holders(law: Law, step: StepState, agency: AgencyId) -> tuple[Pause, ...]:
    """Those of the agency that has the step, and of each before it those of its own time, once for each calendar."""
    calendar = law.agencies.agencies[agency].calendar
    found = outages(law, calendar, step.opened_at)
    since = step.opened_at
    for had in step.held_before:
        other, last = law.agencies.agencies[had.agency].calendar, to_instant(had.until)
        if other != calendar:
            begun = [p for p in outages(law, other, since) if p.start < last]
            found += tuple(replace(p, end=last if p.end is None else min(p.end, last)) for p in begun)
        since = had.until
    return found


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


def _without_verdict_on_the_silent(times: CaseTimes, state: CaseState) -> CaseTimes:
    """An agency for which the law has answered was neither early nor on time: it did not answer."""
    deemed = {s.id for s in state.steps.values() if s.deemed}
    if not deemed:
        return times
    said = {s: replace(c, status=ClockStatus.NOT_JUDGED) if s in deemed else c for s, c in times.steps.items()}
    return replace(times, steps=said)


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
