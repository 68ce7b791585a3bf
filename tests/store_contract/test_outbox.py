"""Messages to agencies' systems: one for each automatic step, due until the receiver's answer is recorded."""

from engine.core.identifiers import CaseId
from tests.support.kite_licence import SKY_CLERK, at
from tests.support.sql_store import Store

CASE = CaseId("kite-1")
KEY = "kite-1/print_licence"


def test_an_opened_automatic_step_leaves_one_message(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    assert store.outbox.due(CASE) == ()
    store.inspected("kite-1", "2026-06-01 09:00")
    (message,) = store.outbox.due(CASE)
    assert (message.work.key, message.work.agency) == (KEY, "printer-1")
    assert (message.work.system, message.work.operation) == ("printer", "print_licence")
    assert message.work.payload["results"] == {"inspect_kite": {"strong": True}}
    assert (message.attempts, message.next_attempt_at, message.last_error) == (0, at("2026-06-01 09:00"), None)


def test_a_later_command_does_not_write_it_again(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.inspected("kite-1", "2026-06-01 09:00")
    store.outbox.record_failure(KEY, "no answer", at("2026-06-01 09:05"))
    store.give("claim_step", "kite-1", "2026-06-01 09:01", SKY_CLERK, step="reserve_sky")
    (message,) = store.outbox.due(CASE)
    assert (message.attempts, message.next_attempt_at, message.last_error) == (1, at("2026-06-01 09:05"), "no answer")


def test_a_delivered_message_is_not_due_and_keeps_its_first_receipt(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.inspected("kite-1", "2026-06-01 09:00")
    store.outbox.record_receipt(KEY, {"verdict": "accepted"}, at("2026-06-01 09:01"))
    assert store.outbox.due(CASE) == ()
    store.outbox.record_receipt(KEY, {"verdict": "rejected"}, at("2026-06-01 09:02"))
    store.outbox.record_failure(KEY, "late", at("2026-06-01 09:03"))
    assert store.outbox.due(CASE) == ()
