"""The suite's own Prefect server is healthy, serves its pages without the internet, and survives a power cut."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.support.postgres import PostgresServer
from tests.support.prefect_server import ROOT, PrefectServer, running_prefect_server, server_command
from tests.support.processes import LOOPBACK, free_port, stop, wait_until

STARTS_A_CHILD = "import subprocess, sys; subprocess.run(sys.argv[1:])"


def test_it_is_the_locked_version_and_healthy(prefect_server: PrefectServer) -> None:
    assert httpx.get(f"{prefect_server.api_url}/health").json() is True
    assert httpx.get(f"{prefect_server.api_url}/admin/version").json() == "3.8.8"


def test_the_service_that_eats_a_core_is_off(prefect_server: PrefectServer) -> None:
    settings = httpx.get(f"{prefect_server.api_url}/admin/settings").json()["server"]
    assert settings["services"]["pause_expirations"]["enabled"] is False
    assert settings["services"]["scheduler"]["enabled"] is True
    assert settings["analytics_enabled"] is False


def test_its_pages_are_served_and_ask_nothing_from_elsewhere(prefect_server: PrefectServer) -> None:
    answer = httpx.get(prefect_server.address, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.headers["content-type"].startswith("text/html")
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    asked_for = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert asked_for
    assert [address for address in asked_for if not address.startswith("/")] == []


@pytest.mark.slow
def test_it_keeps_its_data_when_it_is_killed(private_prefect_server: PrefectServer) -> None:
    server = private_prefect_server
    created = httpx.post(f"{server.api_url}/flows/", json={"name": "ho-so"}).json()["id"]
    first = server.process_id
    server.kill()
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{server.api_url}/health")
    server.start()
    assert server.process_id != first
    assert httpx.get(f"{server.api_url}/flows/{created}").json()["name"] == "ho-so"


@pytest.mark.slow
def test_it_runs_on_postgresql(postgres_server: PostgresServer, prefect_seed: Path) -> None:
    url = postgres_server.fresh_database()
    with running_prefect_server(url, prefect_seed) as server:
        httpx.post(f"{server.api_url}/flows/", json={"name": "ho-so"}).raise_for_status()
        assert httpx.post(f"{server.api_url}/flows/count", json={}).json() == 1
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        assert connection.execute("select name from flow").fetchall() == [("ho-so",)]
    postgres_server.drop_database(url)


@pytest.mark.slow
@pytest.mark.usefixtures("prefect_server")  # which leaves the seed
def test_it_ends_when_the_one_who_started_it_is_killed(tmp_path: Path, prefect_seed: Path) -> None:
    shutil.copytree(prefect_seed, tmp_path, dirs_exist_ok=True)
    health = f"http://{LOOPBACK}:{(port := free_port())}/api/health"
    starter = subprocess.Popen([sys.executable, "-c", STARTS_A_CHILD, *server_command(port, tmp_path)], cwd=ROOT)
    try:
        wait_until(lambda: _answers(health), within=120, what="the child answers")
        starter.kill()
        wait_until(lambda: not _answers(health), within=30, what="the child is gone")
        assert starter.wait() == -signal.SIGKILL
    finally:
        stop(starter)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).is_success
    except httpx.TransportError:
        return False
