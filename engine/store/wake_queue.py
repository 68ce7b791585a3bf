"""Which cases the executor must enter or show, each leased to one dispatcher at a time; read off versions, no messages."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    Update,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    text,
    true,
    update,
)

from engine.core.identifiers import CaseId
from engine.service.executor_ports import Wake
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import NEEDS_ENTRY, NEEDS_SHOWING, WAKES
from engine.store.database import Database
from engine.store.read_tables import CASES

LONGEST_PAUSE = timedelta(minutes=30)
"""Nobody puts a case off for longer: what lies further ahead was written by a clock that has gone back since."""

LONGEST_LEASE = timedelta(seconds=600)
"""What a setting may say at most: hosts whose settings differ do not take each other's cases."""

NO_ANSWER = "an agency's system gave no answer"

_NOW = bindparam("now", type_=UtcInstant())
_UNTIL = bindparam("until", type_=UtcInstant())
_AGAIN_AT = bindparam("again_at", type_=UtcInstant())
_OWNER = bindparam("owner", type_=String())
_LIMIT = bindparam("limit", type_=Integer())
_THIS = WAKES.c.case_id == bindparam("case")
_TOO_LATE = bindparam("too_late", type_=UtcInstant())
_NEVER = bindparam("never", type_=UtcInstant())
# A hold that ends later than any that is given now was given by a clock that has gone back since. Clocks of two machines
# may differ by a whole lease, and their leases be of any length that may be set.
_FREE = or_(WAKES.c.leased_until.is_(None), WAKES.c.leased_until <= _NOW, WAKES.c.leased_until > _TOO_LATE)
_HELD = WAKES.c.lease_owner == _OWNER


def _larger(column: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    """GREATEST on one database is MAX on the other; CASE is the same on both."""
    return case((column >= other, column), else_=other)


def _lease(needs: str, ready: ColumnElement[bool]) -> Update:
    """Takes the oldest that nobody holds; PostgreSQL's dispatchers pass over what another is just taking."""
    picked = (
        select(WAKES.c.case_id)
        .where(text(f"({needs})"), ready, _FREE)
        .order_by(WAKES.c.woken_at, WAKES.c.case_id)
        .limit(_LIMIT)
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    code = select(CASES.c.dossier_code).where(CASES.c.case_id == WAKES.c.case_id).scalar_subquery()
    return (
        update(WAKES)
        .where(WAKES.c.case_id.in_(select(picked.c.case_id)))
        .values(lease_owner=_OWNER, leased_until=_UNTIL)
        .returning(
            *(WAKES.c.case_id, WAKES.c.version, WAKES.c.seen_version, WAKES.c.flow_run_id),
            *(code.label("dossier_code"), WAKES.c.woken_at, WAKES.c.traces),
        )
    )


# What is new comes before what is tried again: many cases that wait for one agency's system hold up no other.
LEASE_TO_ENTER = _lease(NEEDS_ENTRY, WAKES.c.retry_at.is_(None))
LEASE_TO_RETRY = _lease(NEEDS_ENTRY, or_(WAKES.c.retry_at <= _NOW, WAKES.c.retry_at > _NEVER))
LEASE_TO_SHOW = _lease(NEEDS_SHOWING, true())
# Who lost the lease may have brought the run into a state that is not the last one: another entry sets it right.
_HAS_NEWS = WAKES.c.version > _larger(WAKES.c.seen_version, bindparam("seen"))
_SEEN = (
    update(WAKES)
    .where(_THIS, _HELD)
    .values(
        seen_version=_larger(WAKES.c.seen_version, bindparam("seen")),
        shown_version=_larger(WAKES.c.shown_version, bindparam("seen")),
        # Something happened while the body ran: the delay must not hold it up.
        retry_at=case((_HAS_NEWS, None), else_=_AGAIN_AT),
        wake_version=case(
            (and_(_AGAIN_AT.is_not(None), _HAS_NEWS), WAKES.c.version),
            else_=WAKES.c.wake_version,
        ),
        last_error=bindparam("error", type_=String()),
        leased_until=None,
        lease_owner=None,
    )
)
_SHOWN = (
    update(WAKES)
    .where(_THIS, _HELD)
    .values(
        shown_version=_larger(WAKES.c.shown_version, bindparam("seen")),
        leased_until=None,
        lease_owner=None,
    )
)
# Who lost the lease to another leaves the delay to the other, too. Where another came and went meanwhile there is none
# to give: what he saw may be hidden by what we left in Prefect.
_PUT_OFF = (
    update(WAKES)
    .where(_THIS, or_(_HELD, and_(WAKES.c.lease_owner.is_(None), WAKES.c.wake_version > WAKES.c.seen_version)))
    .values(retry_at=_UNTIL, last_error=bindparam("error"), lease_owner=None, leased_until=None)
)
_RENEW = update(WAKES).where(_THIS, _HELD).values(leased_until=_UNTIL)
_END_LEASES = (
    update(WAKES)
    .where(_HELD, WAKES.c.case_id.not_in(bindparam("but", expanding=True)))
    .values(lease_owner=None, leased_until=None)
)
_REMEMBER = update(WAKES).where(_THIS).values(flow_run_id=bindparam("run"))
_BY_RUN = select(WAKES.c.case_id).where(WAKES.c.flow_run_id == bindparam("run"))
_AGAIN = (
    update(WAKES)
    .where(_THIS)
    .values(
        wake_version=WAKES.c.version,
        seen_version=case((WAKES.c.seen_version < WAKES.c.version, WAKES.c.seen_version), else_=0),
        retry_at=None,
    )
)
LAG = select(func.count()).select_from(WAKES).where(WAKES.c.wake_version > WAKES.c.seen_version)


class SqlWakeQueue:
    """The queue is the table of versions itself: nothing is sent, so nothing can be lost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lease(self, owner: str, now: datetime, seconds: int, limit: int) -> Sequence[Wake]:
        new = self._take(LEASE_TO_ENTER, owner, now, seconds, limit)
        if len(new) == limit:
            return new
        return *new, *self._take(LEASE_TO_RETRY, owner, now, seconds, limit - len(new))

    def lease_unshown(self, owner: str, now: datetime, seconds: int, limit: int) -> Sequence[Wake]:
        return self._take(LEASE_TO_SHOW, owner, now, seconds, limit)

    def renew(self, case_id: CaseId, owner: str, now: datetime, seconds: int) -> bool:
        given = {"case": case_id, "owner": owner, "until": now + timedelta(seconds=seconds)}
        with self._database.write() as connection:
            return connection.execute(_RENEW, given).rowcount == 1

    def mark_seen(self, case_id: CaseId, owner: str, version: int, again_at: datetime | None = None) -> bool:
        said = NO_ANSWER if again_at is not None else None
        given = {"case": case_id, "owner": owner, "seen": version, "again_at": again_at, "error": said}
        with self._database.write() as connection:
            return connection.execute(_SEEN, given).rowcount == 1

    def mark_shown(self, case_id: CaseId, owner: str, version: int) -> bool:
        given = {"case": case_id, "owner": owner, "seen": version}
        with self._database.write() as connection:
            return connection.execute(_SHOWN, given).rowcount == 1

    def put_off(self, case_id: CaseId, owner: str, until: datetime, error: str) -> bool:
        given = {"case": case_id, "owner": owner, "until": until, "error": error}
        with self._database.write() as connection:
            return connection.execute(_PUT_OFF, given).rowcount == 1

    def end_leases(self, owner: str, but: Collection[CaseId] = ()) -> None:
        self._change(_END_LEASES, {"owner": owner, "but": list(but)})

    def remember_run(self, case_id: CaseId, flow_run_id: str | None) -> None:
        self._change(_REMEMBER, {"case": case_id, "run": flow_run_id})

    def find_by_run(self, flow_run_id: str) -> CaseId | None:
        with self._database.read() as connection:
            found = connection.execute(_BY_RUN, {"run": flow_run_id}).scalar_one_or_none()
        return CaseId(found) if found is not None else None

    def wake_again(self, case_id: CaseId) -> None:
        self._change(_AGAIN, {"case": case_id})

    def lag(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute(LAG).scalar_one())

    def _take(self, statement: Update, owner: str, now: datetime, seconds: int, limit: int) -> Sequence[Wake]:
        given = {
            "owner": owner,
            "now": now,
            "until": now + timedelta(seconds=seconds),
            "too_late": now + LONGEST_LEASE + timedelta(seconds=seconds),
            "never": now + LONGEST_PAUSE,
            "limit": limit,
        }
        with self._database.write() as connection:
            taken = connection.execute(statement, given).mappings().all()
        oldest_first = sorted(taken, key=lambda row: (row["woken_at"], row["case_id"]))
        return tuple(Wake.model_validate({name: row[name] for name in Wake.model_fields}) for row in oldest_first)

    def _change(self, statement: Update, given: dict[str, Any]) -> None:
        with self._database.write() as connection:
            connection.execute(statement, given)
