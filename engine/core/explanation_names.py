"""Names, reasons and articles for what the walk of legal time says of one due date."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.core.calendar_entries import Entry, Outage
from engine.core.calendars import CalendarDefinition, DayOff, SwappedWorkday
from engine.core.case import CaseState, Suspension
from engine.core.condition_words import circumstance_text
from engine.core.definition import StepDefinition, Total
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.events import ExtendedDue, TimeLimitExtended
from engine.core.explanation import (
    AppliedLimit,
    Hold,
    NamedDay,
    NamedExtension,
    NamedStretch,
    NamedTerm,
    ShiftedReceipt,
    ShiftReason,
)
from engine.core.identifiers import StepId
from engine.core.law import Law, circumstances, find_variant
from engine.core.legal_time import (
    Cause,
    ClockEffect,
    DayMark,
    ExplainedTerm,
    Explanation,
    Instant,
    PauseKind,
    WorkCalendar,
    civil_date,
    day_number,
    days_of,
    to_datetime,
    to_instant,
)
from engine.core.turns import step_named
from engine.core.values import Text
from engine.core.waits import basis_of, is_of_total, pauses_of_case, title_of

OUTAGE_RULE = LegalBasis(ref="NĐ 301/2026/NĐ-CP", article="3(4)")
"""The clock goes on when the system works again: said of the procedures that this decree links."""


@dataclass(frozen=True, slots=True)
class Naming:
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
        why = circumstance_text(condition, definition) if condition is not None else None
        return AppliedLimit(limit, rule.within or limit, condition, why, rule.legal_basis)

    def shifted(self, walk: Explanation) -> ShiftedReceipt | None:
        total = self.law.definition.total
        cut_off = total.cut_off
        if cut_off is None or walk.begun_at is None or walk.effective_start in (None, walk.begun_at):
            return None
        assert walk.effective_start is not None
        begun = to_datetime(walk.begun_at)
        return ShiftedReceipt(
            received_at=begun,
            counted_from=to_datetime(walk.effective_start),
            cut_off=cut_off,
            reason=self._shift_reason(begun, cut_off),
            passed=tuple(self._closed_days(begun.date(), to_datetime(walk.effective_start).date())),
            legal_basis=total.cut_off_basis or total.legal_basis,
        )

    def _closed_days(self, first: date, until: date) -> Iterator[NamedDay]:
        for number in range(day_number(first), day_number(until)):
            on = first + timedelta(days=number - day_number(first))
            if not self._working(on).is_open(number):
                mark = DayMark.HOLIDAY if on in self._calendar_on(on).names else DayMark.WEEKLY_REST
                yield NamedDay(on, mark, False, False, *self._of_calendar(on, mark), ())

    def holds(self, waits: Sequence[Suspension]) -> tuple[Hold, ...]:
        """The suspensions given, and every outage that the calendars of the case know; in the order of time."""
        # A total may stand because a step's own system is down.
        steps = self.state.agencies if self.step is None else ()
        calendars = [self.calendar, *(self._calendar_of(step) for step in steps)]
        outages = {_outage_id(o): self._outage(o, calendar) for calendar in calendars for o in calendar.outages}
        found = [*(self._suspension(wait) for wait in waits), *outages.values()]
        return tuple(sorted(found, key=lambda hold: hold.started_at))

    def _suspension(self, suspension: Suspension) -> Hold:
        back = suspension.sent_back
        return Hold(
            id=suspension.id,
            step=suspension.step,
            agency=self.state.agencies.get(suspension.step),
            agency_title=self.agency_title(suspension.step),
            title=title_of(self.law.definition, suspension),
            reasons=suspension.reasons,
            documents=suspension.documents,
            effect=suspension.effect,
            started_at=suspension.started_at,
            until=suspension.ended_at or self.state.closed_at,
            legal_basis=basis_of(self.law.definition, suspension),
            sent_back_to=self.law.definition.steps[back.to].title if back is not None else None,
        )

    def extensions(self, in_force: int) -> tuple[NamedExtension, ...]:
        """The last ones granted: a return makes those before it fall away (rule R29)."""
        granted = [
            (event, moved)
            for event in self.state.extensions
            if (moved := event.of_total if self.step is None else event.of_step) is not None
            if self.step in (None, event.step)
        ]
        return tuple(self._extension(*one) for one in granted[len(granted) - max(0, in_force) :])

    def _extension(self, event: TimeLimitExtended, moved: ExtendedDue) -> NamedExtension:
        at_fault = self.law.agencies.agencies.get(event.agency_at_fault) if event.agency_at_fault else None
        return NamedExtension(
            step=event.step,
            rule=event.rule,
            title=self.law.definition.extensions[event.rule].title,
            granted_at=to_datetime(to_instant(event.at)),
            before=to_datetime(to_instant(moved.before)),
            after=to_datetime(to_instant(moved.after)),
            agency_title=self.agency_title(event.step),
            at_fault_title=at_fault.title if at_fault else None,
            reason=event.reason,
            legal_basis=event.legal_basis,
        )

    def _outage(self, outage: Outage, calendar: CalendarDefinition) -> Hold:
        source = LegalBasis(ref=calendar.sources.get(outage.source, outage.source), certainty=outage.confidence)
        announced = calendar.decisions.get(outage.source, source)
        is_under_it = any(basis.ref == OUTAGE_RULE.ref for basis in self.law.definition.legal_basis)
        return Hold(
            id=_outage_id(outage),
            step=None,
            agency=None,
            agency_title=None,
            title=outage.name,
            reasons=(),
            documents=(),
            effect=ClockEffect.SUSPEND,
            started_at=to_datetime(to_instant(outage.began_at)),
            until=outage.ended_at or self.state.closed_at,
            legal_basis=(announced, OUTAGE_RULE) if is_under_it else (announced,),
            announced_on=outage.announced_on,
        )

    def _calendar_of(self, step: StepId | None) -> CalendarDefinition:
        agency = self.state.agencies.get(step) if step else None
        return self.law.calendars.definition(self.law.agencies.agencies[agency].calendar) if agency else self.calendar

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
                    self._working(d.on).is_counted(day_number(d.on)),
                    *self._of_calendar(d.on, d.mark),
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
                    *self._of_calendar(civil_date(s.start), s.mark),
                    self._held_by(s.causes),
                )
                for s in term.stretches
            ),
        )

    def sources(self, special: Sequence[Entry]) -> Mapping[str, str]:
        found = ((entry.source, self._calendar_with(entry).sources.get(entry.source)) for entry in special)
        return {source: said for source, said in found if said is not None}

    def decisions(self, special: Sequence[Entry]) -> Mapping[str, LegalBasis]:
        found = ((entry.source, self._calendar_with(entry).decision_of(entry)) for entry in special)
        return {source: decision for source, decision in found if decision is not None}

    def _of_calendar(self, on: date, mark: DayMark) -> tuple[DayOff | None, SwappedWorkday | None]:
        calendar = self._calendar_on(on)
        worked = next((swap for swap in calendar.swapped_workdays if swap.day == on), None)
        return (calendar.names.get(on), None) if worked is None or mark is DayMark.HOLIDAY else (None, worked)

    def _calendar_on(self, on: date) -> CalendarDefinition:
        """That of the agency that had the step on that day."""
        known = self.state.steps.get(self.step) if self.step else None
        for had in known.held_before if known else ():
            if on < civil_date(to_instant(had.until)):
                return self.law.calendars.definition(self.law.agencies.agencies[had.agency].calendar)
        return self.calendar

    def _calendar_with(self, entry: Entry) -> CalendarDefinition:
        return self._calendar_on(entry.day) if isinstance(entry, DayOff | SwappedWorkday) else self.calendar

    def _working(self, on: date) -> WorkCalendar:
        return self.law.calendars.working(self._calendar_on(on).calendar)

    def _shift_reason(self, begun: datetime, cut_off: str) -> ShiftReason:
        if not self._working(begun.date()).is_open(day_number(begun.date())):
            return ShiftReason.NOT_A_WORKING_DAY
        is_late = f"{begun:%H:%M:%S}" > f"{cut_off}:00"
        return ShiftReason.AFTER_CUT_OFF if is_late else ShiftReason.AFTER_CLOSING

    def _ends_for_the_case(self, wait: Suspension) -> tuple[Instant | None, ...]:
        return tuple(pause.end for pause in pauses_of_case(self.state, wait))

    def _is_of_total(self, wait: Suspension, step: StepId | None) -> bool:
        return step is None and is_of_total(self.law.definition, wait)

    def _held_by(self, causes: Sequence[Cause]) -> tuple[str, ...]:
        found: list[str] = []
        for cause in causes:
            step, pause = step_named(self.state, cause.step) if cause.step else self.step, cause.pause
            mine = [s for s in self.state.suspensions if s.step == step or self._is_of_total(s, step)]
            asked = (s for s in mine if _instant(s.started_at) == pause.start)
            found += [s.id for s in asked if pause.end in (_instant(s.ended_at), *self._ends_for_the_case(s))]
            # An outage that began before the clock holds it from its beginning on.
            down = (o for o in self._calendar_of(step).outages if to_instant(o.began_at) <= pause.start)
            if pause.kind is PauseKind.OTHER_AGENCY:
                found += [_outage_id(o) for o in down if _instant(o.ended_at) == pause.end]
        return tuple(dict.fromkeys(found))


def special_days(terms: Sequence[NamedTerm], shifted: ShiftedReceipt | None) -> tuple[Entry, ...]:
    """What the calendar lists of the days that an explanation speaks of: days off and worked Saturdays."""
    parts: list[NamedDay | NamedStretch] = list(shifted.passed) if shifted is not None else []
    for term in terms:
        parts += [*term.days, *term.stretches]
    return tuple(entry for part in parts for entry in (part.day_off, part.worked_for) if entry is not None)


def _outage_id(outage: Outage) -> str:
    return f"outage-{to_datetime(to_instant(outage.began_at)):%Y%m%d-%H%M%S}"


def _instant(at: datetime | None) -> Instant | None:
    return to_instant(at) if at is not None else None
