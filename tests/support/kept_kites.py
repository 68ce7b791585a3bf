"""Kite licences whose law says how long they are kept: closed, open, held; with canaries in every place for people's data."""

from __future__ import annotations

from engine.core.calendars import CalendarBook
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import CalendarId
from engine.core.retention import RetentionRule
from engine.service.handle_command import CommandHandler
from engine.service.retention import Retention
from engine.store.retention_book import SqlRetentionBook
from procedure_defs.catalogue import Catalogue
from tests.support.kite_licence import DIRECTORY, INSPECTOR, OFFICE, at, kite_definition
from tests.support.papers_on import sheets
from tests.support.sql_store import RECEIPT, Store, submission

CANARY = "Chim Hoàng Yến"
"""In every name, paper, reason and answer; nobody else is called so."""
KEPT = RetentionRule(years=1, legal_basis=(LegalBasis(ref="Kite Archives Act", article="7"),))
AFTER_THE_PERIOD = "2028-01-01 00:00"
"""The first instant after the period: one whole year after the year of the closing."""


def with_retention(store: Store, rule: RetentionRule | None = KEPT) -> Retention:
    """The same store under a law that says how long cases are kept."""
    definition = kite_definition().model_copy(update={"retention": rule})
    store.catalogue = Catalogue([definition], DIRECTORY, CalendarBook({CalendarId("office"): OFFICE}))
    store.commands = CommandHandler(store.ledger, store.catalogue, store.clock)
    return Retention(
        SqlRetentionBook(store.database), store.commands, store.catalogue, store.clock, [store.files, sheets()]
    )


def closed_with_canaries(store: Store, case: str) -> None:
    """Handed in, received, claimed, supplemented, sent to another system and withdrawn; a canary wherever one can sit."""
    paper = {"document": "drawing", "reference": f"{CANARY}/drawing", "name": f"{CANARY}.pdf"}
    said = submission(CANARY)
    said["form"] |= {"wants_badge": True, "colour": "red"}
    store.give("submit_case", case, "2026-06-01 08:00", **{**said, "documents": [paper]})
    store.give("receive_case", case, **RECEIPT)
    inspector = INSPECTOR.model_copy(update={"name": f"{CANARY} (inspector)"})
    store.give("claim_step", case, actor=inspector, step="inspect_kite")
    note = {"document": "inspection_note", "reference": f"{CANARY}/note", "name": CANARY}
    store.give(
        "complete_step",
        case,
        "2026-06-01 09:00",
        inspector,
        step="inspect_kite",
        result={"strong": True},
        documents=[note],
    )
    store.outbox.record_failure(f"{case}/print_licence", f"no answer about {CANARY}", at("2026-06-01 09:01"))
    store.outbox.record_receipt(f"{case}/print_licence", {"printed_for": CANARY}, at("2026-06-01 09:05"))
    store.give("withdraw_case", case, "2026-06-01 10:00", reason=f"{CANARY} has no wind")
