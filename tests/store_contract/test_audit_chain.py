"""Whoever owns the database and changes, removes, swaps or slips in anything is found, and what he touched is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.core.audit_chain import GENESIS
from engine.core.purging import PURGED
from engine.service.handle_command import CommandHandler
from engine.service.moving_ports import Selection
from engine.service.seal_audit import Sealed
from engine.service.verify_audit import Difference, Wrong
from engine.store.append_only import APPEND_ONLY
from engine.store.database import Database
from engine.store.ledger import SqlLedger, SqlLedgerTransaction
from engine.store.sealed_sources import SOURCES
from tests.support.kept_kites import AFTER_THE_PERIOD, closed_with_canaries, with_retention
from tests.support.kite_licence import OFFICER, at
from tests.support.moved_ledgers import export_of, lived_in, take_in
from tests.support.sealed_kites import by_hand, differences, head, owner, proved, sealed_kites, sealer
from tests.support.sql_store import Store, a_command, open_store, submission
from tests.support.threads import at_once

CHANGED = {
    "type": "UPDATE events SET type = 'step_closed' WHERE case_id = 'kite-2' AND sequence = 3",
    "body": "UPDATE events SET body = '{}' WHERE case_id = 'kite-2' AND sequence = 3",
    "actor": "UPDATE events SET actor = '{}' WHERE case_id = 'kite-2' AND sequence = 3",
    "command": "UPDATE events SET command_id = 'c1' WHERE case_id = 'kite-2' AND sequence = 3",
    "occurred": (
        "UPDATE events SET occurred_at = (SELECT e.occurred_at FROM events e WHERE e.case_id = 'kite-1' AND e.sequence = 1) "
        "WHERE case_id = 'kite-2' AND sequence = 3"
    ),
    "recorded": (
        "UPDATE events SET recorded_at = (SELECT e.recorded_at FROM events e WHERE e.case_id = 'kite-3' AND e.sequence = 1) "
        "WHERE case_id = 'kite-2' AND sequence = 3"
    ),
}
ONE_EVENT = ("events", "kite-2", 3)


@pytest.fixture
def other_store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    """One more, in a file, without cases."""
    copy = shutil.copy(migrated_file, tmp_path / "other.db")
    with open_store(f"sqlite:///{copy}") as opened:
        yield opened


def test_a_whole_chain_is_whole(store: Store) -> None:
    found, proof = proved(sealed_kites(store))
    assert found == []
    assert (proof.blocks, proof.rows, proof.head) == (2, 12, head(store))
    assert proof.unsealed == (0, 0, None)


def test_every_column_that_is_sealed_is_named(store: Store) -> None:
    """A new column of a sealed table must say whether it is sealed; what is insert-only is sealed, or said not to be."""
    for source in SOURCES.values():
        assert {*source.frame, *source.content} == {column.name for column in source.table.columns}
    not_sealed = {"command_receipts", "due_notices", "opinion_notices", "audit_blocks", "audit_items"}
    assert {table.name for table in APPEND_ONLY} - not_sealed == SOURCES.keys()


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_changed_event_is_named_with_its_block(store: Store, change: str) -> None:
    by_hand(sealed_kites(store), change)
    assert differences(store) == [Difference(Wrong.ROW_CHANGED, 1, *ONE_EVENT)]


def test_a_removed_event_is_named(store: Store) -> None:
    by_hand(sealed_kites(store), "DELETE FROM events WHERE case_id = 'kite-2' AND sequence = 3")
    assert differences(store) == [Difference(Wrong.ROW_MISSING, 1, *ONE_EVENT)]


def test_an_event_that_was_slipped_in_is_named(store: Store) -> None:
    copied = "case_id, {}, type, occurred_at, recorded_at, command_id, actor, body"
    by_hand(
        sealed_kites(store),
        f"INSERT INTO events ({copied.format('sequence')}) SELECT {copied.format('sequence + 1')} FROM events "
        "WHERE case_id = 'kite-2' AND sequence = 3",
    )
    sealer(store).seal()
    assert differences(store) == [Difference(Wrong.ROW_UNSEALED, None, "events", "kite-2", 4)]


def test_two_events_that_were_swapped_are_both_named(store: Store) -> None:
    swap = "UPDATE events SET sequence = {} WHERE case_id = 'kite-2' AND sequence = {}"
    by_hand(sealed_kites(store), swap.format(9, 2), swap.format(2, 3), swap.format(3, 9))
    named = [(found.wrong, found.subject, found.number) for found in differences(store)]
    assert named == [(Wrong.ROW_CHANGED, "kite-2", 2), (Wrong.ROW_CHANGED, "kite-2", 3)]


def test_a_removed_event_whose_seal_was_removed_too_breaks_its_block(store: Store) -> None:
    seal = "DELETE FROM audit_items WHERE source = 'events' AND subject = 'kite-2' AND number = 3"
    by_hand(sealed_kites(store), "DELETE FROM events WHERE case_id = 'kite-2' AND sequence = 3", seal)
    assert differences(store) == [Difference(Wrong.SEALS_CHANGED, 1)]


def test_a_block_that_was_made_anew_breaks_the_next(store: Store) -> None:
    by_hand(sealed_kites(store), f"UPDATE audit_blocks SET hash = '{'a' * 64}' WHERE number = 1")
    assert differences(store) == [Difference(Wrong.BLOCK_CHANGED, 1), Difference(Wrong.BLOCK_CHANGED, 2)]


def test_a_block_in_the_middle_that_is_gone_is_named(store: Store) -> None:
    by_hand(sealed_kites(store), "DELETE FROM audit_blocks WHERE number = 1")
    assert differences(store)[0] == Difference(Wrong.BLOCK_MISSING, 1)


def test_a_chain_that_was_cut_is_whole_until_somebody_has_the_hash(store: Store) -> None:
    """The last block, its seals and all that tells of them: only a hash that is kept elsewhere knows."""
    kept = head(sealed_kites(store)).hash
    last = "SELECT subject FROM audit_items WHERE block = 2"
    by_hand(
        store,
        "DELETE FROM events WHERE case_id = 'kite-3'",
        "DELETE FROM events WHERE case_id = 'kite-1' AND sequence > 3",
        "DELETE FROM command_receipts WHERE case_id = 'kite-3'",
        f"UPDATE audit_cases SET sealed = 3 WHERE case_id IN ({last})",
        "DELETE FROM audit_items WHERE block = 2",
        "DELETE FROM audit_blocks WHERE number = 2",
    )
    assert differences(store) == []
    assert differences(store, expected=kept) == [Difference(Wrong.HEAD_UNKNOWN)]


def test_a_hash_that_was_kept_is_found_long_after(store: Store) -> None:
    kept = head(sealed_kites(store)).hash
    store.received("kite-4")
    sealer(store).seal()
    assert differences(store, expected=kept) == []
    assert differences(store, first=3, expected=kept) == []


def test_from_a_block_on_what_was_sealed_before_is_not_looked_at(store: Store) -> None:
    by_hand(sealed_kites(store), CHANGED["type"])
    found, proof = proved(store, first=2)
    assert (found, proof.blocks) == ([], 1)


def test_rows_beside_the_events_are_sealed_as_well(store: Store) -> None:
    """Editions, a publication, an ending, a hold."""
    sealer(lived_in(store)).seal()
    assert differences(store) == []
    by_hand(
        store,
        "UPDATE published_procedures SET published_by = 'Bình'",
        "UPDATE version_endings SET last_day = NULL",
        "DELETE FROM retention_acts",
        "UPDATE editions SET content = '{}' WHERE edition = 1",
    )
    found = {(one.wrong, one.source) for one in differences(store)}
    assert found == {
        (Wrong.ROW_CHANGED, "published_procedures"),
        (Wrong.ROW_CHANGED, "version_endings"),
        (Wrong.ROW_MISSING, "retention_acts"),
        (Wrong.ROW_CHANGED, "editions"),
    }


def test_a_part_of_a_second_is_a_change_too(postgres_store: Store) -> None:
    """No instant of ours has one, and it would be lost on the way to us."""
    by_hand(
        sealed_kites(postgres_store),
        "UPDATE events SET recorded_at = recorded_at + interval '1 millisecond' WHERE case_id = 'kite-2' AND sequence = 3",
    )
    assert differences(postgres_store) == [Difference(Wrong.ROW_CHANGED, 1, *ONE_EVENT)]


def test_what_is_not_sealed_yet_is_counted_and_no_difference(store: Store) -> None:
    store.received("kite-4", "2026-06-01 08:00")
    store.received("kite-5", "2026-06-01 08:05")
    found, proof = proved(store)
    assert found == []
    assert proof.head is None
    assert (proof.unsealed.cases, proof.unsealed.since) == (2, at("2026-06-01 08:00"))


def test_sealing_again_makes_no_block(store: Store) -> None:
    before = head(sealed_kites(store))
    assert sealer(store).seal() == Sealed(0, 0)
    assert head(store) == before


def test_blocks_follow_each_other_though_the_clock_goes_back(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    sealer(store).seal()
    first = head(store)
    store.received("kite-2", "2026-06-01 09:00")
    store.clock.shows = at("2026-05-01 08:00")
    sealer(store).seal()
    assert first.previous == GENESIS
    assert (head(store).previous, head(store).sealed_at) == (first.hash, first.sealed_at)


def test_a_command_that_commits_late_is_sealed_in_its_turn(postgres_store: Store) -> None:
    """It was decided before the others, and is committed when they are sealed. On SQLite nobody else writes meanwhile."""
    late = LateLedger(postgres_store.database, lambda: sealed_elsewhere(postgres_store.url))
    postgres_store.clock.shows = at("2026-06-01 07:00")
    CommandHandler(late, postgres_store.catalogue, postgres_store.clock).handle(
        a_command("submit_case", "kite-0", command_id="late", **submission())
    )
    assert head(postgres_store).number == 2
    sealer(postgres_store).seal()
    found, proof = proved(postgres_store)
    assert (found, proof.blocks, proof.rows) == ([], 3, 13)


class LateLedger(SqlLedger):
    """Something happens elsewhere before it commits."""

    def __init__(self, database: Database, meanwhile: Callable[[], None]) -> None:
        super().__init__(database)
        self._meanwhile = meanwhile

    @contextmanager
    def transaction(self) -> Iterator[SqlLedgerTransaction]:
        with super().transaction() as transaction:
            yield transaction
            self._meanwhile()


def sealed_elsewhere(url: str) -> None:
    with open_store(url) as other:
        other.given = 100
        sealed_kites(other)


def test_several_sealers_at_once_make_one_chain(store: Store) -> None:
    for number in range(12):
        store.received(f"kite-{number}", "2026-06-01 08:00")

    def seal(_: int) -> Sealed:
        with open_store(store.url) as opened:
            return sealer(opened).seal()

    told = at_once(4, seal)
    assert sum(one.rows for one in told if isinstance(one, Sealed)) == 36
    found, proof = proved(store)
    assert (found, proof.rows) == ([], 36)


def test_a_row_that_was_gone_before_it_was_sealed_is_told(store: Store) -> None:
    lived_in(store)
    by_hand(store, "DELETE FROM retention_acts")
    sealer(store).seal()
    assert differences(store) == [Difference(Wrong.ROW_MISSING, 1, "retention_acts", "kite-1", 1)]


def test_an_event_that_was_gone_before_it_was_sealed_leaves_a_gap(store: Store) -> None:
    store.received("kite-1")
    by_hand(store, "DELETE FROM events WHERE sequence = 2")
    sealer(store).seal()
    assert differences(store) == [Difference(Wrong.EVENT_SKIPPED, None, "events", "kite-1", 3)]


def purged(store: Store, *, seal_before: bool = True) -> None:
    retention = with_retention(store)
    closed_with_canaries(store, "kite-1")
    if seal_before:
        sealer(store).seal()
    store.clock.shows = at(AFTER_THE_PERIOD)
    assert len(list(retention.purge("An", "over"))) == 1


def test_a_purge_on_record_is_no_difference(store: Store) -> None:
    purged(store)
    found, proof = proved(store)
    assert (found, proof.purged, proof.purged_unsealed) == ([], 0, 8)
    sealer(store).seal()
    found, proof = proved(store)
    assert (found, proof.purged, proof.purged_unsealed) == ([], 8, 0)
    assert proof.unsealed == (0, 0, None)


def test_a_purge_before_anything_was_sealed_is_no_difference(store: Store) -> None:
    purged(store, seal_before=False)
    sealer(store).seal()
    assert differences(store) == []


def test_nobody_can_try_out_words_against_the_digests_of_a_purged_case(store: Store) -> None:
    purged(store)
    with store.database.read() as connection:
        assert connection.execute(text("SELECT salt FROM audit_cases")).scalars().all() == [""]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET body = '{}' WHERE sequence = 2",
        "UPDATE events SET type = 'step_opened' WHERE sequence = 2",
    ],
)
def test_what_a_purge_has_left_is_sealed(store: Store, change: str) -> None:
    purged(store)
    sealer(store).seal()
    by_hand(store, change)
    assert {(found.wrong, found.number) for found in differences(store)} == {(Wrong.ROW_CHANGED, 2)}


def test_a_purge_that_is_not_on_record_is_a_change(store: Store) -> None:
    purged(store)
    sealer(store).seal()
    by_hand(store, "DELETE FROM retention_acts")
    assert Wrong.ROW_MISSING in {found.wrong for found in differences(store)}


FORGED_RECORD = (
    "INSERT INTO retention_acts (case_id, number, act, at, by, reason, basis, events) SELECT case_id, 1, 'purge', "
    "recorded_at, 'An', 'over', '', 8 FROM events WHERE case_id = 'kite-1' AND sequence = 1"
)
IN_BODY = "UPDATE events SET body = replace(body, '{}', '{}') WHERE case_id = 'kite-1'"


@pytest.mark.parametrize("seal_again", [True, False])
def test_a_purge_that_was_written_by_hand_with_its_record_is_named(store: Store, seal_again: bool) -> None:
    """Whoever owns the database can write both; what he puts in place of a name is none that a purge leaves."""
    with_retention(store)
    closed_with_canaries(store, "kite-1")
    sealer(store).seal()
    forged = IN_BODY.format("has no wind", "was paid")
    no_salt = "UPDATE audit_cases SET salt = ''"
    noted = "INSERT INTO audit_pending (source, subject, number) VALUES ('retention_acts', 'kite-1', 1)"
    by_hand(store, _as_text(store, forged), FORGED_RECORD, no_salt, noted)
    if seal_again:
        sealer(store).seal()
    found = differences(store)
    assert {one.wrong for one in found} == {Wrong.PURGE_FORGED}
    assert "kite-1" in {one.subject for one in found}


def test_a_purge_by_hand_of_a_case_that_goes_on_is_named(store: Store) -> None:
    with_retention(store)
    store.received("kite-1")
    sealer(store).seal()
    nameless = IN_BODY.format(OFFICER.name, PURGED)
    changed = "UPDATE events SET actor = replace(actor, '{}', '{}') WHERE case_id = 'kite-1'"
    by_hand(
        store,
        _as_text(store, nameless),
        _as_text(store, changed.format(OFFICER.name, PURGED)),
        FORGED_RECORD,
        "INSERT INTO audit_pending (source, subject, number) VALUES ('retention_acts', 'kite-1', 1)",
        "UPDATE audit_cases SET salt = ''",
    )
    sealer(store).seal()
    assert {one.wrong for one in differences(store)} == {Wrong.PURGE_FORGED}


def test_more_than_one_purge_leaves_is_not_taken_for_a_purge(store: Store) -> None:
    """After a lawful purge its seals are made anew by hand, with a sentence in the place of the mark."""
    purged(store)
    by_hand(store, _as_text(store, IN_BODY.format(PURGED, "was paid")))
    sealer(store).seal()
    assert {one.wrong for one in differences(store)} == {Wrong.PURGE_FORGED}


def _as_text(store: Store, statement: str) -> str:
    """PostgreSQL keeps both columns as JSON."""
    if store.database.dialect != "postgresql":
        return statement
    for column in ("body", "actor"):
        statement = statement.replace(f"{column} = replace({column}", f"{column} = CAST(replace({column}::text")
    return statement.replace(") WHERE", ") AS json) WHERE")


def test_a_carried_ledger_keeps_its_chain(store: Store, other_store: Store) -> None:
    sealer(lived_in(store)).seal()
    kept = head(store)
    store.received("kite-9")
    take_in(other_store, export_of(store))
    found, proof = proved(other_store, expected=kept.hash)
    assert (found, proof.head, proof.unsealed.cases) == ([], kept, 1)
    sealer(other_store).seal()
    assert differences(other_store, expected=kept.hash) == []
    with owner(other_store) as connection:
        assert connection.execute(text("SELECT count(*) FROM wakes WHERE version > sealed_version")).scalar_one() == 0


def test_a_part_of_a_ledger_begins_a_chain_of_its_own(store: Store, other_store: Store) -> None:
    sealer(lived_in(store)).seal()
    part = Selection(received_to=at("2027-01-01 00:00"))
    take_in(other_store, export_of(store, part), partial=True)
    assert sealer(other_store).head() is None
    sealer(other_store).seal()
    assert differences(other_store) == []
