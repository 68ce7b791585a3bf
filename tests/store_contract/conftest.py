"""One suite, two databases: each test of this folder runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from engine.store.declared import TABLES
from engine.store.migration import migrate
from tests.support.postgres import PostgresServer
from tests.support.sql_store import Store, open_store


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """A migrated database that is emptied before each test: far quicker than to make one anew."""
    url = postgres_server.fresh_database()
    migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def sqlite_store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    copy = shutil.copy(migrated_file, tmp_path / "store.db")
    with open_store(f"sqlite:///{copy}") as opened:
        yield opened


@pytest.fixture
def postgres_store(migrated_postgres: str) -> Iterator[Store]:
    _empty(migrated_postgres)
    with open_store(migrated_postgres) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """A migrated store without cases, for this test alone."""
    which = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    opened: Store = request.getfixturevalue(which)
    return opened


def _empty(url: str) -> None:
    """Only the server's own superuser can put the triggers to sleep that protect the events."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE " + ", ".join(table.name for table in TABLES))  # type: ignore[arg-type]
