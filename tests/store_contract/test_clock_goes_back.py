"""The machine's clock is put back by an hour, or ahead: records stay in order, holds do not hang, nothing is told twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine.core.errors import ClockBehind
from engine.core.identifiers import CaseId
from engine.service.sweep import Sweep
from tests.support.kite_licence import INSPECTOR, at
from tests.support.sql_store import Store

CASE = CaseId("kite-1")
RECEIVED = "2026-06-01 08:00"
HOUR = timedelta(hours=1)


def swept(store: Store, now: str) -> int:
    store.clock.shows = at(now)
    return Sweep(store.ledger, store.sweep_book, store.commands, store.clock).run().told


def test_records_stay_in_order(store: Store) -> None:
    """The act goes on, and is recorded with the later of both instants; afterwards with the real one again."""
    store.received(CASE, "2026-06-01 10:00")
    store.give("claim_step", CASE, "2026-06-01 09:00", INSPECTOR, step="inspect_kite")
    store.give("release_step", CASE, "2026-06-01 10:30", INSPECTOR, step="inspect_kite")
    recorded = [one.recorded_at for one in store.ledger.history(CASE)]
    assert recorded == sorted(recorded)
    assert recorded[-2:] == [at("2026-06-01 10:00"), at("2026-06-01 10:30")]


def test_other_cases_are_recorded_as_the_clock_says(store: Store) -> None:
    store.received(CASE, "2026-06-01 10:00")
    store.received("kite-2", "2026-06-01 09:00")
    assert {one.recorded_at for one in store.ledger.history(CaseId("kite-2"))} == {at("2026-06-01 09:00")}


def test_a_clock_that_is_hours_behind_records_nothing(store: Store) -> None:
    """What was acknowledged before is answered all the same."""
    store.received(CASE, "2026-06-01 10:00")
    claim = {"step": "inspect_kite", "command_id": "claim"}
    store.give("claim_step", CASE, "2026-06-01 10:05", INSPECTOR, **claim)
    with pytest.raises(ClockBehind):
        store.give("release_step", CASE, "2026-06-01 08:04", INSPECTOR, step="inspect_kite")
    assert store.give("claim_step", CASE, "2026-06-01 08:04", INSPECTOR, **claim).repeated
    assert store.ledger.history(CASE)[-1].command_id == "claim"


def test_nothing_is_told_twice(store: Store) -> None:
    """Due soon at 04:00 and overdue at 08:00 of 2 June; the clock goes back over both, and people act meanwhile."""
    store.received(CASE, RECEIVED)
    assert swept(store, "2026-06-02 08:30") == 2
    assert swept(store, "2026-06-02 07:30") == 0
    store.give("claim_step", CASE, "2026-06-02 07:31", INSPECTOR, step="inspect_kite")
    assert [swept(store, f"2026-06-02 {hour}") for hour in ("07:59", "08:01", "08:31", "12:00")] == [0, 0, 0, 0]
    assert swept(store, "2026-06-08 12:01") == 1, "the whole's own rung is told as ever"


def test_a_jump_ahead_and_back_tells_at_the_right_time_again(store: Store) -> None:
    """What was told too early by a clock that ran ahead stays told; what was not is told in its time."""
    store.received(CASE, RECEIVED)
    assert swept(store, "2026-06-02 04:30") == 1
    assert swept(store, "2026-06-02 03:30") == 0
    assert swept(store, "2026-06-02 08:01") == 1


def test_a_hold_does_not_hang_for_an_hour(store: Store) -> None:
    store.received(CASE, RECEIVED)
    now = at("2026-06-01 12:00")
    assert leased(store, "one", now) == [CASE]
    assert leased(store, "two", now - timedelta(seconds=50)) == [], "two machines may differ by a lease"
    assert leased(store, "two", now - HOUR) == [CASE]


def test_a_pause_does_not_hang_for_an_hour(store: Store) -> None:
    store.received(CASE, RECEIVED)
    now = at("2026-06-01 12:00")
    assert leased(store, "one", now) == [CASE]
    store.wakes.put_off(CASE, "one", now + timedelta(minutes=15), "no answer")
    assert leased(store, "one", now) == []
    assert leased(store, "one", now - HOUR) == [CASE]


def leased(store: Store, owner: str, now: datetime) -> list[str]:
    return [wake.case_id for wake in store.wakes.lease(owner, now, 60, 10)]
