"""Uploads that wait: noted once, found by their place, cleared away with what nobody named, given back where somebody did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from engine.core.actors import Actor
from engine.core.identifiers import CaseId, DocumentId
from engine.service.carry_files import named_files
from engine.service.file_faults import FileFault, FileRefused
from engine.service.file_gate import FileGate
from engine.service.file_ports import digest_of
from engine.service.hand_in_papers import GivenFile, PaperHandIn
from engine.service.upload_ports import waiting_room
from engine.service.uploads import CLEARED_AFTER, NAMED_WITHIN, Uploads
from engine.store.named_files import SqlNamedFiles
from engine.store.upload_book import SqlUploadBook
from tests.support.files_in_memory import FilesInMemory
from tests.support.kite_licence import INSPECTOR, OFFICER, kite_definition
from tests.support.sent_files import a_pdf
from tests.support.sql_store import Store, a_command, submission

PAPER = DocumentId("drawing")


def uploads_of(store: Store, files: FilesInMemory | None = None) -> Uploads:
    book = SqlUploadBook(store.database)
    return Uploads(files if files is not None else store.files, book, FileGate(None), store.ledger, store.clock)


def add(uploads: Uploads, case: CaseId, content: bytes, actor: Actor = INSPECTOR) -> str:
    return uploads.add_to_case(case, kite_definition(), actor, PAPER, "a.pdf", content).digest


def test_the_same_file_waits_once_and_its_time_begins_anew(store: Store) -> None:
    case, uploads = store.received("kite-1", "2026-06-01 09:00"), uploads_of(store)
    first = add(uploads, case, a_pdf())
    store.clock.shows += timedelta(hours=20)
    assert add(uploads, case, a_pdf(), OFFICER) == first
    (waits,) = uploads.waiting(case)
    assert (waits.by, waits.at) == (OFFICER.id, store.clock.now())
    store.clock.shows += NAMED_WITHIN
    assert uploads.waiting(case) == ()
    assert store.files.find(case, first) is not None


def test_a_place_takes_so_many_files(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.service.uploads.MAX_FILES_OF_A_CASE", 2)
    case, uploads = store.received("kite-1", "2026-06-01 09:00"), uploads_of(store)
    for number in range(2):
        add(uploads, case, a_pdf(str(number)))
    with pytest.raises(FileRefused) as refused:
        add(uploads, case, a_pdf("3"))
    assert refused.value.fault is FileFault.TOO_MANY
    add(uploads, case, a_pdf("1"))


def test_what_is_named_while_it_is_cleared_away_is_given_back(store: Store) -> None:
    """The command is committed after the look at the case, and before the file is gone."""
    case = store.received("kite-1", "2026-06-01 09:00")
    files = NamedMeanwhile(store=store, case=case)
    uploads = uploads_of(store, files)
    digest = add(uploads, case, a_pdf())
    store.clock.shows += CLEARED_AFTER + timedelta(minutes=1)
    assert uploads.clear() == 0
    assert (files.dropped, files.find(case, digest)) == (1, a_pdf())
    assert uploads.clear() == 0
    assert files.dropped == 1, "it is seen to be named, and no longer waits"
    assert uploads.waiting(case) == ()


def test_what_comes_anew_while_it_is_cleared_away_is_given_back(store: Store) -> None:
    case = store.received("kite-1", "2026-06-01 09:00")
    files = FilesInMemory()
    uploads = uploads_of(store, files)
    digest = add(uploads, case, a_pdf())
    store.clock.shows += CLEARED_AFTER + timedelta(minutes=1)
    book = SqlUploadBook(store.database)
    (old,) = book.older_than(store.clock.now(), 10)
    add(uploads, case, a_pdf())
    assert not book.take_out(old), "its time has begun anew"
    assert uploads.clear() == 0
    assert files.find(case, digest) == a_pdf()


def test_a_dossier_that_is_refused_leaves_what_is_cleared_away(store: Store) -> None:
    uploads = uploads_of(store)
    digest = uploads.add_before(OFFICER, "a.pdf", a_pdf()).digest
    papers = [{"document": "drawing", "reference": f"file:{digest}"}]
    command = a_command("submit_case", "kite-9", **{**submission(), "documents": papers}, command_id="never-handled")
    uploads.refuse_unkept(command)
    assert store.files.count(CaseId("kite-9")) == 1
    store.clock.shows += CLEARED_AFTER + timedelta(minutes=1)
    assert uploads.clear() == 2
    assert store.files.count(CaseId("kite-9")) == store.files.count(waiting_room(OFFICER)) == 0


def test_a_process_that_died_at_handing_in_leaves_what_is_cleared_away(store: Store) -> None:
    """Between the file and the command: what the citizen hands in is noted before it is kept."""
    case, uploads = store.received("kite-1", "2026-06-01 09:00"), uploads_of(store)
    desk = PaperHandIn(uploads, DyingHandler())  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        desk.hand_in(case, OFFICER, "c", "inspect_kite", [GivenFile(PAPER, "a.pdf", a_pdf())], "")  # type: ignore[arg-type]
    assert store.files.count(case) == 1
    store.clock.shows += CLEARED_AFTER + timedelta(minutes=1)
    assert uploads.clear() == 1
    assert store.files.count(case) == 0


def test_every_file_that_events_name_is_found_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.service.carry_files._PAGE", 2)
    one, two = digest_of(b"one"), digest_of(b"two")
    expected = set()
    for number in range(5):
        case = CaseId(f"kite-{number}")
        papers = [{"document": "drawing", "reference": f"file:{one}"}, {"document": "drawing", "reference": "file-1"}]
        store.submit(case, "2026-06-01 09:00", **({"documents": papers} if number % 2 else {}))
        store.receive(case, "2026-06-01 09:00")
        note = {"document": "inspection_note", "reference": f"file:{two}", "name": f"file:{digest_of(b'no reference')}"}
        given = {"step": "inspect_kite", "result": {"strong": True}, "documents": [note]}
        store.give("complete_step", case, "2026-06-01 10:00", INSPECTOR, **given)
        expected |= {(case, two), *([(case, one)] if number % 2 else [])}
    found = list(named_files(SqlNamedFiles(store.database)))
    named_as_such = {pair for pair in found if pair[1] in {one, two}}
    assert named_as_such == expected and len(found) == len(set(found))


class DyingHandler:
    """Is never heard of again."""

    def handle(self, _: Any) -> None:
        raise KeyboardInterrupt


@dataclass
class NamedMeanwhile(FilesInMemory):
    """Somebody's command commits in the very moment of the first drop."""

    store: Store | None = None
    case: CaseId | None = None
    dropped: int = 0

    def drop(self, case_id: CaseId, digest: str) -> None:
        super().drop(case_id, digest)
        self.dropped += 1
        assert self.store is not None and self.case is not None
        papers = [{"document": "inspection_note", "reference": f"file:{digest}"}]
        given = {"step": "inspect_kite", "result": {"strong": True}, "documents": papers}
        self.store.give("complete_step", self.case, None, INSPECTOR, **given)
        assert digest == digest_of(a_pdf())
