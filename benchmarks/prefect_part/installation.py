"""Everything that is measured, as processes of its own: PostgreSQL for ledger and Prefect, one server, one dispatcher."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import httpx
import psycopg

from benchmarks.prefect_part.accounting import Account
from tests.support.courier_story import Couriers, CourierStory
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.prefect_server import PrefectServer, running_prefect_server
from tests.support.processes import LOOPBACK, free_port, wait_until

DRAINS_WITHIN = 4 * 3600.0
STARTS_WITHIN = 120.0
SERVES = '"prefect_there"'
"""What the log of a dispatcher has as soon as it can enter cases."""
OURS = ("server", "dispatcher", "postgresql for prefect", "postgresql for the ledger")
"""What is spent because of Prefect; the ledger's share has the commands of the callers in it, too."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The running parts; the commands are given by the process that measures."""

    postgres: PostgresServer
    prefect: PrefectServer
    couriers: Couriers
    prefect_database: str

    def start_dispatcher(self) -> None:
        log = self.couriers.dispatcher.log
        before = log.read_text().count(SERVES) if log.exists() else 0
        self.couriers.dispatcher.start()
        wait_until(lambda: log.read_text().count(SERVES) > before, within=STARTS_WITHIN, what="it serves", log=log)

    def account(self, **others: int) -> Account:
        """Of those that run now; `others`: process ids by what they are."""
        names = {
            _name(self.prefect_database): "postgresql for prefect",
            _name(self.couriers.settings.database_url): "postgresql for the ledger",
        }
        dispatcher = (
            {"dispatcher": self.couriers.dispatcher.process_id} if self.couriers.dispatcher.is_running() else {}
        )
        return Account({"server": self.prefect.process_id, **dispatcher, **others}, self.postgres.process.pid, names)

    def outcomes_of_the_dispatcher(self) -> dict[str, int]:
        """How its wakes were taken, as monitoring is told."""
        port = self.couriers.settings.dispatcher_operations_port
        text = httpx.get(f"http://{LOOPBACK}:{port}/metrics", timeout=30, trust_env=False).raise_for_status().text
        told = re.findall(r'^lienthong_entry_seconds_count\{outcome="(\w+)"\} (\S+)$', text, re.MULTILINE)
        return {outcome: int(float(count)) for outcome, count in told}

    def lag(self) -> int:
        return self.couriers.product.wakes.lag()

    def drain(self) -> None:
        """Until Prefect has seen everything."""
        wait_until(lambda: self.lag() == 0, within=DRAINS_WITHIN, what="Prefect has seen everything")

    def count(self, question: LiteralString, *given: object) -> int:
        """Asks Prefect's own tables."""
        with psycopg.connect(self.prefect_database.replace("+psycopg", ""), autocommit=True) as connection:
            row = connection.execute(question, given).fetchone()
        return int(row[0]) if row else 0


@contextmanager
def running_installation(systems: Sequence[str] = ("social_insurance",)) -> Iterator[Installation]:
    """Server, stand-in agency and tables are there; the dispatcher waits to be started. Letters have no address, as shipped.

    `systems`: the agencies' systems that have an address; what has none is done by people.
    """
    with running_postgres() as postgres:
        ledger, prefect_database = postgres.fresh_database(), postgres.fresh_database()
        with (
            running_prefect_server(prefect_database) as prefect,
            tempfile.TemporaryDirectory(prefix="lienthong-prefect-part-") as home,
        ):
            own = {"database_url": ledger, "dispatcher_operations_port": free_port()}
            couriers = Couriers(Path(home), prefect, systems, **own)
            try:
                couriers.standin.start()
                yield Installation(postgres, prefect, couriers, prefect_database)
            finally:
                couriers.end()


def a_case(installation: Installation) -> CourierStory:
    return CourierStory(installation.couriers)


def _name(database_url: str) -> str:
    return database_url.rpartition("/")[2]
