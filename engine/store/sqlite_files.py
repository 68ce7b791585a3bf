"""A ledger in a SQLite file, as a file: copied while others write, and put in the place of another."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from engine.core.errors import CopyRefused
from engine.core.values import Text

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
    with closing(_opened(source)) as reading, closing(_opened(target)) as copy:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(copy, pages=pages, progress=lambda _, left, total: told(total - left, total))
        reading.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE").fetchone()


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
        close_up(target)
        target.rename(aside)
    staged.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


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


def file_of(url: str) -> Path | None:
    """Where the database is, if it is a file."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None
