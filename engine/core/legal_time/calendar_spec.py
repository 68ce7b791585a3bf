"""What an agency's calendar says, as a checked value: sessions of the week, days off, swapped days, cut-off (R2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import SECONDS_PER_DAY, parse_date

Session: TypeAlias = tuple[int, int]
Sessions: TypeAlias = tuple[Session, ...]

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME: Final = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])", re.ASCII)
_TIME_ZONE: Final = "Asia/Ho_Chi_Minh"
_LARGEST_SETTING: Final = 10**9


class DayEnd(StrEnum):
    """Where an open date ends: with its working time, or at 24:00 as Civil Code art. 148(6) says (R5)."""

    CLOSE = "close"
    MIDNIGHT = "midnight"


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """A calendar as its owner wrote it; sessions are seconds of the day, sorted and disjoint, Monday first."""

    id: str
    week: tuple[Sessions, ...]
    holidays: frozenset[date] = frozenset()
    extra_workdays: tuple[tuple[date, Sessions], ...] = ()
    day_seconds: int = 28_800
    min_counted_day_seconds: int = 14_400
    cutoff: int | None = None
    day_end: DayEnd = DayEnd.CLOSE

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise _refusal("a week has seven days")
        if not 0 < self.day_seconds <= _LARGEST_SETTING:
            raise _refusal("day_seconds must be positive")
        if self.cutoff is not None and not 0 <= self.cutoff <= SECONDS_PER_DAY:
            raise _refusal("the cut-off is a time of day")
        for sessions in (*self.week, *(sessions for _, sessions in self.extra_workdays)):
            _check_sessions(sessions)

    @classmethod
    def from_json(cls, raw: object) -> "CalendarSpec":
        """The Calendar of the deadline interface; absent fields take the defaults of R2."""
        if not isinstance(raw, Mapping):
            raise _refusal("expected an object")
        if _or(raw.get("tz"), _TIME_ZONE) != _TIME_ZONE:
            raise _refusal(f"dates are civil dates in {_TIME_ZONE}")
        name = _or(raw.get("id"), "")
        week = raw.get("week", {})
        holidays = _or(raw.get("holidays"), [])
        extra = _or(raw.get("extra_workdays"), {})
        if not isinstance(name, str) or not isinstance(week, Mapping) or not set(week) <= set(_WEEKDAYS):
            raise _refusal("expected an id and a week of mon to sun")
        if not isinstance(holidays, list | tuple) or not isinstance(extra, Mapping):
            raise _refusal("expected a list of holidays and extra work days by date")
        cutoff, day_end = raw.get("cutoff"), _or(raw.get("day_end"), DayEnd.CLOSE)
        if not isinstance(day_end, str) or day_end not in tuple(DayEnd):
            raise _refusal("day_end is close or midnight")
        return cls(
            id=name,
            week=tuple(_sessions(_or(week.get(day), [])) for day in _WEEKDAYS),
            holidays=frozenset(parse_date(day, ErrorCode.INVALID_CALENDAR) for day in holidays),
            extra_workdays=tuple(
                (parse_date(day, ErrorCode.INVALID_CALENDAR), _sessions(extra[day])) for day in sorted(map(_key, extra))
            ),
            day_seconds=_seconds(raw.get("day_seconds"), 28_800),
            min_counted_day_seconds=_seconds(raw.get("min_counted_day_seconds"), 14_400),
            cutoff=None if cutoff is None else _time(cutoff),
            day_end=DayEnd(day_end),
        )


def _refusal(message: str) -> DeadlineError:
    return DeadlineError(ErrorCode.INVALID_CALENDAR, message)


def _or(value: object, default: object) -> object:
    return default if value is None else value


def _key(day: object) -> str:
    if not isinstance(day, str):
        raise _refusal("extra work days are listed by date")
    return day


def _seconds(raw: object, default: int) -> int:
    if raw is None:
        return default
    number = raw if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool) else None
    # To JSON 28800 and 28800.0 are one number.
    if number is None or not -_LARGEST_SETTING <= number <= _LARGEST_SETTING or number != int(number):
        raise _refusal("expected whole seconds")
    return int(number)


def _time(raw: object) -> int:
    found = _TIME.fullmatch(raw) if isinstance(raw, str) else None
    second = -1 if found is None else int(found[1]) * 3600 + int(found[2]) * 60
    if not 0 <= second <= SECONDS_PER_DAY:
        raise _refusal("expected a time of day HH:MM, at most 24:00")
    return second


def _sessions(raw: object) -> Sessions:
    if not isinstance(raw, list | tuple):
        raise _refusal("expected a list of working intervals")
    sessions = []
    for pair in raw:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise _refusal("a working interval is a pair of times")
        start, end = _time(pair[0]), _time(pair[1])
        if start != end:  # R1: an empty interval has no effect at all
            sessions.append((start, end))
    return tuple(sorted(sessions))


def _check_sessions(sessions: Sessions) -> None:
    last = 0
    for start, end in sessions:
        if start < last or end <= start or end > SECONDS_PER_DAY:
            raise _refusal("working intervals must be disjoint and may not end before they start")
        last = end
