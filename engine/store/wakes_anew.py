"""A ledger that came from elsewhere: no executor has seen its cases, no lease holds, each open case gets its run anew."""

from datetime import datetime

from sqlalchemy import Connection, case, exists, or_, select, update

from engine.core.case import CaseStatus
from engine.store.courier_tables import OUTBOX, WAKES
from engine.store.read_tables import CASES

_HAS_WORK = or_(
    exists().where(CASES.c.case_id == WAKES.c.case_id, CASES.c.status == CaseStatus.IN_PROGRESS.value),
    WAKES.c.case_id.in_(select(OUTBOX.c.case_id).where(OUTBOX.c.delivered_at.is_(None))),
)


def wake_anew(connection: Connection, now: datetime) -> None:
    """Open cases, and closed ones with a message that is not delivered yet, are entered; Prefect's runs follow from that."""
    connection.execute(
        update(WAKES).values(
            wake_version=case((_HAS_WORK, WAKES.c.version), else_=0),
            seen_version=0,
            shown_version=0,
            woken_at=now,
            lease_owner=None,
            leased_until=None,
            retry_at=None,
            last_error=None,
            flow_run_id=None,
            traces=None,
        )
    )
