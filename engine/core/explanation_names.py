"""Names, reasons and articles for what the walk of legal time says of one due date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.core.calendar_entries import Outage
from engine.core.calendars import CalendarDefinition, DayOff, SwappedWorkday
from engine.core.case import CaseState, Suspension
from engine.core.definition import StepDefinition, Total
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.explanation import (
    AppliedLimit,
    Hold,
    NamedDay,
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
from engine.core.values import Text


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
        place, _, name = (condition or "").partition(".")
        declared = (definition.facts if place == "case" else definition.form).get(name)
        # Of a condition that is more than one name only its text can be shown.
        return AppliedLimit(
            limit, rule.within or limit, condition, declared.title if declared else None, rule.legal_basis
        )

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

    def holds(self, waits: Sequence[Suspension]) -> tuple[Hold, ...]:
        """The suspensions given, and every outage that the calendars of the case know; in the order of time."""
        # A total may stand because a step's own system is down.
        steps = self.state.agencies if self.step is None else ()
        calendars = [self.calendar, *(self._calendar_of(step) for step in steps)]
        outages = {_outage_id(o): self._outage(o, calendar) for calendar in calendars for o in calendar.outages}
        found = [*(self._suspension(wait) for wait in waits), *outages.values()]
        return tuple(sorted(found, key=lambda hold: hold.started_at))

    def _suspension(self, suspension: Suspension) -> Hold:
        rule = self.law.definition.suspensions[suspension.rule]
        return Hold(
            id=suspension.id,
            step=suspension.step,
            agency=self.state.agencies.get(suspension.step),
            agency_title=self.agency_title(suspension.step),
            title=rule.title,
            reasons=suspension.reasons,
            documents=suspension.documents,
            effect=suspension.effect,
            started_at=suspension.started_at,
            until=suspension.ended_at or self.state.closed_at,
            legal_basis=rule.legal_basis,
        )

    def _outage(self, outage: Outage, calendar: CalendarDefinition) -> Hold:
        source = calendar.sources.get(outage.source, outage.source)
        return Hold(
            id=_outage_id(outage),
            step=None,
            agency=None,
            agency_title=None,
            title=Text(vi=outage.name, en=outage.name),
            reasons=(),
            documents=(),
            effect=ClockEffect.SUSPEND,
            started_at=to_datetime(to_instant(outage.began_at)),
            until=outage.ended_at or self.state.closed_at,
            legal_basis=(LegalBasis(ref=source, certainty=outage.confidence),),
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
                    self._working().is_counted(day_number(d.on)),
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

    def sources(self, terms: Sequence[NamedTerm]) -> Mapping[str, str]:
        parts: list[NamedDay | NamedStretch] = []
        for term in terms:
            parts += [*term.days, *term.stretches]
        named = [entry for part in parts for entry in (part.day_off, part.worked_for) if entry is not None]
        return {e.source: self.calendar.sources[e.source] for e in named if e.source in self.calendar.sources}

    def _of_calendar(self, on: date, mark: DayMark) -> tuple[DayOff | None, SwappedWorkday | None]:
        worked = next((swap for swap in self.calendar.swapped_workdays if swap.day == on), None)
        return (self.calendar.names.get(on), None) if worked is None or mark is DayMark.HOLIDAY else (None, worked)

    def _working(self) -> WorkCalendar:
        return self.law.calendars.working(self.calendar.calendar)

    def _shift_reason(self, begun: datetime, cut_off: str) -> ShiftReason:
        if not self._working().is_open(day_number(begun.date())):
            return ShiftReason.NOT_A_WORKING_DAY
        is_late = f"{begun:%H:%M:%S}" > f"{cut_off}:00"
        return ShiftReason.AFTER_CUT_OFF if is_late else ShiftReason.AFTER_CLOSING

    def _held_by(self, causes: Sequence[Cause]) -> tuple[str, ...]:
        found: list[str] = []
        for cause in causes:
            step, pause = StepId(cause.step) if cause.step else self.step, cause.pause
            asked = (s for s in self.state.suspensions if s.step == step and _instant(s.started_at) == pause.start)
            found += [s.id for s in asked if _instant(s.ended_at) == pause.end]
            # An outage that began before the clock holds it from its beginning on.
            down = (o for o in self._calendar_of(step).outages if to_instant(o.began_at) <= pause.start)
            if pause.kind is PauseKind.OTHER_AGENCY:
                found += [_outage_id(o) for o in down if _instant(o.ended_at) == pause.end]
        return tuple(dict.fromkeys(found))


def _outage_id(outage: Outage) -> str:
    return f"outage-{to_datetime(to_instant(outage.began_at)):%Y%m%d-%H%M%S}"


def _instant(at: datetime | None) -> Instant | None:
    return to_instant(at) if at is not None else None
