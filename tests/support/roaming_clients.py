"""Clients that go to one address and then to the next, and keep a journal of what they were answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, NamedTuple

import httpx

from engine.core.actors import Role
from engine.wiring import Product
from tests.support.birth_story import COUNTER, POLICE, REGISTRY
from tests.support.courier_story import an_actor
from tests.support.processes import wait_until
from tests.support.served_api import BORN, DOSSIER

SECONDS_OF_PATIENCE = 4
"""How long a client waits for one machine before it goes to the other."""


class Act(NamedTuple):
    """What somebody at a desk does; the path is below the case."""

    desk: str
    path: str
    body: Mapping[str, Any]


ASKED = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]}
UNTIL_THE_BIRTH = (
    Act(COUNTER, "", DOSSIER),
    Act(COUNTER, "receive", {}),
    Act(REGISTRY, "steps/register_birth/claim", {}),
    Act(REGISTRY, "steps/register_birth/request-supplement", ASKED),
    Act(COUNTER, "steps/register_birth/hand-in-supplement", {"documents": [{"document": "marriage_certificate"}]}),
    Act(REGISTRY, "steps/register_birth/complete", BORN),
)
"""After it the agency's own system issues a card, and the residence is still to be registered."""

WHOLE_LIFE = (
    *UNTIL_THE_BIRTH,
    Act(POLICE, "steps/register_residence/complete", {"documents": [{"document": "residence_notice"}]}),
)


@dataclass
class Journal:
    """What a client was told was done: for each case its commands in their order."""

    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    tried_again: int = 0


class Clients:
    """So many at once, each with cases of its own; whoever gets no answer asks the other address with the same key."""

    def __init__(self, product: Product, addresses: Sequence[str]) -> None:
        self._addresses = list(addresses)
        self._tokens = {
            desk: product.tokens.issue(an_actor(role, desk), product.clock.now())
            for desk, role in ((COUNTER, Role.ONE_STOP_OFFICER), (REGISTRY, Role.CASEWORKER), (POLICE, Role.CASEWORKER))
        }
        self.journals: list[Journal] = []

    @contextmanager
    def at_work(self, count: int, plays: Sequence[Sequence[Act]]) -> Iterator[Callable[[], None]]:
        """Each client plays one case after the other; what is given waits until all are done, and raises what failed."""
        journals = [Journal() for _ in range(count)]
        self.journals += journals
        with ThreadPoolExecutor(count) as pool:
            working: list[Future[None]] = [
                pool.submit(self._play_all, number, journal, plays) for number, journal in enumerate(journals)
            ]

            def finish() -> None:
                for client in working:
                    client.result()

            yield finish
            finish()

    def _play_all(self, number: int, journal: Journal, plays: Sequence[Sequence[Act]]) -> None:
        turns = cycle(
            self._addresses[number % len(self._addresses) :] + self._addresses[: number % len(self._addresses)]
        )
        with httpx.Client(timeout=SECONDS_OF_PATIENCE, trust_env=False) as http:
            for acts in plays:
                case = ""
                for act in acts:
                    case = self._acknowledged(http, turns, journal, case, act)

    def _acknowledged(self, http: httpx.Client, turns: Iterator[str], journal: Journal, case: str, act: Act) -> str:
        key = str(uuid.uuid4())
        answers: list[str] = []

        def is_done() -> bool:
            answer = self._ask(http, next(turns), case, act, key)
            if answer is None:
                journal.tried_again += 1
                return False
            answers.append(answer)
            return True

        wait_until(is_done, within=120, what=f"{act.path or 'submit'} is acknowledged")
        journal.acknowledged.setdefault(answers[0], []).append(key)
        return answers[0]

    def _ask(self, http: httpx.Client, address: str, case: str, act: Act, key: str) -> str | None:
        """The case, or none where nothing is known of what became of it."""
        path = f"/cases/{case}/{act.path}" if case else "/cases"
        headers = {"Authorization": f"Bearer {self._tokens[act.desk]}", "Idempotency-Key": key}
        try:
            answer = http.post(f"{address}{path}", json=act.body, headers=headers)
        except httpx.TransportError:
            return None
        if answer.is_server_error:
            return None
        assert answer.is_success, f"{act.path}: {answer.status_code} {answer.text}"
        return str(answer.json()["id"])
