"""The database itself refuses to change what has happened, whoever asks it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from engine.core.errors import EngineError, InvariantBroken
from tests.support.sql_store import Store


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET type = 'other'",
        "UPDATE events SET body = '{}' WHERE sequence = 1",
        "DELETE FROM events",
        "UPDATE command_receipts SET fingerprint = 'other'",
        "DELETE FROM command_receipts WHERE command_id = 'c1'",
    ],
)
def test_a_change_is_refused(store: Store, change: str) -> None:
    case = store.received("kite-1")
    before = store.ledger.history(case)
    with pytest.raises(EngineError, match="insert-only"), store.database.write() as connection:
        connection.execute(text(change))
    assert store.ledger.history(case) == before


def test_the_tables_cannot_be_emptied(store: Store) -> None:
    """SQLite has no TRUNCATE: there it is no word at all."""
    case = store.received("kite-1")
    for table in ("events", "command_receipts"):
        with pytest.raises((EngineError, DBAPIError)), store.database.write() as connection:
            connection.execute(text(f"TRUNCATE {table}"))
    assert len(store.ledger.history(case)) == 3


def test_the_refusal_is_an_error_of_integrity(store: Store) -> None:
    """So it reaches whoever works on the database by hand in the same words, and leaves our room as an error of ours."""
    store.received("kite-1")
    refusal = pytest.raises(InvariantBroken, match="what has happened is not changed")
    with refusal as caught, store.database.read() as connection:
        connection.execute(text("DELETE FROM events"))
    assert isinstance(caught.value.__cause__, IntegrityError)
