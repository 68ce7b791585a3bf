"""The calendars of the agencies, as declared in YAML with their sources, and compiled for counting."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from engine.core.calendar_entries import (
    Break,
    Closure,
    ComputedYear,
    DayKind,
    DayOff,
    Entry,
    Outage,
    Session,
    SwappedWorkday,
    TimeOfDay,
)
from engine.core.computed_days import computed_breaks, computed_days_off, turns_of
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import CalendarId
from engine.core.legal_time import CalendarSpec, Instant, WorkCalendar, civil_date, day_number
from engine.core.legal_time.instants import midnight
from engine.core.values import Text, Value

__all__ = [
    "WEEKDAYS",
    "CalendarBook",
    "CalendarDefinition",
    "CalendarFile",
    "CalendarUnknown",
    "Coverage",
    "DayKind",
    "DayOff",
    "Edition",
    "Session",
    "SwappedWorkday",
    "TimeOfDay",
]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Coverage(Value):
    """The days that the calendar knows, both ends included."""

    first: date = Field(alias="from", description="The first day.")
    last: date = Field(alias="to", description="The last day.")


class CalendarFile(Value):
    """A calendar as its file says it. One that extends another takes over what it does not say itself."""

    calendar: CalendarId = Field(description="The name of the calendar.")
    title: Text = Field(description="Whose calendar it is, as people read it.")
    extends: CalendarId | None = Field(None, description="Takes over its days, and what is not said here.")
    covers: Coverage | None = Field(
        default=None, description="The days that are known; a date beyond them is provisional."
    )
    week: dict[str, tuple[Session, ...]] | None = Field(
        default=None, description="The working sessions of each weekday, `mon` to `sun`, as pairs of times."
    )
    day_seconds: int = Field(
        default=28_800, gt=0, description="How many seconds of work make one working day: 28800 are eight hours."
    )
    min_counted_day_seconds: int = Field(
        default=14_400,
        ge=0,
        description="A day with less work than this is not counted by whole days: 14400 are four hours.",
    )
    sources: dict[str, str] = Field({}, description="Where each day was read, in full.")
    decisions: dict[str, LegalBasis] = Field(
        {}, description="By the name of a source: the document that decided, as short as a caseworker would cite it."
    )
    days_off: tuple[DayOff, ...] = Field(default=(), description="The days without work, each with its decision.")
    swapped_workdays: tuple[SwappedWorkday, ...] = Field(
        default=(), description="The Saturdays that are worked in exchange, each with its decision."
    )
    breaks: tuple[Break, ...] = Field(default=(), description="Announced breaks of several days, weekends included.")
    closures: tuple[Closure, ...] = Field(default=(), description="Days or hours on which only this office is shut.")
    outages: tuple[Outage, ...] = Field(
        default=(), description="Times in which an announced failure of a system stops time limits."
    )
    computed_years: tuple[ComputedYear, ...] = Field(
        default=(), description="Years without a decision yet, whose holidays are computed from the law."
    )


class CalendarDefinition(CalendarFile):
    """A working calendar: sessions of each weekday, and everything that departs from them, each with its source."""

    covers: Coverage
    week: dict[str, tuple[Session, ...]]
    known_on: date | None = Field(None, exclude=True, description="Of this day's knowledge; none: of all of it.")

    @cached_property
    def names(self) -> Mapping[date, DayOff]:
        """Each day off by its date, computed ones, breaks and closures too: for the sentence behind a skipped day."""
        found: dict[date, DayOff] = {}
        for span in (*self.breaks, *(b for year in self.computed_years for b in computed_breaks(year, self.known_on))):
            found |= {day: _day_off(span, day, DayKind.BREAK) for day in span.days()}
        for year in self.computed_years:
            found |= {day_off.day: day_off for day_off in computed_days_off(year, self.known_on)}
        found |= {day_off.day: day_off for day_off in self.days_off}
        for closure in self.closures:
            if not closure.sessions:
                found |= {day: _day_off(closure, day, DayKind.CLOSURE) for day in closure.days()}
        return found

    def decision_of(self, entry: Entry) -> LegalBasis | None:
        """The document behind an entry; where none is named its source, and null for a mere reckoning."""
        named = self.decisions.get(entry.source)
        if named is not None or entry.is_provisional:
            return named
        return LegalBasis(ref=self.sources.get(entry.source, entry.source), certainty=entry.confidence)

    def entries(self) -> Iterator[Entry]:
        """Everything that was decided at some time."""
        for entries in (self.days_off, self.swapped_workdays, self.breaks, self.closures, self.outages):
            yield from entries

    def turns(self) -> set[date]:
        """The days on which something became known, or ceased to hold."""
        known = {day for entry in self.entries() for day in (entry.known_from, entry.superseded_on)}
        return {day for day in known.union(*map(turns_of, self.computed_years)) if day is not None}

    def as_known_on(self, day: date) -> "CalendarDefinition":
        """The calendar as an office had to count with it on that day."""
        listed = ("days_off", "swapped_workdays", "breaks", "closures", "outages")
        said = {name: getattr(self, name) for name in type(self).model_fields}
        said |= {name: tuple(e for e in said[name] if e.is_known_on(day)) for name in listed}
        said["computed_years"] = tuple(
            y for y in self.computed_years if y.superseded_on is None or day < y.superseded_on
        )
        said["known_on"] = day
        return CalendarDefinition.model_construct(**said)  # not a copy: that would bring the names along


class CalendarUnknown(KeyError):
    """No calendar of that name is loaded."""


class Edition(NamedTuple):
    """All calendars as their files stood from an instant on, whatever days the entries name themselves."""

    since: Instant
    calendars: Mapping[CalendarId, CalendarDefinition]


class CalendarBook:
    """All calendars, compiled, by the latest knowledge. Immutable; the same question gives the same object.

    `later`: the editions that were seen after the first one, in the order of time. What stands in the first was known
    as its entries say; what a later one adds, changes or leaves out nobody could count with before it was there.
    """

    def __init__(
        self,
        definitions: Mapping[CalendarId, CalendarDefinition],
        *,
        later: Sequence[Edition] = (),
        known_on: date | None = None,
    ) -> None:
        self._first, self._later = dict(definitions), tuple(later)
        self._definitions = {name: c.as_known_on(known_on or date.max) for name, c in self.declared.items()}
        self._turns = sorted(_turns(self._first, self._later)) if known_on is None else []
        self._earlier: dict[int, CalendarBook] = {}
        self._compiled: dict[tuple[CalendarId, str | None, bool], WorkCalendar] = {}

    @property
    def declared(self) -> Mapping[CalendarId, CalendarDefinition]:
        """The calendars as the newest edition says them, with what holds no more."""
        return self._later[-1].calendars if self._later else self._first

    def as_known_at(self, instant: Instant) -> "CalendarBook":
        """The calendars as they were known at an instant; that book knows no other time."""
        place = bisect_right(self._turns, instant)
        if place == len(self._turns):
            return self
        if place not in self._earlier:
            seen = bisect_right(self._later, instant, key=_since)
            then = self._later[seen - 1].calendars if seen else self._first
            self._earlier[place] = CalendarBook(then, known_on=civil_date(instant))
        return self._earlier[place]

    def turns(self, after: Instant, until: Instant) -> tuple[Instant, ...]:
        """The instants after one, up to another, at which something became known, or ceased to hold."""
        return tuple(self._turns[bisect_right(self._turns, after) : bisect_right(self._turns, until)])

    def with_entries(self, days_off: tuple[DayOff, ...], worked: tuple[SwappedWorkday, ...]) -> "CalendarBook":
        """The same calendars with further days off and worked days in each; a worked day wins over a day off."""
        first, *later = (
            {name: _with_entries(c, days_off, worked) for name, c in calendars.items()}
            for calendars in (self._first, *(edition.calendars for edition in self._later))
        )
        return CalendarBook(first, later=[Edition(e.since, c) for e, c in zip(self._later, later, strict=True)])

    @cached_property
    def fingerprint(self) -> str:
        """Short and the same for the same calendars: which ones a date was reckoned with."""
        said = "\n".join(self._definitions[name].model_dump_json() for name in sorted(self._definitions))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def definition(self, calendar: CalendarId) -> CalendarDefinition:
        try:
            return self._definitions[calendar]
        except KeyError:
            raise CalendarUnknown(calendar) from None

    def working(
        self, calendar: CalendarId, *, cut_off: str | None = None, until_midnight: bool = False
    ) -> WorkCalendar:
        """The calendar for counting, with a cut-off for receipts and the end of a day (Civil Code art. 148(6))."""
        key = (calendar, cut_off, until_midnight)
        if key not in self._compiled:
            spec = _spec(self.definition(calendar), cut_off, "midnight" if until_midnight else "close")
            self._compiled[key] = WorkCalendar(spec)
        return self._compiled[key]


def _since(edition: Edition) -> Instant:
    return edition.since


def _turns(first: Mapping[CalendarId, CalendarDefinition], later: Sequence[Edition]) -> Iterator[Instant]:
    """Each edition's arrival, and the days of its own entries for as long as it was the newest one."""
    starts: tuple[Instant | None, ...] = (None, *(edition.since for edition in later))
    ends: tuple[Instant | None, ...] = (*starts[1:], None)
    for calendars, start, end in zip((first, *(e.calendars for e in later)), starts, ends, strict=True):
        if start is not None:
            yield start
        for turn in _known_days(calendars.values()):
            if (start is None or start < turn) and (end is None or turn < end):
                yield turn


def _known_days(calendars: Iterable[CalendarDefinition]) -> set[Instant]:
    return {midnight(day_number(day)) for calendar in calendars for day in calendar.turns()}


def _with_entries(
    calendar: CalendarDefinition, days_off: tuple[DayOff, ...], worked: tuple[SwappedWorkday, ...]
) -> CalendarDefinition:
    said = {name: getattr(calendar, name) for name in type(calendar).model_fields}
    said["days_off"] = (*calendar.days_off, *days_off)
    said["swapped_workdays"] = (*calendar.swapped_workdays, *worked)
    return CalendarDefinition.model_construct(**said)  # not a copy: that would bring the names along


def _day_off(span: Break | Closure, day: date, kind: DayKind) -> DayOff:
    said = {name: getattr(span, name) for name in Entry.model_fields}
    return DayOff.model_validate({**said, "date": day, "kind": kind, "name": span.name})


def _spec(definition: CalendarDefinition, cut_off: str | None, day_end: str) -> CalendarSpec:
    sessions = {day: [list(s) for s in definition.week.get(day, ())] for day in WEEKDAYS}
    return CalendarSpec.from_json(
        {
            "id": definition.calendar,
            "tz": "Asia/Ho_Chi_Minh",
            "week": sessions,
            "holidays": [day.isoformat() for day in definition.names],
            "extra_workdays": _worked_otherwise(definition, sessions),
            "day_seconds": definition.day_seconds,
            "min_counted_day_seconds": definition.min_counted_day_seconds,
            "cutoff": cut_off,
            "day_end": day_end,
        }
    )


def _worked_otherwise(
    definition: CalendarDefinition, week: Mapping[str, list[list[str]]]
) -> dict[str, list[list[str]]]:
    """The days with sessions of their own: swapped Saturdays, and what a closure leaves of a working day."""
    worked = {swap.day: week[WEEKDAYS[swap.instead_of.weekday()]] for swap in definition.swapped_workdays}
    for closure in definition.closures:
        left = [list(session) for session in closure.sessions]
        for day in closure.days():
            if day in worked or (day not in definition.names and week[WEEKDAYS[day.weekday()]]):
                worked[day] = left  # the office's own closure is the last word, also on a swapped Saturday
    return {day.isoformat(): sessions for day, sessions in worked.items()}
