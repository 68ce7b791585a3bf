"""What a calendar says already of one day: why nobody works on it, by which decision, and which working day comes next."""

from datetime import date, timedelta

from engine.core.calendars import CalendarBook
from engine.core.day_off_words import SpecialDay, SpecialDays
from engine.core.identifiers import CalendarId
from engine.core.legal_time import day_number
from engine.core.values import Text

_FURTHEST = 60


def rest_words(calendars: CalendarBook, calendar: CalendarId, on: date) -> Text | None:
    """`Thứ Ba 24/11/2026 (Ngày Văn hóa Việt Nam, theo …) đã là ngày nghỉ`; null where it is worked, or not known."""
    covers = calendars.definition(calendar).covers
    if not covers.first <= on <= covers.last or calendars.working(calendar).is_open(day_number(on)):
        return None
    return Text(vi=_rest_in(calendars, calendar, on, "vi"), en=_rest_in(calendars, calendar, on, "en"))


def next_worked(calendars: CalendarBook, calendar: CalendarId, after: date) -> date | None:
    """The first working day behind a day; null where none is near."""
    working, last = calendars.working(calendar), date.max - timedelta(days=_FURTHEST)
    days = (after + timedelta(days=number) for number in range(1, _FURTHEST) if after < last)
    return next((day for day in days if working.is_open(day_number(day))), None)


def _rest_in(calendars: CalendarBook, calendar: CalendarId, on: date, language: str) -> str:
    definition = calendars.definition(calendar)
    off = definition.names.get(on)
    if off is None:
        day = SpecialDay(on, _WEEKLY.in_language(language))
    else:
        decision = definition.decision_of(off)
        name = off.name.in_language(language)
        day = SpecialDay(on, name, off.source, decision, off.announced_on, off.is_provisional)
    said = _ALREADY.in_language(language).format(day=SpecialDays(language).told([day]))
    return said[0].upper() + said[1:]


_ALREADY = Text(vi="{day} đã là ngày nghỉ.", en="{day} is a day off already.")
_WEEKLY = Text(vi="nghỉ hằng tuần", en="weekly rest")
