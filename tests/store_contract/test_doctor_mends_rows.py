"""Lists that show a case otherwise than the ledger tells it are found and built anew; the events stay as they are."""

from __future__ import annotations

import pytest

from engine.core.events import RecordedEvent
from engine.core.identifiers import AgencyId, CaseId
from engine.service.ports import Page
from engine.service.sweep import Sweep
from tests.support.ill_store import break_it, cases_of, found_in_cases, ids
from tests.support.kite_licence import INSPECTOR, at
from tests.support.sql_store import Store

BROKEN = {
    "status": "UPDATE cases SET status = 'submitted' WHERE case_id = 'kite-1'",
    "applicant": "UPDATE cases SET applicant = 'Somebody Else' WHERE case_id = 'kite-1'",
    "version": "UPDATE cases SET version = 1 WHERE case_id = 'kite-1'",
    "due_at": "UPDATE cases SET due_at = NULL WHERE case_id = 'kite-1'",
    "next_due_at": "UPDATE cases SET next_due_at = NULL WHERE case_id = 'kite-1'",
    "look_at": "UPDATE cases SET look_at = NULL WHERE case_id = 'kite-1'",
    "search_text": "UPDATE cases SET search_text = 'x' WHERE case_id = 'kite-1'",
    "search_text, ": "UPDATE case_words SET words = 'x' WHERE case_id = 'kite-1'",
    "case": "DELETE FROM cases WHERE case_id = 'kite-1'",
    "steps.reserve_sky": "DELETE FROM steps WHERE case_id = 'kite-1' AND step = 'reserve_sky'",
    "steps.reserve_sky.agency": (
        "UPDATE steps SET agency = 'workshop-1' WHERE case_id = 'kite-1' AND step = 'reserve_sky'"
    ),
    "steps.make_badge": (
        "INSERT INTO steps (case_id, step, agency, status, opened_at, worklist_at) "
        "SELECT case_id, 'make_badge', agency, 'open', opened_at, worklist_at FROM steps "
        "WHERE case_id = 'kite-1' AND step = 'reserve_sky'"
    ),
    "counters": "INSERT INTO case_counters (case_id, agency) VALUES ('kite-1', 'sky-1')",
    "readers": "DELETE FROM case_readers WHERE case_id = 'kite-1' AND agency = 'counter-1'",
}


@pytest.fixture
def town(store: Store) -> Store:
    """Two cases; one of them is broken by each test."""
    for case in ("kite-1", "kite-2"):
        store.received(case, "2026-06-01 08:00")
        store.inspected(case, "2026-06-01 09:00")
    return store


@pytest.mark.parametrize("what", BROKEN)
def test_what_differs_is_found_and_mended(town: Store, what: str) -> None:
    assert found_in_cases(town) == []
    before = _all_told(town)
    break_it(town, BROKEN[what])
    [finding] = found_in_cases(town)
    assert (finding.id, finding.case_id) == ("rows-differ", "kite-1")
    assert what.removesuffix(", ") in finding.detail.split(", ")
    assert "Somebody" not in finding.detail, "values are people's"
    assert cases_of(town).mend(CaseId("kite-1"))
    assert found_in_cases(town) == []
    assert _all_told(town) == before
    assert not cases_of(town).mend(CaseId("kite-1")), "there is nothing left to mend"


def test_a_row_without_any_event_cannot_be_mended(town: Store) -> None:
    break_it(town, "DELETE FROM events WHERE case_id = 'kite-1'")
    found = found_in_cases(town)
    assert ids(found) == ["rows-without-events", *["receipt-without-events"] * 3]
    assert {finding.case_id for finding in found} == {"kite-1"}


def test_a_missing_event_is_a_gap(town: Store) -> None:
    break_it(town, "DELETE FROM events WHERE case_id = 'kite-1' AND sequence IN (2, 3)")
    found = found_in_cases(town)
    assert [(one.id, one.detail) for one in found if one.id == "sequence-gap"] == [("sequence-gap", "2, 3")]
    assert ids(found).count("receipt-without-events") == 1


def test_a_history_that_cannot_be_read_is_told_without_its_words(town: Store) -> None:
    break_it(
        town, "UPDATE events SET body = '{\"type\": \"of_a_later_version\"}' WHERE case_id = 'kite-1' AND sequence = 2"
    )
    [finding] = found_in_cases(town)
    assert (finding.id, finding.case_id, finding.detail) == ("history-unreadable", "kite-1", "WrittenByNewer")


def test_an_event_of_the_future_is_told(town: Store) -> None:

    town.clock.shows = at("2026-06-01 08:30")
    assert ids(found_in_cases(town)) == ["recorded-ahead", "recorded-ahead"]


def test_a_closed_case_that_would_be_looked_at_for_nothing(town: Store) -> None:
    town.give("withdraw_case", "kite-1", "2026-06-01 10:00", reason="no wind")
    assert found_in_cases(town) == []
    break_it(
        town, "UPDATE cases SET look_at = (SELECT look_at FROM cases WHERE case_id = 'kite-2') WHERE case_id = 'kite-1'"
    )
    [finding] = found_in_cases(town)
    assert (finding.id, finding.detail) == ("rows-differ", "look_at")
    assert cases_of(town).mend(CaseId("kite-1"))
    assert found_in_cases(town) == []


def test_what_a_late_sweep_has_still_to_tell_is_left_alone(town: Store) -> None:
    """Rows that were written at any time since the last event are right, whenever the doctor comes."""
    for now in ("2026-06-02 10:00", "2026-06-03 16:59", "2026-06-10 08:00", "2026-07-10 08:00"):
        town.clock.shows = at(now)
        assert found_in_cases(town) == []
    Sweep(town.ledger, town.sweep_book, town.commands, town.clock).run()
    assert found_in_cases(town) == []


def test_a_sample_looks_at_so_many_cases_by_chance(town: Store) -> None:
    break_it(town, *(f"UPDATE cases SET applicant = 'x' WHERE case_id = 'kite-{number}'" for number in (1, 2)))
    counted: list[int] = []
    assert ids(list(cases_of(town).run(1, counted.append))) == ["rows-differ"]
    assert sum(counted) == 1


def _all_told(store: Store) -> list[object]:
    """Events, lists and worklists of the first case."""
    history: list[RecordedEvent] = list(store.ledger.history(CaseId("kite-1")))
    worklist, _ = store.queries.worklist(AgencyId("sky-1"), Page(limit=10))
    return [history, store.queries.find_case(CaseId("kite-1")), worklist, INSPECTOR]
