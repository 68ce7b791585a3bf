"""What an agency is asked: listed off an index as it falls due, whatever becomes of the case; read back as the fold says."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from engine.core.identifiers import AgencyId, CaseId, ProcedureId
from engine.service.ports import Page
from engine.service.sweep import Sweep
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


def swept(store: Store, now: str) -> int:
    store.clock.shows = at(now)
    return Sweep(store.ledger, store.sweep_book, store.commands, store.clock).run().told


def told_of_opinions(store: Store, case: str) -> list[tuple[str, str | None, object, object]]:
    notices = store.sweep_book.notices_of(CaseId(case))
    rungs = [one.rung for one in notices if one.rung.opinion is not None]
    return [(rung.agency, rung.opinion, rung.due_at, rung.at) for rung in rungs]


def test_an_opinion_that_does_not_come_is_told_once_to_each_whom_it_concerns(asked: Store) -> None:
    """Asked on Monday 1 June, within one working day: Tuesday ends at 24:00 (Civil Code art. 147, 148)."""
    term = at("2026-06-03 00:00")
    swept(asked, "2026-06-03 00:00")
    assert told_of_opinions(asked, "kite-2") == [], "a term holds to its last instant"
    assert swept(asked, "2026-06-03 00:01") == 3
    expected = [(agency, "inspect_kite-opinion-1", term, term) for agency in sorted({SKY, "workshop-1", "counter-1"})]
    assert sorted(told_of_opinions(asked, "kite-2")) == expected
    assert told_of_opinions(asked, "kite-1") == []
    assert swept(asked, "2026-06-03 00:02") == 0


def test_two_questions_of_one_step_are_two_notices_after_any_downtime(asked: Store) -> None:
    """Both terms pass in one version of the case, before the sweep comes; the answer that came late changes nothing."""
    within = {"n": 1, "unit": "working_days"}
    question = {"step": "inspect_kite", "agency": "printer-1", "question": "is there paper?", "within": within}
    asked.give("ask_opinion", "kite-2", "2026-06-01 11:00", actor=INSPECTOR, **question)
    said = {"step": "inspect_kite", "opinion": "inspect_kite-opinion-1", "answer": "agrees", "text": "free"}
    asked.give("give_opinion", "kite-2", "2026-06-09 10:00", actor=SKY_CLERK, **said)
    swept(asked, "2026-06-20 08:00")
    told = told_of_opinions(asked, "kite-2")
    assert len(set(told)) == len(told) == 6
    assert {opinion for _, opinion, *_ in told} == {"inspect_kite-opinion-1", "inspect_kite-opinion-2"}
    assert swept(asked, "2026-06-21 08:00") == 0


def test_what_is_answered_in_time_or_taken_back_is_told_nobody(asked: Store) -> None:
    said = {"step": "inspect_kite", "opinion": "inspect_kite-opinion-1"}
    asked.give("give_opinion", "kite-2", "2026-06-02 10:00", actor=SKY_CLERK, answer="agrees", text="free", **said)
    asked.give("withdraw_opinion", "kite-1", "2026-06-02 11:00", actor=INSPECTOR, reason="not needed", **said)
    swept(asked, "2026-06-20 08:00")
    assert told_of_opinions(asked, "kite-1") == told_of_opinions(asked, "kite-2") == []


def test_an_agency_reads_them_among_its_notices_page_by_page(asked: Store) -> None:
    swept(asked, "2026-06-20 08:00")
    whole, end = asked.sweep_book.notices_to(AgencyId("workshop-1"), Page(limit=50))
    assert end is None and {one.rung.kind for one in whole} == {"due_soon", "overdue", "opinion_overdue"}
    assert [one.rung.at for one in whole] == sorted((one.rung.at for one in whole), reverse=True)
    paged, after = [], None
    while True:
        found, after = asked.sweep_book.notices_to(AgencyId("workshop-1"), Page(limit=1, after=after))
        paged += found
        if after is None:
            break
    assert paged == list(whole)
    kept, _ = asked.sweep_book.notices_to(AgencyId("workshop-1"), Page(limit=50), [ProcedureId("another")])
    assert kept == ()
