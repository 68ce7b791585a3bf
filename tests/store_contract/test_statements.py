"""How much a command costs the database: a handful of statements, each of which stays quick in a large table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from engine.core.identifiers import CaseId
from engine.service.ports import CaseQuery, Page, SweepFault
from engine.service.read_case import CaseFilter, CaseReader
from engine.store.backlog import SqlBacklog
from engine.store.courier_tables import WAKES
from engine.store.read_tables import CASES, STEPS
from tests.support.kite_licence import INSPECTOR, OFFICER, at
from tests.support.sql_store import Store
from tests.support.statement_spy import plan_of, statements_sent

START = at("2026-06-01 08:00")
AT_REST = 3000
BUSY = 20


@pytest.fixture
def large_store(store: Store) -> Store:
    """Thousands of cases that are over, and a few with something to do."""
    cases, steps, wakes = [], [], []
    for n in range(AT_REST + BUSY):
        at_work = n >= AT_REST
        opened = START + timedelta(minutes=n)
        case = {
            "case_id": f"kite-{n:05d}",
            "version": 3,
            "procedure": "kite-licence",
            "procedure_version": "2026-01-01",
        }
        case |= {"territory": "kite-town", "applicant": "An", "submitted_by": "b", "search_text": "an"}
        case |= {"receiving_agency": "counter-1", "dossier_code": f"H98.01-260601-{n:05d}", "promised_due_at": opened}
        case |= {"submitted_at": opened, "received_at": opened, "due_at": opened}
        case |= {
            "status": "in_progress" if at_work else "completed",
            "next_due_at": opened if at_work else None,
            "look_at": opened if at_work else None,
            "closed_at": None if at_work else opened,
        }
        step = {"case_id": case["case_id"], "step": "inspect_kite", "agency": "workshop-1", "opened_at": opened}
        step |= {"claimed_by": None, "claimed_by_name": None, "due_at": opened, "worklist_at": opened}
        step |= {"status": "open" if at_work else "completed", "finished_at": None if at_work else opened}
        wake = {"case_id": case["case_id"], "version": 3, "wake_version": 3, "seen_version": 0 if at_work else 3}
        wake |= {"shown_version": 3, "woken_at": opened, "flow_run_id": f"run-{n}"}
        cases.append(case)
        steps.append(step)
        wakes.append(wake)
    with store.database.write() as connection:
        connection.execute(insert(CASES), cases)
        connection.execute(insert(STEPS), steps)
        connection.execute(insert(WAKES), wakes)
    with store.database.write() as connection:
        connection.execute(text("ANALYZE"))
    return store


def _plan(store: Store, sent: list[tuple[str, object]]) -> str:
    (only,) = sent
    return plan_of(store.database, *only)


def test_a_worklist_is_read_off_its_index(large_store: Store) -> None:
    with statements_sent() as first:
        entries, after = large_store.worklist("workshop-1", Page(limit=5))
    assert len(entries) == 5
    assert "ix_steps_worklist" in _plan(large_store, first)
    with statements_sent() as second:
        large_store.worklist("workshop-1", Page(limit=5, after=after))
    assert "ix_steps_worklist" in _plan(large_store, second)


def test_what_falls_due_is_read_off_its_index(large_store: Store) -> None:
    with statements_sent() as sent:
        found = large_store.sweep_book.falling_due(START + timedelta(days=30), 100)
    assert len(found) == BUSY
    assert "ix_cases_falling_due" in _plan(large_store, sent)


def test_how_late_the_sweep_is_is_read_off_its_index(large_store: Store) -> None:
    """Of a case at which it failed nothing is said: it is put off, and the sweep goes on."""
    with statements_sent() as sent:
        backlog = SqlBacklog(large_store.database).read()
    assert backlog.falls_due_at == START + timedelta(minutes=AT_REST)
    (asked,) = [one for one in sent if "look_at" in one[0]]
    plan = plan_of(large_store.database, *asked)
    assert "ix_cases_falling_due" in plan
    assert "sort" not in plan.lower() and "temp b-tree" not in plan.lower()
    (first,) = large_store.sweep_book.falling_due(START + timedelta(days=30), 1)
    later = START + timedelta(days=31)
    fault = SweepFault(case_id=first.case_id, failures=1, error="KeyError", failed_at=START, retry_at=later)
    large_store.sweep_book.put_off(fault)
    assert SqlBacklog(large_store.database).read().falls_due_at == START + timedelta(minutes=AT_REST + 1)


def test_what_the_executor_must_enter_is_read_off_its_index(large_store: Store) -> None:
    with statements_sent() as sent:
        leased = large_store.wakes.lease("dispatcher", START + timedelta(days=30), 60, 5)
    assert len(leased) == 5
    assert "ix_wakes_to_enter" in _plan(large_store, sent)
    with statements_sent() as counted:
        assert large_store.wakes.lag() == BUSY
    assert "ix_wakes_to_enter" in _plan(large_store, counted)


def test_what_the_executor_may_show_is_read_off_its_index(large_store: Store) -> None:
    with statements_sent() as sent:
        assert large_store.wakes.lease_unshown("dispatcher", START + timedelta(days=30), 60, 5) == ()
    assert "ix_wakes_to_show" in _plan(large_store, sent)


def test_the_newest_cases_are_read_off_their_index(large_store: Store) -> None:
    with statements_sent() as sent:
        rows, _ = large_store.queries.list_cases(CaseQuery(everything=True), Page(limit=5))
    assert len(rows) == 5
    assert "ix_cases_newest" in _plan(large_store, sent)


def test_a_command_sends_a_handful_of_statements(store: Store) -> None:
    """Lock with a look at what is newest (on SQLite the transaction is the lock), history, and only where it is called
    for a serial. Then receipt, events, case, steps, wake, and where there are any the messages to agencies' systems: on
    PostgreSQL all at once."""
    with statements_sent() as submitted:
        store.submit("kite-1", "2026-06-01 08:00")
    with statements_sent() as received:
        store.receive("kite-1", "2026-06-01 08:01")
    with statements_sent() as claimed:
        store.give("claim_step", "kite-1", "2026-06-01 08:02", INSPECTOR, step="inspect_kite")
    with statements_sent() as completed:
        store.inspected("kite-1", "2026-06-01 09:00")
    counted = [len(sent) for sent in (submitted, received, claimed, completed)]
    assert counted == ([6, 8, 7, 8] if store.database.dialect == "sqlite" else [3, 4, 3, 3])


def test_a_question_is_one_statement(store: Store) -> None:
    case = store.received("kite-1", "2026-06-01 08:00")
    with statements_sent() as sent:
        store.ledger.history(case)
        store.ledger.histories([case, CaseId("nobody")])
        store.worklist("workshop-1")
        store.queries.find_case(case)
    assert len(sent) == 4


def test_a_list_reads_all_its_cases_in_one_question(store: Store) -> None:
    """However long the page: the rows, then the histories, then whether anything was published or recorded since."""
    reader = CaseReader(store.ledger, store.queries, store.catalogue, store.clock)
    sent = []
    for number in range(1, 7):
        store.received(f"kite-{number}", "2026-06-01 08:00")
        with statements_sent() as worklist:
            items, _ = reader.worklist(INSPECTOR, Page())
        with statements_sent() as listed:
            views, _ = reader.list_views(OFFICER, CaseFilter(), Page())
        assert [len(items), len(views)] == [number, number]
        assert {item.view.state.id for item in items} == {view.state.id for view in views}
        sent.append((len(worklist), len(listed)))
    assert set(sent) == {(2, 2)}
