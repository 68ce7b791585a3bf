"""Messages to agencies' systems: written with the events, due until the receiver's answer is recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select, update

from engine.core.identifiers import CaseId
from engine.service.executor_ports import OutboxMessage
from engine.store import rows
from engine.store.courier_tables import OUTBOX
from engine.store.database import Database

_RECEIPT: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])

DUE = (
    select(OUTBOX)
    .where(OUTBOX.c.case_id == bindparam("case"), OUTBOX.c.delivered_at.is_(None))
    .order_by(OUTBOX.c.created_at, OUTBOX.c.key)
)
# The first answer stays: a message that was delivered twice has one receipt.
_DELIVERED = (
    update(OUTBOX)
    .where(OUTBOX.c.key == bindparam("message"), OUTBOX.c.delivered_at.is_(None))
    .values(delivered_at=bindparam("now"), receipt=bindparam("answer"), attempts=OUTBOX.c.attempts + 1, last_error=None)
)
_FAILED = (
    update(OUTBOX)
    .where(OUTBOX.c.key == bindparam("message"), OUTBOX.c.delivered_at.is_(None))
    .values(attempts=OUTBOX.c.attempts + 1, last_error=bindparam("error"), next_attempt_at=bindparam("again"))
)


class SqlOutbox:
    """At least once, each message with its key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, case_id: CaseId) -> Sequence[OutboxMessage]:
        with self._database.read() as connection:
            found = connection.execute(DUE, {"case": case_id}).mappings().all()
        return tuple(rows.outbox_message(dict(row)) for row in found)

    def record_receipt(self, key: str, receipt: dict[str, Any], now: datetime) -> None:
        answer = _RECEIPT.dump_json(receipt).decode()
        with self._database.write() as connection:
            connection.execute(_DELIVERED, {"message": key, "now": now, "answer": answer})

    def record_failure(self, key: str, error: str, next_attempt_at: datetime) -> None:
        with self._database.write() as connection:
            connection.execute(_FAILED, {"message": key, "error": error, "again": next_attempt_at})
