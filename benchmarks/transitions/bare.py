"""The bare floor: the statements that the product was seen to send for the journey, sent again for cases of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from time import perf_counter, process_time
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
from psycopg.types.json import Json
from sqlalchemy import Engine, event

_CHANGES = ("INSERT", "UPDATE", "DELETE", "WITH part_0")


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

    def for_another_case(self) -> list[Transaction]:
        """The same with names of its own: of the case, its commands, its dossier code."""
        new = {name: _alike(name) for name in self.names}

        def put(value: Any) -> Any:
            if isinstance(value, str):
                for old, name in new.items():
                    value = value.replace(old, name) if old in value else value
            return value

        return [
            [Sent(s.words, [tuple(put(value) for value in row) for row in s.rows], s.many) for s in sent]
            for sent in self.transactions
        ]


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
            worker = spawned.Process(target=_work, args=(theirs, url, recorded, share), daemon=True)
            worker.start()
            self._workers.append((worker, ours, share))

    def play(self, cases_each: int) -> BareCost:
        """Each connection plays so many cases; what is sent was put together before."""
        for _, pipe, _ in self._workers:
            pipe.send(cases_each)
        for _, pipe, _ in self._workers:
            assert pipe.recv() == "ready"
        began = perf_counter()
        for _, pipe, _ in self._workers:
            pipe.send("go")
        cpu = sum(pipe.recv() for _, pipe, _ in self._workers)
        seconds = perf_counter() - began
        return BareCost(cases_each * self._each * sum(share for *_, share in self._workers), seconds, cpu)

    def end(self) -> None:
        for worker, pipe, _ in self._workers:
            pipe.send(0)
            worker.join(30)


def _work(pipe: Pipe, url: str, recorded: Recorded, connections: int) -> None:
    opened = [psycopg.connect(url, options="-c timezone=UTC") for _ in range(connections)]
    while cases := pipe.recv():
        prepared = [[recorded.for_another_case() for _ in range(cases)] for _ in opened]
        pipe.send("ready")
        assert pipe.recv() == "go"
        began = process_time()
        players = [threading.Thread(target=_play, args=both) for both in zip(opened, prepared, strict=True)]
        for player in players:
            player.start()
        for player in players:
            player.join()
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


def _alike(name: str) -> str:
    """As long as the other, so that what is written weighs the same."""
    new = str(uuid4())
    return new if len(name) == len(new) else name[: len(name) - 6] + new[:6]
