"""The sweep over a whole store: it finds the limits that passed in silence, writes each down once, early or late."""

from __future__ import annotations

from typing import Any

from engine.core.calendars import CalendarBook
from engine.core.case import CaseStatus, fold
from engine.core.identifiers import AgencyId, CalendarId, CaseId
from engine.gateways.agency_http import HttpAgencyGateway
from engine.service.execute_case import CaseExecutor
from engine.service.handle_command import CommandHandler
from engine.service.ports import Page
from engine.service.sweep import Sweep, SweepReport
from procedure_defs.catalogue import Catalogue
from tests.support.kite_licence import DIRECTORY, INSPECTOR, OFFICE, at
from tests.support.sql_store import RECEIPT, Store
from tests.support.threads import at_once
from tests.support.tree_house import FORM, SHOW, TREE_HOUSE, changed


def town(store: Store, changes: dict[str, Any] | None = None) -> Sweep:
    """The town's other procedures on this store."""
    book = CalendarBook({CalendarId("office"): OFFICE})
    catalogue = Catalogue([changed(TREE_HOUSE, changes), changed(SHOW)], DIRECTORY, book)
    store.commands = CommandHandler(store.ledger, catalogue, store.clock)
    return Sweep(store.ledger, store.sweep_book, store.commands, store.clock)


def received(store: Store, case: str, now: str, procedure: str = "tree-house-permit", **form: str) -> CaseId:
    said = {"procedure": procedure, "territory": "kite-town", "channel": "counter", "form": {**FORM, **form}}
    store.give("submit_case", case, now, **said)
    store.give("receive_case", case, now, **RECEIPT)
    return CaseId(case)


def kinds(store: Store, case: CaseId) -> list[str]:
    return [recorded.event.type for recorded in store.ledger.history(case)]


def test_the_row_names_the_instant_at_which_silence_answers(store: Store) -> None:
    sweep = town(store)
    case = received(store, "tree-1", "2026-06-01 09:00")
    row = store.queries.find_case(case)
    assert row is not None
    assert row.next_due_at == at("2026-06-03 09:00")
    store.clock.shows = at("2026-06-03 09:00")
    sweep.run()
    assert "step_deemed" not in kinds(store, case)
    row = store.queries.find_case(case)
    assert row is not None
    assert row.next_due_at == at("2026-06-03 09:00"), "at its last instant it has not passed: the sweep comes again"
    store.clock.shows = at("2026-06-03 09:00:01")
    # of the fire opinion: 4 hours left, and its silence (one second ago)
    assert sweep.run() == SweepReport(looked_at=1, deemed=1, told=1, late_seconds=1)
    row = store.queries.find_case(case)
    assert row is not None
    assert row.next_due_at == at("2026-06-04 09:00")


def test_late_or_early_the_same_is_written(store: Store) -> None:
    sweep = town(store)
    early = received(store, "tree-early", "2026-06-01 09:00")
    for now in ("2026-06-03 09:05", "2026-06-03 09:06", "2026-06-04 09:05"):
        store.clock.shows = at(now)
        sweep.run()
    late = received(store, "tree-late", "2026-06-01 09:00")
    store.clock.shows = at("2026-06-20 08:00")
    assert sweep.run().deemed == 2
    events = [[recorded.event for recorded in store.ledger.history(case)][2:] for case in (early, late)]
    assert events[0] == events[1]
    entries, _ = store.worklist("printer-1", Page(limit=10))
    assert sorted(entry.case.case_id for entry in entries) == ["tree-early", "tree-late"]
    assert sweep.run().deemed == 0


def test_two_sweeps_at_once_write_it_once(store: Store) -> None:
    sweep = town(store)
    cases = [received(store, f"tree-{n}", "2026-06-01 09:00") for n in range(4)]
    store.clock.shows = at("2026-06-10 08:00")
    reports = at_once(2, lambda _: sweep.run())
    assert sum(report.deemed for report in reports) == 8
    assert [kinds(store, case).count("step_deemed") for case in cases] == [2] * 4


def test_a_case_without_a_promise_is_kept_and_listed(store: Store) -> None:
    sweep = town(store)
    case = received(store, "show-1", "2026-06-01 09:00", "kite-show-notice", show_on="2026-07-15")
    row = store.queries.find_case(case)
    assert row is not None
    assert (row.promised_due_at, row.due_at, row.next_due_at) == (None, None, None)
    store.give("complete_step", case, "2026-06-02 09:00", INSPECTOR, step="file_notice")
    row = store.queries.find_case(case)
    assert row is not None
    assert row.next_due_at == at("2026-06-04 09:00")
    store.clock.shows = at("2026-06-04 09:01")
    # 4 working hours before it were left since Wednesday 14:00
    assert sweep.run() == SweepReport(looked_at=1, refreshed=1, told=2, late_seconds=19 * 3600 + 60)
    state = fold(case, store.ledger.history(case))
    assert (state.status, state.promised_due_at) == (CaseStatus.IN_PROGRESS, None)


def test_a_supplement_that_did_not_come_refuses_the_step(store: Store) -> None:
    sweep = town(store)
    case = received(store, "tree-1", "2026-06-01 09:00")
    clerk = INSPECTOR.model_copy(update={"agency": AgencyId("sky-1")})
    store.give("request_supplement", case, "2026-06-01 16:00", clerk, step="fire_opinion", reasons=["plan"])
    store.clock.shows = at("2026-06-05 00:00:01")
    assert sweep.run() == SweepReport(looked_at=1, expired=1, told=1, late_seconds=1)
    assert kinds(store, case)[-5:-3] == ["supplement_expired", "step_refused"]
    assert fold(case, store.ledger.history(case)).closed_at == at("2026-06-05 00:00")


def test_no_machine_is_asked_for_what_silence_has_answered(store: Store) -> None:
    changes = {"steps.fire_opinion.run": {"http": "fire_brigade.agree"}}
    sweep = town(store, changes)
    case = received(store, "tree-1", "2026-06-01 09:00")
    executor = CaseExecutor(store.ledger, store.commands, store.outbox, HttpAgencyGateway({}), store.clock, "vi")
    assert [work.step for work in executor.look(case).automatic_work] == ["fire_opinion"]
    store.clock.shows = at("2026-06-03 09:00:01")
    assert executor.look(case).automatic_work == ()
    assert sweep.run().deemed == 1
    assert executor.look(case).automatic_work == ()
