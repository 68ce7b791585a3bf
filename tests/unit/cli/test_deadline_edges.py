"""Edges of the deadline interface, decided by its letter: what it gives a meaning is answered, the rest has a code."""

from typing import Any

import pytest

from cli import deadlines

OFFICE = {
    "id": "c",
    "tz": "Asia/Ho_Chi_Minh",
    "week": {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
MONDAY = "2026-06-01T08:00:00+07:00"
STEP = {
    "id": "s",
    "calendar": "c",
    "convention": "statutory",
    "allowance": {"n": 2, "unit": "working_days"},
    "started_at": MONDAY,
    "finished_at": None,
    "pauses": [],
}


def ask(calendar: dict[str, Any], op: str = "evaluate_step", **given: Any) -> Any:
    request = {"op": op, "step": STEP, "calendar": "c", "at": MONDAY, **given}
    return deadlines.answer({"c": {**OFFICE, **calendar}}, request)


@pytest.mark.parametrize("least", [-1, 0, 1, 28_800, 28_800.0, None])
def test_a_counted_day_has_at_least_one_working_second(least: object) -> None:
    """R4 takes the larger of 1 and the setting, so that also a negative one means something: no Saturday counts."""
    week = {**STEP, "allowance": {"n": 5, "unit": "working_days"}}
    assert ask({"min_counted_day_seconds": least}, step=week)["due_at"] == "2026-06-08T17:00:00+07:00"


def test_no_day_is_long_enough_to_count() -> None:
    assert ask({"min_counted_day_seconds": 28_801}) == {"error": "invalid_calendar"}


@pytest.mark.parametrize(
    ("threshold", "at", "status"),
    [
        (0, "2026-06-03T17:00:00+07:00", "due_soon"),  # R16: remaining 0 <= 0, and t > D is not yet true
        (-1, "2026-06-03T17:00:00+07:00", "in_time"),  # remaining 0 is not <= -1: such a threshold warns of nothing
        (-1, "2026-06-03T17:00:01+07:00", "overdue"),
        (16 * 3600, "2026-06-02T08:00:00+07:00", "due_soon"),
        (57_600.0, "2026-06-02T08:00:00+07:00", "due_soon"),
    ],
)
def test_the_threshold_is_compared_as_it_is(threshold: float, at: str, status: str) -> None:
    assert ask({}, at=at, due_soon_seconds=threshold)["status"] == status


@pytest.mark.parametrize("threshold", ["0", True, 0.5, 1e300, [], {}])
def test_a_threshold_is_a_whole_number(threshold: object) -> None:
    assert ask({}, due_soon_seconds=threshold) == {"error": "invalid_allowance"}


@pytest.mark.parametrize("value", ["28800", True, 0.5, 1e300, -1e300, [], {}])
@pytest.mark.parametrize("setting", ["day_seconds", "min_counted_day_seconds"])
def test_a_setting_of_a_calendar_is_a_whole_number(setting: str, value: object) -> None:
    assert ask({setting: value}) == {"error": "invalid_calendar"}


@pytest.mark.parametrize("value", [0, -1, 0.0])
def test_a_working_day_has_a_length(value: object) -> None:
    assert ask({"day_seconds": value}) == {"error": "invalid_calendar"}


@pytest.mark.parametrize("name", ["tz", "id", "holidays", "extra_workdays", "day_seconds", "cutoff", "day_end"])
def test_null_says_as_little_as_absence(name: str) -> None:
    assert ask({name: None}) == ask({})


def test_the_end_of_a_day_may_be_written_as_24_hours() -> None:
    midnight = "2026-06-02T00:00:00+07:00"
    assert ask({}, at="2026-06-01T24:00:00+07:00") == ask({}, at=midnight)
    assert (
        ask({"day_end": "midnight"}, "working_seconds", **{"from": MONDAY, "to": "2026-06-01T24:00:00+07:00"}) == 28_800
    )
