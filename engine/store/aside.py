"""A ledger in PostgreSQL that is put aside whole, in a schema of its own, and empty tables in its place; one transaction."""

from threading import Event

from sqlalchemy import Connection

from engine.core.errors import CopyRefused
from engine.core.values import Text
from engine.store.declared import TABLES
from engine.store.migration import migrate_on

_STEPS = "alembic_version"
_LOOKS = 20
_SECONDS_BETWEEN = 0.1
"""A session that was closed a moment ago is seen a little longer."""
_OTHERS = """
    SELECT count(*), min(backend_start)::timestamptz(0)::text,
           coalesce(string_agg(DISTINCT nullif(application_name, ''), ', '), '-')
      FROM pg_stat_activity, pg_stat_clear_snapshot()
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
       AND coalesce(backend_type, 'client backend') = 'client backend'
"""


def refuse_while_used(connection: Connection) -> None:
    """On PostgreSQL; raises `CopyRefused` while anybody else has a session there: what he is promised would be lost."""
    if connection.dialect.name != "postgresql":
        return
    looks = 1
    count, since, names = connection.exec_driver_sql(_OTHERS).one()
    while count and looks < _LOOKS:
        Event().wait(_SECONDS_BETWEEN)
        looks += 1
        count, since, names = connection.exec_driver_sql(_OTHERS).one()
    if not count:
        return
    raise CopyRefused(
        Text(
            vi=f"còn {count} phiên làm việc khác trên cơ sở dữ liệu này ({names}), sớm nhất từ {since or '?'}; "
            "hãy dừng API, dispatcher, `lienthong up` và mọi chương trình khác đang dùng nó",
            en=f"other sessions on this database: {count} ({names}), the first since {since or '?'}; "
            "stop the API, the dispatchers, `lienthong up` and whatever else uses it",
        )
    )


def move_aside(connection: Connection, schema: str) -> None:
    """Keys, triggers and indexes go with their tables; what others keep in the same schema stays where it is.

    Nobody may be at work. It is asked once the tables are ours: who comes later waits at them for the new ones.
    """
    quoted = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"CREATE SCHEMA {quoted(schema)}")
    for name in (*(table.name for table in TABLES), _STEPS):
        connection.exec_driver_sql(f"ALTER TABLE IF EXISTS {quoted(name)} SET SCHEMA {quoted(schema)}")
    refuse_while_used(connection)
    migrate_on(connection)
