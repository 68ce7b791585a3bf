"""Editions of the directory on both databases: a case that has ended is told, and judged, as it was at its end.

The kite licence has five working days; the workshop's inspection has a limit of its own, by the workshop's calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.core.actors import SYSTEM
from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarBook
from engine.core.directory_editions import changes
from engine.core.identifiers import AgencyId, CaseId, StepId
from engine.service.handle_command import CommandHandler
from engine.service.live_catalogue import LiveCatalogue
from engine.service.read_case import CaseReader, CaseView
from engine.service.reproject import Reprojection
from engine.service.tables_in_use import TablesInUse
from engine.store.edition_book import SqlEditions
from engine.store.migration import migrate, migrate_down
from engine.store.published_book import SqlPublishedVersions
from procedure_defs.catalogue import Catalogue
from tests.support.kite_licence import DIRECTORY, at, kite_definition
from tests.support.kite_succession import succession_book
from tests.support.sql_store import Store
from tests.support.threads import at_once

WORKSHOP, INSPECT = AgencyId("workshop-1"), StepId("inspect_kite")
FIRST, LATER = "2026-06-01 08:00", "2026-06-03 10:00"


def directory(**changed: Any) -> AgencyDirectory:
    """The kite directory with something else said of the workshop."""
    said = DIRECTORY.model_dump(by_alias=True)
    said["agencies"][WORKSHOP] |= changed
    return AgencyDirectory.model_validate(said)


RENAMED = directory(title={"vi": "Xưởng mới", "en": "New workshop"})
OTHER_HOURS = directory(calendar="heirs")
"""The calendar `heirs` is shut on 3 June, when the office works."""


@dataclass
class Process:
    """One that has just started, with the files as it read them."""

    store: Store
    files: AgencyDirectory
    now: str

    def __post_init__(self) -> None:
        store = self.store
        store.clock.shows = at(self.now)
        books: CalendarBook = succession_book()
        files = Catalogue([kite_definition()], self.files, books)
        tables = TablesInUse(books, self.files, SqlEditions(store.database), store.clock)
        self.catalogue = LiveCatalogue(files, SqlPublishedVersions(store.database), tables)
        self.catalogue.refresh()
        store.commands = CommandHandler(store.ledger, self.catalogue, store.clock)
        self.reader = CaseReader(store.ledger, store.queries, self.catalogue, store.clock)

    def view(self, case: str, as_of: str | None = None) -> CaseView:
        return self.reader.get_view(CaseId(case), SYSTEM, at(as_of) if as_of else None)

    def workshop(self, case: str, as_of: str | None = None) -> str:
        return self.view(case, as_of).directory.agencies[WORKSHOP].title.vi


OLD_NAME = DIRECTORY.agencies[WORKSHOP].title.vi


def recorded(store: Store) -> list[int]:
    return [change.edition.edition for change in changes(SqlEditions(store.database).all())]


def closed(store: Store, case: str, now: str) -> None:
    store.received(case, "2026-06-01 09:00")
    store.give("withdraw_case", case, now, reason="Không thả diều nữa")


def test_the_directory_is_recorded_once(store: Store) -> None:
    Process(store, DIRECTORY, FIRST)
    Process(store, DIRECTORY, LATER)
    assert recorded(store) == [3], "after the two calendars"
    Process(store, RENAMED, LATER)
    assert recorded(store) == [3, 4]


def test_a_case_that_has_ended_keeps_the_names_of_its_end(store: Store) -> None:
    Process(store, DIRECTORY, FIRST)
    closed(store, "ended", "2026-06-02 15:00")
    store.received("running", "2026-06-02 16:00")
    after = Process(store, RENAMED, LATER)
    assert (after.workshop("ended"), after.workshop("running")) == (OLD_NAME, "Xưởng mới")
    assert after.workshop("running", "2026-06-02 17:00") == OLD_NAME, "as of a time before, as it was known then"


def test_a_case_that_has_ended_keeps_its_reckoning(store: Store) -> None:
    """The case ends on Wednesday 3 June; that the workshop goes by another calendar is said a day after."""
    Process(store, DIRECTORY, FIRST)
    closed(store, "ended", "2026-06-03 16:00")
    store.received("running", "2026-06-02 16:00")
    before, after = Process(store, DIRECTORY, "2026-06-04 08:00"), Process(store, OTHER_HOURS, "2026-06-04 09:00")
    told, now = (process.view("ended").times.steps[INSPECT] for process in (before, after))
    assert told.original_due_at is not None
    assert now == told
    told, now = (
        process.view("running", "2026-06-04 07:59" if process is before else None).times.steps[INSPECT]
        for process in (before, after)
    )
    assert now.original_due_at != told.original_due_at, "of one that runs it is another date"


def test_open_cases_are_moved_by_an_event_alone(store: Store) -> None:
    Process(store, DIRECTORY, FIRST)
    store.received("running", "2026-06-01 09:00")
    process = Process(store, OTHER_HOURS, "2026-06-02 08:00")
    reprojection = Reprojection(store.ledger, store.queries, store.commands, store.clock)
    (found,) = [one for one in reprojection.run() if one is not None]
    before, after = found.change.before.steps[INSPECT], found.change.after.steps[INSPECT]
    assert found.is_recorded and before != after
    assert list(reprojection.run()) == [None]
    assert process.view("running").state.calendars_known_at == at("2026-06-02 08:00")


def test_a_running_process_takes_up_what_another_one_recorded(store: Store) -> None:
    running = Process(store, DIRECTORY, FIRST)
    store.received("kite-1", "2026-06-02 09:00")
    Process(store, RENAMED, LATER)
    assert running.workshop("kite-1") == "Xưởng mới"
    assert running.catalogue.agencies.agencies[WORKSHOP].title.vi == "Xưởng mới"
    assert recorded(store) == [3, 4], "its own older files are no news"


def test_a_folder_without_agencies_changes_nothing(store: Store) -> None:
    Process(store, DIRECTORY, FIRST)
    without = Process(store, AgencyDirectory(territories={}, kinds={}, agencies={}), LATER)
    assert recorded(store) == [3]
    assert without.catalogue.agencies == DIRECTORY


def test_processes_that_start_together_record_once(store: Store) -> None:
    Process(store, DIRECTORY, FIRST)
    at_once(4, lambda _: Process(store, RENAMED, LATER).catalogue.agencies)
    assert recorded(store) == [3, 4]


def test_what_was_recorded_of_calendars_survives_the_way_down_and_up(store: Store) -> None:
    Process(store, DIRECTORY, FIRST)
    calendars = [one for one in SqlEditions(store.database).all() if one.subject == "calendar"]
    migrate_down(store.url, "0008")
    migrate(store.url)
    assert list(SqlEditions(store.database).all()) == calendars
