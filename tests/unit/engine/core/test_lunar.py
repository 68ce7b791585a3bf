"""Tết and the Hùng Kings' day: against announced dates, and against a library that looks them up in tables."""

from datetime import date

import holidays
import pytest

from engine.core.lunar import hung_kings_day, new_year_day

ANNOUNCED = {
    2023: ("2023-01-22", "2023-04-29"),
    2024: ("2024-02-10", "2024-04-18"),
    2025: ("2025-01-29", "2025-04-07"),
    2026: ("2026-02-17", "2026-04-26"),
}


@pytest.mark.parametrize("year", ANNOUNCED)
def test_the_announced_years(year: int) -> None:
    assert (new_year_day(year).isoformat(), hung_kings_day(year).isoformat()) == ANNOUNCED[year]


@pytest.mark.parametrize(("year", "tet"), [(2007, date(2007, 2, 17)), (2030, date(2030, 2, 2))])
def test_where_the_hour_between_ha_noi_and_beijing_makes_a_day(year: int, tet: date) -> None:
    assert new_year_day(year) == tet


def test_every_year_of_the_librarys_table() -> None:
    checked = 0
    for year in range(1968, 2100):
        listed = holidays.country_holidays("VN", years=year, language="en_US")
        tet = [day for day in listed if "Lunar New Year" in listed[day].split("; ")]
        kings = [day for day in listed if "Hung Kings' Commemoration Day" in listed[day].split("; ")]
        assert tet in ([], [new_year_day(year)]), year
        assert kings in ([], [hung_kings_day(year)]), year
        checked += bool(tet) + bool(kings)
    assert checked > 200
