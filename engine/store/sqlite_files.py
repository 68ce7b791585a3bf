"""A ledger in a SQLite file, as a file: copied while others write, and put in the place of another."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from engine.core.errors import CopyRefused, LedgerDamaged
from engine.core.values import Text
from engine.store.driver_errors import of_sqlite

_MAGIC = b"SQLite format 3\x00"
_PAGES_AT_A_TIME = 2_000


def is_sqlite_file(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC


def copy_file(
    source: Path, target: Path, told: Callable[[int, int | None], None], pages: int = _PAGES_AT_A_TIME
) -> None:
    """SQLite's online backup, of one instant: the reading that is begun before keeps the copy from starting anew.

    Writers go on; what they write meanwhile is not in it. The copy is one file, complete in itself.
    """
    try:
        with closing(_opened(source)) as reading, closing(_opened(target)) as copy:
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
            reading.backup(copy, pages=pages, progress=lambda _, left, total: told(total - left, total))
            reading.execute("ROLLBACK")
            copy.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.Error as error:
        raise of_sqlite(error) or error from error


def refuse_if_damaged(file: Path) -> None:
    """Every page and every reference; raises `CopyRefused`."""
    try:
        with closing(_opened(file)) as opened:
            found = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
            stray = opened.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError:
        found, stray = "unreadable", None
    if found != "ok" or stray is not None:
        raise CopyRefused(
            Text(vi=f"tệp {file.name} bị hỏng; hãy dùng bản khác", en=f"the file {file.name} is damaged; take another")
        )


def put_in_place(staged: Path, target: Path, aside: Path) -> None:
    """The database at `target` is kept at `aside`. Raises `CopyRefused` while a process still has it open."""
    if target.exists():
        _close_up_whatever_it_is(target)
        for ending in ("", "-wal", "-shm"):  # a log that stayed would be taken for that of the new one
            beside = target.with_name(target.name + ending)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + ending))
    staged.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _close_up_whatever_it_is(file: Path) -> None:
    """What is damaged cannot be closed up; it is kept as it is, with its log."""
    try:
        close_up(file)
    except sqlite3.DatabaseError as error:
        if not isinstance(of_sqlite(error), LedgerDamaged):
            raise


def close_up(file: Path) -> None:
    """Only who is alone with a database may end its write-ahead log: so nobody else has it open."""
    try:
        with closing(_opened(file)) as opened:
            opened.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError:
        raise CopyRefused(
            Text(
                vi=f"còn tiến trình đang dùng {file}; hãy dừng API, dispatcher và `lienthong up`",
                en=f"a process still uses {file}; stop the API, the dispatchers and `lienthong up`",
            )
        ) from None


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None, timeout=10)


def file_of(url: str | URL) -> Path | None:
    """Where the database is, if it is a file."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return Path(str(parsed.database)) if is_file else None
