"""Everything that runs and may be killed: two APIs, two dispatchers, a Prefect server, the agency's system, PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.soak.stories import PEOPLE, Person, actor
from engine.wiring import Product
from tests.support.api_processes import ApiProcess
from tests.support.courier_story import Couriers
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.prefect_server import PrefectServer, running_prefect_server
from tests.support.processes import LOOPBACK
from tests.support.running_product import Part


class Victim(Protocol):
    """What may be killed and started again; `start` returns when it can work."""

    def kill(self) -> None: ...
    def start(self) -> None: ...


@dataclass(frozen=True)
class StoppedAtOnce:
    """PostgreSQL's own immediate stop (SIGQUIT): it ends its processes, and saves nothing."""

    server: PostgresServer

    def kill(self) -> None:
        self.server.crash()

    def start(self) -> None:
        self.server.start_again()


@dataclass(frozen=True)
class KilledWhole:
    """PostgreSQL's server and all its processes killed (SIGKILL): none of its own code runs any more."""

    server: PostgresServer

    def kill(self) -> None:
        self.server.kill()

    def start(self) -> None:
        self.server.start_again()


@dataclass(frozen=True)
class Installation:
    """`victims` by what they are called in the account of the run; the ledger is read here, by the driver."""

    couriers: Couriers
    ports: list[int]
    tokens: dict[Person, str]
    agency_book: Path
    victims: dict[str, Victim]

    @property
    def product(self) -> Product:
        return self.couriers.product

    def count(self, question: str) -> int:
        with self.product.database.read() as connection:
            return int(connection.exec_driver_sql(question).scalar_one())

    def unseen(self) -> int:
        """Cases that Prefect has not seen in their newest waking version, or whose message is not delivered."""
        return self.product.wakes.lag() + self.count("SELECT count(*) FROM outbox WHERE delivered_at IS NULL")


@contextmanager
def running_installation(home: Path, lease_seconds: int, *, sqlite: bool) -> Iterator[Installation]:
    """All started; all killed and removed at the end, come what may."""
    with ExitStack() as stack:
        postgres = None if sqlite else stack.enter_context(running_postgres())
        prefect = stack.enter_context(running_prefect_server(postgres.fresh_database() if postgres else ""))
        own: dict[str, Any] = {"dispatcher_lease_seconds": lease_seconds}
        if postgres is not None:
            own["database_url"] = postgres.fresh_database()
        yield stack.enter_context(_of(home, prefect, postgres, own))


@contextmanager
def _of(
    home: Path, prefect: PrefectServer, postgres: PostgresServer | None, own: dict[str, Any]
) -> Iterator[Installation]:
    couriers = Couriers(home, prefect, ("social_insurance",), **own)
    now = couriers.product.clock.now()
    tokens = {who: couriers.product.tokens.issue(actor(who), now) for who in PEOPLE}
    apis = [ApiProcess(couriers.settings, tokens[PEOPLE[0]], home / f"api-{number}.log") for number in (1, 2)]
    dispatchers = [couriers.dispatcher, couriers.another_dispatcher()]
    agency = _agency(home, couriers.standin_address)
    victims: dict[str, Victim] = {
        "agency's system": agency,
        **{f"API {number}": api.part for number, api in enumerate(apis, 1)},
        **{f"dispatcher {number}": part for number, part in enumerate(dispatchers, 1)},
    }
    try:
        for part in victims.values():
            part.start()
        victims["Prefect server"] = prefect
        if postgres is not None:
            victims["PostgreSQL, SIGQUIT"] = StoppedAtOnce(postgres)
            victims["PostgreSQL, SIGKILL"] = KilledWhole(postgres)
        yield Installation(couriers, [api.settings.api_port for api in apis], tokens, home / "agency.jsonl", victims)
    finally:
        for name, server in (("prefect", prefect), ("postgresql", postgres)):
            if server is not None:  # their own folders go with them
                shutil.copyfile(server.log, home / f"{name}.log")
        for part in dispatchers:
            part.kill()
        for api in apis:
            api.end()
        agency.kill()
        couriers.end()


def _agency(home: Path, address: str) -> Part:
    """In the place of the demonstration's stand-in, whose memory is written anew with each request."""
    port = address.rpartition(":")[2]
    arguments = ["--port", port, "--book", str(home / "agency.jsonl")]
    assert address == f"http://{LOOPBACK}:{port}"
    return Part("benchmarks.soak.agency", arguments, {}, home / "agency.log", f"{address}/health")
