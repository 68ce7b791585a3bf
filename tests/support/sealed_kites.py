"""Kite licences under seal, the proof of their chain, and the hand of somebody who owns the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

from engine.core.audit_chain import Block
from engine.service.purge_proof import PurgeProof
from engine.service.seal_audit import Sealer
from engine.service.verify_audit import Difference, Proof, Verification
from engine.store.chain_reader import SqlChainReader
from engine.store.seal_book import SqlSealBook
from tests.support.sql_store import Store


def sealer(store: Store) -> Sealer:
    return Sealer(SqlSealBook(store.database), store.clock)


def sealed_kites(store: Store) -> Store:
    """Three cases, of six, three and three events, in two blocks."""
    store.received("kite-1", "2026-06-01 08:00")
    store.received("kite-2", "2026-06-01 08:10")
    sealer(store).seal()
    store.inspected("kite-1", "2026-06-01 09:00")
    store.received("kite-3", "2026-06-01 09:10")
    sealer(store).seal()
    return store


def head(store: Store) -> Block:
    found = sealer(store).head()
    assert found is not None
    return found


def proved(store: Store, first: int = 1, expected: str | None = None) -> tuple[list[Difference], Proof]:
    proof = Proof()
    verification = Verification(SqlChainReader(store.database), PurgeProof(store.catalogue))
    return list(verification.differences(proof, unwatched, first, expected)), proof


def differences(store: Store, **asked: Any) -> list[Difference]:
    return proved(store, **asked)[0]


def unwatched(_done: int, _total: int | None) -> None:
    """Nobody looks at how far it is."""


@contextmanager
def owner(store: Store) -> Iterator[Connection]:
    """Whoever owns the database puts its guards to sleep first."""
    with store.database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.exec_driver_sql(asked).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection


def by_hand(store: Store, *statements: str) -> None:
    with owner(store) as connection:
        for statement in statements:
            connection.execute(text(statement))


Tamper = Callable[[Store], None]
