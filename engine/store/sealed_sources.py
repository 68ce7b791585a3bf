"""Which tables are sealed, column by column, and how a row of them looks to the seal: as it lies in the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    Text,
    cast,
    literal,
    select,
    type_coerce,
)

from engine.core.audit_chain import RowFace, instant_text
from engine.store.audit_tables import AUDIT_ENTRIES
from engine.store.edition_table import EDITIONS
from engine.store.ending_table import VERSION_ENDINGS
from engine.store.ledger_tables import EVENTS
from engine.store.published_table import PUBLISHED_PROCEDURES
from engine.store.retention_tables import RETENTION_ACTS

PURGED_EVENTS = "purged_events"
"""Events of a purged case are sealed a second time, under this name, as the purge has left them."""


@dataclass(frozen=True)
class Source:
    """A table whose rows are sealed. The columns are named here and not read off the table: a digest is for ever."""

    table: Table
    subject: str | None
    number: str | None
    frame: tuple[str, ...]
    content: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """Subject and number, where a table has none: nothing and one."""
        subject = literal("") if self.subject is None else self.table.c[self.subject]
        number = literal(1) if self.number is None else self.table.c[self.number]
        return subject, number

    def asked(self, dialect: str) -> Select[Any]:
        """Key, frame, content."""
        columns = [as_it_lies(self.table.c[name], dialect) for name in (*self.frame, *self.content)]
        return select(*self.keys, *columns)

    def face(self, row: Sequence[Any]) -> RowFace:
        subject, number, *values = row
        columns = [(name, said(value)) for name, value in zip((*self.frame, *self.content), values, strict=True)]
        stays = len(self.frame)
        return RowFace.model_construct(
            subject=subject, number=number, frame=tuple(columns[:stays]), content=tuple(columns[stays:])
        )


@contextmanager
def texts_as_they_lie(connection: Connection) -> Iterator[None]:
    """SQLite keeps any bytes in a text, and Python's driver would fail at what is no UTF-8."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.text_factory = lambda kept: kept.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def as_it_lies(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    """On SQLite the very text, and not what it is read as."""
    if dialect == "sqlite":
        return type_coerce(column, String())
    return cast(column, Text) if isinstance(column.type, JSON) else column


def said(value: Any) -> str | int | None:
    """A value of a column as a digest has it, the same of both databases."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    return repr(value)


SOURCES: dict[str, Source] = {
    PUBLISHED_PROCEDURES.name: Source(
        PUBLISHED_PROCEDURES,
        None,
        "edition",
        ("procedure", "version", "edition", "content_hash", "content", "published_at", "published_by"),
    ),
    VERSION_ENDINGS.name: Source(
        VERSION_ENDINGS,
        None,
        "number",
        ("number", "procedure", "version", "last_day", "legal_basis", "recorded_at", "recorded_by"),
    ),
    EDITIONS.name: Source(
        EDITIONS, None, "edition", ("edition", "subject", "name", "content_hash", "content", "first_seen_at")
    ),
    RETENTION_ACTS.name: Source(
        RETENTION_ACTS, "case_id", "number", ("case_id", "number", "act", "at", "by", "reason", "basis", "events")
    ),
    AUDIT_ENTRIES.name: Source(
        AUDIT_ENTRIES,
        "entry_id",
        None,
        ("entry_id", "at", "kind", "actor", "case_id", "about", "outcome", "address"),
    ),
    EVENTS.name: Source(
        EVENTS,
        "case_id",
        "sequence",
        ("case_id", "sequence", "type", "occurred_at", "recorded_at", "command_id"),
        ("actor", "body"),
    ),
}
"""By the name under which a seal names them."""

NOTED = tuple(name for name in SOURCES if name != EVENTS.name)
"""What the database notes in `audit_pending`, row by row, because few of them come."""


def source_of(name: str) -> Source:
    return SOURCES[EVENTS.name if name == PURGED_EVENTS else name]
