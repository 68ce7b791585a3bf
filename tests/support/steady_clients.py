"""Clients that never give up: each act with one id until it is acknowledged, and a journal of every answer."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, NamedTuple

import httpx

from engine.core.actors import Role
from tests.support.processes import wait_until
from tests.support.served_api import BORN, COUNTER, DOSSIER, POLICE, REGISTRY

OFFICER = (Role.ONE_STOP_OFFICER, COUNTER)
REGISTRAR, POLICEMAN = (Role.CASEWORKER, REGISTRY), (Role.CASEWORKER, POLICE)
MOVED_IN = {"documents": [{"document": "residence_notice", "reference": "CT07-000001"}]}
ACTS: Sequence[tuple[tuple[Role, str], str, Mapping[str, Any]]] = (
    (OFFICER, "", DOSSIER),
    (OFFICER, "/receive", {}),
    (REGISTRAR, "/steps/register_birth/claim", {}),
    (REGISTRAR, "/steps/register_birth/complete", BORN),
    (POLICEMAN, "/steps/register_residence/complete", MOVED_IN),
)
"""What people do with a birth case; the card is the agency's own system's work."""


class Answer(NamedTuple):
    """One answer to one sending; status 0: the line went dead, or nobody listened."""

    key: str
    status: int
    code: str
    retry_after: str | None


@dataclass
class Journal:
    """What all clients were answered, in the order of the answers."""

    answers: list[Answer] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def note(self, answer: Answer) -> None:
        with self._lock:
            self.answers.append(answer)

    def acknowledged(self) -> int:
        return sum(200 <= answer.status < 300 for answer in list(self.answers))

    def codes(self) -> Counter[str]:
        return Counter(answer.code for answer in list(self.answers))


class SteadyClient:
    """Plays whole cases over one API process; `clients` gives an HTTP client for whoever acts."""

    def __init__(self, clients: Callable[[Role, str], httpx.Client], journal: Journal, patience: float = 90) -> None:
        self._people = {who: clients(*who) for who in (OFFICER, REGISTRAR, POLICEMAN)}
        self._journal = journal
        self._patience = patience

    def play(self) -> tuple[str, tuple[str, ...]]:
        """One case to the last act of a person: its id, and the ids of its commands in their order."""
        case, keys = "", []
        for who, path, body in ACTS:
            key = str(uuid.uuid4())
            keys.append(key)
            address = f"/cases/{case}{path}" if case else "/cases"
            case = self._sent(self._people[who], address, body, key)["id"]
        return case, tuple(keys)

    def close(self) -> None:
        for http in self._people.values():
            http.close()

    def _sent(self, http: httpx.Client, address: str, body: Mapping[str, Any], key: str) -> dict[str, Any]:
        answered: list[dict[str, Any]] = []
        send = partial(http.post, address, json=body, headers={"Idempotency-Key": key})

        def is_acknowledged() -> bool:
            try:
                response = send()
            except httpx.TransportError as error:
                self._journal.note(Answer(key, 0, type(error).__name__, None))
                return False
            said = response.json()
            code = "" if response.is_success else said["code"]
            self._journal.note(Answer(key, response.status_code, code, response.headers.get("Retry-After")))
            if response.is_success:
                answered.append(said)
            elif "Retry-After" not in response.headers:
                raise AssertionError(f"{address}: {response.status_code} {response.text}")
            return response.is_success

        wait_until(is_acknowledged, within=self._patience, what=f"{address} is acknowledged")
        return answered[0]
