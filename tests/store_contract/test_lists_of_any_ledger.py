"""A list costs what its page costs, however many cases there are, and whoever they are of; and it has neither too many
nor too few, whatever is written how."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, union, update

from engine.core.case import CaseStatus
from engine.core.identifiers import ActorId, AgencyId, ProcedureId
from engine.service.ports import CaseQuery, Page
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.reader_table import CASE_READERS
from tests.support.kite_licence import at
from tests.support.sql_store import Store
from tests.support.statement_spy import effort_of, statements_sent

START = at("2026-06-01 08:00")
FEW, BUSY, RARE = AgencyId("sky-1"), AgencyId("workshop-1"), AgencyId("counter-9")
HERE = AgencyId("counter-1")
ASKED = {
    "an agency with few cases, all of them old": CaseQuery(visible_to_agency=FEW),
    "an agency without any": CaseQuery(visible_to_agency=AgencyId("nobody"), submitted_by=ActorId("nobody")),
    "an agency with all": CaseQuery(visible_to_agency=BUSY),
    "its stopped ones": CaseQuery(visible_to_agency=BUSY, status=CaseStatus.STOPPED),
    "its of another procedure": CaseQuery(visible_to_agency=BUSY, procedure=ProcedureId("other")),
    "a counter": CaseQuery(visible_to_agency=HERE, submitted_by=ActorId("b"), awaiting_receipt=True),
    "a counter with little to do": CaseQuery(visible_to_agency=RARE, awaiting_receipt=True),
    "those above three units": CaseQuery(under=(HERE, BUSY, FEW)),
    "their stopped ones": CaseQuery(under=(HERE, BUSY, FEW), status=CaseStatus.STOPPED),
    "those withdrawn at the counter before receipt": CaseQuery(
        visible_to_agency=HERE, awaiting_receipt=True, status=CaseStatus.WITHDRAWN
    ),
}


@pytest.mark.slow
def test_as_much_is_read_of_eight_thousand_cases_as_of_a_thousand(store: Store) -> None:
    read: list[dict[str, int]] = []
    for first, last in ((0, 1_000), (1_000, 8_000)):
        _lived(store, first, last)
        read.append({words: _effort(store, query) for words, query in ASKED.items()})
        _, after = store.queries.list_cases(ASKED["a counter"], Page(limit=100))
        read[-1]["the fifth page of a counter"] = _effort(store, ASKED["a counter"], Page(limit=25, after=after))
    grown = {words: (read[0][words], effort) for words, effort in read[1].items() if effort > 1.3 * read[0][words] + 20}
    assert grown == {}
    most = 12 * 2_000 if store.database.dialect == "sqlite" else 600
    assert max(read[1].values()) < most, read[1]


def test_the_second_page_is_walked_from_where_the_first_ended(store: Store) -> None:
    _lived(store, 0, 500)
    first, after = store.queries.list_cases(ASKED["a counter"], Page(limit=5))
    second, _ = store.queries.list_cases(ASKED["a counter"], Page(limit=5, after=after))
    shown = [row.case_id for row in (*first, *second)]
    assert shown == [f"kite-{number:06d}" for number in range(499, 489, -1)]


def test_readers_are_those_who_have_a_reason(store: Store) -> None:
    """Through the life of a case, and when rows are changed and taken away by hand."""
    store.submit("kite-1", "2026-06-01 08:00")
    assert _readers(store) == set()
    store.receive("kite-1")
    store.received("kite-2", "2026-06-01 08:01")
    store.inspected("kite-1", "2026-06-01 09:00")
    assert {agency for case, agency, *_ in _readers(store) if case == "kite-1"} > {HERE, BUSY, FEW}
    assert _readers(store) == _reasons(store)
    store.give("withdraw_case", "kite-2", "2026-06-01 10:00", reason="no wind")
    assert {status for case, _, status, _ in _readers(store) if case == "kite-2"} == {"withdrawn"}
    for change in (
        insert(CASE_COUNTERS).values(case_id="kite-1", agency=FEW),
        update(STEPS).where(STEPS.c.agency == FEW).values(agency=RARE),
        delete(CASE_COUNTERS),
        update(CASES).where(CASES.c.case_id == "kite-1").values(receiving_agency=RARE),
        delete(STEPS).where(STEPS.c.agency == RARE),
        delete(STEPS),
    ):
        with store.database.write() as connection:
            connection.execute(change)
        assert _readers(store) == _reasons(store), str(change)
    assert {(case, agency) for case, agency, *_ in _readers(store)} == {("kite-1", RARE), ("kite-2", HERE)}


def test_who_is_gone_is_on_no_list(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    with store.database.write() as connection:
        connection.execute(text("DELETE FROM steps"))
        connection.execute(text("DELETE FROM wakes"))
        connection.execute(text("DELETE FROM cases"))
    assert _readers(store) == set()


def _readers(store: Store) -> set[tuple[Any, ...]]:
    asked = select(CASE_READERS.c.case_id, CASE_READERS.c.agency, CASE_READERS.c.status, CASE_READERS.c.submitted_at)
    with store.database.read() as connection:
        return {tuple(row) for row in connection.execute(asked)}


def _reasons(store: Store) -> set[tuple[Any, ...]]:
    concerned = union(
        select(STEPS.c.case_id, STEPS.c.agency),
        select(CASE_COUNTERS.c.case_id, CASE_COUNTERS.c.agency),
        select(CASES.c.case_id, CASES.c.receiving_agency).where(CASES.c.receiving_agency.is_not(None)),
    ).subquery()
    asked = select(concerned, CASES.c.status, CASES.c.submitted_at).join(CASES, CASES.c.case_id == concerned.c.case_id)
    with store.database.read() as connection:
        return {tuple(row) for row in connection.execute(asked)}


def _effort(store: Store, query: CaseQuery, page: Page | None = None) -> int:
    with statements_sent() as sent:
        store.queries.list_cases(query, page or Page(limit=25))
    ((statement, parameters),) = sent
    return effort_of(store.database, statement, parameters)


def _lived(store: Store, first: int, last: int) -> None:
    """Everything is received at one counter and has a step at one workshop; the oldest have one at another, too, and
    some are waiting for a receipt, stopped, or of another procedure."""
    numbers = range(first, last)
    with store.database.write() as connection:
        connection.execute(insert(CASES), [_case(number) for number in numbers])
        connection.execute(insert(STEPS), [_step(number, BUSY) for number in numbers if number % 20])
        if few := [_step(number, FEW) for number in numbers if number < 10]:
            connection.execute(insert(STEPS), few)
    with store.database.write() as connection:
        connection.execute(text("ANALYZE"))


def _case(number: int) -> dict[str, Any]:
    handed_in = START + timedelta(minutes=number)
    said = {"case_id": f"kite-{number:06d}", "version": 3, "procedure_version": "2026-01-01", "applicant": "An"}
    said |= {"territory": "kite-town", "submitted_by": "b", "search_text": "an", "submitted_at": handed_in}
    said |= {"procedure": "other" if number in range(100, 110) else "kite-licence"}
    if number % 20 == 0:
        is_over = number in range(200)
        awaited = RARE if number in range(200, 260) else HERE
        waits = {"status": "withdrawn" if is_over else "submitted", "awaited_by": awaited, "received_at": None}
        return {**said, **waits, **_received(None, None, None), "closed_at": handed_in if is_over else None}
    status = "stopped" if number in range(300, 310) else "in_progress"
    received = _received(handed_in, HERE, f"H98.01-260601-{number:06d}")
    return {**said, **received, "status": status, "awaited_by": HERE, "closed_at": _end(status, handed_in)}


def _received(at: datetime | None, agency: str | None, code: str | None) -> dict[str, Any]:
    return {"received_at": at, "receiving_agency": agency, "dossier_code": code}


def _end(status: str, at: datetime) -> datetime | None:
    return at if status == "stopped" else None


def _step(number: int, agency: str) -> dict[str, Any]:
    opened = START + timedelta(minutes=number)
    said = {"case_id": f"kite-{number:06d}", "step": f"step_of_{agency}", "agency": agency, "status": "open"}
    return {**said, "opened_at": opened, "worklist_at": opened, "finished_at": None}
