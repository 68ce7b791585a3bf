"""Clients that act on the same cases at once over real HTTP; each keeps a journal of what it asked and was answered."""

from __future__ import annotations

import hashlib
import random
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.support.birth_case_model import BIRTH, COUNTER, LOOK, MODELLED, RESIDENCE, Answered, Asked, StepSeen
from tests.support.histories import Call
from tests.support.served_api import BASIS, BORN, step_of
from tests.support.threads import at_once

Journal = list[tuple[str, Call[Asked, Answered]]]
"""The case, and what was asked of it and answered."""

BODIES: dict[str, Any] = {
    "receive": {},
    "refuse-receipt": {"reason": "Thiếu giấy tờ", "legal_basis": BASIS},
    "withdraw": {"reason": "Nộp nhầm"},
    "claim": {},
    "release": {},
    "complete": BORN,
    "request-supplement": {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]},
    "hand-in-supplement": {"documents": [{"document": "marriage_certificate"}]},
}

MOVED_IN = {"documents": [{"document": "residence_notice", "reference": "CT07-000001"}]}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client will ask of a case; `careful`: for the version alone that it saw last."""

    case: str
    act: str
    key: str
    careful: bool = False


@dataclass
class RacingClient:
    """One person at one desk, speaking to one API process."""

    number: int
    person: str
    desk: str
    http: httpx.Client
    journal: Journal = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    """Case -> the version that it was last told of."""

    def fulfil(self, wishes: Sequence[Wish]) -> None:
        for wish in wishes:
            self._ask(wish)

    def _ask(self, wish: Wish) -> None:
        expected = self.seen.get(wish.case) if wish.careful else None
        asked = Asked(wish.act, self.person, self.desk, wish.key, expected)
        asked_at = time.monotonic_ns()
        response = self._send(asked, wish.case)
        answered_at = time.monotonic_ns()
        answered = read(response)
        if answered.version is not None:
            self.seen[wish.case] = answered.version
        self.journal.append((wish.case, Call(self.number, asked, answered, asked_at, answered_at)))

    def _send(self, asked: Asked, case: str) -> httpx.Response:
        if asked.act == LOOK:
            return self.http.get(f"/cases/{case}")
        headers = {"Idempotency-Key": asked.key}
        if asked.expected is not None:
            headers["If-Match"] = f'"{asked.expected}"'
        on_step = asked.act not in {"receive", "refuse-receipt", "withdraw"}
        place = f"/cases/{case}/steps/{asked.desk or BIRTH}" if on_step else f"/cases/{case}"
        body = MOVED_IN if (asked.act, asked.desk) == ("complete", RESIDENCE) else BODIES[asked.act]
        return self.http.post(f"{place}/{asked.act}", json=body, headers=headers)


def read(response: httpx.Response) -> Answered:
    """What the model looks at in an answer; a no tells the state in members of their own."""
    said: Mapping[str, Any] = response.json()
    if not response.is_success:
        offered = {(one["command"], one["step"] or "") for one in said.get("available_commands") or ()}
        known = frozenset(one for one in offered if one[0] in MODELLED and one[1] in {COUNTER, BIRTH, RESIDENCE})
        return Answered(
            response.status_code, said["code"], said["current_version"], said["current_status"], offered=known
        )
    birth, residence = (step_of(said, step) for step in (BIRTH, RESIDENCE))
    return Answered(
        response.status_code,
        version=said["version"],
        case=said["status"],
        birth=StepSeen(birth["status"], birth["claimed_by"]),
        residence=StepSeen(residence["status"], residence["claimed_by"]),
        repeated=response.headers.get("Idempotent-Replay") == "true",
        body=hashlib.sha256(repr({**said, "citizen_access": "told once"}).encode()).hexdigest()[:16],
    )


def race(clients: Sequence[RacingClient], wishes: Sequence[Sequence[Wish]]) -> dict[str, list[Call[Asked, Answered]]]:
    """All at once, each its own list; the calls of each case from all journals. A client that fails, fails the race."""
    ended = at_once(len(clients), lambda number: clients[number].fulfil(wishes[number]))
    assert [end for end in ended if end is not None] == []
    found: dict[str, list[Call[Asked, Answered]]] = {}
    for client in clients:
        for case, call in client.journal:
            found.setdefault(case, []).append(call)
    return found


_ACTS: dict[str, tuple[str, ...]] = {
    COUNTER: ("receive", "receive", "hand-in-supplement", "hand-in-supplement", LOOK, "refuse-receipt", "withdraw"),
    BIRTH: ("claim", "claim", "release", "release", "request-supplement", LOOK, "complete"),
    RESIDENCE: ("claim", "release", LOOK, "claim", "complete"),
}


def wishes_of(clients: Sequence[RacingClient], cases: Sequence[str], each: int, seed: int) -> list[list[Wish]]:
    """By `seed`: case after case, so that all meet there. Clients of one person share commands, so that ids meet too."""
    drawn = random.Random(seed)
    planned: list[list[Wish]] = [[] for _ in clients]
    for case in cases:
        shared: dict[str, Wish] = {}
        for client, wishes in zip(clients, planned, strict=True):
            for place in range(each):
                wish = _a_wish(drawn, client, case, place)
                known = shared.setdefault(f"{client.person}/{client.desk}/{place % 3}", wish)
                wishes.append(known if drawn.random() < 0.25 else wish)
    return planned


def _a_wish(drawn: random.Random, client: RacingClient, case: str, place: int) -> Wish:
    act = "receive" if client.desk == COUNTER and place == 0 else drawn.choice(_ACTS[client.desk])
    if act in {"refuse-receipt", "withdraw"} and drawn.random() < 0.6:
        act = LOOK  # a case that is over at once is a dull one
    return Wish(case, act, str(uuid.UUID(int=drawn.getrandbits(128), version=4)), careful=drawn.random() < 0.3)
