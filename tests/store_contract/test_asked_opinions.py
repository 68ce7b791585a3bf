"""What an agency is asked: listed off an index as it falls due, whatever becomes of the case; read back as the fold says."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from engine.core.identifiers import AgencyId, ProcedureId
from engine.store.opinion_book import SqlOpinionBook, opinions_asked_for
from tests.support.ill_store import found_in_cases
from tests.support.kite_licence import INSPECTOR, SKY_CLERK, at
from tests.support.sql_store import Store

SKY = AgencyId("sky-1")


def ask(store: Store, case: str, days: int) -> None:
    within = {"n": days, "unit": "working_days"}
    store.give("ask_opinion", case, actor=INSPECTOR, step="inspect_kite", agency=SKY, question="free?", within=within)


def listed(store: Store, *procedures: str) -> list[str]:
    found = SqlOpinionBook(store.database).asked_of(SKY, 10, procedures=[ProcedureId(name) for name in procedures])
    return [row.case_id for row in found]


@pytest.fixture
def asked(store: Store) -> Store:
    """Two questions: the later one is due first."""
    for case, days in (("kite-1", 3), ("kite-2", 1)):
        store.received(case, "2026-06-01 09:00")
        store.clock.shows = at("2026-06-01 10:00")
        ask(store, case, days)
    return store


def test_what_is_due_first_is_in_front(asked: Store) -> None:
    assert listed(asked) == ["kite-2", "kite-1"]
    assert listed(asked, "another-procedure") == []
    (first, second) = SqlOpinionBook(asked.database).asked_of(SKY, 10)
    rest = SqlOpinionBook(asked.database).asked_of(SKY, 10, (first.due_at, first.case_id, first.opinion))
    assert list(rest) == [second]


def test_what_is_over_is_listed_no_more(asked: Store) -> None:
    said = {"step": "inspect_kite", "opinion": "inspect_kite-opinion-1", "answer": "agrees", "text": "free"}
    asked.give("give_opinion", "kite-2", actor=SKY_CLERK, **said)
    assert listed(asked) == ["kite-1"]
    asked.inspected("kite-1", "2026-06-01 15:00")
    assert listed(asked) == []


def test_the_doctor_finds_a_row_that_is_gone(asked: Store) -> None:
    assert found_in_cases(asked) == []
    with asked.database.write() as connection:
        connection.execute(text("DELETE FROM asked_opinions WHERE case_id = 'kite-1'"))
    (finding,) = found_in_cases(asked)
    assert (finding.case_id, "opinions" in finding.detail) == ("kite-1", True)


def test_it_is_read_off_its_index(asked: Store) -> None:
    is_sqlite = asked.database.dialect == "sqlite"
    statement = opinions_asked_for(SKY, 10)
    said = str(statement.compile(compile_kwargs={"literal_binds": True}))
    with asked.database.write() as connection:
        if not is_sqlite:  # of two rows it would rather read all
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        plan = " ".join(
            str(row) for row in connection.execute(text(f"{'EXPLAIN QUERY PLAN' if is_sqlite else 'EXPLAIN'} {said}"))
        )
    assert "ix_asked_opinions_open" in plan
