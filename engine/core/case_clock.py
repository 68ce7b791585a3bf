"""The clocks of a case: what legal time makes of its facts, and what nobody is judged by.

Nothing else in the product computes a date. As-of evaluation: fold the events up to the instant, then ask here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from engine.core.answer_clocks import answer_clocks
from engine.core.case import CaseState, CaseStatus, StepStatus
from engine.core.counted_facts import CountedFacts, facts_of, step_facts
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import StepId
from engine.core.known_law import known_law
from engine.core.law import Law, circumstances, limit_in_force
from engine.core.legal_time import (
    CaseClock,
    Clock,
    ClockStatus,
    CriticalWeb,
    Intake,
    evaluate_acceptance,
    evaluate_case,
    evaluate_step,
    to_datetime,
    to_instant,
)
from engine.core.notice import ApplicantNotice, notice_of
from engine.core.step_hours import outages
from engine.core.step_runs import RunEnd
from engine.core.turns import earlier_turns, path_of_steps, turns_of, web_of_steps

DUE_SOON_SECONDS = 4 * 3600
"""Less own-clock time than this left, and a step is shown as due soon (half a working day)."""

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
    """Every chain as long as the critical path of `case`, of the steps under the total; without a total, of all steps."""
    counted: CountedFacts | None = field(default=None, compare=False, repr=False)
    """What these clocks were reckoned from, for whoever reckons more of the same instant."""

    @property
    def next_due_at(self) -> datetime | None:
        """The nearest future instant at which a clock of the case or of a step runs out."""
        clocks = [*self.steps.values(), *self.answers.values(), *([self.case] if self.case else [])]
        running = (c.due_at for c in clocks if c.due_at is not None and c.status in _RUNNING)
        ahead = [due for due in running if due > to_instant(self.as_of)]
        return to_datetime(min(ahead)) if ahead else None


_RUNNING = frozenset({ClockStatus.IN_TIME, ClockStatus.DUE_SOON, ClockStatus.OVERDUE})


def times_of(law: Law, state: CaseState, as_of: datetime) -> CaseTimes:
    """All clocks of the case as of `as_of`; `state` holds what had happened by then."""
    at = to_instant(as_of)
    counted = facts_of(law, state, as_of)
    law = known_law(law, state, as_of)
    if counted is None:
        notice = notice_of(law, state)
        return CaseTimes(as_of, None, {}, {}, {}, (), _acceptance(law, state, at), {}, None, {}, (), notice)
    whole = evaluate_case(counted.whole, at, DUE_SOON_SECONDS)
    under = counted.under_total or counted.whole
    promised = _under_total(counted, whole, at)
    counted_through = CaseTimes(
        as_of=as_of,
        case=_case_clock(state, counted, promised),
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
        critical_web=web_of_steps(state, under.steps, promised.projected),
        counted=counted,
    )
    return _without_verdict_on_the_unfinished(_without_verdict_on_the_silent(counted_through, state), state)


def _earlier(state: CaseState, whole: CaseClock, step: StepId) -> tuple[Clock, ...]:
    """A run that was broken off, because its ground was taken away, was neither early nor late."""
    known = state.steps.get(step)
    clocks = [whole.steps[run] for run in earlier_turns(state, step)]
    runs = known.earlier_runs if known else ()
    return tuple(_not_judged(c) if run.ended is RunEnd.BROKEN_OFF else c for run, c in zip(runs, clocks, strict=True))


def _under_total(counted: CountedFacts, whole: CaseClock, at: int) -> CaseClock:
    """The steps under the total as a case of their own; all steps where it is for all, or where there is none."""
    alike = counted.under_total is None or counted.under_total is counted.whole
    return whole if alike or counted.under_total is None else evaluate_case(counted.under_total, at, DUE_SOON_SECONDS)


def _case_clock(state: CaseState, counted: CountedFacts, case: CaseClock) -> CaseClock | None:
    """The clock of the total; null where no law limits the whole."""
    if counted.under_total is None:
        return None
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
    return evaluate_step(step_facts(law, state, turn, {step: limit}), to_instant(as_of))


def is_judged(state: CaseState) -> bool:
    """Whether early, on time or late can be said of a case: one that ended without a decision is none of them."""
    return state.closed_at is None or state.status in (CaseStatus.COMPLETED, CaseStatus.REFUSED)


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
