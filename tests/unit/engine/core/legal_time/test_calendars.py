"""Calendars: working time, counted days, the cut-off, and calendars that can never satisfy a limit (R2-R7)."""

import pytest

from engine.core.legal_time import CalendarSpec, Convention, DeadlineError, ErrorCode, WorkCalendar, evaluate_step
from engine.core.legal_time.instants import day_of
from tests.support.legal_time import FULL_DAY, a_step, at, days, office

NIGHT = WorkCalendar(CalendarSpec("night", week=(((0, 21_600), (72_000, 86_400)),) * 7))


def test_r6_a_sum_reached_at_the_end_of_a_session_is_due_there() -> None:
    calendar = office()
    assert calendar.add(at("06-01 08:00"), 4 * 3600) == at("06-01 12:00")
    assert calendar.add(at("06-01 08:00"), 4 * 3600 + 1) == at("06-01 13:00:01")
    assert calendar.add(at("06-01 23:00"), 0) == at("06-01 23:00")


def test_r1_a_working_interval_holds_its_start_and_not_its_end() -> None:
    calendar = office()
    assert calendar.is_working(at("06-01 08:00"))
    assert not calendar.is_working(at("06-01 12:00"))
    assert calendar.is_working(at("06-01 16:59:59"))


@pytest.mark.parametrize("year", [1900, 1950, 2026, 2200])
def test_a_year_of_weeks_holds_the_same_work_in_any_century(year: int) -> None:
    calendar = WorkCalendar(CalendarSpec("plain", week=(*(FULL_DAY,) * 5, (), ())))
    start = at(f"{year}-01-01 00:00")
    assert calendar.work(start, start + 7 * 86_400) == 5 * 8 * 3600
    assert calendar.work(start, calendar.add(start, 10**7)) == 10**7


def test_r2_work_may_reach_midnight() -> None:
    assert NIGHT.add(at("06-01 20:00"), 4 * 3600) == at("06-02 00:00")
    assert NIGHT.work(at("06-01 23:00"), at("06-02 01:00")) == 2 * 3600
    assert NIGHT.end_of(day_of(at("06-01 12:00"))) == at("06-02 00:00")


RECEIPTS = {
    "at the cut-off": ("06-01 15:00", "06-01 15:00"),
    "a second later": ("06-01 15:00:01", "06-02 08:00"),
    "before opening": ("06-01 06:00", "06-01 06:00"),
    "at lunch": ("06-01 12:30", "06-01 12:30"),
    "on Sunday": ("06-07 09:00", "06-08 08:00"),
    "before a long holiday": ("2026-08-28 15:30", "2026-09-03 08:00"),
}


@pytest.mark.parametrize(("received", "effective"), RECEIPTS.values(), ids=RECEIPTS.keys())
def test_r7_effective_receipt(received: str, effective: str) -> None:
    assert office("15:00").effective_receipt(at(received)) == at(effective)


def test_b2_8_after_the_close_but_before_a_later_cut_off_is_late() -> None:
    calendar = office("15:00", saturday=((28_800, 41_400),))
    assert calendar.effective_receipt(at("06-06 11:30")) == at("06-08 08:00")
    assert calendar.effective_receipt(at("06-06 11:29:59")) == at("06-06 11:29:59")


def test_a_calendar_without_enough_working_time_is_refused_and_not_searched_for_ever() -> None:
    closed = WorkCalendar(CalendarSpec("closed", week=((),) * 7))
    never_counted = WorkCalendar(CalendarSpec("short", week=(FULL_DAY,) * 7, min_counted_day_seconds=90_000))
    assert closed.work(at("06-01 00:00"), at("07-01 00:00")) == 0
    for calendar in (closed, never_counted):
        step = a_step(days(1), "06-01 08:00", calendar=calendar)
        statutory = a_step(days(1), "06-01 08:00", calendar=calendar, convention=Convention.STATUTORY)
        refused = step if calendar is closed else statutory
        with pytest.raises(DeadlineError) as refusal:
            evaluate_step(refused, at("06-01 08:00"))
        assert refusal.value.code is ErrorCode.INVALID_CALENDAR


ILL_FORMED = [
    None,
    {"week": {"mon": [["08:00", "12:00"], ["11:00", "17:00"]]}},
    {"week": {"mon": [["12:00", "08:00"]]}},
    {"week": {"mon": [["08:00", "24:30"]]}},
    {"week": {"mon": [["08:00"]]}},
    {"week": {"mon": "08:00-12:00"}},
    {"week": {"someday": []}},
    {"week": {}, "tz": "Europe/Paris"},
    {"week": {}, "holidays": ["2026-02-30"]},
    {"week": {}, "extra_workdays": {"soon": []}},
    {"week": {}, "day_seconds": 0},
    {"week": {}, "day_seconds": "28800"},
    {"week": {}, "cutoff": "3pm"},
    {"week": {}, "day_end": "noon"},
]


@pytest.mark.parametrize("raw", ILL_FORMED, ids=str)
def test_an_ill_formed_calendar_is_refused(raw: object) -> None:
    with pytest.raises(DeadlineError) as refusal:
        CalendarSpec.from_json(raw)
    assert refusal.value.code is ErrorCode.INVALID_CALENDAR


def test_an_empty_working_interval_has_no_effect() -> None:
    spec = CalendarSpec.from_json({"week": {"mon": [["13:00", "17:00"], ["12:00", "12:00"], ["08:00", "12:00"]]}})
    assert spec.week[0] == FULL_DAY
