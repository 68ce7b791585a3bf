"""Whether a database is still the one that the migrations made: its pages, its tables and indexes, its guarding triggers."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import text

from engine.service.doctor_ports import Altered
from engine.store.append_only import APPEND_ONLY, triggers
from engine.store.database import Database
from engine.store.migration import differences_in, is_of_this_version
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.reader_triggers import trigger_statements
from engine.store.retention_tables import OPEN_PURGES
from engine.store.words_table import word_triggers

_CREATED = re.compile(r"CREATE TRIGGER (\w+)")
_CHECKSUMS = text("SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()")
_ENABLED = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": text(
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
    ),
}
_INVALID_INDEXES = text(
    "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
    "WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace ORDER BY relname"
)


def is_sound(database: Database) -> bool:
    """SQLite looks at each of its pages; PostgreSQL tells whether it ever read one that was not as it had written it."""
    with database.read() as connection:
        if database.dialect == "sqlite":
            return bool(connection.execute(text("PRAGMA quick_check(1)")).scalar_one() == "ok")
        return bool(connection.execute(_CHECKSUMS).scalar_one() == 0)


def altered(database: Database) -> Sequence[Altered]:
    """Triggers first: without them nothing keeps what is recorded."""
    if not is_of_this_version(database):
        return ()
    with database.read() as connection:
        enabled = set(connection.execute(_ENABLED[database.dialect]).scalars())
        invalid = connection.execute(_INVALID_INDEXES).scalars().all() if database.dialect == "postgresql" else []
        different = [_named(one) for one in differences_in(connection)]
    missing = sorted(set(_declared_triggers(database.dialect)) - enabled)
    return (
        *(Altered("trigger", name) for name in missing),
        *(Altered("table", name) for name in dict.fromkeys([*different, *invalid])),
    )


def _declared_triggers(dialect: str) -> Iterator[str]:
    guards = (statement for table in (*APPEND_ONLY, OPEN_PURGES) for statement in triggers(table.name, dialect))
    readers = (made for table in (CASES, STEPS, CASE_COUNTERS) for made in trigger_statements(table.name, dialect))
    for statement in (*guards, *readers, *word_triggers(dialect)):
        yield from _CREATED.findall(statement)


def _named(difference: Any) -> str:
    """As Alembic tells it: what would have to be done, and with which part."""
    if isinstance(difference, list):  # columns that were modified
        return ", ".join(dict.fromkeys(_named(one) for one in difference))
    done, *parts = difference
    named = [part if isinstance(part, str) else getattr(part, "name", None) for part in parts[:3]]
    return " ".join([done, *(str(name) for name in named if name)])
