"""Lists that show a case otherwise than the ledger tells it are found and built anew; the events stay as they are."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from engine.core.events import RecordedEvent
from engine.core.identifiers import CaseId
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
    Sweep(town.ledger, town.sweep_book, town.commands, town.clock).run()
    assert _all_told(town) == before
    assert not cases_of(town).mend(CaseId("kite-1")), "there is nothing left to mend"


def test_a_row_without_any_event_cannot_be_mended(town: Store) -> None:
    break_it(town, "DELETE FROM events WHERE case_id = 'kite-1'")
    found = found_in_cases(town)
    assert ids(found) == [*["receipt-without-events"] * 3, "rows-without-events"]
    assert {finding.case_id for finding in found} == {"kite-1"}


def test_a_missing_event_is_a_gap(town: Store) -> None:
    break_it(town, "DELETE FROM events WHERE case_id = 'kite-1' AND sequence IN (2, 3)")
    found = found_in_cases(town)
    assert [(one.id, one.detail) for one in found if one.id == "sequence-gap"] == [("sequence-gap", "2, 3")]
    assert ids(found).count("receipt-without-events") == 1


ITS = "WHERE case_id = 'kite-1'"
LAST = "case_id = 'kite-1' AND sequence = (SELECT max(sequence) FROM events WHERE case_id = 'kite-1')"


@pytest.mark.parametrize("sample", [None, 1000])
def test_a_lost_last_event_is_no_difference_of_rows(town: Store, sample: int | None) -> None:
    """What others remember of a version that the history does not have is all that is left of it: it is not mended away."""
    last = town.ledger.history(CaseId("kite-1"))[-1].sequence
    kept = town.queries.find_case(CaseId("kite-1"))
    break_it(town, f"DELETE FROM events WHERE {LAST}")
    for _ in range(2):
        found = [one for one in found_in_cases(town, sample) if one.case_id == "kite-1"]
        assert ids(found) == ["receipt-without-events", "events-lost"]
        assert found[1].detail == f"cases {last}, wakes {last}"
        assert not found[1].kind.is_mendable
        assert not cases_of(town).mend(CaseId("kite-1"))
        assert town.queries.find_case(CaseId("kite-1")) == kept


def test_the_queue_alone_remembers_the_lost_event(town: Store) -> None:
    break_it(town, f"DELETE FROM events WHERE {LAST}", f"UPDATE cases SET version = version - 1 {ITS}")
    [lost] = [one for one in found_in_cases(town, 1000) if one.id == "events-lost"]
    assert (lost.case_id, lost.detail.split()[0]) == ("kite-1", "wakes")


@pytest.mark.parametrize("sample", [None, 1000])
def test_a_receipt_alone_remembers_the_lost_event(town: Store, sample: int | None) -> None:
    lower = "version = version - 1"
    queued = f"UPDATE wakes SET {lower}, wake_version = version - 1, seen_version = 0, shown_version = 0"
    break_it(town, f"DELETE FROM events WHERE {LAST}", f"UPDATE cases SET {lower} {ITS}", f"{queued} {ITS}")
    examined = cases_of(town)
    assert ids(list(examined.run(sample, [].append))) == ["receipt-without-events"]
    assert not examined.mend(CaseId("kite-1")), "its rows stay as they are"


@pytest.mark.parametrize("said", ["type = 'case_withdrawn'", "occurred_at = '2026-01-01T01:00:00Z'"])
def test_columns_that_contradict_the_event(town: Store, said: str) -> None:
    break_it(town, f"UPDATE events SET {said} WHERE case_id = 'kite-1' AND sequence = 2")
    [finding] = found_in_cases(town)
    assert (finding.id, finding.case_id, finding.detail) == ("event-contradicted", "kite-1", "2")
    assert not finding.kind.is_mendable


def test_automatic_work_without_its_message(town: Store) -> None:
    """The licence is to be printed, and nothing is there that would tell the printer."""
    break_it(town, f"DELETE FROM outbox {ITS}")
    before = town.ledger.history(CaseId("kite-1"))
    [finding] = found_in_cases(town)
    assert (finding.id, finding.case_id, finding.detail) == ("message-lacking", "kite-1", "printer")
    assert cases_of(town).send(CaseId("kite-1"))
    assert found_in_cases(town) == []
    assert not cases_of(town).send(CaseId("kite-1")), "it is there"
    assert [message.work.key for message in town.outbox.due(CaseId("kite-1"))] == [finding.about]
    assert town.ledger.history(CaseId("kite-1")) == before


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


@pytest.mark.parametrize("now", ["2026-06-01 10:00", "2026-06-02 08:00", "2026-08-03 08:00"])
def test_a_case_that_would_be_looked_at_too_late(town: Store, now: str) -> None:
    """The sweep would not come before 2099; also where all that it had to tell lies behind."""
    town.clock.shows = at(now)
    break_it(town, "UPDATE cases SET look_at = '2099-01-01T01:00:00Z' WHERE case_id = 'kite-1'")
    [finding] = found_in_cases(town)
    assert (finding.id, finding.case_id, finding.detail) == ("rows-differ", "kite-1", "look_at")
    assert cases_of(town).mend(CaseId("kite-1"))
    assert found_in_cases(town) == []
    Sweep(town.ledger, town.sweep_book, town.commands, town.clock).run()
    of_both = [town.sweep_book.notices_of(CaseId(case)) for case in ("kite-1", "kite-2")]
    assert [one.rung for one in of_both[0]] == [one.rung for one in of_both[1]]
    kites = [town.queries.find_case(CaseId(case)) for case in ("kite-1", "kite-2")]
    assert kites[0] is not None
    assert kites[1] is not None
    assert kites[0].look_at == kites[1].look_at


def test_an_hour_too_late_is_too_late_and_an_hour_too_early_no_harm(town: Store) -> None:
    kept = town.queries.find_case(CaseId("kite-1"))
    assert kept is not None
    assert kept.look_at is not None
    for hours, said in ((1, ["rows-differ"]), (0, []), (-1, [])):
        moved = (kept.look_at + timedelta(hours=hours)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        break_it(town, f"UPDATE cases SET look_at = '{moved}' WHERE case_id = 'kite-1'")
        assert ids(found_in_cases(town)) == said


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
    worklist, _ = store.worklist("sky-1", Page(limit=10))
    return [history, store.queries.find_case(CaseId("kite-1")), worklist, INSPECTOR]
