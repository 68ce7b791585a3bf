"""The questions that lists ask: each one statement, each on an index, page by page from the last row on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, literal, or_, select, tuple_

from engine.core.identifiers import AgencyId, CaseId, DossierCode
from engine.service.ports import CaseQuery, CaseRow, Execution, Page, WorklistEntry
from engine.store import rows
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import WAKES
from engine.store.cursors import Place, cursor_of, place_of
from engine.store.database import Database
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.search_text import searchable

_BY_ID = select(CASES).where(CASES.c.case_id == bindparam("case"))
_BY_CODE = select(CASES).where(CASES.c.dossier_code == bindparam("code"))
_EXECUTION = select(WAKES.c.flow_run_id, WAKES.c.seen_version).where(WAKES.c.case_id == bindparam("case"))
_NEWEST = (CASES.c.submitted_at, CASES.c.case_id)
_WORKLIST = (STEPS.c.worklist_at, STEPS.c.case_id, STEPS.c.step)


class SqlCaseQueries:
    """What screens ask; answers hold no row of a table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_case(self, case_id: CaseId) -> CaseRow | None:
        return self._find(_BY_ID, {"case": case_id})

    def find_case_by_code(self, code: DossierCode) -> CaseRow | None:
        return self._find(_BY_CODE, {"code": code})

    def find_execution(self, case_id: CaseId) -> Execution | None:
        with self._database.read() as connection:
            found = connection.execute(_EXECUTION, {"case": case_id}).one_or_none()
        return Execution(flow_run_id=found[0], seen_version=found[1]) if found else None

    def list_cases(self, query: CaseQuery, page: Page) -> tuple[Sequence[CaseRow], str | None]:
        """The newest first."""
        with self._database.read() as connection:
            found = connection.execute(cases_asked_for(query, page)).mappings().all()
        shown = tuple(rows.case_row(dict(row)) for row in found[: page.limit])
        last = Place(shown[-1].submitted_at, (shown[-1].case_id,)) if len(found) > page.limit else None
        return shown, cursor_of(last) if last else None

    def worklist(self, agency: AgencyId, page: Page) -> tuple[Sequence[WorklistEntry], str | None]:
        with self._database.read() as connection:
            found = connection.execute(worklist_of(agency, page)).all()
        shown = found[: page.limit]
        width = len(STEPS.columns)
        entries = tuple(
            WorklistEntry(
                step=rows.step_row(dict(zip(STEPS.columns.keys(), row[:width], strict=True))),
                case=rows.case_row(dict(zip(CASES.columns.keys(), row[width:], strict=True))),
            )
            for row in shown
        )
        if len(found) <= page.limit:
            return entries, None
        last = entries[-1].step
        return entries, cursor_of(Place(rows.worklist_at(last), (last.case_id, last.step)))

    def _find(self, statement: Select[Any], given: dict[str, str]) -> CaseRow | None:
        with self._database.read() as connection:
            found = connection.execute(statement, given).mappings().one_or_none()
        return rows.case_row(dict(found)) if found else None


def cases_asked_for(query: CaseQuery, page: Page) -> Select[Any]:
    """One row more than the page: it tells that there is a next one."""
    statement = select(CASES).order_by(*(column.desc() for column in _NEWEST)).limit(page.limit + 1)
    wanted = [*_filters(query), *([] if query.everything else [_visible(query)])]
    if page.after is not None:
        wanted.append(tuple_(*_NEWEST) < _literally(place_of(page.after, names=1)))
    return statement.where(*wanted)


def worklist_of(agency: AgencyId, page: Page) -> Select[Any]:
    """Unfinished steps in the order of the index, each with its case."""
    statement = (
        select(STEPS, CASES)
        .join(CASES, CASES.c.case_id == STEPS.c.case_id)
        .where(STEPS.c.agency == agency, STEPS.c.finished_at.is_(None))
        .order_by(*_WORKLIST)
        .limit(page.limit + 1)
    )
    if page.after is None:
        return statement
    return statement.where(tuple_(*_WORKLIST) > _literally(place_of(page.after, names=2)))


def _filters(query: CaseQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.procedure is not None:
        found.append(CASES.c.procedure == query.procedure)
    if query.status is not None:
        found.append(CASES.c.status == query.status.value)
    if query.text:
        found.append(CASES.c.search_text.contains(searchable(query.text), autoescape=True))
    return found


def _visible(query: CaseQuery) -> ColumnElement[bool]:
    """Nobody sees a case without a reason to: denied by default."""
    reasons: list[ColumnElement[bool]] = []
    if query.submitted_by is not None:
        reasons.append(CASES.c.submitted_by == query.submitted_by)
    if query.awaiting_receipt:
        awaiting = or_(CASES.c.awaited_by.is_(None), CASES.c.awaited_by == query.visible_to_agency)
        reasons.append(and_(CASES.c.received_at.is_(None), awaiting))
    if query.visible_to_agency is not None:
        reached = select(STEPS.c.case_id).where(STEPS.c.agency == query.visible_to_agency)
        named = select(CASE_COUNTERS.c.case_id).where(CASE_COUNTERS.c.agency == query.visible_to_agency)
        reasons += [CASES.c.receiving_agency == query.visible_to_agency, CASES.c.case_id.in_(reached)]
        reasons.append(CASES.c.case_id.in_(named))
    return or_(false(), *reasons)


def _literally(place: Place) -> ColumnElement[Any]:
    return tuple_(literal(place.at, UtcInstant()), *(literal(name) for name in place.names))
