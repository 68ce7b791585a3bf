"""The step of the tables by which a case can be received without a promise: with cases in them, up and down."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import text

from engine.core.errors import InvariantBroken
from engine.store.database import Database
from engine.store.migration import differences, is_current, migrate, migrate_down
from tests.support.sql_store import open_store

BEFORE = "0004"
TABLES = ("cases", "steps", "outbox", "wakes", "events")
LATER = (
    *("look_at", "traces", "sealed_version", "soon_at", "channel", "outcome", "outcome_766", "outcome_766_waiting"),
    *("by_law", "by_wall", "working_seconds", "working_band", "wall_band"),
)
"""What came with later steps: where the sweep looks next is reckoned from what falls due, how a case and its steps ended
by the doctor."""


def test_cases_and_what_refers_to_them_survive_it_down_and_up(empty_url: str) -> None:
    migrate(empty_url)
    with open_store(empty_url) as store:
        store.received("kite-1", "2026-06-01 09:00")
        store.inspected("kite-1", "2026-06-01 15:00")
        store.submit("kite-2", "2026-06-02 09:00")
    held = _everything(empty_url)
    assert len(held["cases"]) == 2
    assert held["outbox"] != []
    migrate_down(empty_url, BEFORE)
    assert _everything(empty_url) == held
    migrate(empty_url)
    assert _everything(empty_url) == held
    assert differences(empty_url) == []
    with open_store(empty_url) as store:  # and it is still worked with
        store.given = 100
        store.receive("kite-2", "2026-06-02 10:00")
        assert len(store.ledger.history(store.received("kite-3", "2026-06-02 11:00"))) == 3


def test_a_row_that_nothing_refers_to_any_more_is_still_refused(empty_url: str) -> None:
    migrate(empty_url)
    with open_store(empty_url) as store:
        store.received("kite-1", "2026-06-01 09:00")
    with closing(Database(empty_url)) as database, pytest.raises(InvariantBroken), database.write() as connection:
        connection.execute(text("DELETE FROM cases"))


def test_no_promise_before_the_receipt(empty_url: str) -> None:
    migrate(empty_url)
    with open_store(empty_url) as store:
        store.submit("kite-1", "2026-06-01 09:00")
        store.received("kite-2", "2026-06-01 09:00")
    _change(empty_url, "UPDATE cases SET promised_due_at = NULL WHERE case_id = 'kite-2'")
    with pytest.raises(InvariantBroken):
        _change(empty_url, "UPDATE cases SET promised_due_at = submitted_at WHERE case_id = 'kite-1'")


def test_down_is_refused_while_a_case_has_no_promise(empty_url: str) -> None:
    migrate(empty_url)
    with open_store(empty_url) as store:
        store.received("kite-1", "2026-06-01 09:00")
    _change(empty_url, "UPDATE cases SET promised_due_at = NULL")
    held = _everything(empty_url)
    with pytest.raises(InvariantBroken):
        migrate_down(empty_url, BEFORE)
    assert _everything(empty_url) == held
    assert is_current(empty_url)
    assert differences(empty_url) == []


def _everything(url: str) -> dict[str, list[Any]]:
    with closing(Database(url)) as database, database.read() as connection:
        return {
            table: sorted(
                str({name: value for name, value in row.items() if name not in LATER})
                for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()
            )
            for table in TABLES
        }


def _change(url: str, statement: str) -> None:
    with closing(Database(url)) as database, database.write() as connection:
        connection.execute(text(statement))
