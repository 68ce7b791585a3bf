"""Stores that are really broken, past every guard of the database, and the doctor that looks at them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg

from engine.gateways.agency_http import HttpAgencyGateway
from engine.service.doctor_words import DoctorFinding
from engine.service.examine_cases import CaseExamination
from engine.service.examine_queues import QueueExamination
from engine.service.seal_audit import Sealer
from engine.service.tell_owners import OwnersTold
from engine.store.append_only import APPEND_ONLY
from engine.store.doctor_book import SqlDoctorBook
from engine.store.doctor_repairs import SqlDoctorRepairs
from engine.store.edition_book import SqlEditions
from tests.support.sql_store import Store


def break_it(store: Store, *statements: str) -> None:
    """As somebody who owns the database: without triggers, without foreign keys."""
    if store.database.dialect == "postgresql":
        with psycopg.connect(store.url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement.encode())
        return
    with closing(sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        for table in APPEND_ONLY:
            for change in ("update", "delete"):
                file.execute(f"DROP TRIGGER IF EXISTS {table.name}_refuse_{change}")
        for statement in statements:
            file.execute(statement)


def cases_of(store: Store) -> CaseExamination:
    """The part of the doctor that looks at each case."""
    editions = SqlEditions(store.database)
    return CaseExamination(store.ledger, SqlDoctorBook(store.database), store.commands, editions, store.clock)


def queues_of(
    store: Store, sealer: Sealer | None = None, owners: OwnersTold | None = None, **systems: str
) -> QueueExamination:
    """The part that looks at what waits; `systems`: whose addresses are known."""
    return QueueExamination(
        store.ledger,
        SqlDoctorBook(store.database),
        SqlDoctorRepairs(store.database),
        store.wakes,
        store.outbox,
        store.sweep_book,
        HttpAgencyGateway(systems),
        store.commands,
        store.clock,
        sealer,
        owners,
    )


def found_in_cases(store: Store, sample: int | None = None) -> list[DoctorFinding]:
    counted: list[int] = []
    return list(cases_of(store).run(sample, counted.append))


def found_in_queues(store: Store, **systems: str) -> list[DoctorFinding]:
    return list(queues_of(store, None, None, **systems).run())


def ids(findings: list[DoctorFinding]) -> list[str]:
    return [finding.id for finding in findings]
