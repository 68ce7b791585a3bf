"""The bulk path: stamped cases straight into the tables, by COPY on PostgreSQL, by many rows at once on SQLite."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle, islice
from random import Random

import psycopg
from psycopg import sql

from benchmarks.size.stamping import TABLES, Played, Stamp, Stamps, stamped, values_in
from engine.store.ledger_tables import DOSSIER_SERIALS

BATCH = 4_000
"""Cases in one transaction: enough that the commit is nothing, few enough that they fit in memory."""
Lines = Mapping[str, Sequence[str]]
"""For each table the lines of many cases."""
Pour = Callable[[Lines], None]


@dataclass
class Loaded:
    """What was loaded: how much, and which case was made of which."""

    live: int = 0
    ended: int = 0
    events: int = 0
    sample: list[tuple[Played, Stamp]] = field(default_factory=list)


def load(
    url: str, played: Sequence[Played], *, live: int, events: int, wards: int, sample: int = 200,
    tell: Callable[[Loaded], None] = lambda _: None,
) -> Loaded:  # fmt: skip
    """`live` cases in progress or waiting for receipt, and as many that are over as it takes to make so many events.

    The database has its tables, and nothing in them. Raises `ValueError` if the live cases have more events already.
    """
    stamps, loaded, luck = Stamps(wards), Loaded(), Random(1)
    with _opened(url) as pour:
        for batch in _batches(_wanted(played, live, events)):
            lines: dict[str, list[str]] = {table.name: [] for table in TABLES}
            for one in batch:
                stamp = stamps.next(one)
                for table, said in stamped(one, stamp).items():
                    lines[table].append(said)
                _count(loaded, one, stamp, sample, luck)
            pour(lines)
            tell(loaded)
        pour({DOSSIER_SERIALS.name: _serials(stamps.serials)})
    return loaded


def _wanted(played: Sequence[Played], live: int, events: int) -> Iterator[Played]:
    """All played lives in turn, live ones and ended ones mixed as they would have come in."""
    running, over = [one for one in played if one.is_live], [one for one in played if not one.is_live]
    of_live = sum(one.events for one in islice(cycle(running), live))
    if of_live > events:
        raise ValueError(f"{live} live cases have {of_live} events already, more than {events}")
    ended = cycle(over)
    of_ended = 0
    for place, one in enumerate(islice(cycle(running), live), start=1):
        yield one
        while of_ended < (events - of_live) * place // live:
            of_ended += (done := next(ended)).events
            yield done


def _batches(wanted: Iterable[Played]) -> Iterator[list[Played]]:
    coming = iter(wanted)
    while batch := list(islice(coming, BATCH)):
        yield batch


def _count(loaded: Loaded, one: Played, stamp: Stamp, sample: int, luck: Random) -> None:
    """Each case has the same chance to be in the sample, however many there are."""
    loaded.live += one.is_live
    loaded.ended += not one.is_live
    loaded.events += one.events
    if len(loaded.sample) < sample:
        loaded.sample.append((one, stamp))
    elif (place := luck.randrange(loaded.live + loaded.ended)) < sample:
        loaded.sample[place] = one, stamp


def _serials(serials: Counter[tuple[str, date]]) -> list[str]:
    return [f"{unit}\t{day.isoformat()}\t{last}\n" for (unit, day), last in serials.items()]


def _opened(url: str) -> AbstractContextManager[Pour]:
    return _by_copy(url) if url.startswith("postgresql") else _by_rows(url)


_COLUMNS = {table.name: table.columns.keys() for table in (*TABLES, DOSSIER_SERIALS)}


@contextmanager
def _by_copy(url: str) -> Iterator[Pour]:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")  # what is loaded can be loaded again
        connection.execute("SET timezone = 'UTC'")

        def pour(lines: Lines) -> None:
            with connection.transaction():
                for table, said in lines.items():
                    columns = sql.SQL(", ").join(map(sql.Identifier, _COLUMNS[table]))
                    asked = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
                    with connection.cursor().copy(asked) as copy:
                        copy.write("".join(said))

        yield pour
        connection.execute("VACUUM ANALYZE")  # as autovacuum has left a ledger that has grown for a year


@contextmanager
def _by_rows(url: str) -> Iterator[Pour]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -262144")

        def pour(lines: Lines) -> None:
            connection.execute("BEGIN IMMEDIATE")
            for table, said in lines.items():
                places = ", ".join("?" * len(_COLUMNS[table]))
                asked = f"INSERT INTO {table} ({', '.join(_COLUMNS[table])}) VALUES ({places})"
                connection.executemany(asked, values_in("".join(said)))
            connection.execute("COMMIT")

        yield pour
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
