"""Endings of published versions on both databases: recorded beside what was published, moved or taken back by another."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from engine.core.definition_basics import LegalBasis
from engine.core.errors import CommandRefused, Conflict, EngineError, NotFound, Reason
from engine.core.events import CaseMigrated
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.service.end_version import Ended, EndingVersions
from engine.service.handle_command import CommandHandler
from engine.service.live_catalogue import LiveCatalogue
from engine.service.migrate_cases import CaseMigration
from engine.service.publish import PublicationRefused, Publishing
from engine.service.tables_in_use import TablesInUse
from engine.store.edition_book import SqlEditions
from engine.store.ending_table import VERSION_ENDINGS
from engine.store.published_book import SqlPublishedVersions
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import at, kite_definition
from tests.support.kite_versions import NEW, second_version
from tests.support.sql_store import RECEIPT, Store, kite_catalogue

KITE, FIRST, SECOND = ProcedureId("kite-licence"), ProcedureVersion("2026-01-01"), ProcedureVersion(NEW)
REPEAL, STAY = LegalBasis(ref="Kite Repeal Act", article="1"), LegalBasis(ref="Kite Stay Act")
ON_THE_3RD, ON_THE_5TH = date(2026, 6, 3), date(2026, 6, 5)


class Office:
    """One process: its view of the definitions, and what it can do with them."""

    def __init__(self, store: Store) -> None:
        self.book = SqlPublishedVersions(store.database)
        files = kite_catalogue()
        tables = TablesInUse(files.calendars, files.agencies, SqlEditions(store.database), store.clock)
        self.catalogue = LiveCatalogue(files, self.book, tables)
        self.publishing = Publishing(self.book, self.catalogue, store.clock)
        self.endings = EndingVersions(self.book, self.catalogue, store.clock)
        self.commands = CommandHandler(store.ledger, self.catalogue, store.clock)

    def end(
        self, last_day: date | None, basis: LegalBasis = REPEAL, version: ProcedureVersion = FIRST, by: str = "An"
    ) -> Ended:
        return self.endings.end(KITE, version, last_day, (basis,), by)

    def objections(self, last_day: date | None, version: ProcedureVersion = FIRST) -> str:
        with pytest.raises(PublicationRefused) as refused:
            self.end(last_day, version=version)
        return refused.value.objections[0].in_language("vi")

    def closes_on(self, version: ProcedureVersion = FIRST) -> date | None:
        self.catalogue.refresh()
        closing = self.catalogue.find_closing(KITE, version)
        return closing.last_day if closing else None


@pytest.fixture
def office(store: Store) -> Office:
    """The kite licence is published, and commands are taken by what is."""
    office = Office(store)
    office.publishing.publish(kite_definition(), "An")
    store.commands = office.commands
    return office


def test_it_is_a_fact_of_its_own(store: Store, office: Office) -> None:
    before = office.book.since(0)
    ended = office.end(ON_THE_3RD)
    assert ended.is_new and ended.closing is not None
    assert office.book.since(0) == before, "what was published stays as it is"
    (kept,) = office.book.endings()
    assert kept == ended.ending
    assert (kept.number, kept.last_day, kept.legal_basis) == (1, ON_THE_3RD, (REPEAL,))
    assert (kept.recorded_at, kept.recorded_by) == (store.clock.shows, "An")


def test_twice_is_once(office: Office) -> None:
    office.end(ON_THE_3RD)
    assert not office.end(ON_THE_3RD).is_new
    office.end(None, STAY)
    assert not office.end(None, STAY).is_new
    assert len(office.book.endings()) == 2


def test_from_the_next_day_on_no_case_is_taken(store: Store, office: Office) -> None:
    for case in ("kite-1", "kite-2"):
        store.submit(case, "2026-06-03 15:00")
    office.end(ON_THE_3RD)
    assert store.receive("kite-1", "2026-06-03 17:00").state.procedure_version == FIRST
    with pytest.raises(CommandRefused) as refused:
        store.submit("kite-3", "2026-06-04 08:00")
    assert refused.value.reason is Reason.NO_VERSION_IN_FORCE
    assert refused.value.legal_basis == (REPEAL,)
    assert refused.value.words.vi == (
        "thủ tục kite-licence không nhận hồ sơ mới ngày 04/06/2026: phiên bản 2026-01-01 nhận hồ sơ đến hết 03/06/2026 "
        "(kết thúc theo Điều 1 Kite Repeal Act)"
    )
    with pytest.raises(CommandRefused) as refused:
        store.receive("kite-2", "2026-06-04 08:00")
    assert refused.value.reason is Reason.NO_VERSION_IN_FORCE
    late = store.give("receive_case", "kite-2", "2026-06-04 09:00", **RECEIPT, occurred_at=at("2026-06-03 16:00"))
    assert late.state.procedure_version == FIRST, "what came in time is entered later"


def test_the_successor_is_named(store: Store, office: Office) -> None:
    later = second_version({"version": "2026-07-01", "effective": {"from": "2026-07-01"}})
    office.publishing.publish(later, "An")
    assert office.closes_on() == date(2026, 6, 30)
    office.end(ON_THE_3RD)
    with pytest.raises(CommandRefused) as refused:
        store.submit("kite-1", "2026-06-04 08:00")
    assert refused.value.words.vi.endswith("; phiên bản 2026-07-01 nhận từ 01/07/2026")


def test_running_cases_go_on(store: Store, office: Office) -> None:
    store.received("kite-1", "2026-06-03 09:00")
    office.end(ON_THE_3RD)
    assert store.inspected("kite-1", "2026-06-05 10:00").state.procedure_version == FIRST


def test_running_cases_may_come_over_but_not_to_what_has_ended(store: Store, office: Office) -> None:
    store.received("kite-1", "2026-06-01 09:00")
    office.publishing.publish(second_version(), "An")
    office.end(ON_THE_3RD, version=SECOND)
    migration = CaseMigration(store.ledger, store.queries, office.catalogue, office.commands, store.clock)
    store.clock.shows = at("2026-06-04 09:00")
    (refused,) = migration.run(migration.target(KITE, SECOND))
    assert refused.refusal is not None and "not in force" in str(refused.refusal)
    store.clock.shows = at("2026-06-03 09:00")
    (done,) = migration.run(migration.target(KITE, SECOND))
    assert isinstance(done.change, CaseMigrated) and done.is_recorded


def test_it_is_moved_and_taken_back(store: Store, office: Office) -> None:
    office.end(ON_THE_3RD)
    office.end(ON_THE_5TH, STAY)
    assert office.closes_on() == ON_THE_5TH
    assert store.submit("kite-1", "2026-06-04 08:00").state.procedure_version == FIRST
    ended = office.end(None, STAY, by="Bình")
    assert ended.closing is None and office.closes_on() is None
    assert store.submit("kite-2", "2026-06-10 08:00").state.procedure_version == FIRST
    assert [(e.number, e.last_day, e.recorded_by) for e in office.book.endings()] == [
        (1, ON_THE_3RD, "An"),
        (2, ON_THE_5TH, "An"),
        (3, None, "Bình"),
    ]


def test_another_process_sees_it_without_a_restart(store: Store, office: Office) -> None:
    other = Office(store)
    assert other.closes_on() is None
    office.end(ON_THE_3RD)
    assert other.closes_on() == ON_THE_3RD
    assert other.catalogue.find_applicable(KITE, date(2026, 6, 4)) is None


def test_not_for_days_on_which_cases_were_received(store: Store, office: Office) -> None:
    store.received("kite-1", "2026-06-03 09:00")
    store.clock.shows = at("2026-06-05 09:00")
    assert "đã có hồ sơ tiếp nhận theo phiên bản 2026-01-01 sau ngày 02/06/2026" in office.objections(date(2026, 6, 2))
    assert office.end(ON_THE_3RD).is_new, "a day that has passed without receipts after it"


def test_not_back_over_cases_of_another_version(store: Store, office: Office) -> None:
    """The second was repealed before its first day; the first went on, and received a case on it."""
    office.publishing.publish(second_version(), "An")
    office.end(date(2026, 6, 1), version=SECOND)
    assert office.closes_on() is None
    store.received("kite-1", "2026-06-03 09:00")
    assert "từ ngày 02/06/2026 đã có hồ sơ theo phiên bản khác" in office.objections(None, version=SECOND)


def test_a_version_in_a_file_alone_is_ended_there(store: Store) -> None:
    assert "phiên bản 2026-01-01 chưa được công bố" in Office(store).objections(ON_THE_3RD)
    with pytest.raises(NotFound):
        Office(store).end(ON_THE_3RD, version=ProcedureVersion("1999-01-01"))


def test_the_file_may_repeat_the_day_and_no_other(store: Store, office: Office) -> None:
    written = changed_kite({"effective": {"from": "2026-01-01", "to": "2026-06-03"}})
    with pytest.raises(PublicationRefused) as refused:
        office.publishing.publish(written, "An")
    assert "lienthong procedures end" in refused.value.objections[0].in_language("vi")
    office.end(ON_THE_3RD)
    assert not office.publishing.publish(written, "An").is_new
    office.end(ON_THE_5TH)
    assert not office.publishing.publish(written, "An").is_new, "a file need not follow at once"
    assert office.closes_on() == ON_THE_5TH


def test_two_at_once(store: Store, office: Office) -> None:
    kept = office.end(ON_THE_3RD).ending
    basis = "[]"
    with pytest.raises(Conflict), store.database.write() as connection:
        connection.execute(VERSION_ENDINGS.insert(), {**kept.model_dump(), "legal_basis": basis})


@pytest.mark.parametrize("change", ["UPDATE version_endings SET last_day = NULL", "DELETE FROM version_endings"])
def test_the_database_itself_refuses_a_change(store: Store, office: Office, change: str) -> None:
    office.end(ON_THE_3RD)
    with pytest.raises(EngineError, match="insert-only"), store.database.write() as connection:
        connection.execute(text(change))
    assert len(office.book.endings()) == 1
