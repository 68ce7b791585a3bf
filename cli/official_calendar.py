"""The days of a year on which Vietnamese state agencies work otherwise than the week says, from the shipped calendar."""

from datetime import date
from functools import cache
from typing import NamedTuple

from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.identifiers import CalendarId
from procedure_defs.catalogue import SHIPPED, definition_files, examine

OFFICIAL = CalendarId("vn-state-agency")


class DaysOfYear(NamedTuple):
    """The working days off (days off on a Saturday or Sunday change nothing), and the Saturdays that are worked."""

    days_off: tuple[date, ...]
    swapped_workdays: tuple[date, ...]


def days_of_year(year: int) -> DaysOfYear | None:
    """By the latest knowledge; null for a year that the calendar does not cover."""
    calendar = _calendar()
    if not calendar.covers.first.year <= year <= calendar.covers.last.year:
        return None
    worked = {swap.day for swap in calendar.swapped_workdays if swap.day.year == year}
    off = {day for day in calendar.names if day.year == year and day.weekday() < 5}
    return DaysOfYear(tuple(sorted(off - worked)), tuple(sorted(worked)))


@cache
def _calendar() -> CalendarDefinition:
    seen = examine(definition_files(SHIPPED / "calendars"))
    return CalendarBook(seen.calendars).definition(OFFICIAL)
