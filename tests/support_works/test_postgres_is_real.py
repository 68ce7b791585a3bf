"""The suite's own PostgreSQL answers, and gives every test a database of its own."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy
from sqlalchemy import text

from tests.support.postgres import PostgresServer, children_of, running_postgres


def test_it_is_a_postgresql_of_a_supported_version(postgres_url: str) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.scalar(text("select version()")).startswith("PostgreSQL ")
        assert int(connection.scalar(text("show server_version_num"))) >= 150000
    engine.dispose()


def test_what_is_written_is_flushed_to_disk(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("show fsync").fetchone() == ("on",)
        assert connection.execute("show synchronous_commit").fetchone() == ("on",)


def test_every_database_is_empty_and_apart(postgres_server: PostgresServer) -> None:
    one, other = postgres_server.fresh_database(), postgres_server.fresh_database()
    with psycopg.connect(one.replace("+psycopg", "")) as connection:
        connection.execute("create table dossier (code text primary key)")
    with psycopg.connect(other.replace("+psycopg", "")) as connection:
        assert connection.execute("select to_regclass('dossier')").fetchone() == (None,)


def test_a_migrated_database_may_serve_as_template(postgres_server: PostgresServer) -> None:
    migrated = postgres_server.fresh_database()
    with psycopg.connect(migrated.replace("+psycopg", "")) as connection:
        connection.execute("create table dossier (code text primary key)")
    copy = postgres_server.fresh_database(template=postgres_server.make_template(migrated))
    with psycopg.connect(copy.replace("+psycopg", "")) as connection:
        assert connection.execute("select count(*) from dossier").fetchone() == (0,)


def test_a_dropped_database_is_gone(postgres_server: PostgresServer) -> None:
    url = postgres_server.fresh_database()
    postgres_server.drop_database(url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url.replace("+psycopg", ""))


def test_a_killed_server_leaves_no_process_and_recovers_what_was_committed() -> None:
    with running_postgres() as server:
        address = server.url("postgres", "postgresql")
        connection = psycopg.connect(address, autocommit=True)
        connection.execute("create table dossier (code text)")
        connection.execute("insert into dossier values ('kept')")
        processes = [server.process.pid, *children_of(server.process.pid)]
        assert connection.info.backend_pid in processes
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
        server.start_again()
        assert "automatic recovery in progress" in server.log.read_text(encoding="utf-8")
        with psycopg.connect(address) as again:
            assert again.execute("select code from dossier").fetchall() == [("kept",)]
