"""A message that nobody waits for is not due for ever: its answer is in the ledger, or its case is over."""

from __future__ import annotations

from engine.core.actors import SYSTEM
from engine.gateways.agency_http import HttpAgencyGateway
from engine.service.execute_case import CaseExecutor
from tests.support.sql_store import Store

CASE = "case-1"


def executor_on(store: Store) -> CaseExecutor:
    gateway = HttpAgencyGateway({"printer": "http://127.0.0.1:1"})
    return CaseExecutor(store.ledger, store.commands, store.outbox, gateway, store.clock, "vi")


def test_answered_and_died_before_the_receipt(store: Store) -> None:
    """The event is committed, the receipt is not: whoever enters the case next sees that nothing is asked any more."""
    case = store.received(CASE, "2026-06-01 09:00")
    store.inspected(CASE)
    store.give("acknowledge_work", CASE, actor=SYSTEM, step="print_licence", reference="R-1")
    assert len(store.outbox.due(case)) == 1
    assert executor_on(store).look(case).automatic_work == ()
    assert store.outbox.due(case) == ()


def test_withdrawn_while_the_system_was_away(store: Store) -> None:
    case = store.received(CASE, "2026-06-01 09:00")
    store.inspected(CASE)
    executor = executor_on(store)
    (work,) = executor.look(case).automatic_work
    executor.record_fault(work, "no answer")
    assert executor.look(case).automatic_work == ()
    (waiting,) = store.outbox.due(case)
    assert waiting.attempts == 1, "an open step's message waits for its next try"
    store.give("withdraw_case", CASE, reason="changed my mind")
    executor.look(case)
    assert store.outbox.due(case) == ()
