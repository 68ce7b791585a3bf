"""The two databases, SQLite and PostgreSQL, opened so that they keep the same promises."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from select import POLLIN, poll
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.dml import Insert

from engine.core.errors import Busy, CommandIdReused, Conflict, InvariantBroken
from engine.store.statements import Known

PATIENCE_MILLISECONDS = 10_000
"""How long a writer waits for another before it is told that the ledger is busy."""
CONNECTIONS = 10
MORE_CONNECTIONS_AT_A_PEAK = 30
SECONDS_FOR_A_CONNECTION = 10.0
"""How long a caller waits until another gives a connection back."""

SECONDS_UNASKED = 5.0
"""A connection that lay idle for longer is asked whether it still answers before it is lent out."""

_WRITES = "lienthong_writes"
_RETURNED = "lienthong_returned"
_BUSY_IN_POSTGRESQL = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not available: try again, nothing was written."""


class Database:
    """One database, for reading and for writing. Errors of the driver leave this room as errors of the engine."""

    def __init__(self, url: str) -> None:
        self._engine = _open(normalised(url))
        self._reading = self._engine.execution_options(**_autocommit(self._engine))
        self._writing = self._engine.execution_options(**{_WRITES: True})

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    def connections(self) -> tuple[int, int]:
        """How many are lent out at this moment, and how many there may be."""
        pool = self._engine.pool
        assert isinstance(pool, QueuePool)
        return pool.checkedout(), CONNECTIONS + MORE_CONNECTIONS_AT_A_PEAK

    def known(self, statement: Insert, columns: Sequence[str] = ()) -> Known:
        """The insert in the words of this database; `columns`: those that are given, by default all."""
        return Known(statement, self._engine.dialect, columns)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent statement after the other; changes nothing. Raises `Busy`."""
        try:
            with self._reading.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise _in_words_of_the_engine(error) from error

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed as a whole at the end, or not at all. Raises `Conflict`, `Busy`."""
        try:
            with self._writing.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise _in_words_of_the_engine(error) from error

    def close(self) -> None:
        self._engine.dispose()


def normalised(url: str) -> URL:
    """`postgresql://…` means psycopg 3, the only driver that is installed."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _open(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    engine = create_engine(
        url,
        connect_args={"options": f"-c timezone=UTC -c lock_timeout={PATIENCE_MILLISECONDS}"},
        **_pool(),
        **_JSON_IS_TEXT,
        **_SILENT,
    )
    event.listen(engine, "checkin", _note_return)
    event.listen(engine, "checkout", _refuse_dead)
    return engine


def _open_sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"isolation_level": None}, **_pool(), **_JSON_IS_TEXT, **_SILENT)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _note_return(_: Any, record: Any) -> None:
    record.info[_RETURNED] = monotonic()


def _refuse_dead(connection: Any, record: Any, _: Any) -> None:
    """A server that has gone has closed its end, which is seen without asking it; one that may have gone silently, behind
    a network, is asked. The pool takes another connection then, and lets go of all that are as old."""
    watched = poll()
    watched.register(connection.fileno(), POLLIN)
    if watched.poll(0):
        raise InvalidatePoolError()
    if monotonic() - record.info.get(_RETURNED, 0) > SECONDS_UNASKED:
        try:
            connection.execute("")
            connection.rollback()
        except psycopg.Error as gone:
            raise InvalidatePoolError() from gone


def _pool() -> dict[str, Any]:
    return {
        "pool_size": CONNECTIONS,
        "max_overflow": MORE_CONNECTIONS_AT_A_PEAK,
        "pool_timeout": SECONDS_FOR_A_CONNECTION,
        "poolclass": QueuePool,
    }


def _as_it_is(text: Any) -> Any:
    return text


_JSON_IS_TEXT: dict[str, Any] = {"json_serializer": _as_it_is, "json_deserializer": _as_it_is}
"""Pydantic writes and reads JSON; the driver need not parse it a second time."""

_SILENT: dict[str, Any] = {"hide_parameters": True}
"""The message of an error quotes no values: they are names and forms of people."""


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Durable (FULL: a commit survives a power cut), readers beside the writer (WAL), foreign keys checked."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: one that began by reading could not get it without a deadlock."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _autocommit(engine: Engine) -> dict[str, Any]:
    """On PostgreSQL a single question needs no BEGIN and no ROLLBACK: two round trips less."""
    return {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}


def _in_words_of_the_engine(error: DBAPIError | PoolTimeout) -> Exception:
    """Whoever waited too long, for a lock or for a connection, may come again; whoever was slower must read again."""
    if isinstance(error, PoolTimeout):
        return Busy()
    if isinstance(error, IntegrityError):
        return _of_a_constraint(error)
    state = getattr(error.orig, "sqlstate", None)
    locked = isinstance(error, OperationalError) and "locked" in str(error.orig)
    return Busy() if locked or state in _BUSY_IN_POSTGRESQL else error


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
