"""APIs as processes of their own over one ledger, with somebody who is signed in; no Prefect beside them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.processes import LOOPBACK, free_port
from tests.support.running_product import Part, as_environment
from tests.support.served_api import COUNTER


class ApiProcess:
    """One of them: `client` may give commands, `monitoring` looks at the port for operations."""

    def __init__(self, settings: Settings, token: str, log: Path) -> None:
        ports = {"api_port": free_port(), "api_operations_port": free_port()}
        self.settings = settings.model_copy(update=ports)
        address = f"http://{LOOPBACK}:{self.settings.api_port}"
        headers = {"Authorization": f"Bearer {token}"}
        self.log = log
        self.part = Part("api.main", [], as_environment(self.settings), log, f"{address}/ready")
        self.client = httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=120)
        watched = f"http://{LOOPBACK}:{self.settings.api_operations_port}"
        self.monitoring = httpx.Client(base_url=watched, trust_env=False, timeout=120)

    def figures(self) -> dict[str, float]:
        """What Prometheus would read: `name{labels}` to its value."""
        text = self.monitoring.get("/metrics").raise_for_status().text
        lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in lines}

    def asked_to_stop(self) -> None:
        """SIGTERM, without waiting for the end."""
        self.part.send(signal.SIGTERM)

    def end(self) -> None:
        self.client.close()
        self.monitoring.close()
        self.part.kill()


@contextmanager
def api_processes(home: Path, count: int, **settings: Any) -> Iterator[list[ApiProcess]]:
    """All started and ready; killed afterwards, come what may."""
    shared = Settings(data_dir=home, **settings)
    migrate(shared)
    product = build(shared)
    officer = Actor(
        id=ActorId("officer"), name="Phạm Thử Nghiệm", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,)
    )
    token = product.tokens.issue(officer, product.clock.now())
    product.close()
    running = [ApiProcess(shared, token, home / f"api-{number}.log") for number in range(count)]
    try:
        for process in running:
            process.part.start()
        yield running
    finally:
        for process in running:
            process.end()
