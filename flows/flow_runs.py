"""Our deployments and flow runs on Prefect's server, through its public client."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from prefect import Flow, get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas import OrchestrationResult
from prefect.client.schemas.actions import ArtifactCreate, DeploymentScheduleCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterIdempotencyKey,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.responses import SetStateStatus
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.states import Cancelled, Crashed, Pending, Scheduled

from engine.core.identifiers import CaseId
from engine.service.executed_runs import BEING_ENTERED
from flows.engine_entry import enter
from flows.names import ABANDONED, DEPLOYMENT, SKIPPED, STRAY

PAGE = 200
"""The server answers with no more rows than this at a time."""


class RunLost(Exception):
    """Prefect does not know the run, or the deployment, any more: it is made anew from the ledger."""


class PrefectAway(Exception):
    """Prefect's server does not answer. The ledger goes on without it; the cases stay dirty."""


class PrefectStalls(PrefectAway):
    """It has taken the call and has not answered in time, as while its database is locked; others may be answered."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A flow as the server knows it."""

    flow: Flow[..., Any]
    flow_id: UUID
    deployment_id: UUID


class FlowRuns:
    """The one case flow, and the scheduled flows beside it. Used inside `engine_entry.shared_clients`."""

    def __init__(self, case_flow: Flow[..., Any], every_minute: Sequence[Flow[..., Any]]) -> None:
        self._case_flow = case_flow
        self._scheduled = every_minute
        self._known: dict[str, Registered] = {}
        self._executed_here: set[UUID] = set()
        # On SQLite two creations at once make one of them fail: the server begins by reading and then wants to write.
        self._one_at_a_time = asyncio.Lock()

    async def register(self) -> None:
        """Flows and deployments, made or brought up to date; changes no run that anyone waits for."""
        for flow in (self._case_flow, *self._scheduled):
            schedules = [] if flow is self._case_flow else [_each_minute()]
            with _in_our_words():
                flow_id = await _client().create_flow(flow)
                deployment_id = await _client().create_deployment(
                    flow_id, DEPLOYMENT, schedules=schedules, enforce_parameter_schema=False
                )
            self._known[flow.name] = Registered(flow, flow_id, deployment_id)

    async def are_known(self) -> bool:
        """Whether the server still has our deployments; it does not after its database was lost."""
        for known in self._known.values():
            try:
                with _in_our_words():
                    await _client().read_deployment(known.deployment_id)
            except RunLost:
                return False
        return True

    async def create(self, case_id: CaseId, name: str, tags: Sequence[str], state: State[Any]) -> FlowRun:
        """The run of a case, made in that state; asked for twice it is the same one, in the state in which it stands."""
        async with self._one_at_a_time:
            with _in_our_words():
                return await _client().create_flow_run_from_deployment(
                    self._cases.deployment_id,
                    parameters={"case_id": case_id},
                    state=state,
                    name=name,
                    tags=tags,
                    idempotency_key=case_id,
                )

    async def publish(self, run_id: UUID, case_id: CaseId, dossier_code: str, report: str) -> None:
        """The table of the case's time limits, as the run's artifact: one more version of it.

        Asked of the server itself: `acreate_markdown_artifact` would tell of it by an event of its own, too.
        """
        artifact = ArtifactCreate(
            key=f"ho-so-{case_id.lower()}",
            type="markdown",
            description=dossier_code,
            data=report,
            flow_run_id=run_id,
        )
        with _in_our_words():
            await _client().request("POST", "/artifacts/", json=artifact.model_dump(mode="json", exclude_unset=True))

    async def start_late(self, flow_name: str, key: str) -> bool:
        """One more run of a scheduled flow, for now; asked for twice with a key it is one. False, if somebody has paused
        the flow in Prefect's pages, or its schedule."""
        with _in_our_words():
            deployment = await _client().read_deployment(self._known[flow_name].deployment_id)
            if deployment.paused or not any(schedule.active for schedule in deployment.schedules):
                return False
            await _client().create_flow_run_from_deployment(deployment.id, idempotency_key=f"late {flow_name} {key}")
        return True

    async def enter_case(self, run_id: UUID, case_id: CaseId, name: str) -> State[Any]:
        """Executes the case's flow as this run, here and now."""
        with _in_our_words():
            return await enter(self._cases.flow, run_id, self._cases.flow_id, name, {"case_id": case_id})

    async def enter_scheduled(self, run: FlowRun) -> State[Any] | None:
        """Executes a run that the server scheduled; none if another dispatcher has taken it."""
        known = next(k for k in self._known.values() if k.deployment_id == run.deployment_id)
        with _in_our_words():
            claimed: OrchestrationResult[Any] = await _client().set_flow_run_state(run.id, Pending())
            if claimed.status is not SetStateStatus.ACCEPT:
                return None
            self._executed_here.add(run.id)
            try:
                return await enter(known.flow, run.id, known.flow_id, run.name, {})
            finally:
                self._executed_here.discard(run.id)

    async def due(self, now: datetime) -> tuple[list[FlowRun], list[FlowRun]]:
        """The runs that should have begun by now: those of cases, and the scheduled ones, the newest of each flow last."""
        ids = [known.deployment_id for known in self._known.values()]
        with _in_our_words():
            runs = await _client().get_scheduled_flow_runs_for_deployments(ids, scheduled_before=now, limit=PAGE)
        cases = [run for run in runs if run.deployment_id == self._cases.deployment_id]
        return cases, [run for run in runs if run.deployment_id != self._cases.deployment_id]

    def flow_name_of(self, run: FlowRun) -> str:
        """Of a run that `due` has given."""
        return next(name for name, known in self._known.items() if known.deployment_id == run.deployment_id)

    async def abandoned(self, before: datetime) -> list[FlowRun]:
        """Scheduled runs that were begun, or asked to stop, and stand so since then; none that are executed here."""
        ids = [
            known.deployment_id for known in self._known.values() if known.deployment_id != self._cases.deployment_id
        ]
        if not ids:
            return []
        types = [*map(StateType, BEING_ENTERED), StateType.CANCELLING]
        begun = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)))
        theirs = DeploymentFilter(id=DeploymentFilterId(any_=ids))
        with _in_our_words():
            runs = await _client().read_flow_runs(flow_run_filter=begun, deployment_filter=theirs, limit=PAGE)
        return [
            r for r in runs if r.id not in self._executed_here and r.state is not None and r.state.timestamp < before
        ]

    async def end_abandoned(self, run_id: UUID) -> None:
        """Says of a scheduled run that whoever executed it died."""
        await self.force(run_id, Crashed(name=ABANDONED, message="Tiến trình thực hiện đã chết giữa chừng"))

    async def read(self, run_id: UUID) -> FlowRun:
        with _in_our_words():
            return await _client().read_flow_run(run_id)

    async def of_cases(self, cases: Sequence[CaseId]) -> dict[str, FlowRun]:
        """The runs of these cases, as far as the server has them; by case."""
        wanted = FlowRunFilter(idempotency_key=FlowRunFilterIdempotencyKey(any_=list(cases)))
        return {run.idempotency_key: run for run in await self._filter(wanted) if run.idempotency_key}

    async def in_states(self, *states: StateType) -> list[FlowRun]:
        """Runs of cases that stand in one of these; those that were called off as strays are left out."""
        wanted = FlowRunFilterState(
            type=FlowRunFilterStateType(any_=list(states)), name=FlowRunFilterStateName(not_any_=[STRAY])
        )
        return await self._filter(FlowRunFilter(state=wanted))

    async def force(self, run_id: UUID, state: State[Any]) -> None:
        """Sets the state without asking the server's rules: what the ledger says is so."""
        with _in_our_words():
            await _client().set_flow_run_state(run_id, state, force=True)

    async def make_enterable(self, run_id: UUID) -> None:
        await self.force(run_id, Scheduled())

    async def call_off(self, run_id: UUID, *, stray: bool) -> None:
        """Ends a run that nobody needs."""
        await self.force(run_id, Cancelled(name=STRAY if stray else SKIPPED))

    async def is_there(self) -> bool:
        """Whether the server answers."""
        return await _client().api_healthcheck() is None

    @property
    def _cases(self) -> Registered:
        return self._known[self._case_flow.name]

    async def _filter(self, wanted: FlowRunFilter) -> list[FlowRun]:
        ours = DeploymentFilter(id=DeploymentFilterId(any_=[self._cases.deployment_id]))
        with _in_our_words():
            return await _client().read_flow_runs(flow_run_filter=wanted, deployment_filter=ours, limit=PAGE)


class _in_our_words:  # noqa: N801
    """Errors of the client leave here as the two that the dispatcher tells apart."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        match error:
            case ObjectNotFound():
                raise RunLost(str(error)) from error
            case PrefectHTTPStatusError() if error.response.status_code == httpx.codes.NOT_FOUND:
                raise RunLost(str(error)) from error
            case httpx.ReadTimeout() | httpx.PoolTimeout():
                raise PrefectStalls(f"{type(error).__name__}: {error}") from error
            case httpx.TransportError():
                raise PrefectAway(f"{type(error).__name__}: {error}") from error
            case PrefectHTTPStatusError() if error.response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                raise PrefectAway(str(error)) from error


def _client() -> PrefectClient:
    return get_client()


def _each_minute() -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate(schedule=IntervalSchedule(interval=timedelta(minutes=1)), slug="every-minute")
