"""A rare name is found on PostgreSQL without reading the others, and on every database that cannot do that all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import insert, text

from engine.core.identifiers import AgencyId
from engine.service.ports import CaseQuery, Page
from engine.store.database import Database
from engine.store.migration import differences, migrate
from engine.store.read_tables import CASES
from engine.store.words_table import TRIGRAMS
from tests.support.kite_licence import at
from tests.support.sql_store import Store, open_store
from tests.support.statement_spy import effort_of, plan_of, statements_sent

NOBODY = CaseQuery(everything=True, text="Không Ai Cả")
ONE = CaseQuery(everything=True, text="Diều 00007")
MANY = CaseQuery(everything=True, text="Nguyễn")
AT_AN_AGENCY = CaseQuery(visible_to_agency=AgencyId("counter-1"), awaiting_receipt=True, text="khong ai")


@pytest.mark.slow
def test_a_search_reads_what_it_finds(postgres_store: Store) -> None:
    """And a name that many have is walked from the newest on, until the page is full."""
    _named(postgres_store, 20_000)
    for query, found, most in ((NOBODY, 0, 20), (ONE, 1, 40), (MANY, 25, 200), (AT_AN_AGENCY, 0, 40)):
        with statements_sent() as sent:
            rows, _ = postgres_store.queries.list_cases(query, Page(limit=25))
        ((statement, parameters),) = sent
        assert len(rows) == found
        assert effort_of(postgres_store.database, statement, parameters) <= most, plan_of(
            postgres_store.database, statement, parameters
        )


def test_words_follow_the_case(store: Store) -> None:
    store.submit("kite-1", "2026-06-01 08:00", name="Đặng Thị Diều")
    assert _words(store) == [("kite-1", "dang thi dieu")]
    store.receive("kite-1")
    assert _words(store) == [("kite-1", "dang thi dieu h98.01-260601-0001")]
    store.inspected("kite-1", "2026-06-01 09:00")
    assert _words(store) == [("kite-1", "dang thi dieu h98.01-260601-0001")]


@pytest.fixture
def without_extension(postgres_url: str) -> Iterator[str]:
    """The address of an empty database for one who may make tables in it, but no extension."""
    name = "plain_" + postgres_url.rpartition("/")[2]
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN".encode())
        connection.execute(f"GRANT CREATE ON SCHEMA public TO {name}".encode())
        yield postgres_url.replace("postgres@", f"{name}@")
        connection.execute(f"DROP OWNED BY {name} CASCADE".encode())
        connection.execute(f"DROP ROLE {name}".encode())


def test_without_the_extension_the_same_is_found(without_extension: str) -> None:
    migrate(without_extension)
    assert differences(without_extension) == []
    with closing(Database(without_extension)) as database, database.read() as connection:
        asked = text("SELECT count(*) FROM pg_indexes WHERE indexname = :name")
        assert connection.execute(asked, {"name": TRIGRAMS}).scalar_one() == 0
    with open_store(without_extension) as store:
        store.submit("kite-1", "2026-06-01 08:00", name="Đặng Thị Diều")
        found, _ = store.queries.list_cases(CaseQuery(everything=True, text="thi die"), Page())
    assert [row.case_id for row in found] == ["kite-1"]


def _words(store: Store) -> list[tuple[Any, ...]]:
    with store.database.read() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT case_id, words FROM case_words"))]


def _named(store: Store, count: int) -> None:
    said = {"version": 1, "status": "submitted", "procedure": "kite-licence", "procedure_version": "2026-01-01"}
    said |= {"territory": "kite-town", "applicant": "An", "submitted_by": "b", "awaited_by": "counter-1"}
    start = at("2026-06-01 08:00")
    with store.database.write() as connection:
        made = [
            {
                "case_id": f"kite-{number:06d}",
                "search_text": f"nguyen thi dieu {number:05d}",
                "submitted_at": start + timedelta(minutes=number),
            }
            for number in range(count)
        ]
        connection.execute(insert(CASES), [{**said, **one} for one in made])
    with store.database.write() as connection:
        connection.execute(text("ANALYZE"))
