"""The database itself refuses to change or delete what has happened: triggers on events, receipts, versions, endings, editions, notices."""

from typing import Any

from sqlalchemy import Connection, Table, event

from engine.store.edition_table import EDITIONS
from engine.store.ending_table import VERSION_ENDINGS
from engine.store.ledger_tables import COMMAND_RECEIPTS, EVENTS
from engine.store.published_table import PUBLISHED_PROCEDURES
from engine.store.sweep_tables import DUE_NOTICES

APPEND_ONLY: tuple[Table, ...] = (
    EVENTS,
    COMMAND_RECEIPTS,
    PUBLISHED_PROCEDURES,
    VERSION_ENDINGS,
    EDITIONS,
    DUE_NOTICES,
)

_REASON = " is insert-only: what has happened is not changed"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || '{_REASON}', ERRCODE = 'integrity_constraint_violation';
END $$
"""


def triggers(table: str, dialect: str) -> tuple[str, ...]:
    """On PostgreSQL for each statement, not each row: a TRUNCATE and a change that meets no row are refused too."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}{_REASON}'); END"
            for change in ("UPDATE", "DELETE")
        )
    trigger = f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    return _FUNCTION, trigger + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"


def declare_triggers() -> None:
    """The tables have their triggers wherever they are created from the declaration."""
    for table in APPEND_ONLY:
        event.listen(table, "after_create", _create_triggers)


def _create_triggers(table: Table, connection: Connection, **_: Any) -> None:
    for statement in triggers(table.name, connection.dialect.name):
        connection.exec_driver_sql(statement)
