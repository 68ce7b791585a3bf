"""The sweep's questions: what to look at, read off an index from the last row on; what it could not do, what it has told."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Table, bindparam, delete, func, literal, or_, select, tuple_, union_all

from engine.core.identifiers import AgencyId, CaseId, ProcedureId
from engine.core.rungs import RungKind
from engine.service.ports import DueNotice, FallingDue, Page, SweepFault
from engine.store import rows
from engine.store.column_types import UtcInstant
from engine.store.cursors import Place, cursor_of, place_of
from engine.store.database import Database
from engine.store.read_tables import CASES
from engine.store.statements import insert_or_replace
from engine.store.sweep_tables import DUE_NOTICES, OPINION_NOTICES, SWEEP_FAULTS

LONGEST_PAUSE = timedelta(days=2)
"""Nobody puts a case off for longer: what lies further ahead was written by a clock that has gone back since."""
_PLACE = (CASES.c.look_at, CASES.c.case_id)
_FIRST_DUE = (
    select(*_PLACE, func.coalesce(SWEEP_FAULTS.c.failures, 0))
    .join(SWEEP_FAULTS, SWEEP_FAULTS.c.case_id == CASES.c.case_id, isouter=True)
    .where(
        CASES.c.look_at <= bindparam("now", type_=UtcInstant()),
        or_(
            SWEEP_FAULTS.c.retry_at.is_(None),
            SWEEP_FAULTS.c.retry_at <= bindparam("now", type_=UtcInstant()),
            SWEEP_FAULTS.c.retry_at > bindparam("never", type_=UtcInstant()),
        ),
    )
    .order_by(*_PLACE)
    .limit(bindparam("limit"))
)
_NEXT_DUE = _FIRST_DUE.where(
    tuple_(*_PLACE) > tuple_(bindparam("after_at", type_=UtcInstant()), bindparam("after_case"))
)
NOTICES_OF = (
    select(DUE_NOTICES)
    .where(DUE_NOTICES.c.case_id == bindparam("case"))
    .order_by(DUE_NOTICES.c.at, DUE_NOTICES.c.version, DUE_NOTICES.c.kind, DUE_NOTICES.c.step)
)
OPINION_NOTICES_OF = (
    select(OPINION_NOTICES)
    .where(OPINION_NOTICES.c.case_id == bindparam("case"))
    .order_by(OPINION_NOTICES.c.at, OPINION_NOTICES.c.version, OPINION_NOTICES.c.opinion, OPINION_NOTICES.c.agency)
)
_FAULTS = select(SWEEP_FAULTS).order_by(SWEEP_FAULTS.c.failed_at, SWEEP_FAULTS.c.case_id).limit(bindparam("limit"))
_FORGET = delete(SWEEP_FAULTS).where(SWEEP_FAULTS.c.case_id == bindparam("case"))
_TOLD = ("at", "case_id", "kind", "step", "opinion", "version")
_SHOWN = (*_TOLD, "agency", "due_at", "told_at")
_SAID_BY_TABLE = {
    DUE_NOTICES: {"opinion": literal("").label("opinion")},
    OPINION_NOTICES: {"kind": literal(RungKind.OPINION_OVERDUE.value).label("kind")},
}


class SqlSweepBook:
    """One database's agenda of the sweep; answers hold no row of a table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._put_off = insert_or_replace(SWEEP_FAULTS, database.dialect)

    def falling_due(self, now: datetime, limit: int, after: FallingDue | None = None) -> Sequence[FallingDue]:
        given: dict[str, Any] = {"now": now, "limit": limit, "never": now + LONGEST_PAUSE}
        if after is not None:
            given |= {"after_at": after.look_at, "after_case": after.case_id}
        with self._database.read() as connection:
            found = connection.execute(_FIRST_DUE if after is None else _NEXT_DUE, given).all()
        return tuple(FallingDue(look_at, CaseId(case_id), failures) for look_at, case_id, failures in found)

    def put_off(self, fault: SweepFault) -> None:
        with self._database.write() as connection:
            connection.execute(self._put_off, dict(fault))

    def forget_fault(self, case_id: CaseId) -> None:
        with self._database.write() as connection:
            connection.execute(_FORGET, {"case": case_id})

    def faults(self, limit: int) -> Sequence[SweepFault]:
        with self._database.read() as connection:
            found = connection.execute(_FAULTS, {"limit": limit}).mappings().all()
        return tuple(SweepFault.model_validate(dict(row)) for row in found)

    def notices_of(self, case_id: CaseId) -> Sequence[DueNotice]:
        with self._database.read() as connection:
            found = [
                rows.due_notice(dict(row))
                for statement in (NOTICES_OF, OPINION_NOTICES_OF)
                for row in connection.execute(statement, {"case": case_id}).mappings()
            ]
        return tuple(sorted(found, key=lambda notice: (notice.rung.at, notice.rung.version)))

    def notices_to(
        self, agency: AgencyId, page: Page, procedures: Collection[ProcedureId] = ()
    ) -> tuple[Sequence[DueNotice], str | None]:
        with self._database.read() as connection:
            found = connection.execute(notices_asked_for(agency, page, procedures)).mappings().all()
        shown = tuple(rows.due_notice(dict(row)) for row in found[: page.limit])
        return shown, cursor_of(_place(shown[-1])) if len(found) > page.limit else None


def notices_asked_for(agency: AgencyId, page: Page, procedures: Collection[ProcedureId] = ()) -> Select[Any]:
    """Of both tables, each along its index. One row more than the page: it tells that there is a next one."""
    parts = [_told_to(agency, page, procedures, table).subquery() for table in _SAID_BY_TABLE]
    both = union_all(*(select(*(part.c[name] for name in _SHOWN)) for part in parts)).subquery()
    return select(both).order_by(*(both.c[name].desc() for name in _TOLD)).limit(page.limit + 1)


def _told_to(agency: AgencyId, page: Page, procedures: Collection[ProcedureId], table: Table) -> Select[Any]:
    said = {**table.c, **_SAID_BY_TABLE[table]}
    statement = select(*(said[name] for name in _SHOWN)).where(table.c.agency == agency).limit(page.limit + 1)
    statement = statement.order_by(*(table.c[name].desc() for name in _TOLD if name in table.c))
    if procedures:
        statement = statement.join(CASES, CASES.c.case_id == table.c.case_id)
        statement = statement.where(CASES.c.procedure.in_(procedures))
    if page.after is None:
        return statement
    place = place_of(page.after, names=5)
    *names, version = place.names
    at = literal(place.at, UtcInstant())
    last = tuple_(at, *(literal(name) for name in names), literal(int(version)))
    return statement.where(table.c.at <= at, tuple_(*(said[name] for name in _TOLD)) < last)


def _place(notice: DueNotice) -> Place:
    rung = notice.rung
    names = (notice.case_id, rung.kind.value, rung.step or "", rung.opinion or "", str(rung.version))
    return Place(rung.at, names)
