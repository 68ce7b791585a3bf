"""What is asked of everybody, and the right answers: found minute by minute, by a walk that shares no code with anybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random

from tests.support.legal_time import DAYS_OFF, SWAPPED_SATURDAYS

HOLIDAYS = tuple(date.fromisoformat(f"{year}-{day}") for year, days in DAYS_OFF.items() for day in days.split())
SWAPPED = tuple(date.fromisoformat(day) for day in SWAPPED_SATURDAYS)
SESSIONS = (("08:00", "12:00"), ("13:00", "17:00"))
_SESSION_MINUTES = ((480, 720), (780, 1020))
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What is asked: an instant so many working hours later, working time between, a day so many working days later."""

    ADD_HOURS = "working hours after an instant"
    BETWEEN = "working hours between two instants"
    ADD_DAYS = "working days after a date"


@dataclass(frozen=True, slots=True)
class Question:
    """`n` hours or days from `start`; for the time between, `end`. Local time of one office, without a zone."""

    kind: Kind
    start: datetime
    n: int = 0
    end: datetime | None = None
    swaps: bool = False

    @property
    def swapped(self) -> Sequence[date]:
        return SWAPPED if self.swaps else ()


Answer = datetime | date | int


def questions(kind: Kind, *, swaps: bool = False, count: int = 120) -> list[Question]:
    """The same ones at every run: all hours of all weekdays from 2023 to mid-2026, also nights and holidays."""
    chance = Random(f"{kind}{swaps}")
    return [_question(kind, swaps, chance) for _ in range(count)]


def _question(kind: Kind, swaps: bool, chance: Random) -> Question:
    start = datetime(2023, 1, 2) + timedelta(minutes=15 * chance.randrange(4 * 24 * 1250))  # noqa: DTZ001 - local
    if swaps:  # around a swap, where it matters
        day = chance.choice(SWAPPED) - chance.randrange(1, 9) * _DAY
        start = datetime(day.year, day.month, day.day, 8 + chance.randrange(4))  # noqa: DTZ001 - local
    if kind is Kind.BETWEEN:
        return Question(kind, start, end=start + timedelta(minutes=15 * chance.randrange(4 * 24 * 30)), swaps=swaps)
    return Question(kind, start, chance.randrange(1, 41 if kind is Kind.ADD_HOURS else 31), swaps=swaps)


def is_worked(day: date, swapped: Sequence[date]) -> bool:
    return day in swapped or (day.weekday() < 5 and day not in _CLOSED)


_CLOSED = frozenset(HOLIDAYS)


def right_answer(question: Question) -> Answer:
    """The smallest instant by which the hours have been worked; the hours' seconds; the n-th working day."""
    if question.kind is Kind.ADD_DAYS:
        return _day_after(question)
    if question.kind is Kind.BETWEEN:
        assert question.end is not None
        worked = _minutes(question.start, question.swapped)
        return 60 * sum(1 for minute in _until(worked, question.end))
    worked = _minutes(question.start, question.swapped)
    for _ in range(60 * question.n - 1):
        next(worked)
    return next(worked) + _MINUTE


def _until(minutes: Iterator[datetime], end: datetime) -> Iterator[datetime]:
    for minute in minutes:
        if minute >= end:
            return
        yield minute


def _minutes(start: datetime, swapped: Sequence[date]) -> Iterator[datetime]:
    """Every worked minute from `start` on."""
    now = start
    while True:
        if not is_worked(now.date(), swapped):
            now = datetime(now.year, now.month, now.day) + _DAY  # noqa: DTZ001 - local
            continue
        minute = now.hour * 60 + now.minute
        if any(first <= minute < last for first, last in _SESSION_MINUTES):
            yield now
        now += _MINUTE


def _day_after(question: Question) -> date:
    day = question.start.date()
    for _ in range(question.n):
        day += _DAY
        while not is_worked(day, question.swapped):
            day += _DAY
    return day
