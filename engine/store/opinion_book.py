"""Questions to agencies, asked for off an index: what is open, as it falls due."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, literal, select, tuple_

from engine.core.identifiers import AgencyId, CaseId, OpinionId, ProcedureId
from engine.core.values import Instant
from engine.service.opinion_ports import OpinionRow
from engine.store.column_types import UtcInstant
from engine.store.database import Database
from engine.store.opinion_table import ASKED_OPINIONS
from engine.store.read_tables import CASES

_PLACE = (ASKED_OPINIONS.c.due_at, ASKED_OPINIONS.c.case_id, ASKED_OPINIONS.c.opinion)


class SqlOpinionBook:
    """Which questions wait for an agency."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def asked_of(
        self,
        agency: AgencyId,
        limit: int,
        after: tuple[Instant, CaseId, OpinionId] | None = None,
        procedures: Collection[ProcedureId] = (),
    ) -> Sequence[OpinionRow]:
        with self._database.read() as connection:
            found = connection.execute(opinions_asked_for(agency, limit, after, procedures)).mappings().all()
        return tuple(OpinionRow.model_validate(dict(row)) for row in found)


def opinions_asked_for(
    agency: AgencyId,
    limit: int,
    after: tuple[Instant, CaseId, OpinionId] | None = None,
    procedures: Collection[ProcedureId] = (),
) -> Select[Any]:
    statement = (
        select(ASKED_OPINIONS)
        .where(ASKED_OPINIONS.c.agency == agency, ASKED_OPINIONS.c.ended_at.is_(None))
        .order_by(*_PLACE)
        .limit(limit)
    )
    if procedures:
        statement = statement.join(CASES, CASES.c.case_id == ASKED_OPINIONS.c.case_id)
        statement = statement.where(CASES.c.procedure.in_(procedures))
    if after is None:
        return statement
    due_at, *names = after
    last = tuple_(literal(due_at, UtcInstant()), *(literal(name) for name in names))
    return statement.where(tuple_(*_PLACE) > last)
