"""The worklist of an agency: its unfinished steps, the nearest due first, those that wait for the applicant last."""

import pytest

from engine.core.case import StepStatus
from engine.core.identifiers import AgencyId, CaseId
from engine.service.ports import Page, WorklistEntry
from tests.support.kite_licence import INSPECTOR, OFFICER, at
from tests.support.sql_store import Store

WORKSHOP, SKY = AgencyId("workshop-1"), AgencyId("sky-1")


def _all(store: Store, agency: AgencyId, limit: int = 50) -> list[WorklistEntry]:
    found: list[WorklistEntry] = []
    after: str | None = None
    while True:
        entries, after = store.worklist(agency, Page(limit=limit, after=after))
        assert len(entries) <= limit
        found += entries
        if after is None:
            return found


def _cases(store: Store, agency: AgencyId, limit: int = 50) -> list[str]:
    return [entry.case.case_id for entry in _all(store, agency, limit)]


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_nearest_due_first_and_who_waits_last(store: Store, limit: int) -> None:
    store.received("waits", "2026-06-01 08:00")
    store.received("second", "2026-06-01 08:30")
    store.received("third", "2026-06-01 08:40")
    store.received("third-too", "2026-06-01 08:40")
    store.give(
        "request_supplement",
        "waits",
        "2026-06-01 09:00",
        INSPECTOR,
        step="inspect_kite",
        reasons=["no photo"],
        documents=["photo"],
    )
    assert _cases(store, WORKSHOP, limit) == ["second", "third", "third-too", "waits"]


def test_an_entry_holds_the_step_and_its_case(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.give("claim_step", "kite-1", "2026-06-01 09:00", INSPECTOR, step="inspect_kite")
    (entry,) = _all(store, WORKSHOP)
    assert (entry.step.status, entry.step.claimed_by, entry.step.claimed_by_name) == (
        StepStatus.CLAIMED,
        INSPECTOR.id,
        INSPECTOR.name,
    )
    assert entry.step.opened_at == at("2026-06-01 08:00")
    assert entry.step.due_at == at("2026-06-02 08:00")
    assert entry.case == store.queries.find_case(CaseId("kite-1"))


def test_the_next_agency_has_it_in_the_same_transaction(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    assert _cases(store, SKY) == []
    store.inspected("kite-1", "2026-06-01 09:00")
    assert _cases(store, SKY) == ["kite-1"]
    assert _cases(store, WORKSHOP) == []


def test_a_withdrawn_case_leaves_every_worklist(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.inspected("kite-1", "2026-06-01 09:00")
    store.give("withdraw_case", "kite-1", "2026-06-01 10:00", OFFICER, reason="no wind")
    assert [_cases(store, agency) for agency in (WORKSHOP, SKY, AgencyId("printer-1"))] == [[], [], []]


def test_what_falls_due_is_found_and_nothing_else(store: Store) -> None:
    store.received("early", "2026-06-01 08:00")
    store.received("late", "2026-06-01 09:00")
    store.submit("waiting", "2026-06-01 09:30")
    store.received("gone", "2026-06-01 08:00")
    store.give("withdraw_case", "gone", "2026-06-01 10:00", OFFICER, reason="no wind")
    assert falling_due(store, "2026-06-02 03:59:59") == []
    # 24 hours, of which 4 are left from then on
    assert falling_due(store, "2026-06-02 04:00") == ["early"]
    assert falling_due(store, "2026-06-02 05:00") == ["early", "late"]
    (first,) = store.sweep_book.falling_due(at("2026-06-02 05:00"), 1)
    (second,) = store.sweep_book.falling_due(at("2026-06-02 05:00"), 1, after=first)
    assert (first.case_id, second.case_id) == ("early", "late")
    assert store.sweep_book.falling_due(at("2026-06-02 05:00"), 1, after=second) == ()


def falling_due(store: Store, now: str) -> list[str]:
    return [due.case_id for due in store.sweep_book.falling_due(at(now), 10)]
