"""Prefect's server asked over its public HTTP API, without Prefect's own client: what it knows of the runs of cases."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx
from pydantic import AwareDatetime, BaseModel, TypeAdapter

from engine.core.identifiers import CaseId, DossierCode
from engine.service.doctor_ports import ExecutorAway, SeenRun

PAGE = 200
"""The server answers with no more rows than this at a time."""

PATIENCE = 10.0


class _State(BaseModel):
    type: str
    name: str
    timestamp: AwareDatetime


class _Run(BaseModel):
    id: str
    name: str
    idempotency_key: str | None = None
    state: _State | None = None
    expected_start_time: AwareDatetime | None = None


class _Paused(BaseModel):
    enabled: bool


class _Services(BaseModel):
    pause_expirations: _Paused


class _Server(BaseModel):
    services: _Services


class _ServerSettings(BaseModel):
    server: _Server


_RUNS = TypeAdapter(list[_Run])


class HttpRunWatch:
    """Knows the address, and what our flow and its deployment are called."""

    def __init__(self, api_url: str, flow: str, deployment: str, stray: str) -> None:
        self._api_url = api_url.rstrip("/")
        self._flow = flow
        self._deployment = deployment
        self._stray = stray

    def pauses_expire(self) -> bool:
        with _understood(), self._client() as client:
            said = client.get("/admin/settings").raise_for_status()
            return _ServerSettings.model_validate_json(said.content).server.services.pause_expirations.enabled

    def is_registered(self) -> bool:
        asked = {"flows": self._ours(), "deployments": {"name": {"any_": [self._deployment]}}}
        with _understood(), self._client() as client:
            said = client.post("/deployments/count", json=asked).raise_for_status()
            return int(said.json()) > 0

    def in_states(self, types: Collection[str]) -> Sequence[SeenRun]:
        wanted = {"type": {"any_": list(types)}, "name": {"not_any_": [self._stray]}}
        return self._filtered({"state": wanted})

    def of_cases(self, cases: Collection[CaseId]) -> Sequence[SeenRun]:
        return self._filtered({"idempotency_key": {"any_": list(cases)}})

    def named(self, codes: Collection[DossierCode]) -> Sequence[SeenRun]:
        return self._filtered({"name": {"any_": list(codes)}})

    def call_off(self, run_id: str) -> None:
        cancelled = {"state": {"type": "CANCELLED", "name": self._stray}, "force": True}
        with _understood(), self._client() as client:
            client.post(f"/flow_runs/{run_id}/set_state", json=cancelled).raise_for_status()

    def _filtered(self, wanted: dict[str, Any]) -> list[SeenRun]:
        found: list[SeenRun] = []
        with _understood(), self._client() as client:
            while True:
                asked = {
                    "flows": self._ours(),
                    "flow_runs": wanted,
                    "sort": "ID_DESC",
                    "limit": PAGE,
                    "offset": len(found),
                }
                page = _RUNS.validate_json(client.post("/flow_runs/filter", json=asked).raise_for_status().content)
                found += [_seen(run) for run in page]
                if len(page) < PAGE:
                    return found

    def _ours(self) -> dict[str, Any]:
        return {"name": {"any_": [self._flow]}}

    def _client(self) -> httpx.Client:
        # The machine's proxy settings must not stand between us and our own server.
        return httpx.Client(base_url=self._api_url, timeout=PATIENCE, trust_env=False)


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except httpx.HTTPStatusError as fault:
        raise ExecutorAway(f"status {fault.response.status_code}") from None
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise ExecutorAway(type(fault).__name__) from None
    except ValueError:  # also what Pydantic cannot read
        raise ExecutorAway("an answer that cannot be understood") from None


def _seen(run: _Run) -> SeenRun:
    """A run without a state was never begun: it stands since it should have."""
    since: datetime | None = run.state.timestamp if run.state else run.expected_start_time
    if since is None:
        raise ValueError(run.id)
    said = (run.state.type, run.state.name) if run.state else ("PENDING", "")
    return SeenRun(run.id, run.idempotency_key, run.name, *said, since)
