"""The database itself notes what is to be sealed, whoever writes it: old code, new code, or a hand at a terminal."""

from typing import Any

from sqlalchemy import Connection, Table, event

from engine.store.audit_tables import AUDIT_PENDING
from engine.store.sealed_sources import NOTED, SOURCES


def noting(name: str, dialect: str) -> tuple[str, ...]:
    """For one table of few writes. Events have none: they come with a new version of their case (`wakes`)."""
    source = SOURCES[name]
    subject = "''" if source.subject is None else f"NEW.{source.subject}"
    number = "1" if source.number is None else f"NEW.{source.number}"
    note = f"INSERT INTO {AUDIT_PENDING.name} (source, subject, number) VALUES ('{name}', {subject}, {number})"
    if dialect == "sqlite":
        return (f"CREATE TRIGGER {name}_note_unsealed AFTER INSERT ON {name} BEGIN {note}; END",)
    return (
        (
            f"CREATE OR REPLACE FUNCTION note_unsealed_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {note}; RETURN NULL; END $$"
        ),
        (
            f"CREATE TRIGGER {name}_note_unsealed AFTER INSERT ON {name} "
            f"FOR EACH ROW EXECUTE FUNCTION note_unsealed_{name}()"
        ),
    )


def declare_audit_triggers() -> None:
    for name in NOTED:
        event.listen(SOURCES[name].table, "after_create", _create)


def _create(table: Table, connection: Connection, **_: Any) -> None:
    for statement in noting(table.name, connection.dialect.name):
        connection.exec_driver_sql(statement)
