"""Backups made while others write, restored elsewhere or in place: a consistent prefix, and the old one kept aside."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from engine.core.errors import CopyRefused
from engine.moves_wiring import Moves
from engine.store.database import Database
from engine.store.movable_ledger import SqlMovableLedger
from engine.store.sqlite_files import copy_file
from tests.support.moved_ledgers import unwatched
from tests.support.played_births import Alone, Writer, check_rows, opened, settings_for, writing
from tests.support.processes import wait_until


def test_a_backup_under_load_is_a_prefix_of_what_happened(empty_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with opened(tmp_path / "here", empty_url) as here:
        with writing(here) as writers:
            wait_until(_each_wrote(writers, 4), within=60, what="writing has begun")
            Moves(here.product.settings).back_up(copy, unwatched)
            written = max(len(writer.journal) for writer in writers)
            wait_until(_each_wrote(writers, written + 2), within=60, what="writing goes on")
        Moves(settings_for(tmp_path / "there")).restore(copy, unwatched, replace=False)
        with opened(tmp_path / "there") as there:
            kept = [_kept_of(there, here, writer) for writer in writers]
            begun = {case for writer, n in zip(writers, kept, strict=True) for case, _ in writer.journal[:n]}
            # A case may be there whose writer had not been told yet.
            assert len(begun) <= check_rows(there) <= len(begun) + len(writers)
    assert all(4 <= found < len(writer.journal) for found, writer in zip(kept, writers, strict=True))


def _each_wrote(writers: list[Writer], count: int) -> Callable[[], bool]:
    return lambda: any(writer.failure for writer in writers) or all(len(w.journal) >= count for w in writers)


def _kept_of(there: Alone, here: Alone, writer: Writer) -> int:
    """How much of the journal is in the copy: from its beginning, without a gap; the histories begin alike."""
    versions = {case: len(there.product.ledger.history(case)) for case, _ in writer.journal}
    is_kept = [versions[case] >= version for case, version in writer.journal]
    kept = is_kept.count(True)
    assert is_kept == [True] * kept + [False] * (len(is_kept) - kept), "a later command is there, an earlier is not"
    for case, length in versions.items():
        assert there.product.ledger.history(case) == here.product.ledger.history(case)[:length]
    return kept


def test_a_ledger_is_replaced_only_when_asked_and_kept_aside(empty_url: str, tmp_path: Path) -> None:
    here, copy = settings_for(tmp_path / "here", empty_url), tmp_path / "copy"
    with opened(here.data_dir, empty_url) as ledger:
        before = ledger.story().received()
        Moves(here).back_up(copy, unwatched)
        after = ledger.story().received()
    with pytest.raises(CopyRefused, match="--replace"):
        Moves(here).restore(copy, unwatched, replace=False)
    aside = Moves(here).restore(copy, unwatched, replace=True)
    assert aside is not None
    with opened(here.data_dir, empty_url) as ledger:
        assert len(ledger.product.ledger.history(before.case_id)) == 4
        assert ledger.product.ledger.history(after.case_id) == ()
        woken = ledger.product.wakes.lease("d", ledger.product.clock.now(), 60, 10)
        assert [(wake.case_id, wake.flow_run_id) for wake in woken] == [(before.case_id, None)]
    assert _count_aside(empty_url, aside) == 8


def _count_aside(url: str, aside: str) -> int:
    """How many events the ledger has that was put aside."""
    if url.startswith("sqlite"):
        with opened(Path(aside).parent, f"sqlite:///{aside}") as kept, kept.product.database.read() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM events").scalar_one())
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return int(connection.execute(f'SELECT count(*) FROM "{aside}".events').fetchone()[0])  # type: ignore[index,arg-type]


def test_nothing_is_restored_under_a_process_that_works(empty_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with opened(tmp_path / "here", empty_url) as ledger:
        story = ledger.story().received()
        moves = Moves(ledger.product.settings)
        moves.back_up(copy, unwatched)
        with pytest.raises(CopyRefused, match=r"still uses|other sessions on this database: 1 "):
            moves.restore(copy, unwatched, replace=True)
        assert len(story.born().history()) > 4
    if empty_url.startswith("sqlite"):
        folder = Path(empty_url.removeprefix("sqlite:///")).parent
        assert {path.name for path in folder.iterdir() if path.name != "here"} == {"empty.db", "copy"}


def test_who_comes_before_the_tables_are_taken_is_seen(postgres_url: str, tmp_path: Path) -> None:
    """Between the first question and the moment in which the place is taken there is time to begin work."""
    with opened(tmp_path / "here", postgres_url) as ledger:
        story = ledger.story().received()
    with closing(Database(postgres_url)) as database, ExitStack() as left_open:
        taking = SqlMovableLedger(database)
        taking.refuse_while_used()
        late = left_open.enter_context(opened(tmp_path / "here", postgres_url))
        with pytest.raises(CopyRefused, match="stop the API"):
            left_open.enter_context(taking.intake("before_restore_x"))
        assert len(late.product.ledger.history(story.case_id)) == 4
        with late.product.database.read() as connection:
            schemas = connection.exec_driver_sql("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%%'")
            assert schemas.all() == []


def test_a_damaged_backup_is_not_restored(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with opened(tmp_path / "here") as ledger:
        ledger.story().received()
        Moves(ledger.product.settings).back_up(copy, unwatched)
    whole = copy.read_bytes()
    there = Moves(settings_for(tmp_path / "there"))
    for damaged in (whole[: len(whole) // 2], whole[:8192] + bytes(4096) + whole[12288:]):
        copy.write_bytes(damaged)
        with pytest.raises(CopyRefused):
            there.restore(copy, unwatched, replace=False)
        assert not (tmp_path / "there" / "lienthong.db").exists()
    copy.write_bytes(whole)
    assert there.restore(copy, unwatched, replace=False) is None
    restored = tmp_path / "there" / "lienthong.db"
    assert stat.S_IMODE(restored.stat().st_mode) == 0o600


def test_a_file_of_sqlite_is_not_for_postgresql(postgres_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with opened(tmp_path / "here") as ledger:
        Moves(ledger.product.settings).back_up(copy, unwatched)
    with pytest.raises(CopyRefused, match="lienthong export"):
        Moves(settings_for(tmp_path / "there", postgres_url)).restore(copy, unwatched, replace=False)


def test_who_writes_during_the_copying_does_not_make_it_begin_again(tmp_path: Path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    steps: list[int] = []
    with closing(sqlite3.connect(source, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE acts (name)")
        writer.executemany("INSERT INTO acts VALUES (?)", [("x" * 2000,)] * 60)

        def write_more(done: int, _total: int | None) -> None:
            steps.append(done)
            writer.execute("INSERT INTO acts VALUES ('later')")

        copy_file(source, target, write_more, pages=1)
    assert len(steps) > 20 and steps == sorted(set(steps)), "each page once"
    assert {path.name for path in tmp_path.iterdir()} >= {"target.db"} and not (tmp_path / "target.db-wal").exists()
    with closing(sqlite3.connect(target)) as copied:
        assert copied.execute("SELECT count(*), max(name) FROM acts").fetchone() == (60, "x" * 2000)
