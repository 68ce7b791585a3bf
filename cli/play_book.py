"""The book of the town's play: set once, at the first start, so that every later start plays the very same town."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from uuid import uuid4

from engine.core.legal_time import WorkCalendar, civil_date, to_instant
from engine.core.values import Instant, Value

VIETNAM = timezone(timedelta(hours=7))
_DAYS_BACK = 75
"""Enough for twenty working days, even over Tết."""


class PlayBook(Value):
    """When the play is set (it lies before `anchor`), which days the offices worked, the seed of all ids."""

    anchor: Instant
    seed: str
    working_days: tuple[date, ...]


class PlayEnd(Value):
    """The play is over: how many cases it has, and which of them is worth a look."""

    cases: int
    show: str


def open_book(file: Path, calendar: WorkCalendar, now: datetime) -> PlayBook:
    """The book of this data directory; written at the first time, set at `now`."""
    if file.exists():
        return PlayBook.model_validate_json(file.read_bytes())
    book = PlayBook(anchor=now, seed=str(uuid4()), working_days=tuple(_working_days(calendar, now)))
    _write(file, book)
    return book


def find_end(file: Path) -> PlayEnd | None:
    """How the play ended; null while it has not."""
    return PlayEnd.model_validate_json(file.read_bytes()) if file.exists() else None


def write_end(file: Path, end: PlayEnd) -> None:
    _write(file, end)


def _working_days(calendar: WorkCalendar, now: datetime) -> list[date]:
    today = civil_date(to_instant(now))
    days = (today - timedelta(days=back) for back in range(_DAYS_BACK, -1, -1))
    return [day for day in days if _is_worked(calendar, day)]


def _is_worked(calendar: WorkCalendar, day: date) -> bool:
    opening = to_instant(datetime.combine(day, time.min, VIETNAM))
    return calendar.work(opening, opening + 86_400) > 0


def _write(file: Path, value: Value) -> None:
    """In one piece: a book half written would be another town."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(file.name + ".draft")
    with draft.open("w", encoding="utf-8") as out:
        out.write(value.model_dump_json(indent=2))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
