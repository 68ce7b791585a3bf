"""The questions that lists ask: each one statement, each on an index, page by page from the last row on."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    Table,
    bindparam,
    column,
    false,
    func,
    literal,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY

from engine.core.identifiers import CaseId, DossierCode
from engine.core.work_standing import WorkStanding
from engine.service.ports import CaseQuery, CaseRow, Execution, Page, WorklistEntry
from engine.service.worklist_ports import WorkCounts, WorkQuery
from engine.store import rows
from engine.store.column_types import UtcInstant
from engine.store.courier_tables import WAKES
from engine.store.cursors import Place, cursor_of, place_of
from engine.store.database import Database
from engine.store.read_tables import CASES, STEPS
from engine.store.reader_table import CASE_READERS
from engine.store.search_text import searchable
from engine.store.words_table import CASE_WORDS
from engine.store.worklist_queries import cursor_behind, work_asked_for, work_counted

_BY_ID = select(CASES).where(CASES.c.case_id == bindparam("case"))
_BY_CODE = select(CASES).where(CASES.c.dossier_code == bindparam("code"))
_EXECUTION = select(WAKES.c.flow_run_id, WAKES.c.seen_version).where(WAKES.c.case_id == bindparam("case"))
_IN_SPAN = CASES.c.dossier_code.between(bindparam("first"), bindparam("last"))
CODED = select(CASES).where(_IN_SPAN).order_by(CASES.c.dossier_code).limit(bindparam("limit"))
COUNT_CODED = select(func.count()).select_from(CASES).where(_IN_SPAN)
_NEWEST = (CASES.c.submitted_at, CASES.c.case_id)


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
            found = connection.execute(cases_asked_for(query, page, self._database.dialect)).mappings().all()
        shown = tuple(rows.case_row(dict(row)) for row in found[: page.limit])
        last = Place(shown[-1].submitted_at, (shown[-1].case_id,)) if len(found) > page.limit else None
        return shown, cursor_of(last) if last else None

    def list_coded(self, heads: Sequence[str], first: date, last: date, limit: int) -> Sequence[CaseRow]:
        found: list[CaseRow] = []
        with self._database.read() as connection:
            for given in _spans(heads, first, last):
                rest = {**given, "limit": limit - len(found)}
                found += (rows.case_row(dict(row)) for row in connection.execute(CODED, rest).mappings())
        return tuple(found)

    def count_coded(self, heads: Sequence[str], first: date, last: date) -> int:
        with self._database.read() as connection:
            spans = _spans(heads, first, last)
            return sum(int(connection.execute(COUNT_CODED, given).scalar_one()) for given in spans)

    def worklist(self, query: WorkQuery, page: Page) -> tuple[Sequence[WorklistEntry], str | None]:
        with self._database.read() as connection:
            found = connection.execute(work_asked_for(query, page)).all()
        shown = found[: page.limit]
        first, behind = 1, 1 + len(STEPS.columns)
        entries = tuple(
            WorklistEntry(
                step=rows.step_row(dict(zip(STEPS.columns.keys(), row[first:behind], strict=True))),
                case=rows.case_row(dict(zip(CASES.columns.keys(), row[behind:], strict=True))),
                standing=tuple(WorkStanding)[row[0]],
            )
            for row in shown
        )
        last = cursor_behind(query, page, shown[-1][0], entries[-1].step) if len(found) > page.limit else None
        return entries, last

    def count_work(self, query: WorkQuery) -> WorkCounts:
        with self._database.read() as connection:
            return WorkCounts(**connection.execute(work_counted(query)).mappings().one())

    def _find(self, statement: Select[Any], given: dict[str, str]) -> CaseRow | None:
        with self._database.read() as connection:
            found = connection.execute(statement, given).mappings().one_or_none()
        return rows.case_row(dict(found)) if found else None


def _spans(heads: Sequence[str], first: date, last: date) -> list[dict[str, str]]:
    """Codes of a unit are in the order of their days; a letter comes behind every serial, whatever the collation."""
    return [{"first": f"{head}-{first:%y%m%d}-0", "last": f"{head}-{last:%y%m%d}-z"} for head in heads]


def cases_asked_for(query: CaseQuery, page: Page, dialect: str) -> Select[Any]:
    """One row more than the page: it tells that there is a next one."""
    if query.everything:
        return _newest(_named(query, select(CASES).where(*_filters(query)), CASES, dialect), CASES, page)
    known = union(*(select(reason.subquery()) for reason in _reasons(query, page, dialect))).subquery()
    # The page is cut before the cases are fetched, so that so many are fetched and no more.
    seen = select(known).order_by(*_newest_of(known)).limit(page.limit + 1).subquery()
    return select(CASES).join(seen, seen.c.case_id == CASES.c.case_id).order_by(*_newest_of(seen))


def _reasons(query: CaseQuery, page: Page, dialect: str) -> Iterator[Select[Any]]:
    """Nobody sees a case without a reason to: denied by default. Each reason is walked along an index of its own, for
    one page at most; a case may be seen for several."""
    yield select(*_NEWEST).where(false())
    reasons: list[tuple[ColumnElement[bool], ...]] = []
    if query.submitted_by is not None:
        reasons.append((CASES.c.submitted_by == query.submitted_by,))
    if query.awaiting_receipt:
        waits = CASES.c.received_at.is_(None)
        reasons += [(waits, CASES.c.awaited_by.is_(None)), (waits, CASES.c.awaited_by == query.visible_to_agency)]
    for reason in reasons:
        found = select(*_NEWEST).where(*reason, *_filters(query))
        yield _newest(_named(query, found, CASES, dialect), CASES, page)
    if query.under:
        yield _of_each(query, page, dialect, CASE_READERS, CASE_READERS.c.agency)
        yield _of_each(query, page, dialect, CASES, CASES.c.awaited_by, CASES.c.received_at.is_(None))
    elif query.visible_to_agency is not None:
        known = select(CASE_READERS.c.submitted_at, CASE_READERS.c.case_id)
        known = known.where(CASE_READERS.c.agency == query.visible_to_agency, *_filters(query, CASE_READERS))
        yield _newest(_named(query, known, CASE_READERS, dialect), CASE_READERS, page)


def _of_each(
    query: CaseQuery, page: Page, dialect: str, table: Table, agency: ColumnElement[Any], *only: ColumnElement[bool]
) -> Select[Any]:
    """One page at most of each agency's, walked along its own part of the index: what it costs grows with the agencies,
    never with the cases. SQLite has no lateral join; it walks to where each page ends instead."""
    if dialect == "postgresql":
        each = func.unnest(bindparam(None, list(query.under), ARRAY(String))).table_valued("agency").render_derived()
    else:
        each = func.json_each(json.dumps(query.under)).table_valued(column("value", String))
    name = next(iter(each.c))
    mine = select(table.c.submitted_at, table.c.case_id).where(agency == name, *only, *_filters(query, table))
    walked = _newest(_named(query, mine, table, dialect), table, page)
    if dialect == "postgresql":
        found = walked.lateral()
        return select(found.c.submitted_at, found.c.case_id).select_from(each.join(found, true()))
    inner = walked.with_only_columns(table.c.case_id).correlate(each)
    return select(CASES.c.submitted_at, CASES.c.case_id).select_from(each.join(CASES, CASES.c.case_id.in_(inner)))


def _newest(statement: Select[Any], table: Table, page: Page) -> Select[Any]:
    """One row more than the page, from its cursor on."""
    if page.after is not None:
        place = _literally(place_of(page.after, names=1))
        statement = statement.where(tuple_(table.c.submitted_at, table.c.case_id) < place)
    return statement.order_by(*_newest_of(table)).limit(page.limit + 1)


def _newest_of(table: FromClause) -> tuple[ColumnElement[Any], ...]:
    return table.c.submitted_at.desc(), table.c.case_id.desc()


def _filters(query: CaseQuery, table: Table = CASES) -> list[ColumnElement[bool]]:
    """Of the columns that cases and readers have both."""
    found: list[ColumnElement[bool]] = []
    if query.procedure is not None:
        found.append(table.c.procedure == query.procedure)
    if query.procedures:
        found.append(table.c.procedure.in_(query.procedures))
    if query.status is not None:
        found.append(table.c.status == query.status.value)
    return found


def _named(query: CaseQuery, found: Select[Any], table: Table, dialect: str) -> Select[Any]:
    """On PostgreSQL by the table of words, which has a trigram index: the planner takes it for a rare name, and walks
    the newest cases for one that many have. SQLite walks in any case, and has the words in the row of the case."""
    if not query.text:
        return found
    typed = searchable(query.text)
    if dialect == "postgresql":
        named = found.join(CASE_WORDS, CASE_WORDS.c.case_id == table.c.case_id)
        return named.where(CASE_WORDS.c.words.contains(typed, autoescape=True))
    if table is not CASES:
        found = found.join(CASES, CASES.c.case_id == table.c.case_id)
    return found.where(CASES.c.search_text.contains(typed, autoescape=True))


def _literally(place: Place) -> ColumnElement[Any]:
    return tuple_(literal(place.at, UtcInstant()), *(literal(name) for name in place.names))
