"""The contract with the undocumented part of Prefect: calls to its server for each entry, states, names, re-entry."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from prefect import Flow, flow, get_client, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State, StateType
from prefect.states import Cancelling, Completed

from flows.engine_entry import Nowhere, enter, run_task, shared_clients, suspend
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]

CALLS_OF_ONE_ENTRY = [
    "PATCH /flow_runs/ID",
    "POST /flow_runs/ID/set_state",
    "GET /flow_runs/ID",
    "POST /flow_runs/ID/set_state",
]


@flow(name="Thử", persist_result=False, result_storage=Nowhere(), validate_parameters=False)
async def wait_for_a_paper(ends: bool = False, fails: bool = False) -> State[Any]:
    if fails:
        raise ValueError("a fault in the body")
    if ends:
        return Completed(name="Xong rồi", message="hết")
    return await suspend("Chờ giấy tờ", "từ 10:00")


@task(name="Hỏi", persist_result=False, cache_policy=NO_CACHE)
async def ask(of: str) -> None:
    if of == "nobody":
        raise ValueError("no answer")


@flow(name="Thử hỏi", persist_result=False, result_storage=Nowhere(), validate_parameters=False)
async def ask_and_wait(of: str) -> State[Any]:
    asked = await run_task(ask, of=of)
    return await suspend(f"Chờ: {asked.name}", "từ 10:00")


@dataclass
class Rig:
    """One run of a flow, and what was asked of the server meanwhile."""

    flow: Flow[..., Any]
    client: PrefectClient
    flow_id: UUID
    run_id: UUID
    calls: list[str]

    async def enter(self, **parameters: Any) -> State[Any]:
        self.calls.clear()
        return await enter(self.flow, self.run_id, self.flow_id, "H99-1", parameters)

    async def shown(self) -> State[Any]:
        state = (await self.client.read_flow_run(self.run_id)).state
        assert state is not None
        return state


@asynccontextmanager
async def a_rig(of: Flow[..., Any] = wait_for_a_paper) -> AsyncIterator[Rig]:
    calls: list[str] = []

    async def note(request: httpx.Request) -> None:
        path = request.url.path.removeprefix("/api")
        calls.append(f"{request.method} {'/'.join('ID' if len(part) == 36 else part for part in path.split('/'))}")

    async with shared_clients():
        client = get_client()
        flow_id = await client.create_flow(of)
        deployment = await client.create_deployment(flow_id, "thử", enforce_parameter_schema=False)
        run = await client.create_flow_run_from_deployment(deployment, name="H99-1", idempotency_key=str(uuid.uuid4()))
        client._client.event_hooks["request"].append(note)
        yield Rig(of, client, flow_id, run.id, calls)


def play(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scene)


def test_an_entry_costs_four_calls_and_ends_suspended() -> None:
    async def scene() -> None:
        async with a_rig() as rig:
            for _ in range(2):
                state = await rig.enter()
                assert rig.calls == CALLS_OF_ONE_ENTRY
                assert (state.type, state.name) == (StateType.PAUSED, "Chờ giấy tờ")
            shown = await rig.shown()
            assert (shown.type, shown.name, shown.message) == (StateType.PAUSED, "Chờ giấy tờ", "từ 10:00")
            assert shown.state_details.pause_reschedule is True

    play(scene())


@pytest.mark.parametrize(("of", "ends"), [("somebody", "Completed"), ("nobody", "Failed")])
def test_a_task_costs_no_call_and_is_never_pending(prefect_server: PrefectServer, of: str, ends: str) -> None:
    async def scene() -> None:
        async with a_rig(ask_and_wait) as rig:
            assert (await rig.enter(of=of)).name == f"Chờ: {ends}"
            assert rig.calls == CALLS_OF_ONE_ENTRY
            # The server learns of tasks by events, and writes them down in its own time.
            found = await asyncio.to_thread(_told_tasks, prefect_server, rig.run_id)
            assert [(run["name"].rpartition("-")[0], run["state_name"]) for run in found] == [("Hỏi", ends)]
            assert _states_of(prefect_server, found[0]["id"]) == ["Running", ends]

    play(scene())


def _told_tasks(server: PrefectServer, run_id: UUID) -> list[dict[str, Any]]:
    def told() -> list[dict[str, Any]]:
        asked = {"flow_runs": {"id": {"any_": [str(run_id)]}}}
        answer = httpx.post(f"{server.api_url}/task_runs/filter", json=asked, timeout=120, trust_env=False)
        return list(answer.raise_for_status().json())

    wait_until(
        lambda: [run["state_type"] in {"COMPLETED", "FAILED"} for run in told()] == [True], within=30, what="told"
    )
    return told()


def _states_of(server: PrefectServer, task_run: str) -> list[str]:
    asked = {"task_run_id": task_run}
    answer = httpx.get(f"{server.api_url}/task_run_states/", params=asked, timeout=120, trust_env=False)
    states = sorted(answer.raise_for_status().json(), key=lambda state: str(state["timestamp"]))
    return [state["name"] for state in states]


def test_the_end_has_its_own_name() -> None:
    async def scene() -> None:
        async with a_rig() as rig:
            await rig.enter()
            state = await rig.enter(ends=True)
            assert rig.calls == CALLS_OF_ONE_ENTRY
            assert (state.type, state.name, state.message) == (StateType.COMPLETED, "Xong rồi", "hết")
            assert (await rig.shown()).name == "Xong rồi"

    play(scene())


def test_a_suspended_run_can_be_resumed_in_the_pages_of_prefect() -> None:
    async def scene() -> None:
        async with a_rig() as rig:
            await rig.enter()
            assert (await rig.client.resume_flow_run(rig.run_id)).state.name == "Resuming"
            assert (await rig.enter()).name == "Chờ giấy tờ"

    play(scene())


def test_a_cancelled_a_failed_and_an_ended_run_can_be_entered_again() -> None:
    async def scene() -> None:
        async with a_rig() as rig:
            await rig.enter()
            await rig.client.set_flow_run_state(rig.run_id, Cancelling())
            assert (await rig.shown()).type is StateType.CANCELLED  # suspended: there is nothing to be cancelled first
            assert (await rig.enter()).is_paused()
            assert (await rig.enter(fails=True)).is_failed()
            assert (await rig.enter(ends=True)).is_completed()
            assert (await rig.enter()).is_paused()

    play(scene())


def test_nothing_of_a_fault_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def scene() -> None:
        async with a_rig() as rig:
            failed = await rig.enter(fails=True)
            assert failed.is_failed()
            assert len(rig.calls) == len(CALLS_OF_ONE_ENTRY)
            assert (await rig.shown()).message == "Flow run encountered an exception: ValueError: a fault in the body"

    play(scene())
    assert list(tmp_path.rglob("*")) == []


def test_a_run_that_was_deleted_is_missed_at_the_first_call() -> None:
    async def scene() -> None:
        async with a_rig() as rig:
            await rig.client.delete_flow_run(rig.run_id)
            with pytest.raises(httpx.HTTPStatusError, match="404"):
                await rig.enter()
            assert rig.calls == CALLS_OF_ONE_ENTRY[:1]

    play(scene())
