"""One suite, two databases: each test of this folder runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.migration import migrate
from tests.support.postgres import PostgresServer
from tests.support.sql_store import Store, open_store


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """A migrated database that is copied for each test: quicker than to migrate again."""
    url = postgres_server.fresh_database()
    migrate(url)
    return postgres_server.make_template(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    yield request.getfixturevalue("postgres_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A migrated store without cases, for this test alone."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'store.db'}"
        migrate(url)
        with open_store(url) as opened:
            yield opened
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.fresh_database(request.getfixturevalue("postgres_template"))
    with open_store(url) as opened:
        yield opened
    server.drop_database(url)
