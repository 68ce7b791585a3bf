"""The calendars of the agencies, as declared in YAML with their sources, and compiled for counting."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.core.definition import Certainty
from engine.core.identifiers import CalendarId
from engine.core.legal_time import CalendarSpec, WorkCalendar
from engine.core.values import Text, Value

TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-4]):[0-5]\d$")]
Session = tuple[TimeOfDay, TimeOfDay]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class DayKind(StrEnum):
    """Why a day is off: by law, in lieu of a holiday on a rest day, or exchanged for a Saturday."""

    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"
    SWAPPED_OFF = "swapped_off"


class DayOff(Value):
    """A day on which the agencies are closed, and the decision that says so."""

    day: date = Field(alias="date")
    kind: DayKind
    name: str
    source: str
    confidence: Certainty = Certainty.VERIFIED
    announced_on: date | None = None


class SwappedWorkday(Value):
    """A Saturday that is worked in exchange for a day off."""

    day: date = Field(alias="date")
    instead_of: date
    source: str
    confidence: Certainty = Certainty.VERIFIED
    announced_on: date | None = None


class Coverage(Value):
    """The days that the calendar knows, both ends included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")


class CalendarDefinition(Value):
    """A working calendar: sessions of each weekday, days off, swapped Saturdays, each with its source."""

    calendar: CalendarId
    title: Text
    covers: Coverage
    week: dict[str, tuple[Session, ...]]
    day_seconds: int = Field(default=28_800, gt=0)
    min_counted_day_seconds: int = Field(default=14_400, ge=0)
    sources: dict[str, str]
    days_off: tuple[DayOff, ...] = ()
    swapped_workdays: tuple[SwappedWorkday, ...] = ()

    @cached_property
    def names(self) -> Mapping[date, DayOff]:
        """Each day off by its date: for the sentence behind a skipped day."""
        return {day_off.day: day_off for day_off in self.days_off}


class CalendarUnknown(KeyError):
    """No calendar of that name is loaded."""


class CalendarBook:
    """All calendars, compiled. Immutable; asking again for the same calendar gives the same object."""

    def __init__(self, definitions: Mapping[CalendarId, CalendarDefinition]) -> None:
        self._definitions = dict(definitions)
        self._compiled: dict[tuple[CalendarId, str | None, bool], WorkCalendar] = {}

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


def _spec(definition: CalendarDefinition, cut_off: str | None, day_end: str) -> CalendarSpec:
    sessions = {day: [list(s) for s in definition.week.get(day, ())] for day in WEEKDAYS}
    return CalendarSpec.from_json(
        {
            "id": definition.calendar,
            "tz": "Asia/Ho_Chi_Minh",
            "week": sessions,
            "holidays": [day_off.day.isoformat() for day_off in definition.days_off],
            "extra_workdays": {
                swap.day.isoformat(): sessions[WEEKDAYS[swap.instead_of.weekday()]]
                for swap in definition.swapped_workdays
            },
            "day_seconds": definition.day_seconds,
            "min_counted_day_seconds": definition.min_counted_day_seconds,
            "cutoff": cut_off,
            "day_end": day_end,
        }
    )
