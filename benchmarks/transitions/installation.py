"""What is measured: PostgreSQL as its makers set durability, API processes as the product starts them, people with tokens."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

from benchmarks.transitions.bare import Recorded, one_by_one, recording
from benchmarks.transitions.journey import JOURNEY, PEOPLE, Person
from engine.core.actors import Actor
from engine.core.identifiers import ActorId, AgencyId
from engine.gateways.system_clock import SystemClock
from engine.process_log import speak
from engine.settings import Settings
from engine.wiring import build
from tests.support.api_processes import ApiProcess, api_processes
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.served_api import served_api


@dataclass(frozen=True)
class Installation:
    """Everything started and ready."""

    postgres: PostgresServer
    plain_url: str
    apis: list[ApiProcess]
    tokens: dict[Person, str]

    @property
    def ports(self) -> list[int]:
        return [api.settings.api_port for api in self.apis]

    def durability(self) -> dict[str, str]:
        """What PostgreSQL itself says of it."""
        with psycopg.connect(self.plain_url) as connection:
            asked = {name: connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")}
        return {name: str(said[0]) for name, said in asked.items() if said}

    def completed_cases(self) -> int:
        with psycopg.connect(self.plain_url) as connection:
            found = connection.execute("SELECT count(*) FROM cases WHERE status = 'completed'").fetchone()
        return int(found[0]) if found else 0


@contextmanager
def installation(home: Path, apis: int) -> Iterator[Installation]:
    """Killed and removed at the end, come what may."""
    with running_postgres() as postgres:
        url = postgres.fresh_database()
        with api_processes(home, apis, database_url=url) as running:
            tokens = tokens_of(Settings(data_dir=home, database_url=url))
            yield Installation(postgres, url.replace("+psycopg", ""), running, tokens)


def record_journey(postgres: PostgresServer, home: Path, *, is_plain: bool = False) -> Recorded:
    """One case is played over HTTP on a database of its own while everything that is sent is written down.

    `is_plain`: an insert or update for each table, as anybody would write it, not what the product makes one of them.
    """
    transactions, names = [], []
    speak("json", io.StringIO())  # this one API is not what is measured
    with served_api(home, SystemClock(), database_url=postgres.fresh_database()) as api:  # type: ignore[arg-type]
        people = {who: api.client(*who) for who in PEOPLE}
        case_id = code = ""
        for request in JOURNEY:
            names.append(str(uuid4()))
            path = f"/cases/{case_id}/{request.path}" if request.path else "/cases"
            headers = {"Idempotency-Key": names[-1]}
            with one_by_one() if is_plain else nullcontext(), recording() as sent:
                answer = people[request.who].post(path, json=request.body, headers=headers)
            case = answer.raise_for_status().json()
            case_id, code = case["id"], case["dossier_code"]
            transactions.append(sent)
    recorded = Recorded(transactions, [*names, case_id, code])
    assert recorded.locks, "no lock is seen in what the product sends: the floor's cases would all wait for one"
    return recorded


def tokens_of(settings: Settings) -> dict[Person, str]:
    """Everybody of the journey is signed in."""
    product = build(settings)
    found = {}
    for role, agency in PEOPLE:
        actor = Actor(
            id=ActorId(f"{role.value}-{agency}"), name="Thử Văn Nghiệm", agency=AgencyId(agency), roles=(role,)
        )
        found[role, agency] = product.tokens.issue(actor, product.clock.now())
    product.close()
    return found
