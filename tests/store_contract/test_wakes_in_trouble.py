"""Wakes when something goes wrong at the same time: news during a delay, agencies that hang, hosts that are set differently,
leases that were lost; and a sweep whose clock ran ahead."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from engine.core.identifiers import CaseId
from engine.service.sweep import Sweep
from engine.store.courier_tables import WAKES
from tests.support.kite_licence import INSPECTOR, at
from tests.support.sql_store import Store

NOW = at("2026-06-01 12:00")
ONE, TWO = "dispatcher-1", "dispatcher-2"
CASE = CaseId("kite-1")
A_QUARTER = timedelta(minutes=15)


def leased(store: Store, owner: str = ONE, now: datetime = NOW, limit: int = 10, seconds: int = 60) -> list[str]:
    return [wake.case_id for wake in store.wakes.lease(owner, now, seconds, limit)]


def test_news_during_an_entry_are_not_held_up_by_its_delay(store: Store) -> None:
    """In the one statement that notes the entry: whoever dies behind it leaves nothing to be corrected."""
    store.received("kite-1")
    leased(store)
    store.inspected("kite-1", "2026-06-01 12:00")
    assert store.wakes.mark_seen(CASE, ONE, 3, NOW + A_QUARTER)
    assert leased(store, TWO, NOW + timedelta(seconds=1)) == ["kite-1"]


def test_without_news_the_delay_holds(store: Store) -> None:
    store.received("kite-1")
    leased(store)
    assert store.wakes.mark_seen(CASE, ONE, 3, NOW + A_QUARTER)
    assert leased(store, TWO, NOW + timedelta(minutes=14)) == []
    assert leased(store, TWO, NOW + A_QUARTER) == ["kite-1"]


def test_hosts_with_other_leases_do_not_take_each_others_cases(store: Store) -> None:
    store.received("kite-1")
    assert leased(store, ONE, NOW, seconds=600) == ["kite-1"]
    assert leased(store, TWO, NOW + timedelta(seconds=1), seconds=5) == []
    assert leased(store, TWO, NOW + timedelta(seconds=601), seconds=5) == ["kite-1"]


def test_what_is_new_comes_before_what_is_tried_again(store: Store) -> None:
    """Four cases wait for an agency's system that hangs; a dispatcher with four places takes the new one first."""
    stuck = [f"stuck-{number}" for number in range(4)]
    for number, case in enumerate(stuck):
        store.received(case, f"2026-06-01 08:0{number}")
    leased(store)
    for case in stuck:
        store.wakes.mark_seen(CaseId(case), ONE, 3, NOW)
    store.received("new", "2026-06-01 11:00")
    assert leased(store, limit=4) == ["new", *stuck[:3]]


def test_who_lost_the_lease_marks_nothing_as_shown(store: Store) -> None:
    store.received("kite-1")
    leased(store)
    store.wakes.remember_run(CASE, "run-1")
    store.wakes.mark_seen(CASE, ONE, 3)
    store.give("claim_step", "kite-1", "2026-06-01 11:00", INSPECTOR, step="inspect_kite")
    assert [wake.case_id for wake in store.wakes.lease_unshown(ONE, NOW, 60, 5)] == ["kite-1"]
    later = NOW + timedelta(seconds=61)
    assert [wake.case_id for wake in store.wakes.lease_unshown(TWO, later, 60, 5)] == ["kite-1"]
    assert not store.wakes.mark_shown(CASE, ONE, 4)
    assert store.wakes.mark_shown(CASE, TWO, 4)
    with store.database.read() as connection:
        assert connection.execute(WAKES.select()).mappings().one()["shown_version"] == 4


def test_a_case_that_was_put_off_by_a_clock_that_ran_ahead_is_looked_at(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.clock.shows = at("2026-07-15 08:00")
    with store.database.write() as connection:
        said = {"failed": "2027-06-01T00:00:00Z", "retry": "2027-06-01T00:02:00Z"}
        connection.execute(
            text("INSERT INTO sweep_faults (case_id, failures, error, failed_at, retry_at) "
                 "VALUES ('kite-1', 1, 'Fault', :failed, :retry)"),
            said,
        )  # fmt: skip
    report = Sweep(store.ledger, store.sweep_book, store.commands, store.clock).run()
    assert (report.looked_at, report.failed) == (1, 0)
    assert report.told > 0


@pytest.mark.parametrize("limit", [1, 2])
def test_no_more_are_taken_than_there_are_places(store: Store, limit: int) -> None:
    for number in range(3):
        store.received(f"kite-{number}", f"2026-06-01 08:0{number}")
    leased(store, limit=1)
    store.wakes.mark_seen(CaseId("kite-0"), ONE, 3, NOW)
    assert len(leased(store, limit=limit)) == limit
