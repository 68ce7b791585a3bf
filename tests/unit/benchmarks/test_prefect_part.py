"""The arithmetic of what Prefect costs: the system's accounts, the share of waking commands, the lag, the bars."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.prefect_part.accounting import Account, Spent, children_of, cpu_milliseconds, descendants_of, of_stat
from benchmarks.prefect_part.life import LIFE, RESUME, WakeCost
from benchmarks.prefect_part.naive_part import NaiveCost
from benchmarks.prefect_part.peak import Phase, bounded
from benchmarks.prefect_part.report import Load, Measured, bars, figures, table
from benchmarks.prefect_part.share import Share, share_of_the_shipped

OURS = {"server": 20.0, "dispatcher": 10.0, "postgresql for prefect": 5.0, "postgresql for the ledger": 2.5}


def test_the_account_of_a_process_with_a_name_of_any_kind() -> None:
    before = "4242 (a (b) c) S 1 4242 4242 0 -1 4194560 500 600 7 8 "
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    assert of_stat(before + "100 20 30 4 20 0 1 0 99\n") == 154 * tick


def test_children_are_found_and_paid_for_when_they_end() -> None:
    me = os.getpid()
    before = cpu_milliseconds(me)
    with subprocess.Popen([sys.executable, "-c", "input(); sum(range(8_000_000))"], stdin=subprocess.PIPE) as child:
        assert child.pid in children_of(me)
        assert child.pid in descendants_of(me)
        child.communicate(b"\n")
    assert cpu_milliseconds(me) > before
    assert cpu_milliseconds(child.pid) == 0.0


def test_what_was_spent_between_two_readings_is_told_for_each() -> None:
    earlier, later = Spent({"server": 100.0}), Spent({"server": 160.0, "runner": 40.0})
    assert later.since(earlier).of_each(20) == {"server": 3.0, "runner": 2.0}
    assert later.since(earlier).total == 100.0


def test_an_account_has_every_part_even_one_that_spent_nothing() -> None:
    read = Account({"me": os.getpid()}, os.getpid(), {"no such database": "postgresql"}).read()
    assert set(read.by_part) == {"me", "postgresql", "postgresql itself"}
    assert read.by_part["postgresql"] == 0.0


@pytest.mark.parametrize(
    ("lags", "expected"),
    [([], False), ([3, 2, 4, 3], True), ([0, 0, 9, 9], True), ([50, 100, 150, 200], False), ([200, 150, 90, 80], True)],
)
def test_a_lag_that_grows_is_not_bounded(lags: list[int], expected: bool) -> None:
    assert bounded(lags) is expected


def test_every_procedure_that_is_shipped_wakes_at_its_receipt_and_not_at_each_command() -> None:
    found = share_of_the_shipped()
    birth = found["birth-residence-insurance"]
    assert 0 < birth.wakes < birth.commands
    assert all(0 < share.wakes < share.commands for share in found.values())
    assert (Share(4, 1) + Share(4, 2)).percent == 37.5


def test_the_bars_are_held_against_what_was_measured() -> None:
    found = _measured(naive=750.0, changes=[(8, 2)], peak_p95=15.0)
    assert [bar.reached for bar in bars(found)] == [True] * 5
    assert (found.times_cheaper, found.most_changes, found.mean_wake) == (20.0, 10, 37.5)
    assert figures(found)["naive"]["times_ours"] == 20.0
    assert RESUME in table(found)
    missed = _measured(naive=740.0, changes=[(8, 2), (8, 3)], peak_p95=21.0)
    assert [bar.reached for bar in bars(missed)] == [False, False, True, True, False]


def _measured(naive: float, changes: list[tuple[int, int]], peak_p95: float) -> Measured:
    without, sustained, peak = (_phase(p95) for p95 in (10.0, 10.0, peak_p95))
    return Measured(
        of_the_case=Share(8, 5),
        of_the_shipped={"one": Share(8, 5)},
        wakes={stage.name: WakeCost(OURS, 10.0) for stage in LIFE},
        changes=changes,
        naive=NaiveCost({"runner": naive - 50, "server": 40.0, "postgresql for prefect": 10.0}, 1.0, 6),
        load=Load(without, sustained, peak, drained=3.0),
        outcomes={"entered": 3, "shown": 2},
    )


def _phase(p95: float) -> Phase:
    return Phase(15, wakes=150, seconds=10, milliseconds=[p95] * 20, lags=[1, 2, 1, 2])
