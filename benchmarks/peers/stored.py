"""What PostgreSQL itself says of a contestant's database: how large it is, what was logged, how many cases have ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

import psycopg

from tests.support.postgres import PostgresServer


@dataclass(frozen=True)
class Database:
    """`url` as SQLAlchemy writes it."""

    server: PostgresServer
    url: str
    ended: LiteralString

    @property
    def address(self) -> str:
        return self.url.replace("+psycopg", "")

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]

    def size(self) -> int:
        return self._ask("SELECT pg_database_size(current_database())")

    def logged(self) -> int:
        """Bytes of log since the server began, of all databases: only one contestant plays at a time."""
        return self._ask("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")

    def cases_ended(self) -> int:
        return self._ask(self.ended)

    def durability(self) -> dict[str, str]:
        with psycopg.connect(self.address) as connection:
            asked = {name: connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")}
        return {name: str(said[0]) for name, said in asked.items() if said}

    def _ask(self, question: LiteralString) -> int:
        with psycopg.connect(self.address, autocommit=True) as connection:
            row = connection.execute(question).fetchone()
        assert row is not None
        return int(row[0])
