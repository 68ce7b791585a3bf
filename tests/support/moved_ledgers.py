"""Ledgers that are carried from one database to another: one in which everything happened once, and the carrying."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date, timedelta

from engine.core.definition_basics import LegalBasis
from engine.core.delegations import Delegation
from engine.core.identifiers import CaseId, CommandId, ProcedureId, ProcedureVersion
from engine.core.notifications import Notification, NotificationKind, Way
from engine.service.copy_format import Sums
from engine.service.end_version import EndingVersions
from engine.service.handle_command import CommandHandler
from engine.service.live_catalogue import LiveCatalogue
from engine.service.move_ledger import Arrival, carry_out
from engine.service.moving_ports import Selection
from engine.service.notification_ports import Outcome
from engine.service.paper_ports import KeptPaper
from engine.service.publish import Publishing
from engine.service.retention import Retention
from engine.service.sweep import Sweep
from engine.service.tables_in_use import TablesInUse
from engine.store.delegation_book import SqlDelegationBook
from engine.store.edition_book import SqlEditions
from engine.store.movable_ledger import SqlMovableLedger
from engine.store.notification_book import SqlNotificationBook
from engine.store.paper_book import SqlPaperBook
from engine.store.published_book import SqlPublishedVersions
from engine.store.retention_book import SqlRetentionBook
from tests.support.kite_licence import INSPECTOR, OFFICER, at, kite_definition
from tests.support.papers_on import sheets
from tests.support.sql_store import Store, kite_catalogue

ALL = Selection()


def lived_in(store: Store) -> Store:
    """A published version with an ending, tokens, and cases in every stage: told, delivered, undelivered, closed, held."""
    published = SqlPublishedVersions(store.database)
    files = kite_catalogue()
    tables = TablesInUse(files.calendars, files.agencies, SqlEditions(store.database), store.clock)
    catalogue = LiveCatalogue(files, published, tables)
    catalogue.refresh()
    Publishing(published, catalogue, store.clock).publish(kite_definition(), "An")
    basis = (LegalBasis(ref="Kite Repeal Act", article="1"),)
    kite = (ProcedureId("kite-licence"), ProcedureVersion("2026-01-01"))
    EndingVersions(published, catalogue, store.clock).end(*kite, date(2026, 12, 30), basis, "An")
    store.catalogue = catalogue
    store.commands = CommandHandler(store.ledger, catalogue, store.clock)
    store.tokens.issue(OFFICER, store.clock.now(), token="kept-by-nobody", expires_at=at("2027-01-01 00:00"))
    _stands_in(store)
    for name in ("kite-1", "kite-2", "kite-3", "Diều 4 'é"):
        store.received(name, "2026-06-01 08:00", name=f"Đỗ Thị “{name}” \\ ☃")
    store.submit("kite-5")
    assert store.citizens.first_secret(CaseId("kite-1"), OFFICER, CommandId("receipt"))
    for name in ("kite-2", "kite-3"):
        store.inspected(name, "2026-06-01 09:00")
    question = {"step": "inspect_kite", "agency": "sky-1", "question": "is the sky free?"}
    within = {"n": 1, "unit": "working_days"}
    store.give("ask_opinion", "kite-1", "2026-06-01 09:00", INSPECTOR, within=within, **question)
    store.outbox.record_receipt("kite-2/print_licence", {"verdict": "accepted"}, at("2026-06-01 09:01"))
    store.outbox.record_failure("kite-3/print_licence", "no answer", at("2026-06-01 09:05"))
    store.give("withdraw_case", "Diều 4 'é", "2026-06-01 10:00", reason="no wind")
    store.clock.shows = at("2026-06-03 08:00")
    Sweep(store.ledger, store.sweep_book, store.commands, store.clock).run()
    store.wakes.lease("dispatcher-1", store.clock.now(), 60, 2)
    paper = {"name": "receipt-2", "sequence": 2, "form_set": "tt-03-2025", "number": "01", "sha256": "0" * 64}
    paper |= {"case_id": "kite-1", "size": 40_000, "template": "1", "made_at": store.clock.now()}
    SqlPaperBook(store.database).keep(KeptPaper.model_validate(paper))
    _tell(store)
    kept = Retention(SqlRetentionBook(store.database), store.commands, catalogue, store.clock, [store.files, sheets()])
    kept.hold(CaseId("kite-1"), "An", "complaint 12", "Complaints Act")
    store.clock.shows += timedelta(minutes=5)
    return store


def export_of(store: Store, selection: Selection = ALL, *, with_tokens: bool = True) -> bytes:
    out = io.BytesIO()
    carry_out(SqlMovableLedger(store.database), out, selection, unwatched, with_tokens=with_tokens)
    return out.getvalue()


def take_in(store: Store, copy: bytes, *, partial: bool = False) -> Sums:
    return arrival(store).take_in(io.BytesIO(copy), unwatched, partial=partial)


def arrival(store: Store) -> Arrival:
    return Arrival(SqlMovableLedger(store.database), kite_catalogue(), store.clock)


def sealed(lines: list[bytes]) -> bytes:
    """The lines with a last one that fits them: a copy that was changed by somebody who knows the format."""
    tables = json.loads(lines[0])["tables"]
    counts = dict.fromkeys(tables, 0)
    for line in lines[1:]:
        counts[json.loads(line)["table"]] += 1
    body = b"".join(lines)
    end = {"end": True, "counts": counts, "sha256": hashlib.sha256(body).hexdigest()}
    return body + json.dumps(end).encode() + b"\n"


def unwatched(_done: int, _total: int | None) -> None:
    """Nobody looks at how far it is."""


def _tell(store: Store) -> None:
    """One note to an owner was given up, one is still to be told."""
    book, case, now = SqlNotificationBook(store.database), CaseId("kite-1"), store.clock.now()
    kind = NotificationKind.RECEIVED
    notes = [Notification(case_id=case, sequence=2, kind=kind, way=way, at=now) for way in Way]
    with store.ledger.transaction() as transaction:
        transaction.lock_case(case)
        transaction.put_notifications(notes, now)
    book.settle(notes[0], Outcome.GIVEN_UP, now, "ConnectionRefusedError")


def _stands_in(store: Store) -> None:
    """Somebody acts for the officer in the week of his absence."""
    book, now = SqlDelegationBook(store.database), store.clock.now()
    absent = book.find_account(OFFICER.id, now)
    assert absent is not None and OFFICER.agency is not None
    span = {"from_at": now, "until_at": at("2026-12-24 17:00"), "given_at": now, "given_by": OFFICER.id}
    who = {"id": "away-1", "giver": OFFICER.id, "taker": "a-colleague", "agency": OFFICER.agency, "procedure": None}
    book.add(Delegation.model_validate({**who, **span}), absent)
