"""The whole product in the present that a test sets: API, dispatcher, Prefect, and a stand-in for every agency's system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from engine.core.actors import Role
from flows.names import RECONCILE_FLOW, SWEEP_FLOW
from procedure_defs.catalogue import load_catalogue
from tests.support.clock import local_instant
from tests.support.file_clock import FileClock
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, free_port, wait_until
from tests.support.running_product import Part, as_environment
from tests.support.served_api import ServedApi, served_api

BEFORE_EVERYTHING = local_instant("2000-01-01 00:00")
STANDIN_LATER, STANDIN_AT_ONCE = "later", "accept"


class ClockedProduct:
    """`clock.put(instant)` is now for all parts; `person` is a client with a token of its own."""

    def __init__(self, api: ServedApi, clock: FileClock, prefect: PrefectServer, home: Path) -> None:
        self.api = api
        self.clock = clock
        self.catalogue = load_catalogue()
        self._prefect = prefect
        self._people: dict[tuple[Role, str | None], httpx.Client] = {}
        self.standin_address = next(iter(set(api.settings.agency_systems.values())))
        environment = {**prefect.client_environment(), **as_environment(api.settings)}
        self.dispatcher = Part(
            "tests.support.clocked_dispatcher", [str(home / "clock")], environment, home / "dispatcher.log", ""
        )
        port = self.standin_address.rpartition(":")[2]
        self.standin = Part(
            "demo.standin_agency",
            ["--port", port, "--state", str(home / "standin.json")],
            {},
            home / "standin.log",
            f"{self.standin_address}/health",
        )

    def person(self, role: Role, agency: str | None = None) -> httpx.Client:
        """Somebody in that role at that agency; the same one each time."""
        if (role, agency) not in self._people:
            self._people[role, agency] = self.api.client(role, agency, name="Thử Văn Nghiệm")
        return self._people[role, agency]

    def behave(self, behaviour: str) -> None:
        """How the agencies' systems answer from now on."""
        wanted = {"behaviour": behaviour}
        httpx.put(f"{self.standin_address}/behaviour/*", json=wanted, trust_env=False, timeout=120).raise_for_status()

    def finish_work(self, key: str, path: str, system: httpx.Client, result: Mapping[str, Any]) -> httpx.Response:
        """The agency's system has done what it took on, and hands its result in with its own token."""
        token = system.headers["Authorization"].removeprefix("Bearer ")
        said = {"to": f"{self.api.address}{path}", "token": token, "result": dict(result)}
        return httpx.put(f"{self.standin_address}/finished/{key}", json=said, timeout=120, trust_env=False)

    def flow_runs(self, case_id: str) -> list[dict[str, Any]]:
        """Prefect's own account of the runs of a case."""
        return list(self.ask_prefect("/flow_runs/filter", flow_runs={"idempotency_key": {"any_": [case_id]}}))

    def sweep(self) -> None:
        """Starts the sweep in Prefect as if its schedule had come to the present instant, and waits for its end."""
        due = {"type": "SCHEDULED", "state_details": {"scheduled_time": self.clock.now().isoformat()}}
        wanted = {"state": due, "idempotency_key": str(uuid4())}

        def is_over() -> bool:
            # Two creations at once on SQLite make one of them fail; asked for again with its key, it is the same run.
            path = f"{self._prefect.api_url}/deployments/{self._scheduled()[SWEEP_FLOW]}/create_flow_run"
            answer = httpx.post(path, json=wanted, timeout=120, trust_env=False)
            if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                return False
            state = answer.raise_for_status().json()["state"]["type"]
            assert state in {"SCHEDULED", "PENDING", "RUNNING", "COMPLETED"}, f"the sweep is {state}"
            return bool(state == "COMPLETED")

        wait_until(is_over, within=60, what="the sweep is over", log=self.dispatcher.log)

    def start_dispatcher(self) -> None:
        """Prefect's own schedules go by the real time, which is not ours here: they rest, as a person may let them."""
        self.dispatcher.start()
        log = self.dispatcher.log
        wait_until(lambda: len(self._scheduled()) == 2, within=60, what="the deployments are there", log=log)
        self._tell_schedules("pause_deployment")

    def _tell_schedules(self, what: str) -> None:
        for deployment in self._scheduled().values():
            path = f"{self._prefect.api_url}/deployments/{deployment}/{what}"
            # Prefect on SQLite may say that it is busy; said twice it is as said once.
            told = partial(httpx.post, path, timeout=30, trust_env=False)
            wait_until(lambda told=told: told().is_success, within=60, what=what)  # type: ignore[misc]

    def _scheduled(self) -> dict[str, str]:
        """The flows that Prefect schedules, each with its deployment."""
        found = self.ask_prefect("/deployments/filter")
        flows = {flow["id"]: flow["name"] for flow in self.ask_prefect("/flows/filter")}
        known = {flows[deployment["flow_id"]]: deployment["id"] for deployment in found}
        return {name: known[name] for name in (SWEEP_FLOW, RECONCILE_FLOW) if name in known}

    def ask_prefect(self, path: str, **body: Any) -> Any:
        answer = httpx.post(f"{self._prefect.api_url}{path}", json=body, timeout=120, trust_env=False)
        return answer.raise_for_status().json()

    def end(self) -> None:
        """Prefect's server is the suite's: others find its schedules as they know them."""
        self.dispatcher.kill()
        self.standin.kill()
        self._tell_schedules("resume_deployment")


def systems() -> frozenset[str]:
    """Every agency's system that a shipped procedure calls, or that the directory sends its calls to."""
    catalogue = load_catalogue()
    steps = (step for procedure in catalogue.all() for step in procedure.steps.values())
    called = {step.run.http.split(".")[0] for step in steps if step.run is not None}
    return frozenset(called | set(catalogue.agencies.systems()))


@contextmanager
def clocked_product(home: Path, database_url: str, prefect: PrefectServer) -> Iterator[ClockedProduct]:
    """Everything started and ready, long before the first story; killed afterwards, come what may."""
    clock = FileClock(home / "clock", BEFORE_EVERYTHING)
    address = f"http://{LOOPBACK}:{free_port()}"
    settings = {
        "database_url": database_url,
        "prefect_api_url": prefect.api_url,
        "agency_systems": dict.fromkeys(systems(), address),
    }
    with served_api(home, clock, **settings) as api:
        product = ClockedProduct(api, clock, prefect, home)
        try:
            product.standin.start()
            product.behave(STANDIN_LATER)
            product.start_dispatcher()
            yield product
        finally:
            product.end()
