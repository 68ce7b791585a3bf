"""The whole product as a contestant: APIs that are asked over HTTP, Prefect's server and a dispatcher beside them."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import perf_counter, process_time

import uvloop

from benchmarks.peers.contestants import COMPLETED
from benchmarks.peers.script import NAMES, REQUESTS
from benchmarks.peers.stored import Database
from benchmarks.peers.sums import Turn
from benchmarks.prefect_part.accounting import descendants_of
from benchmarks.prefect_part.installation import Installation, running_installation
from benchmarks.transitions.caller import Caller, Case
from benchmarks.transitions.installation import tokens_of
from benchmarks.transitions.journey import Person
from tests.support.api_processes import ApiProcess, api_processes


class Product:
    """Its database is the ledger; Prefect's own is told apart."""

    def __init__(self, installation: Installation, apis: list[ApiProcess], callers: int) -> None:
        self.installation = installation
        self.database = Database(installation.postgres, installation.couriers.settings.database_url, COMPLETED)
        self.of_prefect = Database(
            installation.postgres, installation.prefect_database, "SELECT count(*) FROM flow_run"
        )
        self._ports = [api.settings.api_port for api in apis]
        self._tokens: dict[Person, str] = tokens_of(apis[0].settings)
        self._callers = callers
        self._apis = {f"api {number}": api.part.process_id for number, api in enumerate(apis)}
        self._account = installation.account(**self._apis)

    def play(self, cases_each: int) -> Turn:
        """The seconds of the callers, and the seconds until Prefect has seen everything."""
        self._signal(signal.SIGCONT)
        before, own, logged, began = self._account.read(), process_time(), self.database.logged(), perf_counter()
        taken = uvloop.run(_played(self._ports, self._tokens, self._callers, cases_each))
        seconds, called = perf_counter() - began, (process_time() - own) * 1000
        self.installation.drain()
        settled = perf_counter() - began
        spent = {**self._account.read().since(before).by_part, "callers": called}
        self._signal(signal.SIGSTOP)
        logged = self.database.logged() - logged
        return Turn(self._callers * cases_each, seconds, settled, taken, spent, logged)

    def wake(self) -> None:
        """Whoever sleeps could not end in order; a part that has ended needs no waking."""
        with suppress(ProcessLookupError):
            self._signal(signal.SIGCONT)

    def _signal(self, how: signal.Signals) -> None:
        """Asleep while others play, so that the beats of servers and loops take nothing from them."""
        parts = (self.installation.prefect.process_id, self.installation.couriers.dispatcher.process_id)
        for part in (*parts, *self._apis.values()):
            for one in (part, *descendants_of(part)):
                os.kill(one, how)


@contextmanager
def running_product(apis: int, callers: int) -> Iterator[Product]:
    """No agency's system has an address: the card is issued by people, as with the peers."""
    with running_installation(systems=()) as installation:
        installation.start_dispatcher()
        couriers = installation.couriers
        with api_processes(couriers.home, apis, database_url=couriers.settings.database_url) as running:
            product = Product(installation, running, callers)
            try:
                yield product
            finally:
                product.wake()


async def _played(ports: list[int], tokens: dict[Person, str], callers: int, cases_each: int) -> dict[str, list[float]]:
    connected = [await Caller(ports[number % len(ports)], tokens).connect() for number in range(callers)]
    taken: dict[str, list[float]] = {name: [] for name in NAMES}

    async def play(caller: Caller) -> None:
        for _ in range(cases_each):
            case = Case(journey=REQUESTS)
            for name in NAMES:
                began = perf_counter()
                await caller.go_on(case)
                taken[name].append((perf_counter() - began) * 1000)

    await asyncio.gather(*(play(caller) for caller in connected))
    for caller in connected:
        caller.close()
    return taken
