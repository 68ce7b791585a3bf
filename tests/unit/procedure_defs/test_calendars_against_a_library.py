"""The days off kept by hand against the `holidays` package: every difference is listed here with its reason."""

from datetime import date

import holidays
import pytest

from engine.core.calendar_entries import ComputedYear, DayKind
from engine.core.calendars import CalendarDefinition
from engine.core.computed_days import computed_days_off
from engine.core.identifiers import CalendarId
from procedure_defs.catalogue import load_catalogue

OURS_ALONE = {
    "2026-01-02": "exchanged for Sat 10 Jan by Official Dispatch 12729/VPCP-KGVX of 25 Dec 2025; not in the library yet"
}


@pytest.fixture(scope="module")
def office() -> CalendarDefinition:
    return load_catalogue().calendars.definition(CalendarId("vn-state-agency"))


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
def test_the_days_off_of_a_year(office: CalendarDefinition, year: int) -> None:
    ours = {day.day for day in office.days_off if day.day.year == year and day.day.weekday() < 5}
    theirs = {day for day in holidays.country_holidays("VN", years=year) if day.weekday() < 5}
    assert sorted(map(str, ours - theirs)) == [day for day in OURS_ALONE if day.startswith(str(year))]
    assert theirs - ours == set()


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2027])
def test_what_would_have_been_computed(office: CalendarDefinition, year: int) -> None:
    """Without the swaps, which nobody can compute. In 2026 the Prime Minister chose another plan for Tết."""
    announced = {d.day: d.kind for d in office.days_off if d.day.year == year and d.kind is not DayKind.SWAPPED_OFF}
    assert {d.day: d.kind for d in computed_days_off(ComputedYear(year=year))} == announced


def test_the_plan_of_2026_was_another_than_computed(office: CalendarDefinition) -> None:
    """One day before and four from New Year's day on, instead of two and three: here the weekdays are the same."""
    announced = {d.day for d in office.days_off if d.day.year == 2026 and d.kind is not DayKind.SWAPPED_OFF}
    computed = {d.day for d in computed_days_off(ComputedYear(year=2026))}
    assert computed ^ announced == {date(2026, 2, 15)}
