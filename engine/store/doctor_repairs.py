"""What the doctor repairs with one statement: delays, leases and messages; events are not within its reach."""

from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, case, update

from engine.core.identifiers import CaseId
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import OUTBOX, WAKES
from engine.store.database import Database

_NOW = bindparam("now", type_=UtcInstant())
_UNTIL = bindparam("until", type_=UtcInstant())
_THIS = WAKES.c.case_id == bindparam("case")
_HELD = WAKES.c.leased_until > _NOW

# Who holds the case just now keeps it: he marks what he saw, and the case is entered once more.
_RELEASE = (
    update(WAKES)
    .where(_THIS)
    .values(
        wake_version=WAKES.c.version,
        seen_version=case((WAKES.c.seen_version < WAKES.c.version, WAKES.c.seen_version), else_=WAKES.c.version - 1),
        woken_at=_NOW,
        retry_at=None,
        last_error=None,
        lease_owner=case((_HELD, WAKES.c.lease_owner), else_=None),
        leased_until=case((_HELD, WAKES.c.leased_until), else_=None),
    )
)
_END_LEASE = update(WAKES).where(_THIS, WAKES.c.leased_until == _UNTIL).values(lease_owner=None, leased_until=None)
_TRY_NOW = (
    update(OUTBOX)
    .where(OUTBOX.c.key == bindparam("message"), OUTBOX.c.delivered_at.is_(None))
    .values(next_attempt_at=_NOW)
)


class SqlDoctorRepairs:
    """Each repair is a transaction of its own, and may be done twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def release(self, case_id: CaseId, now: datetime) -> None:
        self._change(_RELEASE, {"case": case_id, "now": now})

    def end_lease(self, case_id: CaseId, until: datetime) -> None:
        self._change(_END_LEASE, {"case": case_id, "until": until})

    def try_message_now(self, key: str, now: datetime) -> None:
        self._change(_TRY_NOW, {"message": key, "now": now})

    def _change(self, statement: Update, given: dict[str, Any]) -> None:
        with self._database.write() as connection:
            connection.execute(statement, given)
