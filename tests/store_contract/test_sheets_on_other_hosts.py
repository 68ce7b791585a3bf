"""Papers lie on the host that made them: a purge typed on one machine reaches those of the others with their next look."""

from __future__ import annotations

from pathlib import Path

from engine.core.identifiers import CaseId
from engine.gateways.file_folder import FileFolder
from engine.service.forget_sheets import SheetsOfPurged
from engine.store.retention_book import SqlRetentionBook
from tests.support.kept_kites import AFTER_THE_PERIOD, CANARY, closed_with_canaries, with_retention
from tests.support.kite_licence import at
from tests.support.sql_store import Store


def test_every_host_forgets_what_was_purged_anywhere_and_nothing_else(store: Store, tmp_path: Path) -> None:
    retention, purged, held = with_retention(store), CaseId("kite-1"), CaseId("kite-2")
    for case in (purged, held):
        closed_with_canaries(store, case)
    other = FileFolder(tmp_path / "host-c" / "papers")
    for case in (purged, held):
        other.keep(case, f"{case} {CANARY}".encode())
    retention.hold(held, "An", "the court asks", "Kite Archives Act")
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert [found.case_id for found in retention.purge("An", "why") if found.outcome.value == "purged"] == [purged]
    sheets = SheetsOfPurged(SqlRetentionBook(store.database), other)
    assert sheets.forget() == 1
    assert (other.count(purged), other.count(held)) == (0, 1)
    assert sheets.forget() == 0
    assert not any(
        CANARY.encode() in file.read_bytes()
        for file in (tmp_path / "host-c").rglob("*")
        if file.is_file() and purged in str(file)
    )
