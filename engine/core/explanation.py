"""Why a due date of a case is what it is: legal time's own walk, with the names, reasons and articles of its stretches.

It counts nothing: `legal_time.explain_case` and `explain_step` say what became of each day; here it gets its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.core.calendars import CalendarDefinition, DayOff, SwappedWorkday
from engine.core.case import CaseState, Suspension
from engine.core.case_clock import CaseTimes, CountedFacts, facts_of, is_judged, known_law, times_of
from engine.core.definition import LegalBasis, StepDefinition, TimeLimit, Total
from engine.core.identifiers import AgencyId, StepId, SuspensionId
from engine.core.law import Law, circumstances, find_variant
from engine.core.legal_time import (
    Cause,
    Clock,
    ClockEffect,
    DayMark,
    ExplainedTerm,
    Explanation,
    Instant,
    Term,
    WorkCalendar,
    civil_date,
    day_number,
    days_of,
    explain_case,
    explain_step,
    to_datetime,
    to_instant,
)
from engine.core.values import Text


@dataclass(frozen=True, slots=True)
class AppliedLimit:
    """The time limit in force; `condition` is that of the variant which took the place of the ordinary one."""

    limit: TimeLimit
    ordinary: TimeLimit
    condition: str | None
    condition_title: Text | None
    legal_basis: tuple[LegalBasis, ...]


class ShiftReason(StrEnum):
    """Why a receipt counts from a later instant."""

    AFTER_CUT_OFF = "after_cut_off"
    AFTER_CLOSING = "after_closing"
    NOT_A_WORKING_DAY = "not_a_working_day"


@dataclass(frozen=True, slots=True)
class ShiftedReceipt:
    """A receipt that counts from the next opening of the agency (rule R7)."""

    received_at: datetime
    counted_from: datetime
    cut_off: str
    reason: ShiftReason
    legal_basis: tuple[LegalBasis, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """A suspension of a step: who asked for it, why, by which article, and until when (null: it lasts)."""

    suspension: Suspension
    until: datetime | None
    step_title: Text
    agency: AgencyId | None
    agency_title: Text | None
    title: Text
    legal_basis: tuple[LegalBasis, ...]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """One date of a term in days; of a day off its name and source, of a worked Saturday what it was exchanged for.

    `works` says that it counts as a working day, `rolled` that it was passed over to reach one at the end.
    """

    on: date
    mark: DayMark
    rolled: bool
    works: bool
    day_off: DayOff | None
    worked_for: SwappedWorkday | None
    held_by: tuple[SuspensionId, ...]


@dataclass(frozen=True, slots=True)
class NamedStretch:
    """A stretch of time of an exact term and the seconds of the limit that it used."""

    start: datetime
    end: datetime
    seconds: int
    mark: DayMark
    day_off: DayOff | None
    worked_for: SwappedWorkday | None
    held_by: tuple[SuspensionId, ...]


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """The limit (first) or an extension: its days or its stretches; what is counted adds up to what is allowed."""

    term: Term
    allowed_days: int | None  # of a term in days
    allowed_seconds: int | None  # of an exact one
    starts_at: datetime
    due_at: datetime
    due_on: date
    counted_days: int
    counted_seconds: int
    days: tuple[NamedDay, ...]
    stretches: tuple[NamedStretch, ...]


@dataclass(frozen=True, slots=True)
class DueExplanation:
    """The whole reckoning of one due date; without terms while its clock has not begun.

    `due_at` is the due instant if the clock were resumed at `as_of`: `clock.paused` says that it stands.
    `is_judged` is false of a case that ended without a decision: it is neither early nor late.
    `held_by` are the suspensions that took time away or hold the clock now, `without_effect` those that did not.
    `sources` says of the days off which decision or article they come from, by the name that a day off gives.
    """

    step: StepId | None
    title: Text
    agency_title: Text | None
    as_of: datetime
    clock: Clock
    is_judged: bool
    limit: AppliedLimit
    begun_at: datetime | None
    counted_from: datetime | None
    shifted: ShiftedReceipt | None
    restarted_at: datetime | None
    terms: tuple[NamedTerm, ...]
    held_by: tuple[Hold, ...]
    without_effect: tuple[Hold, ...]
    due_at: datetime | None
    due_on: date | None
    promised_at: datetime | None
    sources: Mapping[str, str]


def explain_due_dates(law: Law, state: CaseState, as_of: datetime) -> tuple[DueExplanation, ...]:
    """Of the total, then of each step that takes part, in the order of the procedure; none before the receipt.

    `state` holds what had happened by `as_of`.
    """
    law = known_law(law, state, as_of)
    counted = facts_of(law, state, as_of)
    if counted is None:
        return ()
    times = times_of(law, state, as_of)
    steps = (_explained_step(law, state, counted, times, step) for step in counted.limits)
    return (_explained_total(law, state, counted, times), *steps)


def explained_until(law: Law) -> date:
    """The last day whose days off are known; as of a later one, a wait until then could not be told day by day."""
    calendars = {law.definition.calendar, *(agency.calendar for agency in law.agencies.agencies.values())}
    return min(law.calendars.definition(calendar).covers.last for calendar in calendars)


def _explained_total(law: Law, state: CaseState, counted: CountedFacts, times: CaseTimes) -> DueExplanation:
    assert times.case is not None
    walk = explain_case(counted.under_total, to_instant(times.as_of))
    naming = _Naming(law, state, law.calendars.definition(law.definition.calendar), None)
    steps = {StepId(step.id) for step in counted.under_total.steps}
    waits = [s for s in state.suspensions if s.step in steps]
    return _explanation(
        naming,
        walk,
        times,
        times.case,
        law.definition.total,
        counted.total,
        waits,
        state.promised_due_at,
    )


def _explained_step(
    law: Law, state: CaseState, counted: CountedFacts, times: CaseTimes, step: StepId
) -> DueExplanation:
    facts = counted.whole.by_id[step]
    walk = explain_step(facts, to_instant(times.as_of))
    agency = law.agencies.agencies[AgencyId(facts.agency)]
    naming = _Naming(law, state, law.calendars.definition(agency.calendar), step)
    waits = [s for s in state.suspensions if s.step == step]
    rule = law.definition.steps[step]
    return _explanation(naming, walk, times, times.steps[step], rule, counted.limits[step], waits, None)


def _explanation(
    naming: "_Naming",
    walk: Explanation,
    times: CaseTimes,
    clock: Clock,
    rule: StepDefinition | Total,
    limit: TimeLimit,
    waits: Sequence[Suspension],
    promised_at: datetime | None,
) -> DueExplanation:
    terms = tuple(naming.term(term) for term in walk.terms)
    holding = {held for term in terms for day in term.days for held in day.held_by}
    holding |= {held for term in terms for stretch in term.stretches for held in stretch.held_by}
    if clock.paused and clock.due_at is None:  # what has just begun to hold it has taken nothing yet
        holding |= {wait.id for wait in waits if wait.ended_at is None and wait.effect is not ClockEffect.NONE}
    restarted = walk.clock_start is not None and walk.clock_start != walk.effective_start
    return DueExplanation(
        step=naming.step,
        title=naming.title(),
        agency_title=naming.agency_title(naming.step),
        as_of=times.as_of,
        clock=clock,
        is_judged=is_judged(naming.state),
        limit=naming.applied(rule, limit),
        begun_at=_datetime(walk.begun_at),
        counted_from=_datetime(walk.effective_start),
        shifted=naming.shifted(walk),
        restarted_at=_datetime(walk.clock_start) if restarted else None,
        terms=terms,
        held_by=tuple(naming.hold(s) for s in waits if s.id in holding),
        without_effect=tuple(naming.hold(s) for s in waits if s.id not in holding and walk.terms),
        due_at=_datetime(walk.due_at),
        due_on=walk.due_on,
        promised_at=promised_at,
        sources=naming.sources(terms),
    )


@dataclass(frozen=True, slots=True)
class _Naming:
    """Finds names, reasons and articles for what the walk says of one due date."""

    law: Law
    state: CaseState
    calendar: CalendarDefinition
    step: StepId | None

    def title(self) -> Text:
        return self.law.definition.steps[self.step].title if self.step else self.law.definition.title

    def agency_title(self, step: StepId | None) -> Text | None:
        agency = self.state.agencies.get(step) if step else None
        return self.law.agencies.agencies[agency].title if agency else None

    def applied(self, rule: StepDefinition | Total, limit: TimeLimit) -> AppliedLimit:
        definition = self.law.definition
        condition = find_variant(rule, circumstances(definition, self.state.form, self.state.facts))
        place, _, name = (condition or "").partition(".")
        declared = (definition.facts if place == "case" else definition.form).get(name)
        # Of a condition that is more than one name only its text can be shown.
        return AppliedLimit(limit, rule.within, condition, declared.title if declared else None, rule.legal_basis)

    def shifted(self, walk: Explanation) -> ShiftedReceipt | None:
        cut_off = self.law.definition.total.cut_off
        if cut_off is None or walk.begun_at is None or walk.effective_start in (None, walk.begun_at):
            return None
        assert walk.effective_start is not None
        begun = to_datetime(walk.begun_at)
        return ShiftedReceipt(
            received_at=begun,
            counted_from=to_datetime(walk.effective_start),
            cut_off=cut_off,
            reason=self._shift_reason(begun, cut_off),
            legal_basis=self.law.definition.total.legal_basis,
        )

    def hold(self, suspension: Suspension) -> Hold:
        rule = self.law.definition.suspensions[suspension.rule]
        return Hold(
            suspension=suspension,
            until=suspension.ended_at or self.state.closed_at,
            step_title=self.law.definition.steps[suspension.step].title,
            agency=self.state.agencies.get(suspension.step),
            agency_title=self.agency_title(suspension.step),
            title=rule.title,
            legal_basis=rule.legal_basis,
        )

    def term(self, term: ExplainedTerm) -> NamedTerm:
        return NamedTerm(
            term=term.term,
            allowed_days=None if term.term.exact else days_of(term.term, day_number(term.days[0].on)),
            allowed_seconds=term.term.seconds if term.term.exact else None,
            starts_at=to_datetime(term.starts_at),
            due_at=to_datetime(term.due_at),
            due_on=term.due_on,
            counted_days=term.counted_days,
            counted_seconds=term.counted_seconds,
            days=tuple(
                NamedDay(
                    d.on,
                    d.mark,
                    d.rolled,
                    self._working().is_counted(day_number(d.on)),
                    *self._of_calendar(d.on),
                    self._held_by(d.causes),
                )
                for d in term.days
            ),
            stretches=tuple(
                NamedStretch(
                    to_datetime(s.start),
                    to_datetime(s.end),
                    s.seconds,
                    s.mark,
                    *self._of_calendar(civil_date(s.start)),
                    self._held_by(s.causes),
                )
                for s in term.stretches
            ),
        )

    def sources(self, terms: Sequence[NamedTerm]) -> Mapping[str, str]:
        parts: list[NamedDay | NamedStretch] = []
        for term in terms:
            parts += [*term.days, *term.stretches]
        named = [entry for part in parts for entry in (part.day_off, part.worked_for) if entry is not None]
        return {e.source: self.calendar.sources[e.source] for e in named if e.source in self.calendar.sources}

    def _of_calendar(self, on: date) -> tuple[DayOff | None, SwappedWorkday | None]:
        worked = next((swap for swap in self.calendar.swapped_workdays if swap.day == on), None)
        return (None, worked) if worked else (self.calendar.names.get(on), None)

    def _working(self) -> WorkCalendar:
        return self.law.calendars.working(self.calendar.calendar)

    def _shift_reason(self, begun: datetime, cut_off: str) -> ShiftReason:
        if not self._working().is_open(day_number(begun.date())):
            return ShiftReason.NOT_A_WORKING_DAY
        is_late = f"{begun:%H:%M:%S}" > f"{cut_off}:00"
        return ShiftReason.AFTER_CUT_OFF if is_late else ShiftReason.AFTER_CLOSING

    def _held_by(self, causes: Sequence[Cause]) -> tuple[SuspensionId, ...]:
        found = []
        for cause in causes:
            step = StepId(cause.step) if cause.step else self.step
            found += [
                s.id
                for s in self.state.suspensions
                if s.step == step
                and to_instant(s.started_at) == cause.pause.start
                and (to_instant(s.ended_at) if s.ended_at else None) == cause.pause.end
            ]
        return tuple(dict.fromkeys(found))


def _datetime(at: Instant | None) -> datetime | None:
    return to_datetime(at) if at is not None else None
