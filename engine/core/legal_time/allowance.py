"""An allowance ("5 working days") and the term it becomes under a convention and a calendar: R9, R23, R24."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import Day, date_of_number, day_number

_LONGEST_NUMBER: Final = 64
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,9})?", re.ASCII | re.IGNORECASE)
_LONGEST_TERM: Final = 300_000_000_000  # seconds; some 9,500 years, the length of the calendar itself
_DIGITS: Final = 30


class Unit(StrEnum):
    """The unit must always be written: law uses "24 giờ", "2 giờ làm việc" and "ngày làm việc" side by side."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    MONTHS = "months"


class Convention(StrEnum):
    """How days are counted: to the second, or by whole days as Civil Code art. 147 and 148 say."""

    ELAPSED = "elapsed"
    STATUTORY = "statutory"


# Of the units counted exactly; a working day has the seconds that its calendar says.
_UNIT_SECONDS: Final = {
    Unit.MINUTES: 60,
    Unit.HOURS: 3_600,
    Unit.WORKING_HOURS: 3_600,
    Unit.CALENDAR_DAYS: 86_400,
}
_ALWAYS_EXACT: Final = frozenset({Unit.MINUTES, Unit.HOURS, Unit.WORKING_HOURS})
_STATUTORY_ONLY: Final = frozenset({Unit.WEEKS, Unit.MONTHS})
_WORKING_CLOCK: Final = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})


@dataclass(frozen=True, slots=True)
class Allowance:
    """A number of units, never negative; a whole number is kept as an int."""

    n: int | Fraction
    unit: Unit

    def __post_init__(self) -> None:
        n = read_number(self.n)
        if n < 0:
            raise _refusal("an allowance is a number of at least 0")
        object.__setattr__(self, "n", n)


class Term(NamedTuple):
    """An allowance ready to be counted: either exact seconds of its own clock, or a number of whole days."""

    unit: Unit
    exact: bool
    running: bool  # the own clock is every second (R9, R23), not only working time
    seconds: int  # of an exact term
    n: int  # of a term in days


def read_number(raw: object) -> int | Fraction:
    """A number or a decimal string as an exact value; what is not a plain finite decimal is refused."""
    if isinstance(raw, bool):
        raise _refusal("an allowance is a number")
    if isinstance(raw, int):
        return raw
    value = raw if isinstance(raw, Fraction) else Fraction(_decimal(raw))
    return value.numerator if value.denominator == 1 else value


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, str) and (len(raw) > _LONGEST_NUMBER or not _NUMBER.fullmatch(raw)):
        raise _refusal("an allowance is a decimal number")
    value = Decimal(raw) if isinstance(raw, str) else Decimal(repr(raw)) if isinstance(raw, float) else raw
    # A short text can name a number too large to hold ("1e999999999"): look at the exponent before expanding it.
    if not isinstance(value, Decimal) or not value.is_finite() or (value and not -_DIGITS < value.adjusted() < _DIGITS):
        raise _refusal("an allowance is a finite number of reasonable size")
    return value


def read_unit(raw: object) -> Unit:
    """The unit with this name; there is no default."""
    if not isinstance(raw, str) or raw not in tuple(Unit):
        raise _refusal("unknown unit")
    return Unit(raw)


def term_of(allowance: Allowance, convention: Convention, day_seconds: int) -> Term:
    """The term of an allowance; refuses what the convention cannot count (R9, R23, R24)."""
    unit, n = allowance.unit, allowance.n
    running = unit not in _WORKING_CLOCK
    if convention is Convention.ELAPSED or unit in _ALWAYS_EXACT:
        if unit in _STATUTORY_ONLY:
            raise _refusal("weeks and months are counted by the statutory convention only")
        seconds = n * _UNIT_SECONDS.get(unit, day_seconds)
        if isinstance(seconds, Fraction):
            if seconds.denominator != 1:
                raise _refusal("an allowance must give whole seconds")
            seconds = seconds.numerator
        if seconds > _LONGEST_TERM:
            raise _refusal("the allowance is longer than the calendar")
        return Term(unit, True, running, seconds, 0)
    if isinstance(n, Fraction):
        raise _refusal("the statutory convention counts whole days, weeks and months")
    if n * 86_400 > _LONGEST_TERM:
        raise _refusal("the allowance is longer than the calendar")
    return Term(unit, False, running, 0, n)


def kept_term(unit: Unit, days: int | None, seconds: int | None) -> Term:
    """The term that was once made of an allowance, from what was kept of it: its days, or its exact seconds."""
    exact = seconds is not None
    if exact == (days is not None) or (unit in _ALWAYS_EXACT and not exact) or (unit in _STATUTORY_ONLY and exact):
        raise _refusal("a term has either days or seconds, as its unit is counted")
    term = Term(unit, exact, unit not in _WORKING_CLOCK, seconds or 0, days or 0)
    if not 0 < term.seconds + term.n * 86_400 <= _LONGEST_TERM:
        raise _refusal("a term is longer than nothing and shorter than the calendar")
    return term


def days_of(term: Term, start: Day) -> int:
    """N of R24: how many days the term has when it starts on this date."""
    if term.unit not in _STATUTORY_ONLY:
        return term.n
    return 7 * term.n if term.unit is Unit.WEEKS else corresponding_day(start, term.n) - start


def corresponding_day(day: Day, months: int) -> Day:
    """The same day number months later, or the month's last day if it has no such day (art. 148(2), (3))."""
    start = date_of_number(day)
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if not 1 <= year < 9999:
        raise _refusal("the allowance leads beyond the calendar")
    first = date(year, month + 1, 1)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - first).days
    return day_number(first) + min(start.day, last) - 1


def _refusal(message: str) -> DeadlineError:
    return DeadlineError(ErrorCode.INVALID_ALLOWANCE, message)
