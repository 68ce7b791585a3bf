"""The arithmetic of what Prefect costs: the system's accounts, the share of waking commands, the lag, the bars."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.findings import Bar
from benchmarks.prefect_part.accounting import Account, Spent, children_of, cpu_milliseconds, descendants_of, of_stat
from benchmarks.prefect_part.life import LIFE, RESUME, WakeCost
from benchmarks.prefect_part.naive_part import NaiveCost
from benchmarks.prefect_part.peak import STAGES, Phase, Town, bounded
from benchmarks.prefect_part.report import Load, Measured, bars, figures, table
from benchmarks.prefect_part.share import Share, share_of_the_shipped
from benchmarks.transitions.installation import tokens_of
from tests.support.api_processes import api_processes

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
    found = _measured(naive=750.0, changes=[(8, 2)], load=_load(busy_p95=(12.0, 12.5, 15.0)))
    assert [bar.reached for bar in bars(found)] == [True] * 5
    assert (found.times_cheaper, found.most_changes, found.mean_wake) == (20.0, 10, 37.5)
    assert figures(found)["naive"]["times_ours"] == 20.0
    assert RESUME in table(found)
    missed = _measured(naive=740.0, changes=[(8, 2), (8, 3)], load=_load(busy_p95=(10.0, 12.6, 13.0)))
    assert [bar.reached for bar in bars(missed)] == [False, False, True, True, False]
    assert "1.26 (1.00 to 1.30 in 3 turns)" in bars(missed)[-1].words
    assert figures(missed)["callers_times_slower_by_slice"]["median"] == 1.26


def test_a_peak_is_drained_in_no_longer_than_it_lasted_and_says_how_long_that_was() -> None:
    in_time, too_late = (_of_the_peak(_load(drained=drained)) for drained in (300.0, 301.0))
    assert (in_time.reached, too_late.reached) == (True, False)
    assert "a peak of 300 s, not an hour, with 25.0 wakes a second held of 25" in in_time.words
    assert "not an hour" not in _of_the_peak(_load(peak=_phase(10.0, asked=25, seconds=3600))).words


def test_a_rate_that_was_asked_for_and_not_held_reaches_no_bar() -> None:
    slow = _phase(10.0, asked=25, held=0.94)
    assert "23.5 wakes a second held of 25" in _of_the_peak(_load(peak=slow)).words
    assert not _of_the_peak(_load(peak=slow)).reached
    load = _load(sustained=_phase(10.0, asked=15, held=0.9), busy=slow)
    reached = [bar.reached for bar in bars(_measured(naive=750.0, changes=[(8, 2)], load=load))]
    assert reached == [True, True, False, True, False]
    assert _phase(10.0, asked=25, held=0.95).is_held


def test_callers_of_the_town_ask_a_real_api(tmp_path: Path) -> None:
    with api_processes(tmp_path, 1) as (api,):
        lags = iter(range(1000))
        tokens = tokens_of(api.settings)
        town = Town([api.settings.api_port], tokens, lambda: next(lags), lambda: None, apart=1)
        town.settle()
        phase = town.load(per_second=20.0, seconds=0.5)
        cases = api.client.get("/cases").raise_for_status().json()["items"]
    assert (phase.wakes, len(phase.milliseconds)) == (10, 2 * sum(STAGES))
    assert all(taken > 0 for taken in phase.milliseconds)
    assert len(cases) == len(STAGES) - 1 + 2


def _of_the_peak(load: Load) -> Bar:
    return bars(_measured(naive=750.0, changes=[(8, 2)], load=load))[3]


def _load(
    busy_p95: tuple[float, ...] = (10.0,),
    drained: float = 3.0,
    sustained: Phase | None = None,
    peak: Phase | None = None,
    busy: Phase | None = None,
) -> Load:
    slices = [(_phase(10.0, asked=25), busy or _phase(p95, asked=25)) for p95 in busy_p95]
    return Load(slices, sustained or _phase(10.0, asked=15), peak or _phase(10.0, asked=25), drained)


def _measured(naive: float, changes: list[tuple[int, int]], load: Load) -> Measured:
    return Measured(
        of_the_case=Share(8, 5),
        of_the_shipped={"one": Share(8, 5)},
        wakes={stage.name: WakeCost(OURS, 10.0) for stage in LIFE},
        changes=changes,
        naive=NaiveCost({"runner": naive - 50, "server": 40.0, "postgresql for prefect": 10.0}, 1.0, 6),
        load=load,
        outcomes={"entered": 3, "shown": 2},
    )


def _phase(p95: float, asked: float, held: float = 1.0, seconds: float = 300.0) -> Phase:
    wakes = round(asked * seconds * held)
    return Phase(asked, wakes=wakes, seconds=seconds, milliseconds=[p95] * 20, lags=[1, 2, 1, 2])
