"""Report II.06a and indicator 2.1 of Decision 766 over a week of kite licences whose numbers were counted by hand.

Five working days, the day of the receipt not counted: received on Wed 3 June 2026, due on Wed 10 June; on Thu 4 June,
due on Thu 11 June. The period is Monday 8 to Sunday 14 June.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from engine.core.actors import SYSTEM, Role
from engine.core.errors import CommandRefused, CursorUnknown, NotFound
from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.legal_time import MoreThanOne
from engine.core.report_ii06a import EndedOtherwise, Line
from engine.service.ports import Page
from engine.service.read_case import CaseReader
from engine.service.reports import Asked, Reports, period_of
from engine.store.read_tables import CASES
from engine.store.report_book import SqlReportBook
from tests.support.kite_licence import INSPECTOR, PRINTER, SKY_CLERK, an_actor, at
from tests.support.sql_store import Store
from tests.support.statement_spy import effort_of, statements_sent

COUNTER = AgencyId("counter-1")
WEEK = period_of(date(2026, 6, 8), date(2026, 6, 14))
ASKED = Asked(COUNTER, WEEK)
BEHIND = {
    4: {"withdrawn"},
    5: {"open", "post"},
    6: {"early", "on-time", "late", "overdue", "waits"},
    8: {"early"},
    9: {"on-time", "withdrawn"},
    10: {"late"},
    12: {"open", "post", "waits"},
    13: {"overdue"},
}
"""Column -> the cases in it, told by the law."""
BEHIND |= {3: BEHIND[4] | BEHIND[5] | BEHIND[6], 7: BEHIND[8] | BEHIND[9] | BEHIND[10], 11: BEHIND[12] | BEHIND[13]}
NUMBERS = {column: len(cases) for column, cases in sorted(BEHIND.items())}


def reports_of(store: Store) -> Reports:
    reader = CaseReader(store.ledger, store.queries, store.catalogue, store.clock)
    book = SqlReportBook(store.database)
    return Reports(book, store.ledger, store.commands, reader, store.catalogue, store.clock)


def finish(store: Store, case: str, now: str) -> None:
    store.inspected(case, now)
    store.give("complete_step", case, now, SKY_CLERK, step="reserve_sky")
    store.give("complete_step", case, now, PRINTER, step="print_licence", documents=[{"document": "licence"}])


def the_week(store: Store) -> None:
    """As it stands on the Friday evening: what is not over is at work, or waits."""
    store.received("before", "2026-06-01 09:00")
    finish(store, "before", "2026-06-05 10:00")
    store.received("early", "2026-06-04 09:00")
    finish(store, "early", "2026-06-09 10:00")
    store.received("on-time", "2026-06-04 09:00")
    finish(store, "on-time", "2026-06-11 10:00")
    store.received("late", "2026-06-03 09:00")
    finish(store, "late", "2026-06-12 10:00")
    store.received("withdrawn", "2026-06-08 09:00", channel="online")
    store.give("withdraw_case", "withdrawn", "2026-06-09 09:00", reason="no wind")
    store.received("overdue", "2026-06-03 09:00")
    store.received("waits", "2026-06-04 09:00")
    asked = {"step": "inspect_kite", "reasons": ["no photo"], "documents": ["photo"]}
    store.give("request_supplement", "waits", "2026-06-05 09:00", INSPECTOR, **asked)
    store.received("open", "2026-06-10 09:00")
    store.received("post", "2026-06-12 16:00", channel="post")
    store.clock.shows = at("2026-06-12 18:00")


def the_next_week(store: Store) -> None:
    """What comes after the period changes nothing in it."""
    finish(store, "overdue", "2026-06-16 10:00")
    store.received("after", "2026-06-15 09:00")
    store.clock.shows = at("2026-06-19 18:00")


def behind(store: Store, column: int) -> list[str]:
    found: list[str] = []
    after: str | None = None
    while True:
        cases, after = reports_of(store).cases(ASKED, column, SYSTEM, Page(limit=2, after=after))
        found += [one.row.case_id for one in cases]
        if after is None:
            return found


@pytest.mark.parametrize("when", ["while it runs", "when it is over"])
def test_the_numbers_are_those_of_the_law_and_each_has_its_cases(store: Store, when: str) -> None:
    the_week(store)
    if when == "when it is over":
        the_next_week(store)
    report = reports_of(store).ii06a(ASKED, SYSTEM)
    assert [line.procedure for line in report.lines] == ["kite-licence"]
    assert report.total.columns() == report.lines[0].numbers.columns() == NUMBERS
    assert (report.not_judged, report.without_limit) == (1, 0)
    for column, expected in BEHIND.items():
        assert Counter(behind(store, column)) == Counter(expected), column


def test_withdrawn_cases_can_be_left_out_of_every_column(store: Store) -> None:
    the_week(store)
    left_out = Asked(COUNTER, WEEK, EndedOtherwise.LEFT_OUT)
    report = reports_of(store).ii06a(left_out, SYSTEM)
    assert report.total == Line(direct_or_post=2, carried=5, early=1, on_time=1, late=1, in_time=3, overdue=1)
    assert report.not_judged == 1
    cases, _ = reports_of(store).cases(left_out, 3, SYSTEM, Page())
    assert {one.row.case_id for one in cases} == BEHIND[3] - {"withdrawn"}


def test_what_rows_of_older_processes_do_not_say_is_read_from_the_events(store: Store) -> None:
    the_week(store)
    nothing = dict.fromkeys(("channel", "outcome", "outcome_766", "outcome_766_waiting"))
    before = reports_of(store).indicator(ASKED, MoreThanOne.LATE, SYSTEM)
    with store.database.write() as connection:
        connection.execute(update(CASES).values(**nothing))
    assert reports_of(store).ii06a(ASKED, SYSTEM).total.columns() == NUMBERS
    assert reports_of(store).indicator(ASKED, MoreThanOne.LATE, SYSTEM) == before
    assert Counter(behind(store, 4)) == Counter(BEHIND[4])


@pytest.mark.parametrize("reading", [MoreThanOne.LATE, MoreThanOne.LATE_WHILE_WAITING])
def test_the_indicator_is_reckoned_from_inputs_that_anybody_can_add_up(store: Store, reading: MoreThanOne) -> None:
    """Against the first promise: withdrawn before it is on time, and who waits for a supplement stopped at the request."""
    the_week(store)
    the_next_week(store)
    found = reports_of(store).indicator(ASKED, reading, SYSTEM)
    numbers = (found.finished_on_time, found.finished_late, found.in_time, found.overdue, found.counted)
    assert (*numbers, str(found.rate)) == (3, 1, 3, 1, 8, "75.00")
    assert found.points is None, "its weight is not verified"
    first, after = reports_of(store).inputs(ASKED, SYSTEM, Page(limit=5))
    rest, end = reports_of(store).inputs(ASKED, SYSTEM, Page(limit=5, after=after))
    rows = [one for case in (*first, *rest) for one in case.by_766 if one.more_than_one is reading]
    assert {case.case_id for case in (*first, *rest)} == BEHIND[3] and end is None
    again = [one.adjusted_end_at <= one.due_at and one.supplement_requests <= 1 for one in rows]
    assert again == [one.on_time for one in rows]
    assert (sum(again), len(again)) == (6, 8)


def test_a_report_is_for_who_may_read_the_agency(store: Store) -> None:
    the_week(store)
    reports = reports_of(store)
    assert reports.ii06a(ASKED, an_actor(Role.CASEWORKER, "counter-1")).total.columns() == NUMBERS
    for stranger in (an_actor(Role.CASEWORKER, "sky-1"), an_actor(Role.MANAGER, "sky-1"), an_actor(Role.CITIZEN)):
        with pytest.raises(CommandRefused):
            reports.ii06a(ASKED, stranger)
    narrowed = an_actor(Role.AUDITOR).model_copy(update={"procedures": (ProcedureId("other"),)})
    assert reports.ii06a(ASKED, narrowed).total == Line()
    nothing_there = [Asked(AgencyId("nobody"), WEEK), Asked(COUNTER, period_of(date(2026, 7, 1), date(2026, 7, 2)))]
    for nothing in nothing_there:
        with pytest.raises(NotFound):
            reports.indicator(nothing, MoreThanOne.LATE, SYSTEM)
    with pytest.raises(NotFound):
        period_of(date(2026, 6, 2), date(2026, 6, 1))
    for cursor in ("x", "eA", "W10"):
        with pytest.raises(CursorUnknown):
            reports.cases(ASKED, 3, SYSTEM, Page(after=cursor))


def test_what_ended_in_other_periods_is_not_looked_at(store: Store) -> None:
    the_week(store)
    read: list[tuple[int, int]] = []
    for first, last in ((0, 40), (40, 2_000)):
        _ended_before(store, first, last)
        with statements_sent() as sent:
            assert reports_of(store).ii06a(ASKED, SYSTEM).total.columns() == NUMBERS
        asked = [one for one in sent if one[0].lstrip().startswith("SELECT") and "cases" in one[0]]
        read.append((len(sent), sum(effort_of(store.database, *one) for one in asked)))
    (statements, effort), (statements_then, effort_then) = read
    assert statements_then == statements
    assert effort_then <= 1.3 * effort + 50


def _ended_before(store: Store, first: int, last: int) -> None:
    """Cases that ended in May, as rows; each an hour after the one before."""
    with store.database.write() as connection:
        like = dict(connection.execute(select(CASES).where(CASES.c.case_id == "before")).mappings().one())
        rows: list[dict[str, Any]] = []
        for number in range(first, last):
            ended = at("2026-05-30 09:00") - timedelta(hours=number)
            named = {"case_id": f"may-{number:05d}", "dossier_code": f"H98.01-260501-{number:05d}"}
            began = ended - timedelta(days=3)
            rows.append({**like, **named, "submitted_at": began, "received_at": began, "closed_at": ended})
        connection.execute(insert(CASES), rows)
    with store.database.alone() as connection:
        connection.exec_driver_sql("ANALYZE")
