"""The clocks of a case: from definition and state to the facts that legal time counts.

Nothing else in the product computes a date. As-of evaluation: fold the events up to the instant, then ask here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from engine.core.answer_clocks import answer_clocks
from engine.core.case import CaseState, CaseStatus, StepStatus
from engine.core.definition_basics import TimeLimit
from engine.core.extensions import extensions_of_total, extensions_of_turn
from engine.core.identifiers import StepId
from engine.core.joins import with_joins_decided
from engine.core.law import Circumstances, Law, applies, circumstances, limit_in_force
from engine.core.legal_time import (
    CaseClock,
    CaseFacts,
    Clock,
    ClockStatus,
    CriticalWeb,
    Instant,
    Intake,
    Pause,
    Policy,
    StepFacts,
    Unit,
    WorkCalendar,
    evaluate_acceptance,
    evaluate_case,
    evaluate_step,
    to_datetime,
    to_instant,
)
from engine.core.notice import ApplicantNotice, notice_of
from engine.core.step_hours import outages, outages_of_holders, step_calendar
from engine.core.step_runs import RunEnd
from engine.core.turns import Turn, earlier_turns, path_of_steps, turns_of, undecided, web_of_steps
from engine.core.waits import is_of_total, pauses_of_case

DUE_SOON_SECONDS = 4 * 3600
"""Less own-clock time than this left, and a step is shown as due soon (half a working day)."""

_ANY_TOTAL = TimeLimit(n=Decimal(1), unit=Unit.WORKING_DAYS)
"""Stands in for a total that no law limits: what is expected of the steps does not depend on it."""

_GONE = frozenset({StepStatus.NOT_NEEDED, StepStatus.UNREACHED})
_WITH_A_RESULT = frozenset({StepStatus.COMPLETED, StepStatus.REFUSED})
_AnyClock = TypeVar("_AnyClock", bound=Clock)


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """Every clock of a case as of one instant. `case` is null before the receipt, and where no law limits the whole.

    A step of the case (`taking_part`) that no law limits has no clock, no limit and no projected end. `notice` is the
    applicant's own deadline before an event; it is there from the submission on.
    `projected` gives for each step of the case when it is expected to end (rule R19); `answers` gives for each
    automatic step that has begun how the agency's system stands with saying that it has taken the work on. `earlier`
    judges the former runs of the steps that the case was returned to.
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
    earlier: Mapping[StepId, tuple[Clock, ...]]
    taking_part: tuple[StepId, ...] = ()
    notice: ApplicantNotice | None = None
    critical_web: CriticalWeb = field(default_factory=CriticalWeb)
    """Every chain as long as the critical path; that one is the first of them (ties go to the smaller id)."""

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
        turn.step: _step_facts(law, state, turn, limits)
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


def times_of(law: Law, state: CaseState, as_of: datetime) -> CaseTimes:
    """All clocks of the case as of `as_of`; `state` holds what had happened by then."""
    at = to_instant(as_of)
    counted = facts_of(law, state, as_of)
    law = known_law(law, state, as_of)
    if counted is None:
        notice = notice_of(law, state)
        return CaseTimes(as_of, None, {}, {}, {}, (), _acceptance(law, state, at), {}, None, {}, (), notice)
    whole = evaluate_case(counted.whole, at, DUE_SOON_SECONDS)
    counted_through = CaseTimes(
        as_of=as_of,
        case=_case_clock(state, counted, whole, at),
        steps={
            step: evaluate_step(counted.beside[step], at) if step in counted.beside else whole.steps[step]
            for step in counted.limits
        },
        answers=answer_clocks(law, state, counted.taking_part, at),
        projected={
            s: to_datetime(whole.projected[s])
            for s in counted.limits
            if s in whole.projected and s not in counted.beside
        },
        critical_path=path_of_steps(state, whole.critical_path),
        acceptance=_acceptance(law, state, at),
        limits=counted.limits,
        total=counted.total,
        earlier={step: _earlier(state, whole, step) for step in counted.limits},
        taking_part=counted.taking_part,
        notice=notice_of(law, state),
        critical_web=web_of_steps(state, counted.whole.steps, whole.projected),
    )
    return _without_verdict_on_the_unfinished(_without_verdict_on_the_silent(counted_through, state), state)


def _earlier(state: CaseState, whole: CaseClock, step: StepId) -> tuple[Clock, ...]:
    """A run that was broken off, because its ground was taken away, was neither early nor late."""
    known = state.steps.get(step)
    clocks = [whole.steps[run] for run in earlier_turns(state, step)]
    runs = known.earlier_runs if known else ()
    return tuple(_not_judged(c) if run.ended is RunEnd.BROKEN_OFF else c for run, c in zip(runs, clocks, strict=True))


def _case_clock(state: CaseState, counted: CountedFacts, whole: CaseClock, at: int) -> CaseClock | None:
    """The clock of the total; null where no law limits the whole."""
    if counted.under_total is None:
        return None
    alike = counted.under_total is counted.whole
    case = whole if alike else evaluate_case(counted.under_total, at, DUE_SOON_SECONDS)
    return replace(case, critical_path=path_of_steps(state, case.critical_path))


def step_due_at(law: Law, state: CaseState, step: StepId, as_of: datetime) -> datetime | None:
    """When the limit of one opened step runs out; null while it stands still, and without a limit."""
    law = known_law(law, state, as_of)
    seen = circumstances(law.definition, state.form, state.facts)
    limit = limit_in_force(law.definition.steps[step], seen)
    due = clock_under(law, state, step, limit, as_of).due_at if limit is not None else None
    return to_datetime(due) if due is not None else None


def clock_under(law: Law, state: CaseState, step: StepId, limit: TimeLimit, as_of: datetime) -> Clock:
    """The clock of one opened step as it would stand under this limit."""
    turn = next(turn for turn in turns_of(law.definition, state, [step]) if turn.name == step)
    return evaluate_step(_step_facts(law, state, turn, {step: limit}), to_instant(as_of))


def is_judged(state: CaseState) -> bool:
    """Whether early, on time or late can be said of a case: one that ended without a decision is none of them."""
    return state.closed_at is None or state.status in (CaseStatus.COMPLETED, CaseStatus.REFUSED)


def known_law(law: Law, state: CaseState, as_of: datetime) -> Law:
    """The law with calendars and directory as they were known then; a closed case keeps what was known at its end."""
    return law.as_known_at(_known_until(state, as_of))


def with_known_directory(law: Law, state: CaseState, as_of: datetime) -> Law:
    """The law that names the agencies as they were known then, of a closed case at its end; the calendars know all times."""
    agencies = law.directories.as_known_at(_known_until(state, as_of)) or law.agencies
    return law if agencies is law.agencies else replace(law, agencies=agencies)


def _known_until(state: CaseState, as_of: datetime) -> Instant:
    return to_instant(as_of if state.closed_at is None else min(as_of, state.closed_at))


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
        steps=tuple(_step_facts(law, state, turn, limits) for turn in _awaited(law, state, steps)),
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


def total_calendar(law: Law) -> WorkCalendar:
    return law.calendars.working(law.definition.calendar, cut_off=law.definition.total.cut_off, until_midnight=True)


def _step_facts(law: Law, state: CaseState, turn: Turn, limits: Mapping[StepId, TimeLimit]) -> StepFacts:
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
        critical_web=times.critical_web if state.status is CaseStatus.COMPLETED else CriticalWeb(),
    )


def _without_verdict_on_the_silent(times: CaseTimes, state: CaseState) -> CaseTimes:
    """An agency for which the law, or another agency, has answered was neither early nor on time: it did not answer."""
    deemed = {s.id for s in state.steps.values() if s.deemed}
    ended = {s.id for s in state.steps.values() if s.status is StepStatus.SUPERSEDED}
    if not deemed and not ended:
        return times
    said = {s: replace(c, status=ClockStatus.NOT_JUDGED) if s in deemed else c for s, c in times.steps.items()}
    return replace(times, steps={s: _not_judged(c) if s in ended else c for s, c in said.items()})


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
