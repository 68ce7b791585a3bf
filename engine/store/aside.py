"""A ledger in PostgreSQL that is put aside whole, in a schema of its own, and empty tables in its place; one transaction."""

from sqlalchemy import Connection

from engine.store.declared import TABLES
from engine.store.migration import migrate_on

_STEPS = "alembic_version"


def move_aside(connection: Connection, schema: str) -> None:
    """Keys, triggers and indexes go with their tables; what others keep in the same schema stays where it is."""
    quoted = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"CREATE SCHEMA {quoted(schema)}")
    for name in (*(table.name for table in TABLES), _STEPS):
        connection.exec_driver_sql(f"ALTER TABLE IF EXISTS {quoted(name)} SET SCHEMA {quoted(schema)}")
    migrate_on(connection)
