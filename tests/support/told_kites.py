"""Kite licences whose owners can be reached, and carriers that keep what they are given, as long as a test lasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from engine.core.calendars import CalendarBook
from engine.core.identifiers import CalendarId, CaseId
from engine.core.notifications import Way
from engine.service.handle_command import CommandHandler
from engine.service.notification_ports import Carrier, Message
from engine.service.sweep import Sweep
from engine.service.tell_owners import OwnersTold
from engine.store.notification_book import SqlNotificationBook
from procedure_defs.catalogue import Catalogue
from tests.support.kept_kites import KEPT
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import DIRECTORY, OFFICE
from tests.support.sql_store import RECEIPT, Store, submission

_TEXT = {"vi": "x", "en": "x"}
REACHABLE = {"full_name": "Diều Thị Giấy", "email": "giay@kite.example", "phone": "0912345678"}
MAIL = frozenset({Way.EMAIL})


@dataclass
class CarrierHere:
    """Keeps what it is given; `fault`, if there is one, is raised instead."""

    fault: Exception | None = None
    carried: list[Message] = field(default_factory=list)
    before: Callable[[], object] = lambda: None
    _lock: Lock = field(default_factory=Lock)

    def carry(self, message: Message) -> None:
        self.before()
        with self._lock:
            if self.fault is not None:
                raise self.fault
            self.carried.append(message)

    def subjects(self) -> list[str]:
        return [message.subject for message in self.carried]


def with_owners_told(store: Store, *, ways: frozenset[Way] = MAIL, **carriers: Carrier) -> OwnersTold:
    """The same store under a law whose form asks how the owner is reached; `email=`, `message=`: who carries."""
    definition = changed_kite(
        {"form.requester.fields.email": {"title": _TEXT}, "form.requester.fields.phone": {"title": _TEXT}}
    ).model_copy(update={"retention": KEPT})
    store.catalogue = Catalogue([definition], DIRECTORY, CalendarBook({CalendarId("office"): OFFICE}))
    store.commands = CommandHandler(store.ledger, store.catalogue, store.clock, ways)
    book = SqlNotificationBook(store.database)
    by_way = {Way(name): carrier for name, carrier in carriers.items()}
    link = "https://hoso.example.gov.vn/track"
    return OwnersTold(store.ledger, store.commands, book, by_way, store.clock, language="vi", link=link)


def received(store: Store, case: str, now: str = "2026-06-01 09:00", **requester: Any) -> CaseId:
    said = submission()
    said["form"] |= {"requester": {**REACHABLE, **requester}}
    store.give("submit_case", case, now, **said)
    store.give("receive_case", case, now, **RECEIPT)
    return CaseId(case)


def swept(store: Store) -> None:
    Sweep(store.ledger, store.sweep_book, store.commands, store.clock).run()
