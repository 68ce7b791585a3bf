"""A port that is taken, an address that is another machine's, a database that is not there: told in words, with the
setting to mend, by every program that serves; never as a stack."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings import Settings
from engine.wiring import migrate
from tests.support.postgres import PostgresServer
from tests.support.processes import LOOPBACK, free_port

pytestmark = pytest.mark.slow

ELSEWHERE = "192.0.2.7"
"""An address of documents (RFC 5737), which no machine has."""


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((LOOPBACK, 0)) as other:
        yield int(other.getsockname()[1])


def _said(tmp_path: Path, command: list[str], language: str = "en", **given: object) -> str:
    """What the command says, which ends by itself and not well."""
    environment = {"LIENTHONG_DATA_DIR": str(tmp_path), "LIENTHONG_LANGUAGE": language}
    environment |= {f"LIENTHONG_{name.upper()}": str(value) for name, value in given.items()}
    ended = subprocess.run(
        [sys.executable, "-m", "cli.main", *command], env={**os.environ, **environment}, capture_output=True,
        text=True, timeout=240, check=False,
    )  # fmt: skip
    said = ended.stdout + ended.stderr
    assert ended.returncode in {1, 2}, said
    assert "Traceback" not in said and "most recent call" not in said
    return said


@pytest.mark.parametrize("processes", ["1", "2"])
def test_the_port_of_the_api_is_taken(tmp_path: Path, taken: int, processes: str) -> None:
    command = ["api", "--processes", processes]
    in_vietnamese = _said(tmp_path, command, "vi", api_port=taken)
    assert f"LIENTHONG_API_PORT: cổng {taken} ở {LOOPBACK} đang có chương trình khác dùng" in in_vietnamese
    said = _said(tmp_path, command, api_port=taken)
    assert f"LIENTHONG_API_PORT: port {taken} at {LOOPBACK} is taken by another program" in said


@pytest.mark.parametrize("processes", ["1", "2"])
def test_the_address_of_the_api_is_another_machines(tmp_path: Path, processes: str) -> None:
    said = _said(tmp_path, ["api", "--processes", processes], api_host=ELSEWHERE)
    assert f"LIENTHONG_API_HOST: {ELSEWHERE} is no address of this machine" in said


@pytest.mark.parametrize(
    ("command", "variable"),
    [
        (["api"], "LIENTHONG_API_OPERATIONS_PORT"),
        (["api", "--processes", "2"], "LIENTHONG_API_OPERATIONS_PORT"),
        (["dispatcher"], "LIENTHONG_DISPATCHER_OPERATIONS_PORT"),
    ],
)
def test_the_port_for_operations_is_taken(tmp_path: Path, taken: int, command: list[str], variable: str) -> None:
    migrate(Settings(data_dir=tmp_path))
    ports = {"api_port": free_port(), "api_operations_port": taken, "dispatcher_operations_port": taken}
    said = _said(tmp_path, command, **ports)
    assert f"{variable}: port {taken} at {LOOPBACK} is taken by another program" in said


def test_ports_that_count_up_have_an_end(tmp_path: Path) -> None:
    ports = {"api_port": free_port(), "api_operations_port": 65535}
    said = _said(tmp_path, ["api", "--processes", "2"], **ports)
    assert "LIENTHONG_API_OPERATIONS_PORT: 2 processes need the ports from 65535 to 65536" in said
    assert "write a number up to 65534" in said


def test_the_port_of_prefects_server_is_taken(tmp_path: Path, taken: int) -> None:
    said = _said(tmp_path, ["prefect-server", "--port", str(taken)], "vi")
    assert f"--port: cổng {taken} ở {LOOPBACK} đang có chương trình khác dùng" in said


def test_the_address_of_prefects_server_is_another_machines(tmp_path: Path) -> None:
    said = _said(tmp_path, ["prefect-server", "--host", ELSEWHERE, "--port", str(free_port())])
    assert f"--host: {ELSEWHERE} is no address of this machine" in said


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://prefect@host/prefect", "this is no address of a PostgreSQL"),
        (f"postgresql://prefect:secret@{LOOPBACK}:1/prefect", "the PostgreSQL server does not answer"),
    ],
)
def test_prefects_database_cannot_be_reached(tmp_path: Path, url: str, reason: str) -> None:
    said = _said(tmp_path, ["prefect-server", "--port", str(free_port())], prefect_database_url=url)
    assert f"LIENTHONG_PREFECT_DATABASE_URL: {reason}" in said
    assert "secret" not in said


def test_prefects_database_is_not_there(tmp_path: Path, postgres_server: PostgresServer) -> None:
    url = postgres_server.fresh_database()
    head, _, options = url.partition("?")
    wrong = f"{head}_not_there{'?' + options if options else ''}"
    said = _said(tmp_path, ["prefect-server", "--port", str(free_port())], prefect_database_url=wrong)
    assert "the PostgreSQL server has no such database; make it (createdb)" in said
