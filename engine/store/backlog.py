"""What is left to be done in the whole ledger, for monitoring: questions that their indexes answer."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, text

from engine.core.case import CaseStatus
from engine.core.transitions import CLOSED
from engine.service.backlog_ports import Backlog
from engine.store.courier_tables import OUTBOX, WAKES
from engine.store.database import Database
from engine.store.notification_table import GIVEN_UP, NOT_SETTLED, NOTIFICATIONS
from engine.store.read_tables import CASES
from engine.store.sweep_tables import SWEEP_FAULTS

UNSEEN = select(func.count(), func.min(WAKES.c.woken_at)).where(WAKES.c.wake_version > WAKES.c.seen_version)
UNDELIVERED = select(func.count(), func.min(OUTBOX.c.created_at)).where(OUTBOX.c.delivered_at.is_(None))
UNTOLD = select(func.count(), func.min(NOTIFICATIONS.c.created_at)).where(text(NOT_SETTLED))
NEVER_TOLD = select(func.count()).select_from(NOTIFICATIONS).where(text(GIVEN_UP))
# A case at which the sweep failed is put off, and tells nothing of the sweep's own being late.
_PUT_OFF = select(SWEEP_FAULTS.c.case_id).where(SWEEP_FAULTS.c.case_id == CASES.c.case_id).exists()
FALLS_DUE = (
    select(CASES.c.look_at)
    .where(CASES.c.look_at.is_not(None), ~_PUT_OFF)
    .order_by(CASES.c.look_at, CASES.c.case_id)
    .limit(1)
)
OPEN_CASES = (
    select(CASES.c.status, func.count())
    .where(CASES.c.status.in_(sorted(status.value for status in set(CaseStatus) - CLOSED)))
    .group_by(CASES.c.status)
)


class SqlBacklog:
    """Reads figures, never a case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> Backlog:
        unseen, unseen_since = self.unseen()
        with self._database.read() as connection:
            undelivered, undelivered_since = connection.execute(UNDELIVERED).one()
            untold, untold_since = connection.execute(UNTOLD).one()
            given_up = connection.execute(NEVER_TOLD).scalar_one()
            falls_due_at = connection.execute(FALLS_DUE).scalar_one_or_none()
        return Backlog(
            unseen=unseen,
            oldest_unseen_at=unseen_since,
            undelivered=undelivered,
            oldest_undelivered_at=undelivered_since,
            untold=untold,
            oldest_untold_at=untold_since,
            given_up=given_up,
            falls_due_at=falls_due_at,
        )

    def open_cases(self) -> Mapping[CaseStatus, int]:
        with self._database.read() as connection:
            counted = {CaseStatus(status): count for status, count in connection.execute(OPEN_CASES)}
        return {status: counted.get(status, 0) for status in CaseStatus if status not in CLOSED}

    def unseen(self) -> tuple[int, datetime | None]:
        with self._database.read() as connection:
            count, since = connection.execute(UNSEEN).one()
        return count, since
