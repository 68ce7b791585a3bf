"""Retention in SQL: closed cases page by page, acts on record, and the purge of one case in one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, bindparam, delete, exists, insert, select, tuple_, update

from engine.core.audit import AuditEntry
from engine.core.events import RecordedEvent
from engine.core.identifiers import CaseId, DossierCode, ProcedureId, ProcedureVersion
from engine.core.retention import RetentionAct, RetentionActKind
from engine.service.ports import CaseRow
from engine.service.retention_ports import ClosedCase
from engine.store import rows
from engine.store.audit_tables import AUDIT_CASES
from engine.store.citizen_tables import CITIZEN_SECRETS, CITIZEN_SESSIONS
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import OUTBOX, WAKES
from engine.store.database import Database
from engine.store.entries import put_entry
from engine.store.ledger import lock_and_read
from engine.store.ledger_tables import COMMAND_RECEIPTS, EVENTS
from engine.store.notification_table import NOTIFICATIONS
from engine.store.paper_table import PAPERS
from engine.store.read_tables import CASES, STEPS
from engine.store.retention_tables import OPEN_PURGES, RETENTION_ACTS
from engine.store.sweep_tables import SWEEP_FAULTS
from engine.store.words_table import CASE_WORDS

_PURGED = exists().where(
    RETENTION_ACTS.c.case_id == CASES.c.case_id, RETENTION_ACTS.c.act == RetentionActKind.PURGE.value
)
_CLOSED = (
    select(CASES.c.case_id, CASES.c.dossier_code, CASES.c.procedure, CASES.c.procedure_version, CASES.c.closed_at)
    .where(
        CASES.c.procedure == bindparam("procedure"),
        CASES.c.closed_at < bindparam("before", type_=UtcInstant()),
        CASES.c.case_id > bindparam("after"),
        ~_PURGED,
    )
    .order_by(CASES.c.case_id)
    .limit(bindparam("limit"))
)
_IN_ORDER = (RETENTION_ACTS.c.case_id, RETENTION_ACTS.c.number)
_ACTS = select(RETENTION_ACTS).order_by(*_IN_ORDER)
_OF_CASE = bindparam("case", type_=String())
_UNDELIVERED = select(OUTBOX.c.key).where(OUTBOX.c.case_id == _OF_CASE, OUTBOX.c.delivered_at.is_(None)).limit(1)
_EVENT = (
    update(EVENTS)
    .where(EVENTS.c.case_id == _OF_CASE, EVENTS.c.sequence == bindparam("place"))
    .values(actor=bindparam("new_actor"), body=bindparam("new_body"))
)
_IN_FILES = (EVENTS, COMMAND_RECEIPTS, OUTBOX, CASES, STEPS, PAPERS, NOTIFICATIONS, AUDIT_CASES, CASE_WORDS, WAKES)
"""Every table of which a purge takes away, or overwrites, what was said of people."""


class SqlRetentionBook:
    """Closed cases, and what was done about keeping them, in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def closed_before(
        self, procedure: ProcedureId, before: datetime, after: CaseId | None, limit: int
    ) -> Sequence[ClosedCase]:
        given = {"procedure": procedure, "before": before, "after": after or "", "limit": limit}
        with self._database.read() as connection:
            found = connection.execute(_CLOSED, given).all()
        return tuple(
            ClosedCase(
                CaseId(case), DossierCode(code) if code else None, procedure, ProcedureVersion(version), closed_at
            )
            for case, code, _, version, closed_at in found
        )

    @contextmanager
    def locked(self, case_id: CaseId) -> Iterator["SqlLockedCase"]:
        with self._database.write() as connection:
            yield SqlLockedCase(connection, case_id)

    def acts(self, after: tuple[str, int] | None, limit: int) -> Sequence[RetentionAct]:
        asked = _ACTS.limit(limit)
        if after is not None:
            asked = asked.where(tuple_(*_IN_ORDER) > after)
        with self._database.read() as connection:
            return _acts(connection, asked)

    def acts_of(self, cases: Sequence[CaseId]) -> Sequence[RetentionAct]:
        with self._database.read() as connection:
            return _acts(connection, _ACTS.where(RETENTION_ACTS.c.case_id.in_(cases)))

    def settle(self, *, compact: bool) -> bool:
        """What was there before a purge leaves SQLite's log; compacting writes every page anew, on PostgreSQL with a lock.

        False: somebody read meanwhile, and the log still has what was there.
        """
        with self._database.alone() as connection:
            is_sqlite = connection.dialect.name == "sqlite"
            if compact:
                names = ", ".join(table.name for table in _IN_FILES)
                connection.exec_driver_sql("VACUUM" if is_sqlite else f"VACUUM FULL {names}")
            return not is_sqlite or connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0] == 0


class SqlLockedCase:
    """One case on an open connection that holds its lock."""

    def __init__(self, connection: Connection, case_id: CaseId) -> None:
        self._connection = connection
        self._case_id = case_id
        self._history = lock_and_read(connection, case_id)

    def history(self) -> Sequence[RecordedEvent]:
        return self._history

    def acts(self) -> Sequence[RetentionAct]:
        return _acts(self._connection, _ACTS.where(RETENTION_ACTS.c.case_id == self._case_id))

    def has_undelivered(self) -> bool:
        return self._connection.execute(_UNDELIVERED, {"case": self._case_id}).first() is not None

    def record(self, act: RetentionAct) -> None:
        self._connection.execute(insert(RETENTION_ACTS), {**dict(act), "act": act.act.value})

    def enter(self, entry: AuditEntry) -> None:
        put_entry(self._connection, entry)

    def replace(self, changed: Sequence[RecordedEvent], case: CaseRow, mark: str) -> None:
        """What is overwritten is overwritten with noughts in SQLite's file, too, and not only passed over."""
        _overwrite_freed(self._connection)
        self._connection.execute(insert(OPEN_PURGES), {"case_id": self._case_id})
        for row in rows.rows_of_events(changed):
            said = {"case": self._case_id, "place": row["sequence"], "new_actor": row["actor"], "new_body": row["body"]}
            self._connection.execute(_EVENT, said)
        self._of_case(update(COMMAND_RECEIPTS), COMMAND_RECEIPTS, fingerprint=mark)
        self._of_case(delete(OPEN_PURGES), OPEN_PURGES)
        shown = rows.row_of_case(case)
        names = ("applicant", "submitted_by", "search_text")
        self._of_case(update(CASES), CASES, **{name: shown[name] for name in names})
        self._connection.execute(
            update(STEPS).where(STEPS.c.case_id == self._case_id, STEPS.c.claimed_by_name.is_not(None)),
            {"claimed_by_name": mark},
        )
        self._of_case(update(OUTBOX), OUTBOX, payload="{}", receipt="{}", last_error=None)
        self._of_case(update(WAKES), WAKES, last_error=None)
        self._of_case(delete(SWEEP_FAULTS), SWEEP_FAULTS)
        self._of_case(delete(CITIZEN_SECRETS), CITIZEN_SECRETS)
        self._of_case(delete(CITIZEN_SESSIONS), CITIZEN_SESSIONS)
        self._of_case(delete(PAPERS), PAPERS)
        self._of_case(delete(NOTIFICATIONS), NOTIFICATIONS)
        # Without it nobody can try out which words a digest in the audit chain was of.
        self._of_case(update(AUDIT_CASES), AUDIT_CASES, salt="")

    def _of_case(self, statement: Any, table: Any, **values: Any) -> None:
        asked = statement.where(table.c.case_id == self._case_id)
        self._connection.execute(asked.values(**values) if values else asked)


def _acts(connection: Connection, asked: Any) -> tuple[RetentionAct, ...]:
    found = connection.execute(asked).mappings()
    return tuple(RetentionAct.model_validate(dict(row)) for row in found)


def _overwrite_freed(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
