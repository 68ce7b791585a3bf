"""Instants and dates: whole seconds on the time line, civil dates at the fixed offset of Vietnam (R1).

Inside this room an instant is an int (UTC epoch seconds) and a date is an int too (days since 1970-01-01 in
Asia/Ho_Chi_Minh, which has no daylight saving time), because counting is arithmetic. `datetime` and `date` are
for the edges.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Final, TypeAlias

from engine.core.legal_time.errors import DeadlineError, ErrorCode

Instant: TypeAlias = int
Day: TypeAlias = int

VIETNAM: Final = timezone(timedelta(hours=7))
SECONDS_PER_DAY: Final = 86_400
_OFFSET: Final = 7 * 3600
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
LAST_INSTANT: Final[Instant] = (date.max.toordinal() - _EPOCH_ORDINAL + 1) * SECONDS_PER_DAY - _OFFSET - 1
_LONGEST_INSTANT: Final = 40  # "2026-06-01T10:20:00+07:00" has 25; anything longer is not one


def day_of(instant: Instant) -> Day:
    """The date d(t) of an instant."""
    return (instant + _OFFSET) // SECONDS_PER_DAY


def midnight(day: Day) -> Instant:
    """00:00(d): the first instant of a date."""
    return day * SECONDS_PER_DAY - _OFFSET


def day_and_second(instant: Instant) -> tuple[Day, int]:
    """The date of an instant and the seconds since its midnight."""
    return divmod(instant + _OFFSET, SECONDS_PER_DAY)


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
    """An ISO 8601 string with an offset as an instant; without an offset, or with a fraction, it is refused (R1)."""
    if not isinstance(text, str) or len(text) > _LONGEST_INSTANT or not text.isascii() or "T" not in text:
        raise DeadlineError(ErrorCode.INVALID_INSTANT, "expected an ISO 8601 instant with an offset")
    if "." in text or "," in text:
        raise DeadlineError(ErrorCode.INVALID_INSTANT, "an instant has whole seconds")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise DeadlineError(ErrorCode.INVALID_INSTANT, "expected an ISO 8601 instant with an offset") from None
    offset = moment.utcoffset()
    if offset is not None and offset.seconds % 60:
        raise DeadlineError(ErrorCode.INVALID_INSTANT, "an offset has hours and minutes, no seconds")
    return to_instant(moment)


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
