"""What a driver says went wrong, in words of the engine: who may come again, who must read again, what is a bug."""

import sqlite3

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.core.errors import (
    Busy,
    CommandIdReused,
    Conflict,
    InvariantBroken,
    LedgerAway,
    LedgerDamaged,
    LedgerReadOnly,
    StorageFull,
    TablesMissing,
)

_BUSY = frozenset({"40001", "40P01", "55P03", "53300"})
"""PostgreSQL: serialization failure, deadlock, lock not available, too many connections. Nothing was written."""
_FULL = "53100"
_DAMAGED = frozenset({"XX001", "XX002"})
"""A page, or an index, of which the content is not what was written."""
_READ_ONLY = frozenset({"25006", "42501"})
_AWAY = ("08", "57P", "25P03")
"""Classes of PostgreSQL's codes: the connection broke; the server is stopping, has crashed, or is not up yet; it took
the one that asks for cut off, and has ended his transaction."""

_NO_TABLE = frozenset({"42P01", "42703"})
"""PostgreSQL: there is no such table, no such column. Ours are declared, so nobody has migrated."""
_NO_SUCH = ("no such table", "no such column", "has no column named")
"""SQLite has no code of its own for that."""

_CODE = 0xFF
"""The lower byte of SQLite's codes is the kind, the rest says where it happened."""
_CANNOT_WRITE = frozenset({sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_FSYNC})
"""No space is `FULL`; a quota that is used up, or a file that may not grow, says one of these."""
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NO_FILE = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})


def in_words_of_the_engine(error: DBAPIError | PoolTimeout) -> Exception:
    """Whoever waited too long, for a lock or for a connection, may come again; whoever was slower must read again."""
    if isinstance(error, PoolTimeout):
        return Busy()
    if isinstance(error, IntegrityError):
        return _of_a_constraint(error)
    if isinstance(error.orig, sqlite3.Error):
        return of_sqlite(error.orig) or error
    return _of_postgresql(error) or error


def _of_postgresql(error: DBAPIError) -> Exception | None:
    state = getattr(error.orig, "sqlstate", None)
    if state in _BUSY:
        return Busy()
    if state == _FULL:
        return StorageFull()
    if state in _DAMAGED:
        return LedgerDamaged()
    if state in _READ_ONLY:
        return LedgerReadOnly()
    if state in _NO_TABLE:
        return TablesMissing()
    # Without a code it was not the server that spoke: nobody listens, or the line went dead.
    lost = state is None and isinstance(error, OperationalError | InterfaceError)
    is_away = lost or error.connection_invalidated or (state or "").startswith(_AWAY)
    return LedgerAway() if is_away else None


def of_sqlite(error: sqlite3.Error) -> Exception | None:
    """Of the driver itself; null for what is a bug."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    if code & _CODE in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Busy()
    if code & _CODE == sqlite3.SQLITE_FULL or code in _CANNOT_WRITE:
        return StorageFull()
    if code & _CODE in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return LedgerDamaged()
    if code & _CODE in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
        return LedgerReadOnly()
    if code == sqlite3.SQLITE_ERROR and any(words in str(error) for words in _NO_SUCH):
        return TablesMissing()
    return LedgerAway() if code & _CODE in _NO_FILE else None


def _of_a_constraint(error: IntegrityError) -> Exception:
    """A taken key means that somebody was faster; any other broken promise is a bug."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        key = diagnosis.constraint_name or "" if diagnosis.sqlstate == "23505" else ""
    else:
        words = str(error.orig)
        key = words if words.startswith("UNIQUE constraint failed") else ""
    if "command_receipts" in key:
        return CommandIdReused()
    return Conflict() if key else InvariantBroken(str(error.orig))
