"""Shares with their intervals; medians and tails."""

import pytest

from engine.simulation.intervals import share_of, spread_of


def test_wilsons_interval() -> None:
    """10 of 100: 5.52 % to 17.44 % (Wilson's score interval, as in any table of it)."""
    found = share_of([index % 10 == 0 for index in range(100)])
    assert (found.count, found.of, found.share) == (10, 100, 0.1)
    assert (found.low, found.high) == (pytest.approx(0.05523, abs=1e-4), pytest.approx(0.17437, abs=1e-4))


def test_cases_that_are_late_together_say_less() -> None:
    """100 of 1000 in one block are one bad week, not a hundred independent mishaps."""
    scattered = share_of([index % 10 == 0 for index in range(1000)])
    together = share_of([index < 100 for index in range(1000)])
    assert scattered.share == together.share == 0.1
    assert (together.high or 0) - (together.low or 0) > 2 * ((scattered.high or 0) - (scattered.low or 0))


def test_nothing_to_judge() -> None:
    assert share_of([]).share is None
    assert spread_of([]).median is None


def test_median_and_ninetieth_by_nearest_rank() -> None:
    assert spread_of(list(range(1, 11))).model_dump() == {"median": 5, "p90": 9}
    assert spread_of([7]).model_dump() == {"median": 7, "p90": 7}
