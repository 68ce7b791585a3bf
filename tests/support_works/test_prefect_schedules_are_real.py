"""Prefect's scheduler makes runs for a schedule; with SQLAlchemy 2.1 it raises at every attempt (ADR 0005)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = pytest.mark.slow


def test_a_schedule_gets_its_runs(prefect_server: PrefectServer) -> None:
    with httpx.Client(base_url=prefect_server.api_url, timeout=120, trust_env=False) as prefect:

        def ask(path: str, question: dict[str, Any]) -> Any:
            return prefect.post(path, json=question).raise_for_status().json()

        flow = ask("/flows/", {"name": "a flow with a schedule"})
        deployment = ask(
            "/deployments/",
            {
                "name": "each minute",
                "flow_id": flow["id"],
                "schedules": [{"schedule": {"interval": 60}, "slug": "each-minute"}],
            },
        )
        of_it = {"deployments": {"id": {"any_": [deployment["id"]]}}}
        wait_until(
            lambda: ask("/flow_runs/count", of_it) > 0,
            within=90,
            what="the scheduler has made runs",
            log=prefect_server.log,
        )
        states = {run["state_type"] for run in ask("/flow_runs/filter", of_it)}
        prefect.delete(f"/deployments/{deployment['id']}").raise_for_status()
    assert states == {"SCHEDULED"}
