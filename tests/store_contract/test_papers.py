"""Papers in the store: due with the event that causes them, made once however many make them, gone with a purge."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.core.calendars import CalendarBook
from engine.core.errors import CommandRefused, NotFound
from engine.core.identifiers import CalendarId, CaseId, FormSetId
from engine.gateways.file_folder import FileFolder
from engine.service.handle_command import CommandHandler
from engine.service.make_papers import Papers
from engine.service.retention import Outcome, Retention
from engine.store.paper_book import SqlPaperBook
from engine.store.retention_book import SqlRetentionBook
from procedure_defs.catalogue import Catalogue, load_catalogue
from tests.support.kept_kites import AFTER_THE_PERIOD, KEPT
from tests.support.kite_licence import DIRECTORY, INSPECTOR, OFFICE, at, kite_definition
from tests.support.papers_on import papers_on
from tests.support.pdf_reading import read_paper
from tests.support.sql_store import Store
from tests.support.threads import at_once

CASE = CaseId("kite-1")
BASIS = {"ref": "Luật Ví Dụ", "certainty": "unverified"}


@pytest.fixture
def papers(store: Store, tmp_path: Path) -> Papers:
    """Kites whose law names the forms of 2025."""
    definition = kite_definition().model_copy(update={"form_set": FormSetId("tt-03-2025"), "retention": KEPT})
    calendars = CalendarBook({CalendarId("office"): OFFICE})
    store.catalogue = Catalogue([definition], DIRECTORY, calendars, form_sets=load_catalogue().form_sets)
    store.commands = CommandHandler(store.ledger, store.catalogue, store.clock)
    return papers_on(store, tmp_path / "papers")


def test_a_paper_is_due_with_its_event_and_not_without(store: Store, papers: Papers) -> None:
    store.submit(CASE, "2026-06-01 09:00")
    assert papers.due(10) == ()
    store.receive(CASE)
    assert [(due.case_id, due.name) for due in papers.due(10)] == [(CASE, "receipt-2")]
    with pytest.raises(CommandRefused):
        store.receive(CASE)
    store.give("request_supplement", CASE, "2026-06-01 10:00", INSPECTOR, step="inspect_kite", reasons=["a photo"])
    assert [due.name for due in papers.due(10)] == ["receipt-2", "supplement-4"]
    store.give("withdraw_case", CASE, "2026-06-01 11:00", reason="no wind")
    assert [due.name for due in papers.due(10)][2:] == ["control-sheet-5"]


def test_what_is_due_can_be_made(store: Store, papers: Papers) -> None:
    """A dossier that is withdrawn before its receipt leaves no paper; one that is refused at it leaves the refusal."""
    store.submit(CASE, "2026-06-01 09:00")
    store.give("withdraw_case", CASE, reason="no wind")
    assert papers.due(10) == ()
    store.submit("kite-2", "2026-06-01 09:00")
    store.give("refuse_receipt", "kite-2", reason="no string", legal_basis=BASIS)
    [due] = papers.due(10)
    assert papers.make(due.case_id, due.name).name == "refusal-2"
    assert papers.due(10) == ()


def test_they_come_the_oldest_first_page_by_page(store: Store, papers: Papers) -> None:
    for number in range(5):
        store.received(f"kite-{number}", f"2026-06-01 09:0{number}")
    first = papers.due(2)
    second = papers.due(2, first[-1])
    assert [due.case_id for due in (*first, *second)] == [f"kite-{number}" for number in range(4)]
    assert [due.case_id for due in papers.due(10, second[-1])] == ["kite-4"]


def test_made_by_several_at_once_it_is_one(store: Store, papers: Papers, tmp_path: Path) -> None:
    store.received(CASE, "2026-06-01 09:00")
    made = at_once(4, lambda _: papers.make(CASE, "receipt-2"))
    assert len(set(made)) == 1
    (kept,) = SqlPaperBook(store.database).papers_of(CASE)
    assert (kept.number, kept.form_set, kept.sequence) == ("01", "tt-03-2025", 2)
    sheets = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent.parent.parent.name == "papers"]
    assert [path.name for path in sheets] == [kept.sha256]
    assert papers.due(10) == ()
    store.clock.shows = at("2026-06-02 09:00")
    assert papers.make(CASE, "receipt-2") == kept, "the first record stays"


def test_what_no_event_has_caused_is_not_made(store: Store, papers: Papers) -> None:
    store.received(CASE, "2026-06-01 09:00")
    for name in ("receipt-1", "apology-2", "nothing", "tracking-book-2"):
        with pytest.raises(NotFound):
            papers.make(CASE, name)


def test_a_purge_takes_the_sheets_and_their_records(store: Store, papers: Papers, tmp_path: Path) -> None:
    folder = FileFolder(tmp_path / "papers")
    store.received(CASE, "2026-06-01 09:00")
    kept = papers.make(CASE, "receipt-2")
    sheet = folder.find(CASE, kept.sha256)
    assert sheet is not None and "Diều Thị Giấy" in read_paper(sheet).words
    store.inspected(CASE)
    store.outbox.record_receipt(f"{CASE}/print_licence", {}, store.clock.now())
    store.give("withdraw_case", CASE, "2026-06-01 10:00", reason="no wind")
    retention = Retention(SqlRetentionBook(store.database), store.commands, store.catalogue, store.clock, [folder])
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert [found.outcome for found in retention.purge("An", "over")] == [Outcome.PURGED]
    assert [found for found in (tmp_path / "papers").rglob("*") if found.is_file()] == []
    assert (papers.due(10), SqlPaperBook(store.database).papers_of(CASE)) == ((), ())
    with pytest.raises(NotFound):
        papers.make(CASE, "receipt-2")
