"""A line to PostgreSQL for what every command says: many statements in one go, by the lowest layer of the driver."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from select import POLLIN, POLLOUT, poll
from time import monotonic
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.types.string import TextLoader
from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from engine.store.turn import until_readable

_DONE = frozenset({pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.EMPTY_QUERY})
_COMMIT = "COMMIT"
_STALE = frozenset({b"0A000", b"26000"})
"""What was prepared is not there any more, or fits the tables no more: somebody has migrated."""
_IDLE = pq.TransactionStatus.IDLE


class Said:
    """A statement on its way, and when the answer is there its rows."""

    __slots__ = ("rows", "values", "words")

    def __init__(self, words: str, values: Sequence[Any]) -> None:
        self.words = words
        self.values = values
        self.rows: list[Sequence[Any]] = []

    def fetchall(self) -> list[Sequence[Any]]:
        return self.rows


class Line:
    """Of one connection, which is used for nothing else: what is prepared on it stays prepared.

    The driver's cursors, its own pipeline and SQLAlchemy's turn at both cost more than the statements themselves. Errors
    are those of the driver. A line that is not `is_free` at the end of a transaction is good for nothing any more.
    """

    def __init__(self, lent: PoolProxiedConnection, engine: Engine) -> None:
        driver = lent.driver_connection
        assert isinstance(driver, psycopg.Connection)
        self.dispatch = engine.dispatch
        self.dialect = engine.dialect
        self.returned_at = monotonic()
        self.driver = driver
        self._lent = lent
        self._server = driver.pgconn
        self._translator = Transformer(driver)
        # JSON is read by those who know its shape.
        self._translator.adapters.register_loader("json", TextLoader)
        self._prepared: dict[str, bytes] = {}
        self._names = count()
        self._gathered: list[Said] | None = None
        self._begins = False
        self._is_stale = False
        self._readable, self._both = poll(), poll()
        self._descriptor = driver.fileno()
        self._readable.register(self._descriptor, POLLIN)
        self._both.register(self._descriptor, POLLIN | POLLOUT)

    @property
    def is_free(self) -> bool:
        """It answers, and no transaction is open on it."""
        idle = self._server.status == pq.ConnStatus.OK and self._server.transaction_status == _IDLE
        return idle and not self._is_stale

    def begin(self) -> None:
        """What is said from now on is one transaction; that goes out with the first of it."""
        self._begins = True

    def say(self, words: str, values: Sequence[Any] = ()) -> Said:
        """Values by their places. Inside `together` it is answered when that has ended."""
        said = Said(words, values)
        if self._gathered is None:
            self._exchange([said])
        else:
            self._gathered.append(said)
        return said

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is said inside goes out at once, one statement behind the other: each sees what was committed when its turn
        came. The first that fails ends all behind it."""
        gathered = self._gathered = []
        try:
            yield
        finally:
            self._gathered = None
        if gathered:
            self._exchange(gathered)

    def commit(self) -> None:
        """What was said is durable when the answer to this is there."""
        self.say(_COMMIT)

    def roll_back(self) -> None:
        """What is open ends without having been."""
        self._begins = False
        if self._server.status == pq.ConnStatus.OK and self._server.transaction_status != _IDLE:
            self.say("ROLLBACK")

    def drop(self) -> None:
        self._lent.invalidate()

    def _exchange(self, said: Sequence[Said]) -> None:
        if self._begins:
            self._begins = False
            said = [Said("BEGIN", ()), *said]
        try:
            self._server.enter_pipeline_mode()
            new = [one.words for one in said if one.words not in self._prepared]
            for one in said:
                self._send(one)
            self._server.pipeline_sync()
            self._flush()
            fault = self._hear(said, new)
            self._server.exit_pipeline_mode()
        except BaseException:
            self._server.finish()  # nobody knows what it would answer next
            raise
        if fault is not None:
            raise fault

    def _send(self, one: Said) -> None:
        name = self._prepared.get(one.words)
        if name is None:
            name = self._prepared[one.words] = f"said_{next(self._names)}".encode()
            self._server.send_prepare(name, one.words.encode())
        formats = [PyFormat.TEXT] * len(one.values)
        self._server.send_query_prepared(name, self._translator.dump_sequence(one.values, formats))

    def _flush(self) -> None:
        while self._server.flush():
            self._both.poll()
            self._server.consume_input()  # who does not listen while he speaks waits for ever for one who does the same

    def _hear(self, said: Sequence[Said], new: Sequence[str]) -> psycopg.Error | None:
        """The answers in their order, to the end of all of them; what failed first, if anything did."""
        fault: psycopg.Error | None = None
        fresh = set(new)
        for one in said:
            if one.words in fresh:
                fresh.discard(one.words)
                fault = self._heard(one, fault, is_prepared=False)
            fault = self._heard(one, fault)
        self._next()  # the end
        return fault

    def _heard(self, one: Said, fault: psycopg.Error | None, *, is_prepared: bool = True) -> psycopg.Error | None:
        result = self._next()
        assert result is not None
        while self._next() is not None:
            pass
        if result.status in _DONE:
            if not is_prepared:
                return fault
            if one.words == _COMMIT and result.command_status != _COMMIT.encode():
                return fault or psycopg.OperationalError("a transaction that had failed was told to commit")
            if result.ntuples:
                self._translator.set_pgresult(result)
                one.rows = self._translator.load_rows(0, result.ntuples, tuple)
            return fault
        if not is_prepared:
            del self._prepared[one.words]
        self._is_stale |= result.error_field(pq.DiagnosticField.SQLSTATE) in _STALE
        return fault or error_from_result(result)

    def _next(self) -> pq.abc.PGresult | None:
        server = self._server
        while server.is_busy():
            until_readable(self._readable, self._descriptor)
            server.consume_input()
        return server.get_result()
