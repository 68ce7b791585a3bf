"""The trace of a command is kept with the wake that it causes, until an entry has seen it; who is not followed keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from opentelemetry.sdk.trace import TracerProvider

from engine.core.identifiers import CaseId
from engine.process_traces import OpenTelemetry
from engine.service import spans
from tests.support.sql_store import Store
from tests.support.statement_spy import statements_sent

RECEIVED = "2026-06-01 08:00"


def trace(number: int) -> str:
    return f"00-{number:032x}-{number:016x}-01"


@pytest.fixture
def followed() -> Iterator[None]:
    spans.follow(OpenTelemetry(TracerProvider(shutdown_on_exit=False)))
    yield
    spans.follow(None)


def woken(store: Store, case: CaseId, version: int, by: str | None) -> None:
    with store.ledger.transaction() as transaction:
        transaction.lock_case(case)
        transaction.mark_wake(case, version, store.clock.now(), wakes=True, trace=by)


def leased(store: Store) -> str | None:
    (wake,) = store.wakes.lease("dispatcher", store.clock.now() + timedelta(days=1), 60, 5)
    return wake.traces


def test_traces_gather_until_an_entry_has_seen_them(store: Store) -> None:
    case = store.received("kite-1", RECEIVED)
    for number in range(1, 3):
        woken(store, case, 3, trace(number))
    woken(store, case, 3, None)
    assert leased(store) == f"{trace(1)} {trace(2)}"
    assert store.wakes.mark_seen(case, "dispatcher", 3)
    woken(store, case, 3, trace(3))
    store.wakes.wake_again(case)
    assert leased(store) == trace(3)


def test_the_first_eight_are_kept(store: Store) -> None:
    case = store.received("kite-1", RECEIVED)
    for number in range(1, 12):
        woken(store, case, 3, trace(number))
    kept = leased(store)
    assert kept is not None
    assert kept.split(" ") == [trace(number) for number in range(1, 9)]


@pytest.mark.usefixtures("followed")
def test_a_command_leaves_its_trace(store: Store) -> None:
    with spans.span("request", trace(7)):
        store.received("kite-1", RECEIVED)
    kept = leased(store)
    assert kept is not None
    assert {one.split("-")[1] for one in kept.split(" ")} == {f"{7:032x}"}


def test_who_is_not_followed_sends_the_same_and_keeps_nothing(store: Store) -> None:
    with statements_sent() as silent:
        store.received("kite-1", RECEIVED)
    assert leased(store) is None
    spans.follow(OpenTelemetry(TracerProvider(shutdown_on_exit=False)))
    try:
        with statements_sent() as followed:
            store.received("kite-2", RECEIVED)
    finally:
        spans.follow(None)
    assert [statement for statement, _ in silent] == [statement for statement, _ in followed]
