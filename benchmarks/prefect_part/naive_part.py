"""Measures the naive design on the same server: CPU milliseconds for each resumption, the processes that it starts included."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic, perf_counter
from typing import Any

import httpx
import psycopg

from benchmarks.prefect_part.installation import Installation
from benchmarks.prefect_part.naive_flow import NAME, WAITS
from tests.support.processes import NotReady, stop, wait_until

AT_ONCE = 2
"""As many processes as there are cores: more would only wait for each other."""
SECONDS_BETWEEN_LOOKS = 1.0
"""How often this process looks whether a resumption has ended: in Prefect's tables, over a connection that stays open, so that
neither the server nor new connections are paid for by the design that is measured."""
WITHIN = 600.0


@dataclass(frozen=True, slots=True)
class NaiveCost:
    """For each resumption."""

    by_part: dict[str, float]
    per_second: float
    resumptions: int

    @property
    def total(self) -> float:
        return round(sum(self.by_part[part] for part in ("runner", "server", "postgresql for prefect")), 1)


def measure_naive(installation: Installation, cases: int) -> NaiveCost:
    """So many cases are begun, and each is resumed as often as it waits; the dispatcher is not there meanwhile."""
    with _served(installation) as runner, _looking(installation) as looking:
        deployment = _ask(installation, f"/deployments/name/{NAME}/{NAME}", "GET")["id"]
        path = f"/deployments/{deployment}/create_flow_run"
        runs = [_ask(installation, path, parameters={"case_id": f"naive-{n}"})["id"] for n in range(cases)]
        wait_for(looking, runs, "PAUSED", after=[])
        account, began = installation.account(runner=runner), perf_counter()
        before = account.read()
        for number, _ in enumerate(WAITS, 1):
            stood = states_of(looking, runs)
            for run in runs:
                _ask(installation, f"/flow_runs/{run}/resume")
            wait_for(looking, runs, "COMPLETED" if number == len(WAITS) else "PAUSED", after=stood)
        took = perf_counter() - began
        resumptions = cases * len(WAITS)
        return NaiveCost(account.read().since(before).of_each(resumptions), round(resumptions / took, 2), resumptions)


@contextmanager
def _served(installation: Installation) -> Iterator[int]:
    home = installation.couriers.home
    log = home / "naive.log"
    environment = environment_of(installation.prefect.api_url, home / "naive")
    command = [sys.executable, "-m", "benchmarks.prefect_part.naive_flow", str(AT_ONCE)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, start_new_session=True,
            cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip
    try:
        wait_until(lambda: _is_known(installation), within=WITHIN, what="the naive flow is served", log=log)
        yield process.pid
    finally:
        stop(process, signal.SIGTERM)


@contextmanager
def _looking(installation: Installation) -> Iterator[psycopg.Connection]:
    with psycopg.connect(installation.prefect_database.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def environment_of(api_url: str, home: Path) -> dict[str, str]:
    """Prefect's own defaults, as a newcomer has them; only told where the server is."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**others, "PREFECT_API_URL": api_url, "PREFECT_HOME": str(home), "DO_NOT_TRACK": "1"}


def wait_for(
    looking: psycopg.Connection, runs: list[str], state: str, after: list[str], within: float = WITHIN
) -> None:
    """Until all of them stand in a state of that type that is none of those in which they stood; by Prefect's own tables."""
    arrived = "SELECT count(*) FROM flow_run WHERE id = ANY(%s::uuid[]) AND state_type::text = %s AND state_id <> ALL(%s::uuid[])"
    give_up_at, pause = monotonic() + within, Event()
    while looking.execute(arrived, (runs, state, after)).fetchone() != (len(runs),):
        if monotonic() > give_up_at:
            raise NotReady(f"{len(runs)} naive runs are {state}: not within {within} s")
        pause.wait(SECONDS_BETWEEN_LOOKS)


def states_of(looking: psycopg.Connection, runs: list[str]) -> list[str]:
    found = looking.execute("SELECT state_id::text FROM flow_run WHERE id = ANY(%s::uuid[])", (runs,)).fetchall()
    return [state for (state,) in found]


def _is_known(installation: Installation) -> bool:
    url = f"{installation.prefect.api_url}/deployments/name/{NAME}/{NAME}"
    return httpx.get(url, timeout=30, trust_env=False).status_code == httpx.codes.OK


def _ask(installation: Installation, path: str, method: str = "POST", **body: Any) -> Any:
    url = f"{installation.prefect.api_url}{path}"
    answer = httpx.request(method, url, json=body or None, timeout=30, trust_env=False)
    return answer.raise_for_status().json()
