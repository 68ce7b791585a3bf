"""Durations as authors write them, and what luck makes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from engine.simulation.durations import Duration

READ = TypeAdapter(Duration)
HOUR = 3_600


@pytest.mark.parametrize(
    ("words", "least", "middle", "most"),
    [
        ("30 working_minutes", 1_800, 1_800, 1_800),
        ("fixed 2 hours", 2 * HOUR, 2 * HOUR, 2 * HOUR),
        ("uniform 1 3 working_hours", HOUR, 2 * HOUR, 3 * HOUR),
        ("triangular 1 2 3 hours", HOUR, 2 * HOUR, 3 * HOUR),
        ("triangular 2 2 2 hours", 2 * HOUR, 2 * HOUR, 2 * HOUR),
        ("1.5 working_days", 12 * HOUR, 12 * HOUR, 12 * HOUR),  # of an agency with days of eight hours
    ],
)
def test_shapes(words: str, least: int, middle: int, most: int) -> None:
    duration = READ.validate_python(words)
    assert [duration.seconds(luck, 8 * HOUR) for luck in (0.0, 0.5, 1.0)] == [least, middle, most]


def test_a_long_tail_has_its_median_and_its_ninetieth() -> None:
    tail = READ.validate_python("lognormal 2 6 days")
    assert [tail.seconds(luck, 8 * HOUR) for luck in (0.5, 0.9)] == [48 * HOUR, 144 * HOUR]
    draws = [tail.seconds((index + 0.5) / 20_000, 8 * HOUR) for index in range(20_000)]
    assert sum(draws) / len(draws) == pytest.approx(tail.mean_seconds(8 * HOUR), rel=0.01)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["uniform 1 3 hours", "triangular 1 2 6 hours", "lognormal 1 9 days"]))  # fmt: skip
def test_more_luck_is_longer(one: float, other: float, words: str) -> None:
    duration = READ.validate_python(words)
    assert duration.seconds(min(one, other), 1) <= duration.seconds(max(one, other), 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (30, "30 has no unit"),
        ("soon", "not a duration"),
        ("1..2 hours", "no numbers"),
        ("triangular 1 2 hours", "three numbers"),
        ("uniform 3 1 hours", "the least and the most"),
        ("lognormal 0 2 days", "more than nothing"),
        ("30 fortnights", "working_minutes"),
        ("gamma 1 2 hours", "triangular"),
        ("99999999 days", "ten years"),
    ],
)
def test_what_is_no_duration(wrong: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        READ.validate_python(wrong)


def test_durations_are_written_as_they_are_read() -> None:
    for words in ("30 working_minutes", "triangular 10 25.5 60 working_minutes", "lognormal 2 100 days"):
        assert READ.dump_python(READ.validate_python(words)) == words
