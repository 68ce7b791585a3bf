"""The day's rates are of what was done: the plan alone reaches no bar."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from benchmarks.day.people import Done
from benchmarks.day.plan import Act
from benchmarks.day.rates import AS_ASKED, capacity, in_the_busiest_hour, over_the_day, played_words, wakes_a_second
from benchmarks.day.report import Look, PlayedDay, bars, table
from tests.support.clock import local_instant

OPENS, CLOSES = local_instant("2026-11-20 08:00"), local_instant("2026-11-20 17:00")
PLANNED = [OPENS + timedelta(minutes=n * 3) for n in range(180)]
SHARE, SPEED = 0.05, 20.0


def test_acts_done_in_their_time_at_the_speed_that_makes_up_for_the_share_are_the_true_rate() -> None:
    done = [at + timedelta(seconds=20) for at in PLANNED]
    day = over_the_day(PLANNED, done, OPENS, CLOSES, share=SHARE, speed=SPEED)
    assert day.asked == pytest.approx(180 * 20 / (9 * 3600))
    assert day.share == pytest.approx(1)
    assert in_the_busiest_hour(PLANNED, done, share=SHARE, speed=SPEED).share == pytest.approx(1)


def test_acts_that_failed_or_came_late_are_not_played_though_they_were_planned() -> None:
    half = PLANNED[::2]
    late = [OPENS + (at - OPENS) * 2 for at in PLANNED]
    for done in (half, late):
        day = over_the_day(PLANNED, done, OPENS, CLOSES, share=SHARE, speed=SPEED)
        hour = in_the_busiest_hour(PLANNED, done, share=SHARE, speed=SPEED)
        assert day.share < AS_ASKED
        assert hour.share < AS_ASKED


def test_a_slower_clock_is_a_lower_rate() -> None:
    assert over_the_day(PLANNED, PLANNED, OPENS, CLOSES, share=SHARE, speed=10).share == pytest.approx(0.5)
    assert played_words(40_000, 0.05, 20) == "2,000 cases at 20 times the clock: the rate of 40,000 in 8 hours"
    assert played_words(40_000, 0.05, 10) == "2,000 cases at 10 times the clock: the rate of 20,000 in 8 hours"


def test_wakes_are_counted_in_real_seconds() -> None:
    assert wakes_a_second(PLANNED, SPEED, 9) == pytest.approx((180 * 20 / (9 * 3600), 20 * 20 / 3600))
    assert wakes_a_second([], SPEED, 9) == (0, 0)


def test_capacity_is_told_only_of_times_with_something_left_to_do() -> None:
    def at(minutes: int) -> datetime:
        return OPENS + timedelta(minutes=minutes)

    assert capacity([(at(0), 0), (at(15), 0), (at(30), 3)], PLANNED, SPEED) is None
    behind = [(at(0), 0), (at(15), 10), (at(30), 6)]
    assert capacity(behind, PLANNED, SPEED) == pytest.approx((5 + 4) * SPEED / 900)


def test_the_bar_of_the_rate_is_missed_when_the_acts_were_not_done_though_the_plan_asks_for_them() -> None:
    acts = [Act(at, number, 0, "look") for number, at in enumerate(PLANNED)]
    looks = [Look(OPENS, 0, 0, 0), Look(CLOSES, 0, 0, 0)]

    def reached(ended: list[datetime]) -> list[bool]:
        done = Done(seconds=[0.1] * len(ended), ended=ended)
        played = PlayedDay(3_600, SHARE, SPEED, 16, acts, done, looks, 1.0, PLANNED)
        assert "never behind" in table(played)
        return [bar.reached for bar in bars(played)]

    assert reached(PLANNED) == [True] * 5
    assert reached(PLANNED[:90]) == [True] * 4 + [False]
