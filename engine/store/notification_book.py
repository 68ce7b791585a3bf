"""The book of notes to owners in SQL: who takes one has it for a while, and the first outcome stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, func, or_, select, text, tuple_, update

from engine.core.identifiers import CaseId
from engine.core.notifications import Notification
from engine.service.notification_ports import LeasedNotification, NotificationRecord, Outcome, Waiting
from engine.store.column_types import UtcInstant
from engine.store.database import Database
from engine.store.notification_table import GIVEN_UP, NOT_SETTLED, NOTIFICATIONS

LONGEST_PAUSE = timedelta(hours=6)
"""Nobody puts a note off for longer: what lies further ahead was written by a clock that has gone back since."""

_TABLE = NOTIFICATIONS
_PLACE = (_TABLE.c.case_id, _TABLE.c.sequence, _TABLE.c.kind, _TABLE.c.way)
_NOTE = (*_PLACE, _TABLE.c.at)
_THIS = and_(
    _TABLE.c.case_id == bindparam("of_case"),
    _TABLE.c.sequence == bindparam("of_sequence"),
    _TABLE.c.kind == bindparam("of_kind"),
    _TABLE.c.way == bindparam("of_way"),
    _TABLE.c.settled_at.is_(None),
)
_NOW = bindparam("now", type_=UtcInstant())
_PICKED = (
    select(*_PLACE)
    .where(
        text(NOT_SETTLED),
        or_(_TABLE.c.next_attempt_at <= _NOW, _TABLE.c.next_attempt_at > bindparam("never", type_=UtcInstant())),
    )
    .order_by(_TABLE.c.next_attempt_at)
    .limit(bindparam("limit", type_=Integer()))
    .with_for_update(skip_locked=True)
    .cte("picked")
)
LEASE = (
    update(_TABLE)
    .where(tuple_(*_PLACE).in_(select(*_PICKED.c)))
    .values(next_attempt_at=bindparam("until", type_=UtcInstant()), attempts=_TABLE.c.attempts + 1)
    .returning(*_NOTE, _TABLE.c.attempts)
)
_SETTLED = (
    update(_TABLE)
    .where(_THIS)
    .values(settled_at=_NOW, outcome=bindparam("became", type_=String()), last_error=bindparam("error", type_=String()))
)
_PUT_OFF = (
    update(_TABLE)
    .where(_THIS)
    .values(next_attempt_at=bindparam("again_at", type_=UtcInstant()), last_error=bindparam("error", type_=String()))
)
OF_CASE = (
    select(_TABLE)
    .where(_TABLE.c.case_id == bindparam("of_case"))
    .order_by(_TABLE.c.at, _TABLE.c.sequence, _TABLE.c.kind, _TABLE.c.way)
)
WAITING = select(func.count(), func.min(_TABLE.c.created_at)).where(
    text(NOT_SETTLED), _TABLE.c.created_at <= bindparam("before", type_=UtcInstant())
)
GIVEN_UP_SINCE = select(func.count()).where(
    text(GIVEN_UP), _TABLE.c.settled_at >= bindparam("since", type_=UtcInstant())
)


class SqlNotificationBook:
    """One database's notes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lease(self, now: datetime, until: datetime, limit: int) -> Sequence[LeasedNotification]:
        given = {"now": now, "never": now + LONGEST_PAUSE, "until": until, "limit": limit}
        with self._database.write() as connection:
            found = connection.execute(LEASE, given).mappings().all()
        leased = [LeasedNotification(_note(row), row["attempts"], until) for row in found]
        return sorted(leased, key=lambda one: (one.note.at, one.note.sequence, one.note.key))

    def settle(self, note: Notification, outcome: Outcome, now: datetime, error: str | None = None) -> None:
        said = {**_place(note), "now": now, "became": outcome.value, "error": error}
        with self._database.write() as connection:
            connection.execute(_SETTLED, said)

    def put_off(self, note: Notification, until: datetime, error: str) -> None:
        with self._database.write() as connection:
            connection.execute(_PUT_OFF, {**_place(note), "again_at": until, "error": error})

    def of_case(self, case_id: CaseId) -> Sequence[NotificationRecord]:
        with self._database.read() as connection:
            found = connection.execute(OF_CASE, {"of_case": case_id}).mappings().all()
        return tuple(_record(row) for row in found)

    def waiting(self, due_before: datetime, given_up_since: datetime) -> Waiting:
        with self._database.read() as connection:
            count, since = connection.execute(WAITING, {"before": due_before}).one()
            given_up = connection.execute(GIVEN_UP_SINCE, {"since": given_up_since}).scalar_one()
        return Waiting(count, since, given_up)


def _place(note: Notification) -> dict[str, Any]:
    return {
        "of_case": note.case_id,
        "of_sequence": note.sequence,
        "of_kind": note.kind.value,
        "of_way": note.way.value,
    }


def _note(row: Any) -> Notification:
    return Notification.model_validate({name: row[name] for name in ("case_id", "sequence", "kind", "way", "at")})


def _record(row: Any) -> NotificationRecord:
    kept = {
        name: row[name] for name in ("created_at", "attempts", "next_attempt_at", "last_error", "settled_at", "outcome")
    }
    return NotificationRecord.model_validate({"note": _note(row), **kept})
