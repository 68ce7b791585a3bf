"""A case with twelve steps at three agencies and four suspensions, on calendars with many or few years behind them."""

from dataclasses import replace
from datetime import date

from engine.core.legal_time import (
    Allowance,
    CalendarSpec,
    CaseFacts,
    Convention,
    Pause,
    PauseKind,
    StepFacts,
    Unit,
    WorkCalendar,
)
from tests.support.legal_time import FULL_DAY, at, office

AS_OF = at("2026-06-17 10:30")
_STARTS = ("01 08:20", "01 14:00", "02 09:10", "02 16:00", "04 10:00", "05 08:30", "08 09:00", "10 15:00", "12 11:00")
_PAUSES = {2: ("02 10:00", "03 15:30"), 4: ("04 14:00", "08 09:00"), 6: ("09 08:00", "11 16:45"), 8: ("15 09:00", None)}


def calendar_with_past(years: int) -> WorkCalendar:
    """The office's calendar, and before it so many years with ten days off each."""
    spec = office().spec
    past = {date(2023 - year, month, 15) for year in range(1, years + 1) for month in range(1, 11)}
    return WorkCalendar(replace(spec, holidays=spec.holidays | past))


def twelve_steps(years: int = 1) -> CaseFacts:
    """Eight steps are done, the ninth waits for a supplement, three are still to come; some ran side by side."""
    calendar = calendar_with_past(years)
    saturdays = WorkCalendar(
        CalendarSpec(
            id="saturdays",
            week=(*(FULL_DAY,) * 5, ((8 * 3600, 41_400),), ()),
            holidays=calendar.spec.holidays,
            extra_workdays=calendar.spec.extra_workdays,
        )
    )
    steps = tuple(_step(number, saturdays if number % 3 == 2 else calendar) for number in range(12))
    return CaseFacts(
        id="case",
        calendar=calendar,
        convention=Convention.STATUTORY,
        allowance=Allowance(15, Unit.WORKING_DAYS),
        received_at=at("2026-06-01 08:20"),
        steps=steps,
    )


def _step(number: int, calendar: WorkCalendar) -> StepFacts:
    started = at(f"2026-06-{_STARTS[number]}") if number < len(_STARTS) else None
    finished = at(f"2026-06-{_STARTS[number + 1]}") if number + 1 < len(_STARTS) else None
    pauses: tuple[Pause, ...] = ()
    if number in _PAUSES:
        first, last = _PAUSES[number]
        finished = at("2026-06-12 11:00") if number < 8 else None
        pauses = (Pause(PauseKind.SUPPLEMENT, at(f"2026-06-{first}"), at(f"2026-06-{last}") if last else None),)
    return StepFacts(
        id=f"step-{number}",
        calendar=calendar,
        convention=Convention.ELAPSED if number % 2 else Convention.STATUTORY,
        allowance=Allowance(2 + number % 3, Unit.WORKING_DAYS),
        started_at=started,
        finished_at=finished,
        pauses=pauses,
        after=tuple(f"step-{before}" for before in (number - 1, number - 3) if before >= 0),
        agency=f"agency-{number % 3}",
    )
