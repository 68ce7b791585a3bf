"""Why a due date is what it is: each day counted, passed over or taken by a pause, adding up exactly.

It is the record of the engine's own walk (`counting.Trace`), spelled out day by day; it computes no due date itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from engine.core.legal_time.allowance import Term
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.clock import step_run
from engine.core.legal_time.counting import Leg, Stretch, Trace
from engine.core.legal_time.extension import Limit, Reckoning, Run, reckon
from engine.core.legal_time.facts import CaseFacts, StepFacts
from engine.core.legal_time.instants import Day, Instant, date_of_number, day_of, midnight
from engine.core.legal_time.linked_case import blocking_stops, case_run, ready_spans
from engine.core.legal_time.pauses import Pause, PauseRule, Span, clipped, stopping, touched_days


class DayMark(StrEnum):
    """What became of a date, or of a stretch of time."""

    START_DAY = "start_day"  # never counted: Civil Code art. 147(2), (3)
    COUNTED = "counted"
    PAUSED = "paused"
    HOLIDAY = "holiday"
    WEEKLY_REST = "weekly_rest"
    SHORT_DAY = "short_day"  # open, but not long enough to count as a working day (R4)
    REACHED = "reached"  # the working day to which the roll led (R13, art. 148(5)); it consumes nothing
    OUTSIDE_SESSIONS = "outside_sessions"


class Cause(NamedTuple):
    """A pause that held the clock, and the step whose pause it is (None: the explained object's own)."""

    step: str | None
    pause: Pause


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One date of a term in days; `rolled` if it was only passed over to reach a working day (R13)."""

    on: date
    mark: DayMark
    causes: tuple[Cause, ...] = ()
    rolled: bool = False


@dataclass(frozen=True, slots=True)
class ExplainedStretch:
    """A stretch of time of an exact term and the seconds that it consumed."""

    start: Instant
    end: Instant
    seconds: int
    mark: DayMark
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """The allowance (first) or an extension: its days or its stretches, and the due to which they lead."""

    term: Term
    starts_at: Instant
    due_at: Instant
    due_on: date
    days: tuple[ExplainedDay, ...]
    stretches: tuple[ExplainedStretch, ...]

    @property
    def counted_days(self) -> int:
        """The days consumed; equal to those of the term."""
        return sum(day.mark is DayMark.COUNTED for day in self.days)

    @property
    def counted_seconds(self) -> int:
        """The seconds consumed; equal to those of the term."""
        return sum(stretch.seconds for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Explanation:
    """From the receipt to the due instant if resumed now; all empty before the start."""

    begun_at: Instant | None = None
    effective_start: Instant | None = None  # later than `begun_at` if the cut-off moved the receipt (R7)
    clock_start: Instant | None = None  # later than `effective_start` if a return restarted the count (R26)
    due_at: Instant | None = None
    due_on: date | None = None
    terms: tuple[ExplainedTerm, ...] = ()


def explain_step(step: StepFacts, at: Instant) -> Explanation:
    """The walk to the due instant of a step as of an instant."""
    run = step_run(step, at)
    if run is None:
        return Explanation()
    causes = [(Cause(None, pause), span) for pause in step.pauses for span in stopping([pause], at)]
    return _explained(step.limit, run, at, causes)


def explain_case(case: CaseFacts, at: Instant) -> Explanation:
    """The walk to the due instant of the total, with the pauses of the steps that held it by policy."""
    run = case_run(case, at)
    if run is None or case.begun_at is None:
        return Explanation()
    causes = [(Cause(None, pause), span) for pause in case.pauses for span in stopping([pause], at)]
    for step, ready in ready_spans(case, case.begun_at, at):
        for pause in step.pauses:
            causes += [(Cause(step.id, pause), span) for span in blocking_stops([pause], ready, at)]
    return _explained(case.limit, run, at, causes)


class _Scene(NamedTuple):
    """What is needed to name the reason of any date or stretch."""

    calendar: WorkCalendar
    rule: PauseRule
    stops: Sequence[Span]  # the merged stops of the walk
    causes: Sequence[tuple[Cause, Span]]

    def of_day(self, day: Day) -> tuple[Cause, ...]:
        def touches(span: Span) -> bool:
            ranges = touched_days(self.calendar, self._standing(span), self.rule)
            return any(first <= day <= last for first, last in ranges)

        return tuple(cause for cause, span in self.causes if touches(span))

    def of_stretch(self, start: Instant, end: Instant) -> tuple[Cause, ...]:
        return tuple(cause for cause, span in self.causes if clipped(self._standing(span), start, end))

    def _standing(self, span: Span) -> list[Span]:
        # Under `all` a step's pause holds the total only while nothing else can progress.
        return clipped(self.stops, *span)


def _explained(limit: Limit, run: Run, at: Instant, causes: Sequence[tuple[Cause, Span]]) -> Explanation:
    trace: Trace = []
    reckoning = reckon(limit, run, at, trace)
    scene = _Scene(limit.calendar, limit.rule, reckoning.spans, causes)
    due = reckoning.due
    return Explanation(
        run.begun,
        run.start,
        reckoning.start,
        due.at,
        date_of_number(due.on),
        tuple(_terms(limit, reckoning, trace, scene)),
    )


def _terms(limit: Limit, reckoning: Reckoning, trace: Trace, scene: _Scene) -> Iterator[ExplainedTerm]:
    dues = [due for due, _ in reckoning.in_force] + [reckoning.due]
    terms = [limit.term] + [term for _, term in reckoning.in_force]
    for term, due, legs in zip(terms, dues, _parted(trace), strict=True):
        begun, *rest = legs
        days = () if term.exact else tuple(_days(begun, rest, scene, term))
        stretches = tuple(_stretches(rest, scene, term)) if term.exact else ()
        yield ExplainedTerm(term, begun.first, due.at, date_of_number(due.on), days, stretches)


def _parted(trace: Trace) -> list[list[Stretch]]:
    parts: list[list[Stretch]] = []
    for leg in trace:
        if leg.leg is Leg.BEGUN:
            parts.append([])
        parts[-1].append(leg)
    return parts


def _days(begun: Stretch, legs: Sequence[Stretch], scene: _Scene, term: Term) -> Iterator[ExplainedDay]:
    yield _start_day(begun.last, legs, scene)
    for leg in legs:
        for day in range(leg.first, leg.last + 1):
            yield _day(day, leg, scene, term)


def _start_day(day: Day, legs: Sequence[Stretch], scene: _Scene) -> ExplainedDay:
    """A pause costs it only where the term would end on it ("trong ngày") and is rolled to another day instead."""
    ends_on_it = legs and legs[0].leg is Leg.ROLLED and scene.calendar.is_counted(day)
    return ExplainedDay(date_of_number(day), DayMark.START_DAY, scene.of_day(day) if ends_on_it else ())


def _day(day: Day, leg: Stretch, scene: _Scene, term: Term) -> ExplainedDay:
    on, rest, causes = date_of_number(day), _rest(scene.calendar, day), scene.of_day(day)
    rolled = leg.leg is Leg.ROLLED
    if rolled and day == leg.last:
        return ExplainedDay(on, DayMark.REACHED, rolled=True)
    if rest is not None and (rolled or not term.running):
        return ExplainedDay(on, rest, causes, rolled)
    if leg.leg is Leg.COUNTED:
        return ExplainedDay(on, DayMark.COUNTED)
    return ExplainedDay(on, DayMark.PAUSED, causes, rolled)


def _rest(calendar: WorkCalendar, day: Day) -> DayMark | None:
    """Why a date is not a counted working day; None if it is one."""
    if calendar.is_counted(day):
        return None
    if calendar.is_open(day):
        return DayMark.SHORT_DAY
    return DayMark.HOLIDAY if date_of_number(day) in calendar.spec.holidays else DayMark.WEEKLY_REST


def _stretches(legs: Sequence[Stretch], scene: _Scene, term: Term) -> Iterator[ExplainedStretch]:
    for leg in legs:
        if leg.leg is Leg.STOOD:
            yield ExplainedStretch(leg.first, leg.last, 0, DayMark.PAUSED, scene.of_stretch(leg.first, leg.last))
        elif term.running:
            yield ExplainedStretch(leg.first, leg.last, leg.consumed, DayMark.COUNTED)
        else:
            yield from _sessions(leg, scene.calendar)


def _sessions(leg: Stretch, calendar: WorkCalendar) -> Iterator[ExplainedStretch]:
    """A run of working time, cut into the sessions that it used and what lay between them."""
    now = leg.first
    while now < leg.last:
        day = day_of(now)
        night = min(midnight(day + 1), leg.last)
        for start, end in calendar.plan_of(day).sessions:
            opens, closes = max(now, midnight(day) + start), min(night, midnight(day) + end)
            if opens >= closes:
                continue
            if opens > now:
                yield ExplainedStretch(now, opens, 0, DayMark.OUTSIDE_SESSIONS)
            yield ExplainedStretch(opens, closes, closes - opens, DayMark.COUNTED)
            now = closes
        if now < night:
            rest = None if calendar.is_open(day) else _rest(calendar, day)
            yield ExplainedStretch(now, night, 0, rest or DayMark.OUTSIDE_SESSIONS)
        now = night
