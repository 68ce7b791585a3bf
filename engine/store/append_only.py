"""The database itself refuses to change or delete what has happened: triggers on events, receipts, versions, endings, editions, notices, audit.

One exception, and the database guards it as well: inside a purge that is on record, of a closed case that nobody holds, the
personal parts of its events and the fingerprints of its receipts may be replaced. Nothing else of them, and no row may go.
"""

from typing import Any

from sqlalchemy import Connection, Table, event

from engine.store.audit_tables import AUDIT_BLOCKS, AUDIT_ENTRIES, AUDIT_ITEMS
from engine.store.edition_table import EDITIONS
from engine.store.ending_table import VERSION_ENDINGS
from engine.store.ledger_tables import COMMAND_RECEIPTS, EVENTS
from engine.store.published_table import PUBLISHED_PROCEDURES
from engine.store.retention_tables import OPEN_PURGES, RETENTION_ACTS
from engine.store.sweep_tables import DUE_NOTICES, OPINION_NOTICES

APPEND_ONLY: tuple[Table, ...] = (
    EVENTS,
    COMMAND_RECEIPTS,
    PUBLISHED_PROCEDURES,
    VERSION_ENDINGS,
    EDITIONS,
    DUE_NOTICES,
    OPINION_NOTICES,
    RETENTION_ACTS,
    AUDIT_ENTRIES,
    AUDIT_BLOCKS,
    AUDIT_ITEMS,
)
PURGEABLE: dict[str, tuple[str, ...]] = {EVENTS.name: ("actor", "body"), COMMAND_RECEIPTS.name: ("fingerprint",)}
"""The columns that a purge may write."""

_REASON = " is insert-only: what has happened is not changed"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || '{_REASON}', ERRCODE = 'integrity_constraint_violation';
END $$
"""
_PURGE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_unless_purged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_LEVEL = 'STATEMENT' THEN
        IF EXISTS (SELECT 1 FROM open_purges) THEN
            RETURN NULL;
        END IF;
    ELSIF EXISTS (SELECT 1 FROM open_purges WHERE case_id = OLD.case_id)
        AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || '{_REASON}', ERRCODE = 'integrity_constraint_violation';
END $$
"""
_NOT_ON_RECORD = "no purge of this case is on record, or it is held, or it is not closed"
_ON_RECORD = """
EXISTS (SELECT 1 FROM cases WHERE cases.case_id = NEW.case_id AND cases.closed_at IS NOT NULL)
AND EXISTS (
    SELECT 1 FROM retention_acts AS act WHERE act.case_id = NEW.case_id AND act.act = 'purge'
    AND act.number = (SELECT max(number) FROM retention_acts WHERE case_id = NEW.case_id)
    AND NOT EXISTS (
        SELECT 1 FROM retention_acts AS before
        WHERE before.case_id = NEW.case_id AND before.number = act.number - 1 AND before.act = 'hold'
    )
)
"""
_OPENING_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_unless_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_ON_RECORD} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING MESSAGE = '{_NOT_ON_RECORD}', ERRCODE = 'integrity_constraint_violation';
END $$
"""


def triggers(table: str, dialect: str) -> tuple[str, ...]:
    """On PostgreSQL for each statement, not each row: a TRUNCATE and a change that meets no row are refused too."""
    if table == OPEN_PURGES.name:
        return _of_openings(dialect)
    if table in PURGEABLE:
        return _of_purgeable(table, dialect)
    if dialect == "sqlite":
        return tuple(_refusal_in_sqlite(table, change) for change in ("UPDATE", "DELETE"))
    trigger = f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    return _FUNCTION, trigger + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"


def _of_purgeable(table: str, dialect: str) -> tuple[str, ...]:
    if dialect == "sqlite":
        kept = [column.name for column in _BY_NAME[table].columns if column.name not in PURGEABLE[table]]
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in kept)
        purging = "EXISTS (SELECT 1 FROM open_purges WHERE open_purges.case_id = OLD.case_id)"
        return (
            _refusal_in_sqlite(table, "UPDATE", f"WHEN NOT ({purging} AND {same}) "),
            _refusal_in_sqlite(table, "DELETE"),
        )
    may = ", ".join(f"'{name}'" for name in PURGEABLE[table])
    call = f"EXECUTE FUNCTION refuse_unless_purged({may})"
    return (
        _FUNCTION,
        _PURGE_FUNCTION,
        (
            f"CREATE TRIGGER {table}_refuse_change BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
        f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH STATEMENT {call}",
        f"CREATE TRIGGER {table}_refuse_row BEFORE UPDATE ON {table} FOR EACH ROW {call}",
    )


def _of_openings(dialect: str) -> tuple[str, ...]:
    name = f"{OPEN_PURGES.name}_on_record"
    if dialect == "sqlite":
        return (
            (
                f"CREATE TRIGGER {name} BEFORE INSERT ON {OPEN_PURGES.name} WHEN NOT ({_ON_RECORD}) "
                f"BEGIN SELECT RAISE(ABORT, '{_NOT_ON_RECORD}'); END"
            ),
        )
    trigger = f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {OPEN_PURGES.name} "
    return _OPENING_FUNCTION, trigger + "FOR EACH ROW EXECUTE FUNCTION refuse_unless_on_record()"


def _refusal_in_sqlite(table: str, change: str, unless: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} {unless}"
        f"BEGIN SELECT RAISE(ABORT, '{table}{_REASON}'); END"
    )


def declare_triggers() -> None:
    """The tables have their triggers wherever they are created from the declaration."""
    for table in (*APPEND_ONLY, OPEN_PURGES):
        event.listen(table, "after_create", _create_triggers)


def _create_triggers(table: Table, connection: Connection, **_: Any) -> None:
    for statement in triggers(table.name, connection.dialect.name):
        connection.exec_driver_sql(statement)


_BY_NAME = {table.name: table for table in APPEND_ONLY}
