"""What waits without a reason, or for too long, is found; what can be mended is marked to be carried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.core.errors import EngineError
from engine.core.identifiers import CaseId
from engine.service.notification_ports import AddressRefused
from engine.service.ports import SweepFault
from tests.support.ill_store import break_it, found_in_queues, ids, queues_of
from tests.support.kite_licence import OFFICER, at
from tests.support.sealed_kites import sealer
from tests.support.sql_store import Store
from tests.support.told_kites import CarrierHere, received, with_owners_told

CASE = CaseId("kite-1")
KEY = "kite-1/print_licence"
PRINTER = {"printer": "http://printer.example"}


@pytest.fixture
def waiting(store: Store) -> Store:
    """One open case; Prefect has seen its newest version."""
    store.received("kite-1", "2026-06-01 08:00")
    _seen(store)
    assert found_in_queues(store) == []
    return store


def _seen(store: Store) -> None:
    [wake] = store.wakes.lease("d1", store.clock.now(), 60, 10)
    store.wakes.remember_run(CASE, "run-1")
    store.wakes.mark_seen(CASE, "d1", wake.version)


def _mended(store: Store, **systems: str) -> list[str]:
    """What is mended now, and that nothing is found afterwards."""
    found = found_in_queues(store, **systems)
    assert all(queues_of(store, **systems).mend(finding) for finding in found)
    assert found_in_queues(store, **systems) == []
    return ids(found)


@pytest.mark.parametrize(
    "broken",
    [
        "DELETE FROM wakes",
        "UPDATE wakes SET flow_run_id = NULL",
        "UPDATE wakes SET version = 1, wake_version = 1, seen_version = 1, shown_version = 1",
    ],
)
def test_an_open_case_that_nobody_would_enter(waiting: Store, broken: str) -> None:
    break_it(waiting, broken)
    assert _mended(waiting) == ["run-never-made"]
    [wake] = waiting.wakes.lease("d2", waiting.clock.now(), 60, 10)
    assert (wake.case_id, wake.version) == (CASE, 3)


def test_cases_that_prefect_has_not_seen_for_long(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.clock.shows = at("2026-06-01 08:09")
    assert found_in_queues(store) == []
    store.clock.shows = at("2026-06-01 08:11")
    [finding] = found_in_queues(store)
    assert (finding.id, finding.count, finding.since) == ("unseen-too-long", 1, at("2026-06-01 08:00"))
    assert not finding.kind.is_mendable


def test_an_entry_that_fails_time_and_again(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.clock.shows = at("2026-06-01 08:20")
    store.wakes.lease("d1", store.clock.now(), 60, 10)
    store.wakes.put_off(CASE, "d1", at("2026-06-01 08:21"), "BodyFailed: Crashed")
    [finding] = found_in_queues(store)
    assert (finding.id, finding.detail, finding.until) == ("entry-fails", "BodyFailed: Crashed", at("2026-06-01 08:21"))
    assert _mended(store) == ["entry-fails"]
    assert [wake.case_id for wake in store.wakes.lease("d1", store.clock.now(), 60, 10)] == [CASE]


def test_a_delay_that_only_a_wrong_clock_can_have_written(waiting: Store) -> None:
    waiting.wakes.wake_again(CASE)
    [wake] = waiting.wakes.lease("d1", waiting.clock.now(), 60, 10)
    assert waiting.wakes.mark_seen(CASE, "d1", wake.version, at("2026-06-03 08:00"))
    assert _mended(waiting) == ["entry-fails"]


@pytest.mark.parametrize(("seconds", "kind"), [(60, "lease-left"), (86400, "lease-too-long")])
def test_a_lease_that_nobody_ends(store: Store, seconds: int, kind: str) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.wakes.lease("d1", store.clock.now(), seconds, 10)
    store.clock.shows = at("2026-06-01 08:05")
    assert _mended(store) == [kind]
    assert [wake.case_id for wake in store.wakes.lease("d2", store.clock.now(), 60, 10)] == [CASE]


def test_a_lease_that_is_kept_is_left_alone(store: Store) -> None:
    """Found at one moment, renewed before the doctor came to it."""
    store.received("kite-1", "2026-06-01 08:00")
    store.wakes.lease("d1", store.clock.now(), 60, 10)
    store.clock.shows = at("2026-06-01 08:05")
    [finding] = found_in_queues(store)
    store.wakes.renew(CASE, "d1", store.clock.now(), 60)
    assert queues_of(store).mend(finding)
    assert not store.wakes.lease("d2", store.clock.now(), 60, 10)


@pytest.fixture
def printing(waiting: Store) -> Store:
    """A message to the printer is due; two hours have passed."""
    waiting.inspected("kite-1", "2026-06-01 09:00")
    waiting.clock.shows = at("2026-06-01 11:00")
    return waiting


def test_a_message_that_waits_for_its_next_try(printing: Store) -> None:
    now = printing.clock.now()
    printing.outbox.record_failure(KEY, "printer.print_licence: status 500", now + timedelta(minutes=12))
    printing.wakes.lease("d1", now, 60, 10)
    printing.wakes.put_off(CASE, "d1", now + timedelta(minutes=12), "an agency's system gave no answer")
    printing.wakes.mark_seen(CASE, "d2", 6)
    found = [finding for finding in found_in_queues(printing, **PRINTER) if finding.id == "message-waits"]
    assert [(one.about, one.detail) for one in found] == [(KEY, "printer: printer.print_licence: status 500")]
    _mended(printing, **PRINTER)
    [message] = printing.outbox.due(CASE)
    assert (message.attempts, message.next_attempt_at) == (1, now)
    assert [wake.case_id for wake in printing.wakes.lease("d1", now, 60, 10)] == [CASE]


def test_a_message_that_nobody_would_send(printing: Store) -> None:
    _seen(printing)
    assert _mended(printing, **PRINTER) == ["message-forgotten"]
    assert [wake.case_id for wake in printing.wakes.lease("d1", printing.clock.now(), 60, 10)] == [CASE]


def test_messages_for_a_system_without_an_address(printing: Store) -> None:
    _seen(printing)
    [finding] = found_in_queues(printing)
    assert (finding.id, finding.about, finding.count) == ("agency-without-address", "printer", 1)
    assert not finding.kind.is_mendable


def test_a_message_of_work_that_is_due_no_more(printing: Store) -> None:
    printing.give("withdraw_case", "kite-1", "2026-06-01 11:00", OFFICER, reason="no wind")
    _seen(printing)
    assert _mended(printing) == ["message-obsolete"]
    assert printing.outbox.due(CASE) == ()


def test_a_sweep_that_is_late(waiting: Store) -> None:
    row = waiting.queries.find_case(CASE)
    assert row is not None and row.look_at is not None
    waiting.clock.shows = row.look_at + timedelta(minutes=6)
    assert [(one.id, one.since) for one in found_in_queues(waiting)] == [("sweep-late", row.look_at)]


def test_a_case_at_which_the_sweep_failed(waiting: Store) -> None:
    now = waiting.clock.now()
    waiting.sweep_book.put_off(
        SweepFault(case_id=CASE, failures=3, error="KeyError", failed_at=now, retry_at=now + timedelta(hours=8))
    )
    [finding] = found_in_queues(waiting)
    assert (finding.id, finding.detail) == ("sweep-fault", "3 × KeyError")
    assert _mended(waiting) == ["sweep-fault"]
    assert waiting.sweep_book.faults(10) == ()


def test_the_events_are_out_of_its_reach(printing: Store) -> None:
    _seen(printing)
    before = printing.ledger.history(CASE)
    _mended(printing, **PRINTER)
    assert printing.ledger.history(CASE) == before
    with pytest.raises(EngineError, match="insert-only"), printing.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM events")


def test_a_chain_that_nobody_goes_on_with(store: Store) -> None:
    examined = queues_of(store, sealer(store))
    store.received("kite-1", "2026-06-01 08:00")
    store.clock.shows = at("2026-06-01 08:10")
    assert "seals-late" not in ids(list(examined.run()))
    store.clock.shows = at("2026-06-01 08:10:01")
    (finding,) = [one for one in examined.run() if one.id == "seals-late"]
    assert (finding.count, finding.since, finding.kind.is_mendable) == (1, at("2026-06-01 08:00"), False)
    sealer(store).seal()
    assert "seals-late" not in ids(list(examined.run()))


def test_owners_who_were_not_told_are_found(store: Store) -> None:
    mail = CarrierHere(AddressRefused("recipient: 550"))
    owners = with_owners_told(store, email=mail)
    examined = queues_of(store, owners=owners)
    received(store, "kite-1", "2026-06-01 08:00")
    store.clock.shows = at("2026-06-01 09:00")
    (late,) = [one for one in examined.run() if one.id == "owners-told-late"]
    assert (late.count, late.since) == (1, at("2026-06-01 08:00"))
    owners.tell_due()
    found = [one for one in examined.run() if one.id.startswith("owners-")]
    assert [(one.id, one.count, one.kind.is_mendable) for one in found] == [("owners-not-told", 1, False)]
    store.clock.shows = at("2026-06-09 09:00")
    assert not [one for one in examined.run() if one.id.startswith("owners-")]
