"""The people of the day: each takes the next act that is due and does it over HTTP; an act never overtakes its case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition, Thread
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx

from benchmarks.day.plan import Act
from benchmarks.size.city import ward
from benchmarks.size.life import person
from engine.core.actors import Role
from engine.core.identifiers import AgencyId, CaseId
from engine.wiring import Product
from tests.support.racing_clients import BODIES, MOVED_IN
from tests.support.served_api import BORN, DOSSIER


@dataclass
class Done:
    """What became of the acts: the seconds that each took, how late the latest began, what was answered otherwise."""

    seconds: list[float] = field(default_factory=list)
    latest_start: float = 0.0
    failures: list[str] = field(default_factory=list)
    ended: list[datetime] = field(default_factory=list)
    """Of each act that was answered well, when that was, in the day's time."""


class People:
    """Does a plan. `now`: the simulated instant; `real`: how many real seconds a simulated span takes."""

    def __init__(self, product: Product, address: str, wards: int, now: Callable[[], datetime], speed: float) -> None:
        self._product, self._address, self._wards = product, address, wards
        self._now, self._speed = now, speed
        self._ids: dict[int, str] = {}
        self._tokens: dict[tuple[Role, str], str] = {}
        self._places: dict[int, int] = {}
        self._turn = Condition()
        self.done = Done()

    def play(self, acts: Sequence[Act], hands: int) -> list[Thread]:
        """So many people at once, each with the acts of some cases; the threads are started and to be joined."""
        lists: list[list[Act]] = [[] for _ in range(hands)]
        for act in acts:
            lists[act.case % hands].append(act)
        threads = [Thread(target=self._work, args=(some,)) for some in lists]
        for thread in threads:
            thread.start()
        return threads

    def cases(self) -> Sequence[CaseId]:
        """Those that were handed in."""
        return [CaseId(case) for case in self._ids.values()]

    def _work(self, acts: Sequence[Act]) -> None:
        with httpx.Client(base_url=self._address, trust_env=False, timeout=120) as http:
            for act in acts:
                self._wait_for(act.at)
                late = (self._now() - act.at).total_seconds() / self._speed
                began = perf_counter()
                answer = self._do(http, act)
                self.done.seconds.append(perf_counter() - began)
                self.done.latest_start = max(self.done.latest_start, late)
                if answer.is_success:
                    self.done.ended.append(self._now())
                else:
                    self.done.failures.append(f"{act.name}: {answer.status_code} {answer.text[:200]}")

    def _wait_for(self, at: datetime) -> None:
        with self._turn:
            while (ahead := (at - self._now()).total_seconds() / self._speed) > 0:
                self._turn.wait(ahead)

    def _do(self, http: httpx.Client, act: Act) -> httpx.Response:
        place = ward(act.case % self._wards)
        verb, _, step = act.name.partition(" ")
        case = self._ids.get(act.case, "")
        agency = f"{place}-police" if step == "register_residence" else f"{place}-civil-registry"
        counter = self._as(Role.ONE_STOP_OFFICER, f"{place}-one-stop")
        worker = self._as(Role.CASEWORKER, agency)
        birth = f"/cases/{case}/steps/register_birth"
        match verb:
            case "submit":
                answer = http.post("/cases", json={**DOSSIER, "territory": place}, headers=counter)
                if answer.is_success:
                    self._ids[act.case] = str(answer.json()["id"])
                return answer
            case "receive":
                return http.post(f"/cases/{case}/receive", json={}, headers=counter)
            case "worklist":
                return http.get("/worklist", headers=worker)
            case "look":
                return http.get(f"/cases/{case}", headers=worker)
            case "ask":
                return http.post(f"{birth}/request-supplement", json=BODIES["request-supplement"], headers=worker)
            case "hand":
                return http.post(f"{birth}/hand-in-supplement", json=BODIES["hand-in-supplement"], headers=counter)
            case _:
                body: Any = {} if verb == "claim" else MOVED_IN if step == "register_residence" else BORN
                return http.post(f"/cases/{case}/steps/{step}/{verb}", json=body, headers=worker)

    def _as(self, role: Role, agency: str) -> dict[str, str]:
        if (role, agency) not in self._tokens:
            actor = person(role, AgencyId(agency))
            self._tokens[role, agency] = self._product.tokens.issue(actor, self._product.clock.now())
        return {"Authorization": f"Bearer {self._tokens[role, agency]}", "Idempotency-Key": str(uuid4())}
