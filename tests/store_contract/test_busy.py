"""Whoever waits too long for another writer, or for a connection, is told that the ledger is busy; nothing is changed."""

from __future__ import annotations

from threading import Barrier

import pytest

from engine.core.errors import Busy, LedgerAway
from engine.core.identifiers import CaseId
from engine.store import database
from engine.store.database import Database
from tests.support.kite_licence import INSPECTOR
from tests.support.sql_store import Store, open_store
from tests.support.threads import at_once


@pytest.fixture
def impatient(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(database, "PATIENCE_MILLISECONDS", 50)
    return store


def test_a_writer_that_another_keeps_waiting_is_told_to_come_again(impatient: Store) -> None:
    case = impatient.received("kite-1", "2026-06-01 08:00")
    before = impatient.ledger.history(case)
    with open_store(impatient.url) as slow:
        slow.clock.shows = impatient.clock.shows
        with impatient.ledger.transaction() as transaction:
            transaction.lock_case(case)
            with pytest.raises(Busy):
                slow.give("claim_step", case, actor=INSPECTOR, step="inspect_kite", command_id="later")
        assert slow.ledger.history(case) == before
        again = slow.give("claim_step", case, actor=INSPECTOR, step="inspect_kite", command_id="later")
    assert (again.repeated, again.state.version) == (False, before[-1].sequence + 1)


def test_readers_do_not_wait_for_writers(impatient: Store) -> None:
    case = impatient.received("kite-1", "2026-06-01 08:00")
    with open_store(impatient.url) as reader, impatient.ledger.transaction() as transaction:
        transaction.lock_case(case)
        assert len(reader.ledger.history(case)) == 3
        assert reader.queries.find_case(CaseId("kite-1")) is not None


def test_a_deadlock_is_told_as_busy_to_the_one_that_gave_way(postgres_store: Store) -> None:
    """Two transactions that each hold a case and want the other's: PostgreSQL ends one of them, the other goes on."""
    cases = [postgres_store.received(name, "2026-06-01 08:00") for name in ("kite-1", "kite-2")]
    outcomes = in_each_others_way(postgres_store, cases)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Busy", "int"]


def in_each_others_way(store: Store, cases: list[CaseId]) -> list[int | Exception]:
    both_hold = Barrier(2)

    def lock_both(number: int) -> int:
        with store.ledger.transaction() as transaction:
            transaction.lock_case(cases[number])
            both_hold.wait(timeout=240)
            return len(transaction.lock_case(cases[1 - number]))

    return at_once(2, lock_both)


def test_a_machine_that_was_cut_off_does_not_hold_a_case(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transaction is half done, and nobody says goodbye: the database ends it, and others get the case."""
    monkeypatch.setattr(database, "SECONDS_WITHOUT_A_SIGN", 4)
    case = postgres_store.received("kite-1", "2026-06-01 08:00")
    with open_store(postgres_store.url) as cut_off:
        with pytest.raises(LedgerAway):
            _hold_while_another_works(cut_off, postgres_store, case)
        assert len(cut_off.ledger.history(case)) == 4, "and when it is back it works again"


def _hold_while_another_works(cut_off: Store, other: Store, case: CaseId) -> None:
    with cut_off.ledger.transaction() as transaction:
        transaction.lock_case(case)
        given = other.give("claim_step", case, actor=INSPECTOR, step="inspect_kite")
        assert (given.repeated, given.state.version) == (False, 4)
        transaction.lock_case(case)


def test_no_connection_left_is_told_as_busy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "CONNECTIONS", 1)
    monkeypatch.setattr(database, "MORE_CONNECTIONS_AT_A_PEAK", 0)
    monkeypatch.setattr(database, "SECONDS_FOR_A_CONNECTION", 0.05)
    small = Database(store.url)
    try:
        with small.read(), pytest.raises(Busy), small.read():
            raise AssertionError("there was a second connection")
        with small.read(), pytest.raises(Busy), small.write():
            raise AssertionError("there was a second connection")
    finally:
        small.close()
