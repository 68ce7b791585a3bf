"""Published versions on both databases: kept once and for ever, seen by every process, refused where they cannot be."""

from typing import Any

import pytest
from sqlalchemy import text

from engine.core.canonical import canonical, content_hash
from engine.core.definition import ProcedureDefinition
from engine.core.errors import Conflict, EngineError, NotFound
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.publication import Publication
from engine.service.handle_command import CommandHandler
from engine.service.live_catalogue import LiveCatalogue
from engine.service.publish import PublicationRefused, Publishing
from engine.service.tables_in_use import TablesInUse
from engine.store.edition_book import SqlEditions
from engine.store.published_book import SqlPublishedVersions
from procedure_defs.catalogue import Catalogue
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import at, kite_definition
from tests.support.kite_versions import NEW, second_version
from tests.support.sql_store import Store, kite_catalogue

KITE, FIRST = ProcedureId("kite-licence"), ProcedureVersion("2026-01-01")
SECOND = ProcedureVersion(NEW)


class Office:
    """One process: its view of the definitions, and the act of publishing."""

    def __init__(self, store: Store) -> None:
        self.book = SqlPublishedVersions(store.database)
        self.catalogue = _live(store)
        self.publishing = Publishing(self.book, self.catalogue, store.clock)

    def publish(self, definition: ProcedureDefinition) -> bool:
        return self.publishing.publish(definition, "An").is_new

    def objections(self, definition: ProcedureDefinition) -> str:
        with pytest.raises(PublicationRefused) as refused:
            self.publish(definition)
        return str(refused.value)


def _live(store: Store, file: ProcedureDefinition | None = None) -> LiveCatalogue:
    """As a process finds it that starts now, with the files as they are shipped, or with this one."""
    shipped = kite_catalogue()
    files = Catalogue([file], shipped.agencies, shipped.calendars) if file is not None else shipped
    tables = TablesInUse(files.calendars, files.agencies, SqlEditions(store.database), store.clock)
    return LiveCatalogue(files, SqlPublishedVersions(store.database), tables)


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_what_is_published_can_be_read_for_ever(store: Store, office: Office) -> None:
    assert office.publish(kite_definition())
    (kept,) = office.book.since(0)
    assert (kept.procedure, kept.version, kept.edition) == (KITE, FIRST, 1)
    assert (kept.published_at, kept.published_by) == (store.clock.shows, "An")
    assert kept.content == canonical(kite_definition())
    assert kept.content_hash == content_hash(kept.content)


def test_twice_is_once(office: Office) -> None:
    assert office.publish(kite_definition())
    assert not office.publish(kite_definition())
    assert office.book.newest().edition == 1


def test_other_content_under_the_same_version_is_refused_with_what_differs(office: Office) -> None:
    office.publish(kite_definition())
    said = office.objections(changed_kite({"total.within": "6 working_days"}))
    assert "was published with other content: total.within: 5 working_days → 6 working_days" in said
    assert "give the change a version of its own" in said


def test_a_version_that_overlaps_is_refused(office: Office) -> None:
    office.publish(kite_definition())
    said = office.objections(changed_kite({"version": "2025-01-01", "effective": {"from": "2025-01-01"}}))
    assert "holds on days of version 2026-01-01, which is published" in said


def test_not_for_days_on_which_cases_were_received_under_another(store: Store, office: Office) -> None:
    """Received on 3 June under the first version; the second would hold from the 2nd."""
    store.received("kite-1", "2026-06-03 09:00")
    store.clock.shows = at("2026-06-04 09:00")
    assert "cases received since keep another version" in office.objections(second_version())
    assert office.publish(second_version({"version": "2026-06-04", "effective": {"from": "2026-06-04"}}))


def test_the_version_in_use_is_published_while_cases_run(store: Store, office: Office) -> None:
    store.received("kite-1", "2026-06-03 09:00")
    assert office.publish(kite_definition())


def test_another_process_sees_it_without_a_restart(store: Store, office: Office) -> None:
    other = Office(store)
    assert other.catalogue.all() == (kite_definition(),)
    office.publish(second_version())
    assert other.catalogue.get(KITE, SECOND) == second_version()
    assert other.catalogue.find_applicable(KITE, at("2026-06-02 09:00").date()) == second_version()
    assert other.catalogue.find_applicable(KITE, at("2026-06-01 09:00").date()) == kite_definition()


def test_a_receipt_looks_for_what_was_published_a_moment_ago(store: Store, office: Office) -> None:
    other = Office(store)
    store.commands = CommandHandler(store.ledger, other.catalogue, store.clock)
    store.submit("kite-1", "2026-06-02 08:00")
    office.publish(second_version())
    assert store.receive("kite-1", "2026-06-02 09:00").state.procedure_version == NEW


def test_a_case_keeps_its_version_though_the_file_is_gone(store: Store, office: Office) -> None:
    office.publish(second_version())
    assert _live(store).get(KITE, SECOND) == second_version()
    with pytest.raises(NotFound):
        office.catalogue.get(KITE, ProcedureVersion("2020-01-01"))


def test_a_file_that_was_changed_afterwards_is_found(store: Store, office: Office) -> None:
    office.publish(changed_kite({"total.within": "6 working_days"}))
    ((key, objection),) = _live(store).contradictions().items()
    assert key == (KITE, FIRST)
    assert "total.within: 6 working_days → 5 working_days" in objection.in_language("vi")
    assert office.catalogue.get(KITE, FIRST).total.within is not None
    assert str(office.catalogue.get(KITE, FIRST).total.within) == "6 working_days", "what was published holds"


def test_a_file_that_learnt_a_format_stops_nobody_who_published_it(store: Store, office: Office) -> None:
    """The upgrade of a shipped file: what was published holds to the letter, and to publish it again is no change."""
    office.publish(kite_definition())
    shaped = changed_kite({"form.requester.fields.full_name.format": "phone"})
    upgraded = _live(store, shaped)
    assert not upgraded.contradictions()
    assert upgraded.get(KITE, FIRST) == kite_definition()
    assert not Publishing(office.book, upgraded, store.clock).publish(shaped, "An").is_new
    assert office.book.newest().edition == 1


def test_a_format_that_was_published_is_not_taken_back(store: Store, office: Office) -> None:
    shaped = changed_kite({"form.requester.fields.full_name.format": "phone"})
    Publishing(office.book, _live(store, shaped), store.clock).publish(shaped, "An")
    ((key, objection),) = _live(store).contradictions().items()
    assert key == (KITE, FIRST)
    assert "form.requester.fields.full_name.format: phone" in objection.in_language("vi")


def test_two_at_once(office: Office) -> None:
    """Both found that nothing was published yet; the second to write is told."""
    content = canonical(kite_definition())
    said: dict[str, Any] = {"procedure": KITE, "version": FIRST, "content": content, "published_by": "An"}
    publication = Publication(**said, content_hash=content_hash(content), published_at=at("2026-06-01 08:00"))
    office.book.add(publication)
    with pytest.raises(Conflict):
        office.book.add(publication)


@pytest.mark.parametrize(
    "change", ["UPDATE published_procedures SET content = '{}'", "DELETE FROM published_procedures"]
)
def test_the_database_itself_refuses_a_change(store: Store, office: Office, change: str) -> None:
    office.publish(kite_definition())
    with pytest.raises(EngineError, match="insert-only"), store.database.write() as connection:
        connection.execute(text(change))
    assert len(office.book.since(0)) == 1
