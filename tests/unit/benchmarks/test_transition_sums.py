"""The arithmetic of the transitions benchmark: rates, shares, percentiles, names of the floor's own."""

from __future__ import annotations

import pytest

from benchmarks.spread import Spread, in_turn
from benchmarks.transitions.bare import Recorded, Sent
from benchmarks.transitions.report import findings
from benchmarks.transitions.sums import OpenLoad, Side, Turn, bar_of_latency, bar_of_rate, percentile


def test_a_rate_is_of_all_turns_together() -> None:
    side = Side((Turn(100, 1.0, {"api": 0.2}), Turn(300, 3.0, {"api": 1.0})))
    assert (side.rate, side.milliseconds_each) == (100.0, {"api": 3.0})


def test_half_of_the_floor_is_enough_and_less_is_not() -> None:
    floor = Side((Turn(100, 1.0, {}),))
    assert bar_of_rate(Side((Turn(50, 1.0, {}),)), floor).reached
    assert not bar_of_rate(Side((Turn(49, 1.0, {}),)), floor).reached


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.95, 1.0)] == [1.0, 50.0, 95.0, 100.0]
    assert bar_of_latency(opened([1.0] * 19 + [4.0]), 1.0).reached
    assert not bar_of_latency(opened([1.0] * 18 + [4.1] * 2), 1.0).reached


@pytest.mark.parametrize(
    ("in_time", "waiting", "expected"),
    [
        (98, [3] * 100, True),
        (97, [3] * 100, False),
        (100, [2] * 34 + [30] * 32 + [5] * 34, True),
        (99, list(range(100)), False),
    ],
)
def test_an_overload_in_which_all_are_equally_slow_reaches_no_bar(
    in_time: int, waiting: list[int], expected: bool
) -> None:
    load = OpenLoad(10.0, (1.0,) * 100, in_time, tuple(waiting))
    assert bar_of_latency(load, 0.01).reached is expected
    assert "p50 10.0 ms in the closed loop" in bar_of_latency(load, 0.01).words


def test_the_median_of_the_turns_decides_and_the_span_is_told() -> None:
    floor = Side(tuple(Turn(100, 1.0, {}) for _ in range(3)))
    lucky_once = Side((Turn(40, 1.0, {}, (0.1,)), Turn(45, 1.0, {}, (0.2,)), Turn(100, 1.0, {}, (0.2,))))
    assert lucky_once.rate / floor.rate > 0.5
    bar = bar_of_rate(lucky_once, floor)
    assert not bar.reached
    assert "0.45 (0.40 to 1.00 in 3 turns)" in bar.words
    sides = {"product": lucky_once, "plain": floor, "joined": floor, "reads": floor}
    found = findings(sides, opened([0.1] * 9), {"plain": Recorded([], [])}, {}, {})
    assert found.figures["share_of_floor"]["plain"] == {
        "median": 0.45, "least": 0.4, "most": 1.0, "turns": [0.4, 0.45, 1.0]
    }  # fmt: skip
    assert "0.45 (0.40 to 1.00 in 3 turns)" in found.table
    assert found.figures["closed_loop_p50_seconds"] == 0.2


def test_sides_change_their_order_every_other_turn() -> None:
    assert [in_turn(["a", "b", "c"], turn) for turn in range(3)] == [["a", "b", "c"], ["c", "b", "a"], ["a", "b", "c"]]
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        Spread.of_ratios([1.0, 2.0], [1.0])


def opened(latencies: list[float]) -> OpenLoad:
    """A load that is held."""
    return OpenLoad(10.0, tuple(latencies), len(latencies), (1,) * len(latencies))


def test_the_floor_writes_as_much_under_names_of_its_own() -> None:
    case, code = "0f8fad5b-d9cb-469f-a165-70867728950e", "H26.01-261122-000001"
    row = (case, f'{{"of": "{case}", "code": "{code}"}}', 1)
    recorded = Recorded([[Sent("SELECT 1", [()], False), Sent("INSERT INTO events …", [row], True)]], [case, code])
    ((asked, written),) = recorded.for_another_case(7)
    ((alone,),) = recorded.changes_alone().transactions
    (new,) = written.rows
    assert (asked.words, alone.rows) == ("SELECT 1", [row])
    assert case not in str(new) and code not in str(new)
    assert (len(new[1]), new[2]) == (len(row[1]), 1)
    assert new[0] in new[1]


def test_the_floor_writes_what_goes_out_in_one_statement_too() -> None:
    together = Sent("WITH part_0 AS \n(INSERT INTO events …)\n INSERT INTO cases …", [("[]", "[]")], False)
    asked = Sent("WITH picked AS (SELECT 1) SELECT * FROM picked", [()], False)
    assert Recorded([[asked, together]], []).changes_alone().transactions == [[together]]
