"""A migrated store with kite licences in it: every part on one database, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.core import commands
from engine.core.actors import Actor
from engine.core.calendars import CalendarBook
from engine.core.identifiers import AgencyId, CalendarId, CaseId
from engine.core.work_standing import soon_since
from engine.service.citizen_access import CitizenAccess
from engine.service.handle_command import CommandHandler, CommandResult
from engine.service.ports import DefinitionCatalogue, Page, WorklistEntry
from engine.service.worklist_ports import WorkQuery
from engine.store.case_queries import SqlCaseQueries
from engine.store.citizen_book import SqlCitizenBook
from engine.store.database import Database
from engine.store.ledger import SqlLedger
from engine.store.outbox import SqlOutbox
from engine.store.sweep_book import SqlSweepBook
from engine.store.token_book import SqlTokenBook
from engine.store.wake_queue import SqlWakeQueue
from procedure_defs.catalogue import Catalogue
from tests.support.files_in_memory import FilesInMemory
from tests.support.kite_licence import DIRECTORY, INSPECTOR, OFFICE, OFFICER, at, kite_definition
from tests.support.kite_story import DRAWING, FORM


@dataclass
class StandingClock:
    """Shows what it was set to."""

    shows: datetime

    def now(self) -> datetime:
        return self.shows


def kite_catalogue() -> Catalogue:
    return Catalogue([kite_definition()], DIRECTORY, CalendarBook({CalendarId("office"): OFFICE}))


@dataclass
class Store:
    """The ports of one database, and the use case that writes through them."""

    url: str
    database: Database
    catalogue: DefinitionCatalogue = field(default_factory=kite_catalogue)
    clock: StandingClock = field(default_factory=lambda: StandingClock(at("2026-06-01 08:00")))
    given: int = 0

    def __post_init__(self) -> None:
        self.ledger = SqlLedger(self.database)
        self.queries = SqlCaseQueries(self.database)
        self.wakes = SqlWakeQueue(self.database)
        self.outbox = SqlOutbox(self.database)
        self.sweep_book = SqlSweepBook(self.database)
        self.tokens = SqlTokenBook(self.database)
        self.citizens = CitizenAccess(SqlCitizenBook(self.database), self.clock)
        self.files = FilesInMemory()
        self.commands = CommandHandler(self.ledger, self.catalogue, self.clock)

    def give(self, kind: str, case: str, now: str | None = None, actor: Actor = OFFICER, **said: Any) -> CommandResult:
        """Gives a command at the instant `now`; each has an id of its own unless `command_id` is said."""
        if now is not None:
            self.clock.shows = at(now)
        self.given += 1
        return self.commands.handle(a_command(kind, case, actor, **{"command_id": f"c{self.given}", **said}))

    def submit(self, case: str, now: str | None = None, name: str = "Diều Thị Giấy", **said: Any) -> CommandResult:
        return self.give("submit_case", case, now, **{**submission(name), **said})

    def receive(self, case: str, now: str | None = None) -> CommandResult:
        return self.give("receive_case", case, now, **RECEIPT)

    def received(self, case: str, now: str | None = None, **said: Any) -> CaseId:
        """Submitted and received at once: the first step is open."""
        self.submit(case, now, **said)
        self.receive(case, now)
        return CaseId(case)

    def worklist(
        self, agency: str, page: Page | None = None, **asked: Any
    ) -> tuple[Sequence[WorklistEntry], str | None]:
        """As of what the clock shows, unless it is asked as of another instant."""
        now = asked.pop("as_of", self.clock.now())
        query = {"as_of": now, "soon_since": soon_since(self.catalogue.calendars, now), **asked}
        return self.queries.worklist(WorkQuery(agency=AgencyId(agency), **query), page or Page(limit=200))

    def inspected(self, case: str, now: str | None = None) -> CommandResult:
        """The inspection is done: a human step and an automatic one are open."""
        return self.give("complete_step", case, now, INSPECTOR, step="inspect_kite", result={"strong": True},
                         documents=[{"document": "inspection_note"}])  # fmt: skip


RECEIPT: dict[str, Any] = {"dossier_code": "to be given", "receiving_agency": "counter-1"}


def submission(name: str = "Diều Thị Giấy") -> dict[str, Any]:
    return {
        "procedure": "kite-licence",
        "territory": "kite-town",
        "channel": "counter",
        "form": {**FORM, "requester": {"full_name": name}},
        "documents": [DRAWING],
    }


def a_command(kind: str, case: str, actor: Actor = OFFICER, **said: Any) -> commands.Command:
    return commands.ADAPTER.validate_python({"type": kind, "case_id": case, "actor": actor, **said})


@contextmanager
def open_store(url: str) -> Iterator[Store]:
    """The store of a database that is migrated already."""
    database = Database(url)
    try:
        yield Store(url, database)
    finally:
        database.close()
