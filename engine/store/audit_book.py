"""The audit trail in SQL: entries are added, and read the newest first, page by page."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Select, literal, select, tuple_

from engine.core.audit import AuditEntry
from engine.service.audit_ports import AuditQuery
from engine.service.ports import Page
from engine.store.audit_tables import AUDIT_ENTRIES
from engine.store.column_types import UtcInstant
from engine.store.cursors import Place, cursor_of, place_of
from engine.store.database import Database
from engine.store.entries import rows_of
from engine.store.schema import Rows
from engine.store.statements import insert_or_leave
from engine.store.turn import aside

_ORDER = (AUDIT_ENTRIES.c.at, AUDIT_ENTRIES.c.entry_id)


class SqlAuditBook:
    """The trail of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = insert_or_leave(AUDIT_ENTRIES, database.dialect)

    def enter(self, entries: Sequence[AuditEntry]) -> None:
        aside(partial(self._write, rows_of(list(entries))))  # a command that was refused stands on an event loop

    def _write(self, rows: Rows) -> None:
        with self._database.write() as connection:
            connection.execute(self._enter, rows)

    def list_entries(self, query: AuditQuery, page: Page) -> tuple[Sequence[AuditEntry], str | None]:
        with self._database.read() as connection:
            found = connection.execute(_asked(query, page)).mappings().all()
        shown = tuple(AuditEntry.model_validate(dict(row)) for row in found[: page.limit])
        last = Place(shown[-1].at, (shown[-1].entry_id,)) if len(found) > page.limit else None
        return shown, cursor_of(last) if last else None


def _asked(query: AuditQuery, page: Page) -> Select[tuple[object, ...]]:
    """One row more than the page: it tells that there is a next one."""
    table = AUDIT_ENTRIES.c
    asked = select(AUDIT_ENTRIES).order_by(*(column.desc() for column in _ORDER)).limit(page.limit + 1)
    wanted = {table.kind: query.kind and query.kind.value, table.actor: query.actor, table.case_id: query.case_id}
    for column, value in wanted.items():
        if value is not None:
            asked = asked.where(column == value)
    if query.since is not None:
        asked = asked.where(table.at >= query.since)
    if query.until is not None:
        asked = asked.where(table.at < query.until)
    if page.after is not None:
        place = place_of(page.after, 1)
        asked = asked.where(tuple_(*_ORDER) < tuple_(literal(place.at, UtcInstant()), *map(literal, place.names)))
    return asked
