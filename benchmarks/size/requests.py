"""What offices ask all day, over real HTTP: worklists and lists with every filter, near and deep, cases, commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import ColumnElement, select

from benchmarks.size.city import ward
from benchmarks.size.life import person
from engine.core.actors import Role
from engine.core.case import CaseStatus, StepStatus
from engine.core.identifiers import AgencyId
from engine.core.work_standing import soon_since, standing_at
from engine.store.cursors import Place, cursor_of
from engine.store.read_tables import CASES, STEPS
from engine.store.rows import END_OF_TIME
from engine.wiring import Product
from tests.support.served_api import BORN, DOSSIER

WARDS_ASKED = 6
"""At most; the same offices at both sizes, in turn."""
PROVINCE = ("hoa-mau-social-insurance", "hoa-mau-identity-police")
"""They have the steps of all wards: their lists are the longest."""
NOBODYS = "hoa-mau-market-inspectorate"
"""A name of an agency that has no cases at either size."""
DEEP = 0.9
_PAGE = {"limit": 15}
"""Short enough that the small ledger fills it."""
_BIRTH, _STEP = "birth-residence-insurance", "register_birth"


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of request: under which of the bars it falls, what it is called, and how it is asked once more."""

    group: str
    name: str
    ask: Callable[[], httpx.Response]


class Offices:
    """People of some offices, each with a token, before one API."""

    def __init__(self, product: Product, address: str, wards: int) -> None:
        self._product = product
        self._address = address
        self._people: dict[tuple[Role, str | None], httpx.Client] = {}
        self._wards = range(1, min(1 + WARDS_ASKED, wards))
        self._turn = cycle(self._wards)
        self._begun: list[tuple[str, str]] = []
        self._cases = cycle(self._some_cases())
        self._open = self._open_steps()
        self._claimed = False

    def questions(self) -> Iterator[Question]:
        yield from self._worklists()
        yield from self._lists()
        yield from self._views()
        yield from self._commands()

    def close(self) -> None:
        for client in self._people.values():
            client.close()

    def _worklists(self) -> Iterator[Question]:
        unit = self._unit
        yield Question("worklist", "ward", lambda: self._at(unit("police")).get("/worklist", params=_PAGE))
        yield Question("worklist", "ward, deep", self._deep_worklist("police"))
        for agency in PROVINCE:
            yield Question("worklist", agency, lambda a=agency: self._at(a).get("/worklist", params=_PAGE))  # type: ignore[misc]
            yield Question("worklist", f"{agency}, deep", self._deep_worklist(agency))

    def _lists(self) -> Iterator[Question]:
        asked: dict[str, Mapping[str, Any]] = {
            "": {},
            ", in progress": {"status": CaseStatus.IN_PROGRESS.value},
            ", stopped": {"status": CaseStatus.STOPPED.value},
            ", one procedure": {"procedure": _BIRTH},
        }
        sought: dict[str, Mapping[str, Any]] = {
            "a name": {"q": "Trần Văn Mẫu"},
            "nobody's name": {"q": "Không Ai Cả"},
            "a dossier code": {"q": next(code for _, code in islice(self._cases, 1))},
        }
        people: dict[str, Callable[[], httpx.Client]] = {
            "counter": lambda: self._officer(self._unit("one-stop")),
            "ward's police": lambda: self._at(self._unit("police")),
            "province": lambda: self._at(PROVINCE[0]),
            "manager": self._manager,
        }
        for who, client in people.items():
            for words, filters in asked.items():
                group = "list of a small agency" if who == "ward's police" else "list"
                yield self._list(f"{who}{words}", client, filters, group)
            for words, filters in sought.items():
                yield self._list(f"{who}, {words}", client, filters, "search")
        yield self._list("an agency without cases", lambda: self._at(NOBODYS), {}, "list of a small agency")
        deep = self._deep_list()
        yield self._list("manager, deep", self._manager, {"after": deep})
        yield self._list("province, deep", lambda: self._at(PROVINCE[0]), {"after": deep})
        yield Question("list", "counter, page", lambda: self._officer(self._unit("one-stop")).get("/pages/cases"))
        yield Question("list", "notices", lambda: self._at(self._unit("police")).get("/notices"))

    def _views(self) -> Iterator[Question]:
        yield Question("case", "case", lambda: self._manager().get(f"/cases/{next(self._cases)[0]}"))
        yield Question("case", "page", lambda: self._manager().get(f"/cases/{next(self._cases)[0]}/page"))
        yield Question("case", "by code", lambda: self._manager().get(f"/cases/by-code/{next(self._cases)[1]}"))

    def _commands(self) -> Iterator[Question]:
        yield Question("command", "submit", self._submit)
        yield Question("command", "receive", lambda: self._on_the_new("receive", "one-stop", {}))
        yield Question("command", "claim", lambda: self._on_the_new(f"steps/{_STEP}/claim", "civil-registry", {}))
        yield Question(
            "command", "complete", lambda: self._on_the_new(f"steps/{_STEP}/complete", "civil-registry", BORN)
        )
        yield Question("command", "claim an old one", self._claim_an_old_one)

    def _list(
        self, name: str, who: Callable[[], httpx.Client], filters: Mapping[str, Any], group: str = "list"
    ) -> Question:
        return Question(group, name, lambda: who().get("/cases", params={**_PAGE, **filters}))

    def _submit(self) -> httpx.Response:
        place = ward(next(self._turn))
        dossier = {**DOSSIER, "territory": place}
        answer = self._officer(f"{place}-one-stop").post("/cases", json=dossier, headers=_key())
        self._begun.append((answer.json()["id"], place))
        return answer

    def _on_the_new(self, act: str, unit: str, body: Mapping[str, Any]) -> httpx.Response:
        case, place = self._begun[-1]
        who = self._officer(f"{place}-{unit}") if unit == "one-stop" else self._at(f"{place}-{unit}")
        return who.post(f"/cases/{case}/{act}", json=dict(body), headers=_key())

    def _claim_an_old_one(self) -> httpx.Response:
        """Claimed and, next time, given back: the ledger has as many open steps as before."""
        case, step, agency = self._open[0]
        self._claimed = not self._claimed
        if not self._claimed:
            self._open.append(self._open.pop(0))
        act = "claim" if self._claimed else "release"
        return self._at(agency).post(f"/cases/{case}/steps/{step}/{act}", json={}, headers=_key())

    def _unit(self, of: str) -> str:
        return f"{ward(next(self._turn))}-{of}"

    def _deep_worklist(self, agency: str) -> Callable[[], httpx.Response]:
        names = [f"{ward(n)}-{agency}" for n in self._wards] if agency not in PROVINCE else [agency]
        places = cycle([(name, self._cursor_of_worklist(name)) for name in names])

        def ask() -> httpx.Response:
            name, after = next(places)
            return self._at(name).get("/worklist", params={**_PAGE, "after": after} if after else _PAGE)

        return ask

    def _cursor_of_worklist(self, agency: str) -> str | None:
        order = (STEPS.c.worklist_at, STEPS.c.case_id, STEPS.c.step)
        unfinished = (STEPS.c.agency == agency, STEPS.c.finished_at.is_(None))
        found = self._nine_tenths_down((*order, STEPS.c.soon_at), unfinished, order)
        if not found:
            return None
        now = self._product.clock.now()
        standing = standing_at(now, None if found[0] == END_OF_TIME else found[0], found[3])
        since = soon_since(self._product.catalogue.calendars, now)
        return cursor_of(Place(found[0], (standing.value, now.isoformat(), since.isoformat(), found[1], found[2])))

    def _deep_list(self) -> str | None:
        columns = (CASES.c.submitted_at, CASES.c.case_id)
        found = self._nine_tenths_down(columns, (), tuple(column.desc() for column in columns))
        return cursor_of(Place(found[0], (found[1],))) if found else None

    def _nine_tenths_down(self, columns: Any, where: tuple[ColumnElement[bool], ...], order: Any) -> Any:
        with self._product.database.read() as connection:
            rows = connection.execute(select(*columns).where(*where).order_by(*order)).all()
        return rows[int(len(rows) * DEEP)] if rows else None

    def _some_cases(self) -> list[tuple[str, str]]:
        """Every so many from the beginning to the end of the ids, which are random."""
        with self._product.database.read() as connection:
            asked = select(CASES.c.case_id, CASES.c.dossier_code).where(CASES.c.received_at.is_not(None))
            rows = connection.execute(asked.order_by(CASES.c.case_id)).all()
        return [(row[0], row[1]) for row in rows[:: max(1, len(rows) // 2_000)]]

    def _open_steps(self) -> list[tuple[str, str, str]]:
        of_wards = STEPS.c.agency.startswith(ward(1).rpartition("-")[0])
        asked = select(STEPS.c.case_id, STEPS.c.step, STEPS.c.agency).where(
            STEPS.c.status == StepStatus.OPEN.value, of_wards
        )
        with self._product.database.read() as connection:
            found = connection.execute(asked.order_by(STEPS.c.case_id).limit(500)).all()
        return [(row[0], row[1], row[2]) for row in found]

    def _officer(self, agency: str) -> httpx.Client:
        return self._client(Role.ONE_STOP_OFFICER, agency)

    def _at(self, agency: str) -> httpx.Client:
        return self._client(Role.CASEWORKER, agency)

    def _manager(self) -> httpx.Client:
        return self._client(Role.MANAGER, None)

    def _client(self, role: Role, agency: str | None) -> httpx.Client:
        if (role, agency) not in self._people:
            actor = person(role, AgencyId(agency) if agency else None)
            now = self._product.clock.now()
            token = self._product.tokens.issue(actor, now)
            client = httpx.Client(
                base_url=self._address, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=300
            )
            self._people[role, agency] = client
        return self._people[role, agency]


def timed(question: Question) -> float:
    """The seconds that the answer took; raises when it is not a good one."""
    began = perf_counter()
    answer = question.ask()
    seconds = perf_counter() - began
    assert answer.is_success, f"{question.group}: {question.name}: {answer.status_code} {answer.text[:300]}"
    return seconds


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}
