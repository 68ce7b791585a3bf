"""Reports in SQL: one aggregate of what ended in the period, one of what goes on, and pages of the cases behind them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, tuple_

from engine.core.case import CaseStatus
from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.outcomes import Outcome, Outcomes
from engine.core.papers import Channel
from engine.core.report_ii06a import Standing
from engine.service.ports import CaseRow
from engine.service.report_ports import EndedCount, OpenCount, Part, Place, Wanted
from engine.store import rows
from engine.store.column_types import UtcInstant
from engine.store.database import Database
from engine.store.read_tables import CASES
from engine.store.reader_table import CASE_READERS

_SAYS_HOW = and_(
    CASES.c.channel.is_not(None),
    CASES.c.outcome.is_not(None),
    CASES.c.outcome_766.is_not(None),
    CASES.c.outcome_766_waiting.is_not(None),
)
_SAYS_ENOUGH = and_(
    CASES.c.channel.is_not(None),
    # What waits has no due date; without a promise, none is broken.
    or_(CASES.c.outcome.is_not(None), CASES.c.due_at.is_not(None), CASES.c.promised_due_at.is_(None)),
)


class SqlReportBook:
    """What reports are made of, in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ended(self, wanted: Wanted) -> Sequence[EndedCount]:
        outcomes = (CASES.c.outcome, CASES.c.outcome_766, CASES.c.outcome_766_waiting)
        found = self._all(_counted(_ended_in(wanted).where(_SAYS_HOW), wanted, *outcomes))
        return [
            EndedCount(
                AgencyId(agency),
                ProcedureId(procedure),
                Channel(channel),
                bool(carried),
                Outcomes(*(Outcome(said) for said in how)),
                number,
            )
            for agency, procedure, channel, carried, *how, number in found
        ]

    def open_by_rows(self, wanted: Wanted, now: datetime) -> Sequence[OpenCount]:
        late = or_(
            CASES.c.outcome == Outcome.LATE.value,
            and_(CASES.c.outcome.is_(None), CASES.c.due_at < literal(now, UtcInstant())),
        )
        standing = case((late, Standing.OVERDUE.value), else_=Standing.IN_TIME.value)
        found = self._all(_counted(_open(wanted).where(_SAYS_ENOUGH), wanted, standing))
        return [
            OpenCount(
                AgencyId(agency), ProcedureId(procedure), Channel(channel), bool(carried), Standing(stands), number
            )
            for agency, procedure, channel, carried, stands, number in found
        ]

    def cases(
        self, part: Part, wanted: Wanted, limit: int, after: Place | None = None, *, only_unsaid: bool = False
    ) -> Sequence[CaseRow]:
        asked = _PARTS[part](wanted)
        if only_unsaid:
            asked = asked.where(~_SAYS_ENOUGH if part is Part.OPEN else ~_SAYS_HOW)
        order = (CASE_READERS.c.submitted_at if part is Part.OPEN else CASES.c.closed_at, CASES.c.case_id)
        if after is not None:
            asked = asked.where(tuple_(*order) > tuple_(literal(after.at, UtcInstant()), literal(after.case_id)))
        found = self._all(asked.with_only_columns(*CASES.columns).order_by(*order).limit(limit))
        return [rows.case_row(dict(row._mapping)) for row in found]

    def _all(self, asked: Select[Any]) -> Sequence[Any]:
        with self._database.read() as connection:
            return connection.execute(asked).all()


def _ended_in(wanted: Wanted) -> Select[Any]:
    return _ended(wanted).where(CASES.c.closed_at < literal(wanted.end, UtcInstant()))


def _ended(wanted: Wanted) -> Select[Any]:
    since = literal(wanted.start, UtcInstant())
    return _received(select(CASES), wanted).where(CASES.c.closed_at.is_not(None), CASES.c.closed_at >= since)


def _ended_later(wanted: Wanted) -> Select[Any]:
    after = wanted.model_copy(update={"start": wanted.end})
    return _ended(after).where(CASES.c.received_at < literal(wanted.end, UtcInstant()))


def _open(wanted: Wanted) -> Select[Any]:
    """Along the readers of each unit that are in progress; of those, what it received itself."""
    found = select(CASES).join(CASE_READERS, CASE_READERS.c.case_id == CASES.c.case_id)
    return _received(found, wanted).where(
        CASE_READERS.c.agency == CASES.c.receiving_agency,
        CASE_READERS.c.agency.in_(wanted.agencies),
        CASE_READERS.c.status == CaseStatus.IN_PROGRESS.value,
        CASES.c.closed_at.is_(None),
        CASES.c.received_at < literal(wanted.end, UtcInstant()),
    )


_PARTS = {Part.ENDED: _ended_in, Part.ENDED_LATER: _ended_later, Part.OPEN: _open}


def _received(asked: Select[Any], wanted: Wanted) -> Select[Any]:
    asked = asked.where(CASES.c.receiving_agency.in_(wanted.agencies), CASES.c.received_at.is_not(None))
    if wanted.procedures:
        asked = asked.where(CASES.c.procedure.in_(wanted.procedures))
    if wanted.received_since is not None:
        asked = asked.where(CASES.c.received_at >= literal(wanted.received_since, UtcInstant()))
    return asked


def _counted(asked: Select[Any], wanted: Wanted, *standing: ColumnElement[Any]) -> Select[Any]:
    carried = case((CASES.c.received_at < literal(wanted.start, UtcInstant()), 1), else_=0).label("carried")
    named = [one.label(f"standing_{place}") for place, one in enumerate(standing)]
    kinds = (CASES.c.receiving_agency, CASES.c.procedure, CASES.c.channel, carried, *named)
    inner = asked.with_only_columns(*kinds).subquery()
    return select(*inner.columns, func.count()).group_by(*inner.columns)
