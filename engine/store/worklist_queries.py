"""A worklist in statements: what is late, due soon, in time and waiting are stretches of one index, one after another."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_, union_all

from engine.core.errors import CursorUnknown
from engine.core.work_standing import WorkStanding
from engine.service.ports import Page, StepRow
from engine.service.worklist_ports import COUNTED_UP_TO, WorkQuery
from engine.store import rows
from engine.store.column_types import UtcInstant
from engine.store.cursors import Place, cursor_of, place_of
from engine.store.read_tables import CASES, STEPS
from engine.store.search_text import searchable

_PLACE = (STEPS.c.worklist_at, STEPS.c.case_id, STEPS.c.step)
_STANDINGS = tuple(WorkStanding)


def work_asked_for(query: WorkQuery, page: Page) -> Select[Any]:
    """The rank of its standing, the step and its case; one row more than the page: it tells that there is a next one.

    The pages of one list are all of the instant of the first: what becomes late meanwhile does not change its place.
    """
    after = _after(page)
    query = _as_begun(query, after)
    parts = [
        _walked(query, standing, after, page.limit + 1)
        for rank, standing in enumerate(_STANDINGS)
        if query.standing in (None, standing) and (after is None or rank >= after.rank)
    ]
    if not parts:
        parts = [_walked(query, WorkStanding.WAITING, None, 0)]
    known = union_all(*(select(part.subquery()) for part in parts)).subquery()
    order = (known.c.rank, known.c.worklist_at, known.c.case_id, known.c.step)
    # The page is cut before steps and cases are fetched, so that so many are fetched and no more.
    seen = select(known).order_by(*order).limit(page.limit + 1).subquery()
    return (
        select(seen.c.rank, STEPS, CASES)
        .join(STEPS, (STEPS.c.case_id == seen.c.case_id) & (STEPS.c.step == seen.c.step))
        .join(CASES, CASES.c.case_id == seen.c.case_id)
        .order_by(seen.c.rank, seen.c.worklist_at, seen.c.case_id, seen.c.step)
    )


def work_counted(query: WorkQuery) -> Select[Any]:
    """A number for each standing, whichever of them is asked for."""
    return select(*(_counted(query, standing).label(standing.value) for standing in _STANDINGS))


def cursor_behind(query: WorkQuery, page: Page, rank: int, step: StepRow) -> str:
    """Where the next page goes on, and as of when."""
    begun = _as_begun(query, _after(page))
    names = (_STANDINGS[rank].value, begun.as_of.isoformat(), begun.soon_since.isoformat(), step.case_id, step.step)
    return cursor_of(Place(rows.worklist_at(step), names))


class _After(NamedTuple):
    """The place of the last row shown, and as of when the list was begun."""

    rank: int
    as_of: datetime
    soon_since: datetime
    place: tuple[datetime, str, str]


def _after(page: Page) -> _After | None:
    """Raises `CursorUnknown`."""
    if page.after is None:
        return None
    at, (standing, *instants, case_id, step) = place_of(page.after, names=5)
    try:
        as_of, soon_since = (datetime.fromisoformat(said) for said in instants)
        rank = _STANDINGS.index(WorkStanding(standing))
    except ValueError as error:
        raise CursorUnknown() from error
    if any(one.tzinfo is None or one.microsecond for one in (as_of, soon_since)):
        raise CursorUnknown()
    return _After(rank, as_of, soon_since, (at, case_id, step))


def _as_begun(query: WorkQuery, after: _After | None) -> WorkQuery:
    return query.model_copy(update={"as_of": after.as_of, "soon_since": after.soon_since}) if after else query


def _walked(query: WorkQuery, standing: WorkStanding, after: _After | None, limit: int) -> Select[Any]:
    """One page at most of one standing, in the order of the index; all of what is due soon, which has an index of its own
    and is little: in another order than that, so that no planner walks past everything in time to look for it."""
    rank = _STANDINGS.index(standing)
    found = _chosen(query, standing, select(literal(rank).label("rank"), *_PLACE))
    if after is not None and after.rank == rank:
        at, *names = after.place
        found = found.where(tuple_(*_PLACE) > tuple_(literal(at, UtcInstant()), *(literal(name) for name in names)))
    return found if standing is WorkStanding.DUE_SOON else found.order_by(*_PLACE).limit(limit)


def _counted(query: WorkQuery, standing: WorkStanding) -> Any:
    found = _chosen(query, standing, select(STEPS.c.case_id)).limit(COUNTED_UP_TO)
    return select(func.count()).select_from(found.subquery()).scalar_subquery()


def _chosen(query: WorkQuery, standing: WorkStanding, found: Select[Any]) -> Select[Any]:
    found = found.where(STEPS.c.agency == query.agency, STEPS.c.finished_at.is_(None))
    found = found.where(*_stands(query, standing), *_of_steps(query))
    if of_cases := list(_of_cases(query)):
        found = found.join(CASES, CASES.c.case_id == STEPS.c.case_id).where(*of_cases)
    return found


def _stands(query: WorkQuery, standing: WorkStanding) -> tuple[ColumnElement[bool], ...]:
    """As `engine.core.work_standing.standing_at` says of one step. Rows that older processes wrote do not know from when
    on they are due soon: they are in time until they are late, or until their case is written anew."""
    due, soon = STEPS.c.worklist_at, STEPS.c.soon_at
    now, never = literal(query.as_of, UtcInstant()), literal(rows.END_OF_TIME, UtcInstant())
    since = literal(query.soon_since, UtcInstant())
    match standing:
        case WorkStanding.LATE:
            return (due < now,)
        case WorkStanding.DUE_SOON:
            return due >= now, due < never, soon >= since, soon <= now
        case WorkStanding.IN_TIME:
            return due >= now, due < never, or_(soon.is_(None), soon > now, soon < since)
        case WorkStanding.WAITING:
            return (due == never,)


def _of_steps(query: WorkQuery) -> Iterator[ColumnElement[bool]]:
    if query.status is not None:
        yield STEPS.c.status == query.status.value
    if query.holders is not None:
        yield STEPS.c.claimed_by.in_(query.holders) if query.holders else STEPS.c.claimed_by.is_(None)


def _of_cases(query: WorkQuery) -> Iterator[ColumnElement[bool]]:
    if query.procedure is not None:
        yield CASES.c.procedure == query.procedure
    if query.procedures:
        yield CASES.c.procedure.in_(query.procedures)
    if query.territory is not None:
        yield CASES.c.territory == query.territory
    if query.receiving_agency is not None:
        yield CASES.c.receiving_agency == query.receiving_agency
    if query.text:
        yield CASES.c.search_text.contains(searchable(query.text), autoescape=True)
