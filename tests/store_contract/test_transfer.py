"""Succession over a whole store: what ended agencies hold moves to other worklists, once, as events."""

from datetime import date

import pytest

from engine.core.actors import SYSTEM
from engine.core.identifiers import AgencyId, CaseId
from engine.service import transfer
from engine.service.handle_command import CommandHandler
from engine.service.ports import CaseQuery, Page
from engine.service.transfer import Transferred, Transfers
from tests.support.kite_licence import at
from tests.support.kite_succession import succession_catalogue
from tests.support.sql_store import Store

TUESDAY = date(2026, 6, 2)
OPEN = ["kite-0", "kite-1", "kite-2"]


@pytest.fixture
def transfers(store: Store, monkeypatch: pytest.MonkeyPatch) -> Transfers:
    """Three cases at the workshop, one at the sky office, one not received, one that ended; then Tuesday comes."""
    monkeypatch.setattr(transfer, "BATCH", 2)
    store.commands = CommandHandler(store.ledger, succession_catalogue(), store.clock)
    for number, case in enumerate([*OPEN, "kite-sky", "kite-gone"]):
        store.received(case, f"2026-06-01 09:0{number}")
    store.inspected("kite-sky", "2026-06-01 10:00")
    store.give("withdraw_case", "kite-gone", "2026-06-01 11:00", reason="x")
    store.submit("kite-waiting", "2026-06-01 12:00")
    store.clock.shows = at("2026-06-02 08:00")
    return Transfers(store.ledger, store.queries, store.commands, store.clock)


def _worklist(store: Store, agency: str) -> list[str]:
    return sorted(entry.case.case_id for entry in store.worklist(agency)[0])


def _seen_by(store: Store, agency: str) -> list[str]:
    query = CaseQuery(visible_to_agency=AgencyId(agency), awaiting_receipt=True)
    return sorted(row.case_id for row in store.queries.list_cases(query, Page())[0])


def _ways(found: list[Transferred | None]) -> set[tuple[str, str | None, str | None]]:
    return {(f.case_id, f.due.step, f.due.to_agency) for f in found if f is not None}


def test_work_moves_to_the_worklists_of_the_successors(store: Store, transfers: Transfers) -> None:
    assert (_worklist(store, "workshop-1"), _worklist(store, "workshop-2")) == (OPEN, [])
    due = {row.case_id: row.due_at for row in store.queries.list_cases(CaseQuery(everything=True), Page())[0]}
    found = list(transfers.run(TUESDAY))
    assert _ways(found) == {
        *((case, None, "counter-2") for case in [*OPEN, "kite-sky", "kite-waiting"]),
        *((case, "inspect_kite", "workshop-2") for case in OPEN),
        ("kite-sky", "reserve_sky", None),
    }
    assert [f.due.step for f in found if f is not None and not f.is_recorded] == ["reserve_sky"]
    assert (_worklist(store, "workshop-1"), _worklist(store, "workshop-2")) == ([], OPEN)
    assert _worklist(store, "sky-1") == ["kite-sky"], "it waits there for a decision"
    assert (_seen_by(store, "counter-1"), _seen_by(store, "counter-2")) == (
        ["kite-gone"],
        sorted([*OPEN, "kite-sky", "kite-waiting"]),
    )
    after = {row.case_id: row.due_at for row in store.queries.list_cases(CaseQuery(everything=True), Page())[0]}
    assert after == due


def test_twice_is_once(store: Store, transfers: Transfers) -> None:
    list(transfers.run(TUESDAY))
    cases = [CaseId(case) for case in OPEN]
    histories = store.ledger.histories(cases)
    assert _ways(list(transfers.run(TUESDAY))) == {("kite-sky", "reserve_sky", None)}
    assert store.ledger.histories(cases) == histories
    assert [e.event.type for e in histories[cases[0]]][-2:] == ["case_transferred", "step_transferred"]
    assert {e.actor for e in histories[cases[0]][-2:]} == {SYSTEM}


def test_a_dry_run_writes_nothing(store: Store, transfers: Transfers) -> None:
    histories = store.ledger.histories([CaseId(case) for case in OPEN])
    found = list(transfers.run(TUESDAY, dry_run=True))
    assert not any(f is not None and f.is_recorded for f in found)
    assert ("kite-0", "inspect_kite", "workshop-2") in _ways(found)
    assert store.ledger.histories([CaseId(case) for case in OPEN]) == histories


def test_before_its_day_nothing_is_due(store: Store, transfers: Transfers) -> None:
    assert list(transfers.run(date(2026, 6, 1))) == [None] * 5
