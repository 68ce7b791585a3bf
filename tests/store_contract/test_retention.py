"""Purges and holds: no personal data are left anywhere, every report stays what it was, and the database guards both."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.core import events
from engine.core.case import fold
from engine.core.case_clock import times_of
from engine.core.errors import EngineError, NotFound, RetentionRefused
from engine.core.explain import explain_due_dates
from engine.core.identifiers import CaseId, CommandId
from engine.core.lateness import lateness_of
from engine.core.purging import PURGED
from engine.core.retention import RetentionActKind
from engine.service.citizen_access import Opened
from engine.service.ports import CaseQuery, Page
from engine.service.read_rows import rows_of
from engine.service.retention import Outcome, Retention
from engine.store.declared import TABLES
from engine.store.search_text import searchable
from tests.support.kept_kites import AFTER_THE_PERIOD, CANARY, closed_with_canaries, with_retention
from tests.support.kite_licence import OFFICER, at
from tests.support.moved_ledgers import export_of, take_in
from tests.support.sql_store import Store

CASE = CaseId("kite-1")
WHY = ("An", "retention period over")


def outcomes(retention: Retention) -> list[Outcome]:
    return [found.outcome for found in retention.purge(*WHY)]


def purged_one(store: Store) -> Retention:
    retention = with_retention(store)
    closed_with_canaries(store, CASE)
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert outcomes(retention) == [Outcome.PURGED]
    return retention


def everything(store: Store) -> str:
    """What every table says, each column as text."""
    found = []
    with store.database.read() as connection:
        for table in TABLES:
            found += [repr(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table.name}"))]
    return "\n".join(found)


def reports(store: Store) -> tuple[Any, ...]:
    """What statistics and the pages of dates are made of, as of an instant after the closing."""
    state = fold(CASE, store.ledger.history(CASE))
    law, now = store.commands.law_of(state), at("2026-07-01 08:00")
    case, steps = rows_of(law, state, now)
    shown = case.model_copy(update={"applicant": "", "submitted_by": ""})
    bare = [step.model_copy(update={"claimed_by_name": None}) for step in steps]
    skeleton = [(one.sequence, one.event.type, one.event.at, one.recorded_at) for one in store.ledger.history(CASE)]
    reckoned = times_of(law, state, now), lateness_of(law, state, now), explain_due_dates(law, state, now)
    return *reckoned, shown, bare, skeleton


def test_nothing_personal_is_left_and_every_report_stays(store: Store) -> None:
    retention = with_retention(store)
    closed_with_canaries(store, CASE)
    before = reports(store)
    assert CANARY in everything(store)
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert outcomes(retention) == [Outcome.PURGED]
    assert not re.search(f"{CANARY}|{searchable(CANARY, None)}", everything(store))
    assert reports(store) == before


def test_what_a_rule_reads_stays_and_the_rest_of_the_form_goes(store: Store) -> None:
    purged_one(store)
    submitted = store.ledger.history(CASE)[0].event
    assert isinstance(submitted, events.CaseSubmitted)
    assert submitted.form == {"requester": {"full_name": PURGED}, "wants_badge": True, "colour": PURGED}
    assert [paper.document for paper in submitted.documents] == ["drawing"]


def test_who_acted_for_an_agency_stays_known_by_the_account(store: Store) -> None:
    purged_one(store)
    acted = {(one.actor.id, one.actor.name) for one in store.ledger.history(CASE)}
    assert ("caseworker-workshop-1-An", PURGED) in acted


def test_lists_find_the_case_by_its_code_and_not_by_a_name(store: Store) -> None:
    purged_one(store)
    row = store.queries.find_case(CASE)
    assert row is not None
    assert row.applicant == PURGED
    assert shown(store, CANARY) == []
    assert shown(store, str(row.dossier_code)) == [CASE]


def shown(store: Store, words: str) -> list[CaseId]:
    found, _ = store.queries.list_cases(CaseQuery(everything=True, text=words), Page())
    return [row.case_id for row in found]


def test_the_files_of_sqlite_have_nothing_left(sqlite_store: Store) -> None:
    """Neither the pages nor the write-ahead log; nor what was written over before there was a purge."""
    retention = with_retention(sqlite_store)
    closed_with_canaries(sqlite_store, CASE)
    file = Path(sqlite_store.url.removeprefix("sqlite:///"))
    assert found_in(file)
    sqlite_store.clock.shows = at(AFTER_THE_PERIOD)
    assert outcomes(retention) == [Outcome.PURGED]
    assert retention.settle(compact=False)
    assert not found_in(file)
    assert retention.settle(compact=True)
    assert not found_in(file)


def test_a_compacted_ledger_is_whole(store: Store) -> None:
    retention = purged_one(store)
    before = everything(store)
    assert retention.settle(compact=True)
    assert everything(store) == before


def test_nobody_is_purged_before_the_period_is_over(store: Store) -> None:
    retention = with_retention(store)
    closed_with_canaries(store, CASE)
    store.clock.shows = at(AFTER_THE_PERIOD) - timedelta(seconds=1)
    assert outcomes(retention) == []
    assert [found.case_id for found in retention.past_period(at(AFTER_THE_PERIOD))] == [CASE]
    with pytest.raises(RetentionRefused):
        list(retention.purge(*WHY, at=at(AFTER_THE_PERIOD)))
    assert CANARY in everything(store)


def test_without_a_declared_period_nothing_is_ever_purged(store: Store) -> None:
    retention = with_retention(store, None)
    closed_with_canaries(store, CASE)
    store.clock.shows = at("2090-01-01 00:00")
    assert outcomes(retention) == []
    assert CANARY in everything(store)


def test_an_open_case_and_an_undelivered_message_wait(store: Store) -> None:
    retention = with_retention(store)
    store.received("open", "2026-06-01 08:00", name=CANARY)
    store.received("unsent", name=CANARY)
    store.inspected("unsent")
    store.give("withdraw_case", "unsent", reason="no wind")
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert outcomes(retention) == [Outcome.UNDELIVERED]
    assert {row.applicant for row in store.queries.list_cases(CaseQuery(everything=True), Page())[0]} == {CANARY}


def test_a_held_case_is_kept_until_it_is_released(store: Store) -> None:
    retention = with_retention(store)
    closed_with_canaries(store, CASE)
    retention.hold(CASE, "Bình", "complaint 12", "Complaints Act")
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert outcomes(retention) == [Outcome.HELD]
    assert CANARY in everything(store)
    retention.release(CASE, "Bình", "complaint decided")
    assert outcomes(retention) == [Outcome.PURGED]
    hold, release, purge = retention.acts()
    assert (hold.act, hold.by, hold.reason, hold.basis) == (
        RetentionActKind.HOLD,
        "Bình",
        "complaint 12",
        "Complaints Act",
    )
    assert (release.act, release.number) == (RetentionActKind.RELEASE, 2)
    assert (purge.act, purge.by, purge.at, purge.events) == (
        RetentionActKind.PURGE,
        "An",
        at(AFTER_THE_PERIOD),
        len(store.ledger.history(CASE)),
    )
    assert purge.basis == "Điều 7 Kite Archives Act"


def test_a_hold_must_fit_what_was_done_before(store: Store) -> None:
    retention = with_retention(store)
    closed_with_canaries(store, CASE)
    with pytest.raises(NotFound):
        retention.hold(CaseId("nobody"), "An", "why", "basis")
    with pytest.raises(RetentionRefused):
        retention.release(CASE, "An", "why")
    retention.hold(CASE, "An", "why", "basis")
    with pytest.raises(RetentionRefused):
        retention.hold(CASE, "An", "why", "basis")
    retention.release(CASE, "An", "why")
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert outcomes(retention) == [Outcome.PURGED]
    with pytest.raises(RetentionRefused):
        retention.hold(CASE, "An", "why", "basis")


def test_cut_off_in_the_middle_it_goes_on_where_it_was(store: Store) -> None:
    retention = with_retention(store)
    for name in ("kite-1", "kite-2", "kite-3"):
        closed_with_canaries(store, name)
    store.clock.shows = at(AFTER_THE_PERIOD)
    cut_off = retention.purge(*WHY)
    assert next(cut_off).case_id == CASE
    cut_off.close()
    assert [found.case_id for found in retention.purge(*WHY)] == ["kite-2", "kite-3"]
    assert outcomes(retention) == []
    assert len(list(retention.acts())) == 3


def test_a_copy_of_before_is_purged_again_by_the_same_rule(sqlite_store: Store, postgres_store: Store) -> None:
    """What a restore brings back is past its period still; and a copy of afterwards brings the record along."""
    retention = with_retention(sqlite_store)
    closed_with_canaries(sqlite_store, CASE)
    take_in(postgres_store, export_of(sqlite_store))
    again = with_retention(postgres_store)
    for one, store in ((retention, sqlite_store), (again, postgres_store)):
        store.clock.shows = at(AFTER_THE_PERIOD)
        assert outcomes(one) == [Outcome.PURGED]
    copy = export_of(sqlite_store)
    assert CANARY.encode() not in copy
    assert b'"table":"retention_acts"' in copy
    assert copy == export_of(postgres_store)


def test_what_a_restored_ledger_forgot_is_given_again(sqlite_store: Store, postgres_store: Store) -> None:
    """With who, when and why as they were; a second time there is nothing left to give."""
    retention = with_retention(sqlite_store)
    for name in ("kite-1", "kite-2"):
        closed_with_canaries(sqlite_store, name)
    take_in(postgres_store, export_of(sqlite_store))
    retention.hold(CaseId("kite-2"), "Bình", "complaint 12", "Complaints Act")
    sqlite_store.clock.shows = at(AFTER_THE_PERIOD)
    assert outcomes(retention) == [Outcome.PURGED, Outcome.HELD]
    on_record = list(retention.acts())
    postgres_store.clock.shows = at(AFTER_THE_PERIOD) + timedelta(days=3)
    again = with_retention(postgres_store)
    assert [outcome for _, outcome in again.reapply(on_record)] == [Outcome.PURGED, Outcome.RECORDED]
    assert list(again.acts()) == on_record
    assert list(again.reapply(on_record)) == []
    assert outcomes(again) == [Outcome.HELD]
    otherwise = [act.model_copy(update={"by": "Chi"}) for act in on_record]
    assert {outcome for _, outcome in again.reapply(otherwise)} == {Outcome.DIFFERS}


def found_in(file: Path) -> bool:
    looked_for = (CANARY.encode(), searchable(CANARY, None).encode())
    there = [file, *(path for ending in ("-wal", "-journal") if (path := Path(f"{file}{ending}")).exists())]
    return any(one in path.read_bytes() for path in there for one in looked_for)


@pytest.mark.parametrize("dressed", ["open", "held", "unrecorded"])
def test_the_database_itself_refuses_a_purge_that_may_not_be(store: Store, dressed: str) -> None:
    retention = with_retention(store)
    closed_with_canaries(store, CASE)
    store.received("open-1")
    case = "open-1" if dressed == "open" else CASE
    if dressed == "held":
        retention.hold(CASE, "An", "why", "basis")
    number = {"open": 1, "held": 2, "unrecorded": None}[dressed]
    with pytest.raises(EngineError):
        change_inside_a_purge(store, case, number)
    assert CANARY in everything(store)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET type = 'other' WHERE case_id = 'kite-1'",
        "UPDATE events SET occurred_at = recorded_at, sequence = sequence + 100 WHERE case_id = 'kite-1'",
        "UPDATE events SET body = '{}' WHERE case_id = 'kite-2'",
        "UPDATE command_receipts SET last_sequence = last_sequence + 1 WHERE case_id = 'kite-1'",
        "DELETE FROM events WHERE case_id = 'kite-1'",
    ],
)
def test_inside_a_purge_nothing_else_may_change(store: Store, change: str) -> None:
    for name in ("kite-1", "kite-2"):
        closed_with_canaries(store, name)
    before = everything(store)
    with pytest.raises(EngineError, match="insert-only"):
        change_inside_a_purge(store, "kite-1", 1, change)
    assert everything(store) == before


def change_inside_a_purge(store: Store, case: str, number: int | None, change: str | None = None) -> None:
    """By hand, as somebody might who knows the tables."""
    said = f"'{case}', {number}, 'purge', '2028-01-01T00:00:00Z', 'An', 'why', 'basis', 0"
    with store.database.write() as connection:
        if number is not None:
            connection.execute(text(f"INSERT INTO retention_acts VALUES ({said})"))
        connection.execute(text(f"INSERT INTO open_purges VALUES ('{case}')"))
        if change is not None:
            connection.execute(text(change))


def test_a_purge_takes_the_files_and_the_secret_too(store: Store) -> None:
    retention = with_retention(store)
    closed_with_canaries(store, CASE)
    secret = store.citizens.first_secret(CASE, OFFICER, CommandId("receipt"))
    row = store.queries.find_case(CASE)
    assert row is not None and row.dossier_code is not None
    code = row.dossier_code
    assert secret is not None and isinstance(store.citizens.open(code, secret, "203.0.113.7"), Opened)
    kept = store.files.keep(CASE, b"%PDF-")
    store.files.keep(CaseId("kite-9"), b"%PDF-")
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert outcomes(retention) == [Outcome.PURGED]
    assert (store.files.find(CASE, kept), store.files.count(CaseId("kite-9"))) == (None, 1)
    assert store.citizens.open(code, secret, "203.0.113.7") is None
    assert f"'{CASE}'" not in _rows(store, "citizen_secrets") + _rows(store, "citizen_sessions")


def _rows(store: Store, table: str) -> str:
    with store.database.read() as connection:
        return str(connection.execute(text(f"SELECT * FROM {table}")).all())
