"""Short stories for every command: what leads up to it, and the order itself over HTTP; each play tells the same events."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from api.desk import CASE_IDS
from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.case import CaseState, fold
from engine.core.identifiers import ActorId, AgencyId, CaseId
from engine.core.rungs import passed_rungs
from tests.support.birth_story import COUNTER, FORM, NOTICE, POLICE, REGISTRY
from tests.support.courier_story import PRODUCED
from tests.support.fault_world import FaultWorld, told
from tests.support.tree_house import FORM as PERMIT_FORM

BEGINS = datetime.fromisoformat("2026-09-07T09:00:00+07:00")
UNDER_THE_OLD_LAW = datetime.fromisoformat("2026-08-24T09:00:00+07:00")
BETWEEN_ACTS = timedelta(minutes=10)
BASIS = {"ref": "NĐ 301/2026/NĐ-CP", "article": "6(1)"}
BIRTH: dict[str, Any] = {
    "procedure": "birth-residence-insurance",
    "territory": "mau-don",
    "channel": "counter",
    "form": FORM,
    "documents": [NOTICE],
}
PERMIT: dict[str, Any] = {**BIRTH, "procedure": "tree-house-permit", "form": PERMIT_FORM, "documents": []}
PAPER = {"document": "residence_papers", "reference": "GT-1"}


def anybody(role: Role, agency: str) -> Actor:
    """Everybody may enter what happened earlier: so all plays happen at the same instants."""
    actor = ActorId(f"{role.value}-{agency}")
    return Actor(id=actor, name="Thử Văn Nghiệm", agency=AgencyId(agency), roles=(role, Role.LATE_ENTRY))


OFFICER = anybody(Role.ONE_STOP_OFFICER, COUNTER)
REGISTRAR, POLICEMAN = anybody(Role.CASEWORKER, REGISTRY), anybody(Role.CASEWORKER, POLICE)


@dataclass
class FaultStory:
    """One play; `key` names its order, however often it is sent."""

    world: FaultWorld
    dossier: dict[str, Any] = field(default_factory=lambda: BIRTH)
    begins: datetime = BEGINS
    acts: int = 0
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    case_id: CaseId = field(init=False)

    def __post_init__(self) -> None:
        self.case_id = CaseId(str(uuid.uuid5(CASE_IDS, self.key)))
        self.world.cases.append(self.case_id)

    @property
    def at(self) -> str:
        return (self.begins + self.acts * BETWEEN_ACTS).isoformat()

    @property
    def state(self) -> CaseState:
        return fold(self.case_id, self.world.product.ledger.history(self.case_id))

    def give(self, kind: str, actor: Actor, **said: Any) -> FaultStory:
        """Here and now, by nobody who could die."""
        self.acts += 1
        command = {"type": kind, "command_id": str(uuid.uuid4()), "case_id": self.case_id, "actor": actor, **said}
        command["occurred_at"] = self.at
        self.world.product.commands.handle(commands.ADAPTER.validate_python(command))
        return self

    def submitted(self) -> FaultStory:
        return self.give("submit_case", OFFICER, **self.dossier)

    def received(self) -> FaultStory:
        return self.submitted().give("receive_case", OFFICER, dossier_code="", receiving_agency=COUNTER)

    def born(self) -> FaultStory:
        papers = [{"document": PRODUCED["register_birth"]}]
        return self.received().give("complete_step", REGISTRAR, step="register_birth", documents=papers)

    def asked(self) -> FaultStory:
        said = {"rule": "residence_supplement", "reasons": ["Thiếu giấy tờ"], "documents": ["residence_papers"]}
        return self.born().give("request_supplement", POLICEMAN, step="register_residence", **said)

    def post(self, order: Order) -> dict[str, Any]:
        """Sends the order; raises `httpx.TransportError` if nobody answers."""
        path = f"/cases/{self.case_id}/{order.path}" if order.path else "/cases"
        at = (self.begins + (self.acts + 1) * BETWEEN_ACTS).isoformat()
        headers = {"Idempotency-Key": self.key}
        answer = self.world.client(order.who).post(path, json={**order.body, "occurred_at": at}, headers=headers)
        assert answer.is_success, f"{order.kind}: {answer.status_code} {answer.text}"
        return dict(answer.json())

    def is_answered(self, order: Order) -> bool:
        try:
            self.post(order)
        except httpx.TransportError:
            return False
        return True

    def events(self) -> list[Any]:
        return [told(one) for one in self.world.product.ledger.history(self.case_id)]

    def messages(self) -> dict[str, tuple[str, int | None]]:
        """What was asked of others in this case's name: the key without the case, the operation, the answer."""
        asked = self.world.asked().items()
        mine = {key.removeprefix(self.case_id): one for key, one in asked if key.startswith(self.case_id)}
        return {key: (one["operation"], one["status"]) for key, one in mine.items()}

    def rungs(self) -> list[tuple[str, str]]:
        """What the sweep told of it, of what holds in the end.

        A version that was known for a second before the next late entry is told of, too, or not, as the second falls.
        """
        product = self.world.product
        told = [one.rung for one in product.sweep_book.notices_of(self.case_id)]
        once = {(rung.subject, rung.version) for rung in told}
        assert len(once) == len(told), f"told twice: {told}"
        history = product.ledger.history(self.case_id)
        since, law_of = history[-1].recorded_at, product.commands.law_of
        holds = passed_rungs(law_of, self.case_id, history, product.clock.now(), since=since).rungs
        wanted = {(rung.kind.value, rung.step or "") for rung in holds}
        return sorted({(rung.kind.value, rung.step or "") for rung in told} & wanted)


@dataclass(frozen=True)
class Order:
    """A command over HTTP, and the story that leads up to it."""

    kind: str
    before: Callable[[FaultStory], object]
    who: Actor
    path: str
    body: dict[str, Any] = field(default_factory=dict)


def _claimed(story: FaultStory) -> None:
    story.received().give("claim_step", REGISTRAR, step="register_birth")


def _with_a_colleague(story: FaultStory) -> None:
    story.received().world.client(REGISTRAR)  # who has no token has no account


def _in_trouble(story: FaultStory) -> None:
    said = {"rule": "personal_number_trouble", "reasons": ["Vướng mắc số định danh"]}
    story.received().give("request_supplement", REGISTRAR, step="register_birth", **said)


def _opinion_asked(story: FaultStory) -> None:
    said = {"agency": POLICE, "question": "Có cư trú không?", "within": {"n": 2, "unit": "working_days"}}
    story.received().give("ask_opinion", REGISTRAR, step="register_birth", **said)


_BIRTH, _HOME = "steps/register_birth", "steps/register_residence"
_ASK = {"rule": "residence_supplement", "reasons": ["Thiếu giấy tờ"], "documents": ["residence_papers"]}
_LATER = {"rule": "reschedule", "plus": {"n": 2, "unit": "working_days"}, "reason": "Phải xác minh thêm"}
ORDERS = {
    order.kind: order
    for order in (
        Order("submit_case", lambda _: None, OFFICER, "", BIRTH),
        Order("receive_case", FaultStory.submitted, OFFICER, "receive"),
        Order(
            "refuse_receipt", FaultStory.submitted, OFFICER, "refuse-receipt", {"reason": "Sai", "legal_basis": BASIS}
        ),
        Order("withdraw_case", FaultStory.received, OFFICER, "withdraw", {"reason": "Đổi ý"}),
        Order("claim_step", FaultStory.received, REGISTRAR, f"{_BIRTH}/claim"),
        Order("release_step", _claimed, REGISTRAR, f"{_BIRTH}/release"),
        Order(
            "assign_step",
            _with_a_colleague,
            anybody(Role.AGENCY_LEAD, REGISTRY),
            f"{_BIRTH}/assign",
            {"to": REGISTRAR.id},
        ),
        Order(
            "refuse_step", FaultStory.received, REGISTRAR, f"{_BIRTH}/refuse", {"reason": "Sai", "legal_basis": BASIS}
        ),
        Order(
            "complete_step",
            FaultStory.received,
            REGISTRAR,
            f"{_BIRTH}/complete",
            {"documents": [{"document": "birth_certificate", "reference": "GKS-1"}]},
        ),
        Order(
            "establish_fact",
            FaultStory.born,
            POLICEMAN,
            f"{_HOME}/facts",
            {"name": "needs_verification", "value": True},
        ),
        Order("request_supplement", FaultStory.born, POLICEMAN, f"{_HOME}/request-supplement", _ASK),
        Order("hand_in_supplement", FaultStory.asked, OFFICER, f"{_HOME}/hand-in-supplement", {"documents": [PAPER]}),
        Order(
            "resume_time_limit",
            _in_trouble,
            REGISTRAR,
            f"{_BIRTH}/resume",
            {"rule": "personal_number_trouble", "note": "Đã có số"},
        ),
        Order("extend_time_limit", FaultStory.born, anybody(Role.AGENCY_LEAD, POLICE), f"{_HOME}/extend", _LATER),
        Order(
            "return_to_step",
            FaultStory.born,
            POLICEMAN,
            f"{_HOME}/return",
            {"to": "register_birth", "reason": "Sai tên"},
        ),
        Order(
            "ask_opinion",
            FaultStory.received,
            REGISTRAR,
            f"{_BIRTH}/ask-opinion",
            {"agency": POLICE, "question": "Có cư trú không?", "within": {"n": 2, "unit": "working_days"}},
        ),
        Order(
            "give_opinion",
            _opinion_asked,
            POLICEMAN,
            f"{_BIRTH}/give-opinion",
            {"opinion": "register_birth-opinion-1", "answer": "agrees", "text": "Có cư trú"},
        ),
        Order(
            "withdraw_opinion",
            _opinion_asked,
            REGISTRAR,
            f"{_BIRTH}/withdraw-opinion",
            {"opinion": "register_birth-opinion-1", "reason": "Đã tra cứu được"},
        ),
        Order(
            "transfer_step",
            FaultStory.received,
            anybody(Role.AGENCY_LEAD, REGISTRY),
            f"{_BIRTH}/transfer",
            {"to_agency": "sen-trang-civil-registry", "reason": "Trực thay"},
        ),
        Order(
            "transfer_case",
            FaultStory.received,
            anybody(Role.AGENCY_LEAD, COUNTER),
            "transfer",
            {"to_agency": "sen-trang-one-stop", "reason": "Trực thay"},
        ),
    )
}
"""Every command that has an address, by its kind."""
