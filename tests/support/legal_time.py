"""Calendars and facts for tests of legal time: the official days off 2023-2026 as data, and short builders."""

from datetime import date
from fractions import Fraction

from engine.core.legal_time import (
    Allowance,
    CalendarSpec,
    ClockEffect,
    Convention,
    DayEnd,
    Instant,
    Pause,
    PauseKind,
    StepFacts,
    Unit,
    WorkCalendar,
    parse_instant,
)
from engine.core.legal_time.calendar_spec import Session

# Days off of public servants by the yearly announcements (Labour Code art. 111(3), 112; Resolution 28/2026/QH16).
DAYS_OFF = {
    2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
}
SWAPPED_SATURDAYS = ("2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22")

MORNING: Session = (8 * 3600, 12 * 3600)
AFTERNOON: Session = (13 * 3600, 17 * 3600)
FULL_DAY = (MORNING, AFTERNOON)


def office(
    cutoff: str | None = None,
    day_end: DayEnd = DayEnd.CLOSE,
    saturday: tuple[Session, ...] = (),
    name: str = "office",
) -> WorkCalendar:
    """An agency open Monday to Friday 08-12 and 13-17 on the official calendar."""
    days_off = {date.fromisoformat(f"{year}-{day}") for year, days in DAYS_OFF.items() for day in days.split()}
    return WorkCalendar(
        CalendarSpec(
            id=name,
            week=(*(FULL_DAY,) * 5, saturday, ()),
            holidays=frozenset(days_off),
            extra_workdays=tuple((date.fromisoformat(day), FULL_DAY) for day in SWAPPED_SATURDAYS),
            cutoff=None if cutoff is None else int(cutoff[:2]) * 3600 + int(cutoff[3:]) * 60,
            day_end=day_end,
        )
    )


def at(text: str) -> Instant:
    """An instant written "2026-06-01 10:20", Vietnamese time; seconds may be added, the year 2026 left out."""
    day, time = text.split(" ")
    day = day if len(day) == 10 else f"2026-{day}"
    return parse_instant(f"{day}T{time if len(time) == 8 else time + ':00'}+07:00")


def days(n: int | Fraction) -> Allowance:
    """An allowance in working days."""
    return Allowance(n, Unit.WORKING_DAYS)


def pause(
    start: str,
    end: str | None = None,
    effect: ClockEffect = ClockEffect.SUSPEND,
    kind: PauseKind = PauseKind.SUPPLEMENT,
    blocking: bool = True,
) -> Pause:
    """A pause between two instants in the notation of `at`."""
    return Pause(kind, at(start), None if end is None else at(end), blocking, effect)


def a_step(
    allowance: Allowance,
    start: str | None,
    *pauses: Pause,
    convention: Convention = Convention.ELAPSED,
    calendar: WorkCalendar | None = None,
    finish: str | None = None,
    received: bool = False,
    name: str = "step",
    after: tuple[str, ...] = (),
) -> StepFacts:
    """A step with few words; use `dataclasses.replace` for the rest."""
    return StepFacts(
        id=name,
        calendar=calendar or office(),
        convention=convention,
        allowance=allowance,
        received=received,
        started_at=None if start is None else at(start),
        finished_at=None if finish is None else at(finish),
        pauses=pauses,
        after=after,
    )
