"""Instants and dates: whole seconds on the time line, civil dates at the fixed offset of Vietnam (R1).

Inside this room an instant is an int (UTC epoch seconds) and a date is an int too (days since 1970-01-01 in
Asia/Ho_Chi_Minh, which has no daylight saving time), because counting is arithmetic. `datetime` and `date` are
for the edges.
"""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final, TypeAlias

from engine.core.legal_time.errors import DeadlineError, ErrorCode

Instant: TypeAlias = int
Day: TypeAlias = int

VIETNAM: Final = timezone(timedelta(hours=7))
SECONDS_PER_DAY: Final = 86_400
OFFSET_SECONDS: Final = 7 * 3600
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
LAST_INSTANT: Final[Instant] = (date.max.toordinal() - _EPOCH_ORDINAL + 1) * SECONDS_PER_DAY - OFFSET_SECONDS - 1
_FORM: Final = re.compile(
    r"(?P<day>[0-9]{4}-?[0-9]{2}-?[0-9]{2}|[0-9]{4}-?W[0-9]{2}-?[0-9]|(?P<ordinal>[0-9]{4}-?[0-9]{3}))"
    r"T(?P<time>[0-9]{2}(?::?[0-9]{2}){0,2})(?P<offset>Z|[+-][0-9]{2}(?::?[0-5][0-9])?)",
    re.ASCII | re.IGNORECASE,
)
_END_OF_DAY: Final = frozenset({"24", "24:00", "24:00:00", "2400", "240000"})


def day_of(instant: Instant) -> Day:
    """The date d(t) of an instant."""
    return (instant + OFFSET_SECONDS) // SECONDS_PER_DAY


def midnight(day: Day) -> Instant:
    """00:00(d): the first instant of a date."""
    return day * SECONDS_PER_DAY - OFFSET_SECONDS


def day_and_second(instant: Instant) -> tuple[Day, int]:
    """The date of an instant and the seconds since its midnight."""
    return divmod(instant + OFFSET_SECONDS, SECONDS_PER_DAY)


def day_number(day: date) -> Day:
    """A civil date as the number this room counts with."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of_number(day: Day) -> date:
    """The civil date of a day number; refuses what lies beyond the years 1 to 9999."""
    try:
        return date.fromordinal(day + _EPOCH_ORDINAL)
    except (OverflowError, ValueError):
        raise DeadlineError(ErrorCode.INVALID_INSTANT, "the date lies outside the years 1 to 9999") from None


def civil_date(instant: Instant) -> date:
    """The civil date of an instant in Vietnam."""
    return date_of_number(day_of(instant))


def to_instant(moment: datetime) -> Instant:
    """An aware datetime with whole seconds as an instant; a naive one or a fraction is refused (R1)."""
    offset = moment.utcoffset()
    if offset is None:
        raise DeadlineError(ErrorCode.INVALID_INSTANT, "an instant needs an offset")
    if moment.microsecond or offset.microseconds:
        raise DeadlineError(ErrorCode.INVALID_INSTANT, "an instant has whole seconds")
    wall = (moment.toordinal() - _EPOCH_ORDINAL) * SECONDS_PER_DAY
    wall += moment.hour * 3600 + moment.minute * 60 + moment.second
    return wall - offset.days * SECONDS_PER_DAY - offset.seconds


def to_datetime(instant: Instant) -> datetime:
    """An instant as an aware datetime at UTC+7."""
    day, second = day_and_second(instant)
    on = date_of_number(day)
    return datetime(on.year, on.month, on.day, second // 3600, second // 60 % 60, second % 60, tzinfo=VIETNAM)


def parse_instant(text: object) -> Instant:
    """An ISO 8601 string with an offset as an instant; without an offset, or with a fraction, it is refused (R1).

    24:00 is the end of a day (so Civil Code art. 148(6) writes it, too), and `t` and `z` may be small (RFC 3339, 5.6).
    A leap second is none of the seconds that R1 counts.
    """
    form = _FORM.fullmatch(text) if isinstance(text, str) else None
    if form is None:
        raise _refusal("expected an ISO 8601 instant with whole seconds and an offset in hours and minutes")
    text = form.string.upper()
    is_end_of_day = form["time"] in _END_OF_DAY
    try:
        if form["ordinal"] or is_end_of_day:
            on = _ordinal_date(form["ordinal"]) if form["ordinal"] else form["day"]
            text = f"{on}T{'00' if is_end_of_day else form['time']}{form['offset']}".upper()
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise _refusal("there is no such date, time or offset") from None
    return to_instant(moment) + (SECONDS_PER_DAY if is_end_of_day else 0)


def _ordinal_date(text: str) -> str:
    """`2026-152` as `2026-06-01`."""
    year, number = int(text[:4]), int(text[-3:])
    on = date(year, 1, 1) + timedelta(days=number - 1)
    if on.year != year:
        raise ValueError("the year has no such day")
    return on.isoformat()


def _refusal(message: str) -> DeadlineError:
    return DeadlineError(ErrorCode.INVALID_INSTANT, message)


def format_instant(instant: Instant) -> str:
    """An instant in ISO 8601 at +07:00; the inverse of `parse_instant`."""
    day, second = day_and_second(instant)
    hours, rest = divmod(second, 3600)
    return f"{date_of_number(day).isoformat()}T{hours:02}:{rest // 60:02}:{rest % 60:02}+07:00"


def parse_date(text: object, code: ErrorCode) -> date:
    """A date written YYYY-MM-DD; anything else is refused with the code of the field it stands in."""
    if isinstance(text, str) and len(text) == 10 and text.isascii() and text[4] == text[7] == "-":
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise DeadlineError(code, "expected a date YYYY-MM-DD")
