"""A ledger for figures: live cases whole, of finished ones the rows alone that figures read; the sums are counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import psycopg

from benchmarks.size.loading import Loaded, load
from benchmarks.size.stamping import Played
from engine.store.database import Database
from engine.store.figure_book import SqlFigureBook
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS

_KEPT = (CASES.name, STEPS.name)
_QUIET = (*_KEPT, CASE_COUNTERS.name)
_READERS = """INSERT INTO case_readers (case_id, agency, status, procedure, submitted_at)
    SELECT c.case_id, k.agency, c.status, c.procedure, c.submitted_at FROM (
        SELECT case_id, agency FROM steps UNION SELECT case_id, agency FROM case_counters
        UNION SELECT case_id, receiving_agency FROM cases WHERE receiving_agency IS NOT NULL
    ) k JOIN cases c ON c.case_id = k.case_id"""


def load_figures(url: str, played: Sequence[Played], *, live: int, ended: int, wards: int) -> Loaded:
    """On PostgreSQL, with its tables made and empty. What the database notes of each row by itself is made at the end."""
    running = [one for one in played if one.is_live]
    over = [replace(one, pieces=_rows_alone(one)) for one in played if not one.is_live]
    of_live = sum(running[number % len(running)].events for number in range(live))
    of_ended = sum(over[number % len(over)].events for number in range(ended))
    with _without_triggers(url):
        found = load(url, [*running, *over], live=live, events=of_live + of_ended, wards=wards, sample=0)
    database = Database(url)
    try:
        SqlFigureBook(database).count_anew()
        with database.alone() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE figure_cells")
            connection.exec_driver_sql("ANALYZE case_readers")
    finally:
        database.close()
    return found


def _rows_alone(one: Played) -> dict[str, Sequence[str]]:
    return {name: pieces for name, pieces in one.pieces.items() if name in _KEPT}


@contextmanager
def _without_triggers(url: str) -> Iterator[None]:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        for table in _QUIET:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        connection.execute(_READERS)
        for table in _QUIET:
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
