"""An entry of the audit trail in the transaction of the act that it tells of: both are there, or neither."""

from sqlalchemy import Connection

from engine.core.audit import AuditEntry
from engine.service.fault_points import FaultPoint, reached
from engine.store.audit_tables import AUDIT_ENTRIES
from engine.store.schema import Rows
from engine.store.statements import insert_or_leave


def put_entry(connection: Connection, entry: AuditEntry | None) -> None:
    """None: whoever acts enters it himself, or it is no act of anybody."""
    if entry is not None:
        connection.execute(insert_or_leave(AUDIT_ENTRIES, connection.dialect.name), rows_of([entry]))
        reached(FaultPoint.ENTRY_UNCOMMITTED, entry.kind.value)


def rows_of(entries: list[AuditEntry]) -> Rows:
    return [{**dict(entry), "kind": entry.kind.value} for entry in entries]
