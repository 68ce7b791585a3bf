"""The whole product as its own processes: API, dispatcher, Prefect server, stand-in agency; each can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, NotReady, end_of, free_port, stop, wait_until

ROOT = Path(__file__).resolve().parents[2]


class Part:
    """One process of the product, started as the product starts it."""

    def __init__(
        self,
        module: str,
        arguments: list[str],
        environment: dict[str, str],
        log: Path,
        ready: str,
        prefix: Sequence[str] = (),
        code: Path = ROOT,
    ) -> None:
        """`prefix`: what leads to the machine on which it runs, if that is not this one; `code`: whose it is."""
        self._code = code
        self._name = module
        self._command = [*prefix, sys.executable, "-m", module, *arguments]
        self._environment = environment
        self._ready = ready
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert self._process is None, f"{self._name} is running already"
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self._code,
                env={**os.environ, **self._environment}, start_new_session=True,
            )  # fmt: skip
        if self._ready:
            wait_until(self._answers, within=60, what=f"{self._name} answers", log=self.log)

    @property
    def process_id(self) -> int:
        assert self._process is not None, f"{self._command[2]} is not running"
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL, as a power cut."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def send(self, how: signal.Signals) -> None:
        """Sends the signal and does not wait."""
        assert self._process is not None, f"{self._name} is not running"
        self._process.send_signal(how)

    def ended_by(self, how: signal.Signals) -> int | None:
        """Sends the signal and gives the code with which the process ends."""
        self.send(how)
        return self.exit_code()

    def children(self) -> list[int]:
        """The processes that it has started and that live, oldest first."""
        assert self._process is not None, f"{self._name} is not running"
        own = self._process.pid
        return [int(child) for child in Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()]

    def exit_code(self, within: float = 240) -> int:
        """Waits for the end and gives the code."""
        process, self._process = self._process, None
        assert process is not None, f"{self._name} is not running"
        try:
            return process.wait(within)
        finally:
            stop(process, signal.SIGKILL)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            stop(process, how)

    def _answers(self) -> bool:
        if not self.is_running():
            raise NotReady(f"{self._name} ended by itself\n{end_of(self.log)}")
        try:
            return httpx.get(self._ready, timeout=5, trust_env=False).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


class RunningProduct:
    """`api`, `dispatcher`, `standin` and `prefect` may be stopped, killed and started in any order."""

    def __init__(self, home: Path, database_url: str, prefect: PrefectServer) -> None:
        self.home = home
        self.prefect = prefect
        api_port, standin_port = free_port(), free_port()
        self.address = f"http://{LOOPBACK}:{api_port}"
        self.standin_address = f"http://{LOOPBACK}:{standin_port}"
        self.settings = Settings(
            database_url=database_url,
            data_dir=home,
            prefect_api_url=prefect.api_url,
            api_port=api_port,
            agency_systems={"social_insurance": self.standin_address},
        )
        environment = {**prefect.client_environment(), **as_environment(self.settings)}
        self.api = Part("api.main", [], environment, home / "api.log", f"{self.address}/ready")
        self.dispatcher = Part("flows.dispatcher", [], environment, home / "dispatcher.log", "")
        self.standin = Part(
            "demo.standin_agency",
            ["--port", str(standin_port), "--state", str(home / "standin.db")],
            {},
            home / "standin.log",
            f"{self.standin_address}/statistics",
        )
        migrate(self.settings)
        self._product = build(self.settings)
        self._tokens: dict[tuple[Role, str | None], str] = {}

    def client(self, role: Role, agency: str | None = None) -> httpx.Client:
        """A client with the bearer token of somebody in that role, at that agency."""
        key = (role, agency)
        if key not in self._tokens:
            actor = Actor(
                id=ActorId(f"{role.value}-{agency or 'none'}"),
                name="Thử Văn Nghiệm",
                agency=AgencyId(agency) if agency else None,
                roles=(role, Role.LATE_ENTRY) if role in {Role.ONE_STOP_OFFICER, Role.CASEWORKER} else (role,),
            )
            self._tokens[key] = self._product.tokens.issue(actor, datetime.now(UTC).replace(microsecond=0))  # noqa: TID251
        return httpx.Client(
            base_url=self.address,
            headers={"Authorization": f"Bearer {self._tokens[key]}"},
            timeout=120,
            trust_env=False,
        )

    def behave(self, behaviour: str) -> None:
        """How the stand-in agency answers from now on."""
        wanted = {"behaviour": behaviour}
        httpx.put(f"{self.standin_address}/behaviour/*", json=wanted, trust_env=False, timeout=120).raise_for_status()

    def statistics(self) -> dict[str, int]:
        """What the stand-in agency has been asked."""
        answer = httpx.get(f"{self.standin_address}/statistics", timeout=120, trust_env=False)
        return dict(answer.raise_for_status().json())

    def end(self) -> None:
        for part in (self.api, self.dispatcher, self.standin):
            part.kill()
        self._product.close()

    def flow_runs(self, **filters: Any) -> list[dict[str, Any]]:
        """Prefect's own account of its flow runs."""
        answer = httpx.post(
            f"{self.prefect.api_url}/flow_runs/filter", json=filters or {}, timeout=120, trust_env=False
        )
        return list(answer.raise_for_status().json())


def as_environment(settings: Settings) -> dict[str, str]:
    said = settings.model_dump(mode="json")
    return {
        f"LIENTHONG_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in said.items()
        if value is not None
    }


@contextmanager
def running_product(home: Path, database_url: str, prefect: PrefectServer) -> Iterator[RunningProduct]:
    """Everything started and ready; killed afterwards, come what may."""
    product = RunningProduct(home, database_url, prefect)
    try:
        product.standin.start()
        product.api.start()
        product.dispatcher.start()
        yield product
    finally:
        product.end()
