"""A ledger for figures: live cases whole, of finished ones the rows alone that figures read; the sums are counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import psycopg
from psycopg import sql

from benchmarks.size.loading import Loaded, load
from benchmarks.size.stamping import Played
from engine.store.database import Database
from engine.store.figure_book import SqlFigureBook
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.reader_table import CASE_READERS

_KEPT = (CASES.name, STEPS.name)
_QUIET = (*_KEPT, CASE_COUNTERS.name)
_READERS = """INSERT INTO case_readers (case_id, agency, status, procedure, submitted_at)
    SELECT c.case_id, k.agency, c.status, c.procedure, c.submitted_at FROM (
        SELECT case_id, agency FROM steps UNION SELECT case_id, agency FROM case_counters
        UNION SELECT case_id, receiving_agency FROM cases WHERE receiving_agency IS NOT NULL
    ) k JOIN cases c ON c.case_id = k.case_id"""


_TIMES = 10
"""A finished case that was stamped stands for so many: the copies are made by the database itself, under ids of their own."""
_WANTED_COPIES = """CREATE TEMP TABLE copies AS
    SELECT substr(md5(case_id || turn), 1, 8) || substr(case_id, 9) AS made, case_id AS of_case, turn
    FROM cases, generate_series(1, {}) turn WHERE closed_at IS NOT NULL LIMIT {}"""
_INDEXES = """SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)
    AND indexname NOT IN (SELECT conname FROM pg_constraint)"""


def load_figures(url: str, played: Sequence[Played], *, live: int, ended: int, wards: int) -> Loaded:
    """On PostgreSQL, with its tables made and empty. What the database notes of each row, and its indexes, are made at the end."""
    running = [one for one in played if one.is_live]
    over = [replace(one, pieces=_rows_alone(one)) for one in played if not one.is_live]
    of_live = sum(running[number % len(running)].events for number in range(live))
    of_ended = sum(over[number % len(over)].events for number in range(-(-ended // _TIMES)))
    with _without_triggers_and_indexes(url) as connection:
        found = load(url, [*running, *over], live=live, events=of_live + of_ended, wards=wards, sample=0)
        found.ended += _copies(connection, ended - found.ended)
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


def _copies(connection: psycopg.Connection, wanted: int) -> int:
    """So many more finished cases: each stamped one once more, and again, until there are enough."""
    connection.execute(sql.SQL(_WANTED_COPIES).format(_TIMES - 1, max(0, wanted)))
    connection.execute("ANALYZE copies")
    made = _copied(connection, CASES.name)
    _copied(connection, STEPS.name)
    return made


def _copied(connection: psycopg.Connection, table: str) -> int:
    """The rows of the copies: other ids, and a dossier code that is nobody else's."""
    said = {"case_id": "c.made", "dossier_code": "r.dossier_code || '/' || c.turn"}
    columns = ", ".join(said.get(name, f"r.{name}") for name in _NAMES[table])
    asked = f"""INSERT INTO {table} ({", ".join(_NAMES[table])})
        SELECT {columns} FROM {table} r JOIN copies c ON c.of_case = r.case_id"""
    return connection.execute(asked).rowcount


_NAMES = {table.name: table.columns.keys() for table in (CASES, STEPS)}


@contextmanager
def _without_triggers_and_indexes(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("SET synchronous_commit = off")
        for table in _QUIET:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        indexes = connection.execute(_INDEXES, ([*_KEPT, CASE_READERS.name],)).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        yield connection
        connection.execute("SET session_replication_role = replica")  # whose case it is was copied from that case
        connection.execute(_READERS)
        connection.execute("RESET session_replication_role")
        for _, definition in indexes:
            connection.execute(definition)
        for table in _QUIET:
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        connection.execute("VACUUM ANALYZE")
