"""The arithmetic of the transitions benchmark: rates, shares, percentiles, names of the floor's own."""

from __future__ import annotations

from benchmarks.transitions.bare import Recorded, Sent
from benchmarks.transitions.sums import Side, Turn, bar_of_latency, bar_of_rate, percentile


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
    assert bar_of_latency([1.0] * 19 + [4.0]).reached
    assert not bar_of_latency([1.0] * 18 + [4.1] * 2).reached


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
