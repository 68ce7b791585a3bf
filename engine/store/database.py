"""The two databases, SQLite and PostgreSQL, opened so that they keep the same promises."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from select import POLLIN, poll
from threading import Event
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import quote

import psycopg
from sqlalchemy import Connection, Engine, Select, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.dml import Delete, Insert

from engine.store.driver_errors import in_words_of_the_engine
from engine.store.line import Line
from engine.store.lines import Lines
from engine.store.one_statement import Writing
from engine.store.sqlite_files import file_of
from engine.store.statements import Channel, Known, as_sqlalchemy_tells_it
from engine.store.turn import Turn

_T = TypeVar("_T")
PATIENCE_MILLISECONDS = 10_000
"""How long a writer waits for another before it is told that the ledger is busy."""
CONNECTIONS = 10
MORE_CONNECTIONS_AT_A_PEAK = 30
SECONDS_FOR_A_CONNECTION = 10.0
"""How long a caller waits until another gives a connection back."""
SECONDS_WITHOUT_A_SIGN = 20
"""How long the other side of a connection may be silent, where it should not be, until it is taken for lost."""

SECONDS_UNASKED = 5.0
"""A connection that lay idle for longer is asked whether it still answers before it is lent out."""

_LOOK_AGAIN_MILLISECONDS = 20
_WRITES = "lienthong_writes"
_ALONE = "lienthong_alone"
_RETURNED = "lienthong_returned"


class Database:
    """One database, for reading and for writing. Errors of the driver leave this room as errors of the engine."""

    def __init__(self, url: str, *, only_reads: bool = False) -> None:
        """`only_reads`: the database itself refuses to be written by us; a file that is not there is not made."""
        self._engine = _open(normalised(url), only_reads=only_reads)
        self.only_reads = only_reads
        self._file = _file_of(normalised(url))
        self._opened: tuple[int, int] | None = None
        if self._file is not None:
            event.listen(self._engine, "connect", self._note_file)
        self._writing = self._engine.execution_options(**{_WRITES: True, **_transactions(self._engine)})
        self._lines = Lines(self._engine, CONNECTIONS, _is_doubtful, _is_lost)

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    @property
    def missing_file(self) -> Path | None:
        """The file that it would be in, if there is none yet: the first connection makes it."""
        file = file_of(self._engine.url)
        return file if file is not None and not file.exists() else None

    def is_moved(self) -> bool:
        """Whether what we read and write is not the file any more that whoever opens it now would find."""
        return self._opened is not None and self._opened != _identity(self._file)

    def _note_file(self, *_: Any) -> None:
        if self._opened is None:
            self._opened = _identity(self._file)

    def connections(self) -> tuple[int, int]:
        """How many are lent out at this moment, and how many there may be."""
        pool = self._engine.pool
        assert isinstance(pool, QueuePool)
        return pool.checkedout() - len(self._lines), CONNECTIONS + MORE_CONNECTIONS_AT_A_PEAK

    def known(self, statement: Insert | Delete | Select[Any], columns: Sequence[str] = ()) -> Known:
        """The statement in the words of this database; `columns` of an insert: those that are given, by default all."""
        return Known(statement, self._engine.dialect, columns)

    def writing(self) -> Writing:
        """How this database is told what a transaction has gathered."""
        return Writing(self._engine.dialect)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent statement after the other; changes nothing. Raises `Busy`, `LedgerAway`."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise in_words_of_the_engine(error) from error

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Everything as it was at one instant, however long the reading takes; writers go on. Raises `Busy`."""
        try:
            with self._engine.execution_options(**_unchanging(self._engine)).connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise in_words_of_the_engine(error) from error

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed as a whole at the end, or not at all.

        Raises `Conflict`, `Busy`, `StorageFull`: then it was not. After `LedgerAway` nobody knows until it is asked.
        """
        try:
            with self._writing.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise in_words_of_the_engine(error) from error

    @contextmanager
    def command(self) -> Iterator[Channel]:
        """The transaction of a command: PostgreSQL is spoken to straight, and told by whoever has it when it ends; on
        SQLite it is `write`. What is not committed at the end was not. Raises as `write` does."""
        if self.dialect != "postgresql":
            with self.write() as connection:
                yield connection
            return
        with self._line() as line:
            line.begin()
            yield line

    @contextmanager
    def question(self) -> Iterator[Channel]:
        """For what is asked with every command; changes nothing. Raises `Busy`, `LedgerAway`."""
        with self._line() if self.dialect == "postgresql" else self.read() as channel:
            yield channel

    async def taken(self, function: Callable[..., _T], *given: Any) -> _T | None:
        """Carries a command through on the event loop; null, and nothing was done, where that wants a thread."""
        turn = self.find_turn()
        return await turn.take(function, *given) if turn is not None else None

    def find_turn(self) -> Turn[Line] | None:
        """In which a command can be carried through on an event loop; null where it may have to wait in a thread."""
        return self._lines.find_turn()

    @contextmanager
    def _line(self) -> Iterator[Line]:
        try:
            with self._lines.lent() as line:
                yield line
        except psycopg.Error as error:
            raise in_words_of_the_engine(as_sqlalchemy_tells_it(error, self._engine.dialect)) from error
        except (DBAPIError, PoolTimeout) as error:
            raise in_words_of_the_engine(error) from error

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """Outside of any transaction: for what a database does to its own files. Raises `Busy`, `StorageFull`."""
        try:
            with self._engine.execution_options(**{_ALONE: True}).connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise in_words_of_the_engine(error) from error

    def close(self) -> None:
        self._lines.close()
        self._engine.dispose()


def _file_of(url: URL) -> Path | None:
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _identity(file: Path | None) -> tuple[int, int] | None:
    if file is None or not file.exists():
        return None
    found = file.stat()
    return found.st_dev, found.st_ino


def normalised(url: str) -> URL:
    """`postgresql://…` means psycopg 3, the only driver that is installed."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _open(url: URL, *, only_reads: bool) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _open_sqlite_to_read(url) if only_reads else _open_sqlite(url)
    engine = create_engine(
        url,
        connect_args=_connect_arguments(only_reads=only_reads),
        isolation_level="AUTOCOMMIT",  # a single question needs no BEGIN and no ROLLBACK: two round trips less
        **_pool(),
        **_JSON_IS_TEXT,
        **_SILENT,
    )
    event.listen(engine, "checkin", _note_return)
    event.listen(engine, "checkout", _refuse_dead)
    return engine


def _connect_arguments(*, only_reads: bool) -> dict[str, Any]:
    """A machine that is cut off says no goodbye: its half-done transaction must not hold a case's lock for hours, and
    its own processes must not wait for ever for an answer that is lost. A server whose system cannot set `tcp_…`
    ignores them."""
    seconds = SECONDS_WITHOUT_A_SIGN
    session = {
        "timezone": "UTC",
        "lock_timeout": PATIENCE_MILLISECONDS,
        "idle_in_transaction_session_timeout": seconds * 1000,
        "tcp_keepalives_idle": seconds // 2,
        "tcp_keepalives_interval": seconds // 4,
        "tcp_keepalives_count": 2,
        "tcp_user_timeout": seconds * 1000,
        **({"default_transaction_read_only": "on"} if only_reads else {}),
    }
    return {
        "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
        "connect_timeout": seconds // 2,
        "keepalives_idle": seconds // 2,
        "keepalives_interval": seconds // 4,
        "keepalives_count": 2,
        "tcp_user_timeout": seconds * 1000,
    }


def _open_sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"isolation_level": None}, **_pool(), **_JSON_IS_TEXT, **_SILENT)
    event.listen(engine, "do_connect", lambda *_: _make_private(file_of(url)))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(file: Path | None) -> None:
    """For its owner alone, and with it what SQLite puts beside it; a file that is there keeps its rights."""
    if file is not None and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _open_sqlite_to_read(url: URL) -> Engine:
    file = f"file:{quote(str(Path(url.database or '').resolve()))}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(file, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine(url, creator=connect, **_pool(), **_JSON_IS_TEXT, **_SILENT)
    event.listen(engine, "connect", _be_patient)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _be_patient(connection: Any, _: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")


def _note_return(_: Any, record: Any) -> None:
    record.info[_RETURNED] = monotonic()


def _refuse_dead(connection: Any, record: Any, _: Any) -> None:
    """The pool takes another connection then, and lets go of all that are as old."""
    if _is_lost(connection, record.info.get(_RETURNED, 0)):
        raise InvalidatePoolError()


def _is_lost(connection: Any, returned_at: float) -> bool:
    """A server that has gone has closed its end, which is seen without asking it; one that may have gone silently, behind
    a network, is asked."""
    if _is_closed(connection):
        return True
    if monotonic() - returned_at > SECONDS_UNASKED:
        try:
            connection.execute("")
            connection.rollback()
        except psycopg.Error:
            return True
    return False


def _is_doubtful(connection: Any, returned_at: float) -> bool:
    """Whether it has to be asked, or is closed."""
    return monotonic() - returned_at > SECONDS_UNASKED or _is_closed(connection)


def _is_closed(connection: Any) -> bool:
    watched = poll()
    watched.register(connection.fileno(), POLLIN)
    return bool(watched.poll(0))


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
    """Durable (FULL: a commit survives a power cut), readers beside the writer (WAL), foreign keys checked, what is replaced
    overwritten in its page: so that nothing of a name stays behind where a purge does not look."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=FAST")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Of several that open a new file at once, SQLite refuses all but one at once, however long they would wait."""
    pause = Event()
    for _ in range(PATIENCE_MILLISECONDS // _LOOK_AGAIN_MILLISECONDS):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
        pause.wait(_LOOK_AGAIN_MILLISECONDS / 1000)
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: one that began by reading could not get it without a deadlock."""
    options = connection.get_execution_options()
    if options.get(_ALONE, False):
        return
    writes = options.get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _transactions(engine: Engine) -> dict[str, Any]:
    """What is written is one transaction; SQLite's begins by itself, see `_begin_sqlite`."""
    return {"isolation_level": "READ COMMITTED"} if engine.dialect.name == "postgresql" else {}


def _unchanging(engine: Engine) -> dict[str, Any]:
    """On SQLite what a transaction reads first is what it goes on to see; PostgreSQL is asked for the same."""
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
