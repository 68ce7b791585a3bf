"""The bare floor: the statements that the product was seen to send for the journey, sent again for cases of their own."""

from __future__ import annotations

import re
import traceback
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, count
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from time import perf_counter, process_time
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
from psycopg.types.json import Json
from sqlalchemy import Engine, event

from engine.store.one_statement import Writing, Written
from engine.store.statements import Channel

_CHANGES = ("INSERT", "UPDATE", "DELETE", "WITH part_0")
_LOCK = re.compile(r"pg_advisory_xact_lock\(\$\d+(?:::\w+)?, *\$(\d+)")
"""The place of the number by which a case is locked."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OWN_LETTERS = 6
_LANES = count()
_CASES_OF_A_LANE = 1_000_000
"""Each sending process has a lane of its own, so that no two of them ever make the same dossier code."""


class FloorBroken(AssertionError):
    """A statement of the floor failed: what it did afterwards would be counted and was never done."""


class Sent(NamedTuple):
    """One statement with the rows that it was sent for, values by their places; `many`: by one call for all of them."""

    words: str
    rows: list[tuple[Any, ...]]
    many: bool


Transaction = list[Sent]


class Recorded(NamedTuple):
    """The journey of one case as SQL, a transaction for each command; `names` differ from case to case."""

    transactions: list[Transaction]
    names: list[str]

    def changes_alone(self) -> Recorded:
        """Without lock, history, token and what else is only asked."""
        kept = [[s for s in sent if s.words.lstrip().startswith(_CHANGES)] for sent in self.transactions]
        return Recorded(kept, self.names)

    @property
    def locks(self) -> int:
        """How many of its statements lock the case."""
        return sum(1 for sent in chain.from_iterable(self.transactions) if _LOCK.search(sent.words))

    def for_another_case(self, serial: int) -> list[Transaction]:
        """The same with names of its own: of the case, its commands, its dossier code; and with a lock of its own, since two
        cases that lock one number wait for each other. `serial`: of no other case in the database.
        """
        new = {name: _alike(name, serial) for name in self.names}
        # What is searched for has the code in small letters.
        new |= {name.casefold(): other.casefold() for name, other in new.items()}
        number = zlib.crc32(str(uuid4()).encode()) - 2**31

        def put(value: Any) -> Any:
            if isinstance(value, str):
                for old, name in new.items():
                    value = value.replace(old, name) if old in value else value
            return value

        def put_all(sent: Sent) -> Sent:
            rows = [tuple(put(value) for value in row) for row in sent.rows]
            if found := _LOCK.search(sent.words):
                place = int(found[1]) - 1
                rows = [(*row[:place], number, *row[place + 1 :]) for row in rows]
            return Sent(sent.words, rows, sent.many)

        return [[put_all(sent) for sent in transaction] for transaction in self.transactions]


@contextmanager
def recording() -> Iterator[Transaction]:
    """Everything that is sent to a database meanwhile, with all rows."""
    sent: Transaction = []

    def note(_c: Any, _cursor: Any, words: str, given: Any, _context: Any, many: bool) -> None:
        rows = given if many else [given]
        sent.append(Sent(words, [tuple(_plain(value) for value in row) for row in rows], many))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def one_by_one() -> Iterator[None]:
    """Meanwhile the product sends its inserts and updates as plain SQL, a statement for each table."""

    def send(self: Writing, connection: Channel, written: Sequence[Written]) -> None:
        for statement, rows in written:
            statement.send(connection, rows)

    joined = Writing.send
    Writing.send = send  # type: ignore[method-assign]
    try:
        yield
    finally:
        Writing.send = joined  # type: ignore[method-assign]


class BareCost(NamedTuple):
    """How many transactions in how many seconds, and the processor's time of the sending processes."""

    transactions: int
    seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        return self.transactions / self.seconds


class BareFloor:
    """Connections that stay open from turn to turn, in as many processes as the product has."""

    def __init__(self, url: str, recorded: Recorded, connections: int, processes: int) -> None:
        self._each = len(recorded.transactions)
        spawned = get_context("spawn")
        self._workers = []
        for number in range(processes):
            ours, theirs = spawned.Pipe()
            share = len(range(number, connections, processes))
            first = next(_LANES) * _CASES_OF_A_LANE
            worker = spawned.Process(target=_work, args=(theirs, url, recorded, share, first), daemon=True)
            worker.start()
            theirs.close()  # or nobody would hear that the process is gone
            self._workers.append((worker, ours, share))

    def play(self, cases_each: int) -> BareCost:
        """Each connection plays so many cases; what is sent was put together before. Raises `FloorBroken`."""
        for _, pipe, _ in self._workers:
            say(pipe, cases_each)
        for _, pipe, _ in self._workers:
            assert heard(pipe) == "ready"
        began = perf_counter()
        for _, pipe, _ in self._workers:
            say(pipe, "go")
        cpu = sum(float(heard(pipe)) for _, pipe, _ in self._workers)
        seconds = perf_counter() - began
        return BareCost(cases_each * self._each * sum(share for *_, share in self._workers), seconds, cpu)

    def end(self) -> None:
        for worker, pipe, _ in self._workers:
            say(pipe, 0)
            worker.join(30)


def say(pipe: Pipe, what: object) -> None:
    """To one that may be gone: what it said last is still to be heard."""
    with suppress(BrokenPipeError):
        pipe.send(what)


def heard(pipe: Pipe) -> Any:
    """What a sending process says; raises `FloorBroken` with what went wrong there."""
    try:
        said = pipe.recv()
    except EOFError as gone:
        raise FloorBroken("a sending process ended by itself") from gone
    if isinstance(said, _Broken):
        raise FloorBroken(said.why)
    return said


class _Broken(NamedTuple):
    """Sent instead of an answer."""

    why: str


def _work(pipe: Pipe, url: str, recorded: Recorded, connections: int, first: int) -> None:
    try:
        _send_until_the_end(pipe, url, recorded, connections, count(first))
    except Exception:  # whoever measures must hear of it, whatever it is
        pipe.send(_Broken(traceback.format_exc()))


def _send_until_the_end(pipe: Pipe, url: str, recorded: Recorded, connections: int, serials: Iterator[int]) -> None:
    opened = [psycopg.connect(url, options="-c timezone=UTC") for _ in range(connections)]
    with ThreadPoolExecutor(connections) as players:
        while cases := pipe.recv():
            prepared = [[recorded.for_another_case(next(serials)) for _ in range(cases)] for _ in opened]
            pipe.send("ready")
            assert pipe.recv() == "go"
            began = process_time()
            # Asked for one by one: an error in a thread is an error of the run.
            for ended in [players.submit(_play, *both) for both in zip(opened, prepared, strict=True)]:
                ended.result()
            pipe.send(process_time() - began)


def _play(connection: psycopg.Connection, cases: Sequence[Sequence[Transaction]]) -> None:
    cursor = psycopg.RawCursor(connection)
    for transaction in chain.from_iterable(cases):
        for sent in transaction:
            _send(cursor, sent)
        connection.commit()


def _send(cursor: psycopg.RawCursor, sent: Sent) -> None:
    if sent.many:
        cursor.executemany(sent.words, sent.rows)
        return
    cursor.execute(sent.words, sent.rows[0])
    if cursor.description is not None:
        cursor.fetchall()


def _plain(value: Any) -> Any:
    return value.obj if isinstance(value, Json) else value


def _alike(name: str, serial: int) -> str:
    """As long as the other, so that what is written weighs the same; a code ends in letters, where the product has digits."""
    new = str(uuid4())
    return new if len(name) == len(new) else name[:-_OWN_LETTERS] + _in_letters(serial)


def _in_letters(serial: int) -> str:
    """A number in letters, always as many."""
    said = ""
    for _ in range(_OWN_LETTERS):
        serial, letter = divmod(serial, len(_LETTERS))
        said = _LETTERS[letter] + said
    assert serial == 0, "there are no more codes of this length"
    return said
