"""The disk is full: people are told so, nothing is half-written, reading goes on; with space it all goes on by itself."""

from __future__ import annotations

import os
import pwd
import resource
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from engine.core.identifiers import CaseId
from engine.wiring import build
from tests.support.api_processes import ApiProcess, api_processes
from tests.support.postgres import UNPRIVILEGED, PostgresServer
from tests.support.served_api import DOSSIER
from tests.support.small_disk import can_mount, small_disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

BEFORE, MOST = 3, 400
Limit = Callable[[bool], None]
"""True: no byte more; False: there is space again."""


@contextmanager
def sqlite_on_a_small_disk(place: Path, _: PostgresServer) -> Iterator[tuple[ApiProcess, Limit]]:
    """Database and log on the disk that is full."""
    with small_disk(place / "disk", 12) as disk, api_processes(disk.folder, 1) as (api,):
        yield api, lambda full: disk.fill() if full else disk.make_space()


@contextmanager
def sqlite_with_a_used_up_quota(place: Path, _: PostgresServer) -> Iterator[tuple[ApiProcess, Limit]]:
    """The system lets no file of the process grow."""
    with api_processes(place, 1) as (api,):

        def limit(full: bool) -> None:
            _, most = resource.prlimit(api.part.process_id, resource.RLIMIT_FSIZE)
            resource.prlimit(api.part.process_id, resource.RLIMIT_FSIZE, (1 if full else most, most))

        yield api, limit


@contextmanager
def postgresql_on_a_small_disk(_: Path, server: PostgresServer) -> Iterator[tuple[ApiProcess, Limit]]:
    """The tables are on the disk that is full; the write-ahead log is not, or PostgreSQL itself would stop."""
    name = f"small_{uuid.uuid4().hex}"
    # Beside the server's own files: there its user can reach it.
    with small_disk(server.folder / name, 40) as disk:
        home, tables = disk.folder / "home", disk.folder / "tables"
        home.mkdir()
        tables.mkdir()
        os.chown(tables, pwd.getpwnam(UNPRIVILEGED).pw_uid, -1)
        address = server.url("postgres", "postgresql")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE {name} LOCATION '{tables}'".encode())
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 TABLESPACE {name}".encode())
        try:
            with api_processes(home, 1, database_url=server.url(name)) as (api,):
                yield api, lambda full: disk.fill() if full else disk.make_space()
        finally:
            server.drop_database(server.url(name))
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f"DROP TABLESPACE {name}".encode())


PLACES = [sqlite_with_a_used_up_quota]
if can_mount():
    PLACES += [sqlite_on_a_small_disk, postgresql_on_a_small_disk]


@pytest.mark.parametrize("place", PLACES)
def test_it_is_told_and_goes_on_when_there_is_space(
    place: Any, tmp_path: Path, postgres_server: PostgresServer
) -> None:
    with place(tmp_path, postgres_server) as (api, limit):
        done = [submitted(api, a_key()) for _ in range(BEFORE)]
        assert {answer.status_code for answer in done} == {201}
        limit(True)
        refused, key = until_it_is_full(api, done)
        assert (refused.status_code, refused.json()["code"]) == (507, "storage_full")
        assert int(refused.headers["Retry-After"]) > 0
        check_that_people_can_read(api, done)
        check_that_a_person_gets_a_page(api)
        assert submitted(api, key).status_code == 507
        limit(False)
        mended = submitted(api, key)
        assert (mended.status_code, mended.headers.get("Idempotent-Replay")) == (201, None)
        assert submitted(api, key).headers["Idempotent-Replay"] == "true"
        check_the_ledger(api, [*done, mended])


def until_it_is_full(api: ApiProcess, done: list[httpx.Response]) -> tuple[httpx.Response, str]:
    """What a database holds in reserve is used up first."""
    for _ in range(MOST):
        key = a_key()
        answer = submitted(api, key)
        if not answer.is_success:
            return answer, key
        done.append(answer)
    raise AssertionError(f"{MOST} cases found space on a full disk")


def check_that_people_can_read(api: ApiProcess, done: list[httpx.Response]) -> None:
    assert api.client.get(f"/cases/{done[0].json()['id']}").status_code == httpx.codes.OK
    assert api.client.get("/health").status_code == httpx.codes.OK


def check_that_a_person_gets_a_page(api: ApiProcess) -> None:
    token = api.client.headers["Authorization"].removeprefix("Bearer ")
    for language, words in (("vi", "Nơi lưu trữ đã đầy"), ("en", "The storage is full")):
        answers = (api.client.post(f"/sign-in?lang={language}", data={"token": token}) for _ in range(MOST))
        full = next(answer for answer in answers if answer.status_code != httpx.codes.SEE_OTHER)
        assert (full.status_code, full.headers["Content-Type"]) == (507, "text/html; charset=utf-8")
        assert words in full.text


def check_the_ledger(api: ApiProcess, done: list[httpx.Response]) -> None:
    """What was acknowledged is there, whole; and nothing else."""
    product = build(api.settings)
    try:
        for answer in done:
            history = product.ledger.history(CaseId(answer.json()["id"]))
            assert [recorded.event.type for recorded in history] == ["case_submitted"]
        assert sum(product.backlog.open_cases().values()) == len(done)
    finally:
        product.close()
    if api.settings.database_url.startswith("sqlite"):
        with closing(sqlite3.connect(api.settings.database_url.removeprefix("sqlite:///"))) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def submitted(api: ApiProcess, key: str) -> httpx.Response:
    return api.client.post("/cases", json=DOSSIER, headers={"Idempotency-Key": key})


def a_key() -> str:
    return str(uuid.uuid4())
