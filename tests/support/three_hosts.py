"""The product on three machines: database, Prefect server and the agency's system here; API and dispatcher on B and on C."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from engine.settings import Settings
from engine.wiring import build, migrate
from flows.names import CASE_FLOW
from tests.support.hosts import Host, Machines, machines
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.processes import LOOPBACK, free_port, wait_until
from tests.support.running_product import Part, as_environment

LEASE_SECONDS = 10
"""Shorter than in real use, so that nobody waits a minute for a lease to end."""

PREFECT_ACCOUNT = ("prefect", "a-password-of-the-test")
_SIGN_IN = ":".join(PREFECT_ACCOUNT)


class AppHost:
    """A machine with an API and a dispatcher, and a disk of its own."""

    def __init__(self, host: Host, shared: Settings, home: Path) -> None:
        self.host = host
        self.home = home / host.name
        self.home.mkdir()
        self.settings = shared.model_copy(
            update={
                "data_dir": self.home,
                "api_host": host.address,
                "api_port": free_port(),
                "operations_host": host.address,
                "dispatcher_operations_port": free_port(),
            }
        )
        self.address = f"http://{host.address}:{self.settings.api_port}"
        self._watched = f"http://{host.address}:{self.settings.dispatcher_operations_port}"
        self.api = self._part("api", f"{self.address}/ready")
        self.dispatcher = self._part("dispatcher", f"{self._watched}/ready")

    def start(self) -> None:
        """As its supervisor does when the machine starts."""
        self.api.start()
        self.dispatcher.start()

    def works(self) -> bool:
        """Both say of themselves that they can work."""
        return all(_is_ready(f"{address}/ready") for address in (self.address, self._watched))

    @property
    def dispatcher_name(self) -> str:
        """What the leases of this machine have in them."""
        return (self.home / "dispatchers" / "host").read_text(encoding="ascii")

    def _part(self, command: str, ready: str) -> Part:
        environment = {**as_environment(self.settings), "PREFECT_API_AUTH_STRING": _SIGN_IN}
        log = self.home / f"{command}.log"
        part = Part("cli.main", [command], environment, log, ready, self.host.prefix)
        self.host.parts.append(part)
        return part


class ThreeHosts:
    """`b` and `c` may lose their power or their cable; `product` is the ledger as it is seen here."""

    def __init__(self, home: Path, found: Machines, postgres: PostgresServer) -> None:
        urls = [postgres.fresh_database().replace(LOOPBACK, found.here) for _ in range(2)]
        agency, prefect = free_port(), free_port()
        self._agency = f"http://{found.here}:{agency}"
        self._prefect = httpx.Client(
            base_url=f"http://{found.here}:{prefect}/api", auth=PREFECT_ACCOUNT, trust_env=False, timeout=120
        )
        shared = Settings(
            data_dir=home,
            database_url=urls[0],
            prefect_api_url=f"http://{found.here}:{prefect}/api",
            agency_systems={"social_insurance": self._agency},
            dispatcher_lease_seconds=LEASE_SECONDS,
        )
        migrate(shared)
        self.product = build(shared)
        self._memory = home / "agency.json"
        where = ["--host", found.here, "--port"]
        self._here = [
            Part(
                "demo.standin_agency",
                [*where, str(agency), "--state", str(self._memory)],
                {},
                home / "agency.log",
                f"{self._agency}/health",
            ),
            Part(
                "cli.main",
                ["prefect-server", *where, str(prefect)],
                {
                    "LIENTHONG_DATA_DIR": str(home),
                    "LIENTHONG_PREFECT_DATABASE_URL": urls[1],
                    "PREFECT_SERVER_API_AUTH_STRING": _SIGN_IN,
                },
                home / "prefect.log",
                f"{shared.prefect_api_url}/health",
            ),
        ]
        self.b, self.c = (AppHost(host, shared, home) for host in found.others)

    def start(self) -> None:
        for part in self._here:
            part.start()
        httpx.put(
            f"{self._agency}/behaviour/*", json={"behaviour": "slow=1"}, trust_env=False, timeout=120
        ).raise_for_status()  # so long that a machine is lost in the middle of it
        self.b.start()
        self.c.start()

    def end(self) -> None:
        for part in self._here:
            part.kill()
        self._prefect.close()
        self.product.close()

    def held_by(self, host: AppHost) -> set[str]:
        """The cases that the dispatcher of that machine has in hand."""
        now = self.product.clock.now()
        with self.product.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT case_id, lease_owner, leased_until FROM wakes").all()
        name = host.dispatcher_name
        return {case for case, owner, until in rows if owner is not None and name in owner and until > now}

    def wait_until_seen(self, within: float, cases: Sequence[str] = ()) -> None:
        """Until Prefect has seen the newest version of these cases; of all, if none are named."""

        def is_seen() -> bool:
            if not cases:
                return self.product.wakes.lag() == 0
            with self.product.database.read() as connection:
                unseen = connection.exec_driver_sql("SELECT case_id FROM wakes WHERE wake_version > seen_version")
                return not set(unseen.scalars()) & set(cases)

        wait_until(is_seen, within=within, what="Prefect has seen it", log=self.c.dispatcher.log)

    def asked_of_the_agency(self) -> dict[str, Any]:
        """Each message that the agency's system was given, by its key."""
        return dict(json.loads(self._memory.read_text(encoding="utf-8"))["requests"])

    def flow_runs(self, case_id: str) -> list[dict[str, Any]]:
        wanted = {"flow_runs": {"idempotency_key": {"any_": [case_id]}}}
        return list(self._prefect.post("/flow_runs/filter", json=wanted).raise_for_status().json())

    def flow_runs_of_cases(self) -> int:
        """How many there are altogether, those without a case of ours included."""
        wanted = {"flows": {"name": {"any_": [CASE_FLOW]}}}
        return int(self._prefect.post("/flow_runs/count", json=wanted).raise_for_status().json())


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2, trust_env=False).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@contextmanager
def three_hosts(home: Path) -> Iterator[ThreeHosts]:
    """Everything started and ready; nothing is left afterwards."""
    with machines("b", "c") as found, running_postgres(found.here) as postgres:
        hosts = ThreeHosts(home, found, postgres)
        try:
            hosts.start()
            yield hosts
        finally:
            for host in found.others:
                host.lose_power()
            hosts.end()
