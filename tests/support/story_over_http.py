"""Any worked example, played over HTTP by the people whose work it is; what the law says of it is asked over HTTP, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from pydantic_core import to_jsonable_python

from engine.core.actors import Role
from engine.core.case import CaseState, fold
from engine.core.errors import Reason
from engine.core.events import RecordedEvent
from engine.core.execution import work_key, work_number
from engine.core.identifiers import AgencyKind, CaseId, ProcedureVersion, StepId, TerritoryId
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant
from engine.core.papers import Channel
from procedure_defs.example_story import order, submission
from procedure_defs.story import StoryAct, WorkedExample
from tests.support.clocked_product import ClockedProduct
from tests.support.processes import wait_until

BY_THE_APPLICANT = frozenset({"answer", "withdraw"})
BY_THE_LEAD = frozenset({"extend"})
"""Everything else is a caseworker's of the step's agency."""


class StoryOverHttp:
    """One play of one story; each act is one request, found among the commands that the product offers to that person."""

    def __init__(self, product: ClockedProduct, law: Law, example: WorkedExample) -> None:
        self.product = product
        self.law = law
        self.example = example
        self.machines = _machines(law)
        self.case_id = ""
        self._manager = product.person(Role.MANAGER)
        body = submission(law, example)
        self._counter = _receiving_unit(law, TerritoryId(body["territory"]), example.received)
        self._hand_in(body)
        self.product.clock.put(example.received)
        self._command(self._officer, "receive_case", None, {"facts": example.facts})
        self._wait_for_machines()

    def play(self, act: StoryAct) -> None:
        """One act at its instant; then what the agencies' systems are called for has been asked of them."""
        self.product.clock.put(act.at)
        if act.verb == "look":
            return
        if act.migrate is not None:
            self._migrate(act.migrate)
            self._wait_for_machines()
            return
        said = to_jsonable_python(order(self.law, self.state(), act))
        command, step = said.pop("type"), said.pop("step", None)
        if command == "complete_step" and step in self.machines:
            self._finished_by_machine(step, act.result)
        else:
            self._command(self._person(act, step), command, step, said, act.refused)
        self._wait_for_machines()

    def _migrate(self, version: ProcedureVersion) -> None:
        """As the installation's operator does it once the applicant has asked."""
        migration = self.product.api.product.migration
        to = migration.target(self.law.definition.procedure, version)
        (done,) = migration.run(to, cases=[CaseId(self.case_id)])
        assert done.is_recorded, done.refusal
        self.law = replace(self.law, definition=to)
        self.machines = _machines(self.law)

    def let_supplements_expire(self) -> None:
        """A supplement that is never handed in expires a second after its term, if it has one; the sweep notes it."""
        while ends := self._terms_that_run():
            self.product.clock.put(max(self.product.clock.now(), min(ends) + timedelta(seconds=1)))
            self.note_lapses()

    def note_lapses(self) -> None:
        """Where the law sees more than the ledger says, a term has passed: the sweep that Prefect runs writes it down."""
        if self._is_ahead_of_the_ledger():
            self.product.sweep()
            assert not self._is_ahead_of_the_ledger(), "the sweep has not written down what has lapsed"
            self._wait_for_machines()

    def read(self, question: str = "") -> dict[str, Any]:
        """The case now, or what else is asked of it, as the manager sees it."""
        return _said(self._manager.get(f"/cases/{self.case_id}{question}"))

    def state(self) -> CaseState:
        """What the ledger says, folded from the events that are told over HTTP."""
        told = self.read("/events")["events"]
        return fold(CaseId(self.case_id), [_recorded(self.case_id, one) for one in told])

    def _is_ahead_of_the_ledger(self) -> bool:
        state, seen = self.state(), self.read()
        stand = {step["id"]: step["status"] for step in seen["steps"]}
        return state.status != seen["status"] or any(stand[known] != state.steps[known].status for known in state.steps)

    def _terms_that_run(self) -> list[datetime]:
        case = self.read()
        if case["closed_at"] is not None:
            return []
        asked = [s["answer_due_at"] for s in case["suspensions"] if s["ended_at"] is None and s["answer_due_at"]]
        return [datetime.fromisoformat(term) for term in asked]

    def _hand_in(self, body: dict[str, Any]) -> None:
        self.product.clock.put(self.example.submitted or self.example.received)
        dossier = to_jsonable_python({name: value for name, value in body.items() if name != "type"})
        self.case_id = _said(self._applicant.post("/cases", json=dossier, headers=_key()))["id"]

    @property
    def _applicant(self) -> httpx.Client:
        """From afar by the portal, else by the officer at the counter."""
        return self.product.person(Role.CITIZEN_PORTAL) if self.example.channel is Channel.ONLINE else self._officer

    @property
    def _officer(self) -> httpx.Client:
        return self.product.person(Role.ONE_STOP_OFFICER, self._counter)

    def _person(self, act: StoryAct, step: str) -> httpx.Client:
        if act.verb in BY_THE_APPLICANT:
            return self._applicant
        role = Role.AGENCY_LEAD if act.verb in BY_THE_LEAD else Role.CASEWORKER
        return self.product.person(role, self._step(step)["agency"])

    def _command(
        self, who: httpx.Client, command: str, step: str | None, body: Mapping[str, Any], refused: Reason | None = None
    ) -> None:
        answer = who.post(self._href(who, command, step), json=dict(body), headers=_key())
        if refused is None:
            _said(answer)
        else:
            assert (answer.is_client_error, answer.json()["code"]) == (True, refused), answer.text

    def _href(self, who: httpx.Client, command: str, step: str | None) -> str:
        """Where the product says that this person may give the command now."""
        offered = _said(who.get(f"/cases/{self.case_id}/available-commands"))["items"]
        found = [item["href"] for item in offered if (item["command"], item["step"]) == (command, step)]
        assert found, f"{command} on {step} is not offered; offered are {offered}"
        return str(found[0])

    def _finished_by_machine(self, step: str, result: Mapping[str, Any]) -> None:
        system = self.product.person(Role.CASEWORKER, self._step(step)["agency"])
        path = self._href(system, "complete_step", step)
        key = work_key(CaseId(self.case_id), StepId(step), work_number(self.state(), StepId(step)))
        _said(self.product.finish_work(key, path, system, result))

    def _wait_for_machines(self) -> None:
        """The dispatcher enters the case's flow, which calls the systems of the steps that have just opened."""
        wait_until(
            lambda: not self._unasked(),
            within=60,
            what=f"{self.example.id}: the agencies' systems are asked",
            log=self.product.dispatcher.log,
        )

    def _unasked(self) -> list[str]:
        if not self.machines:
            return []
        known = self.state().steps
        return [
            step for step in self.machines & known.keys() if known[step].status == "open" and not known[step].reference
        ]

    def _step(self, step: str) -> dict[str, Any]:
        return next(known for known in self.read()["steps"] if known["id"] == step)


def _machines(law: Law) -> set[StepId]:
    return {step for step, declared in law.definition.steps.items() if declared.run is not None}


def _recorded(case_id: str, told: Mapping[str, Any]) -> RecordedEvent:
    kept = {name: told[name] for name in ("sequence", "recorded_at", "command_id", "event")}
    return RecordedEvent.model_validate({**kept, "case_id": case_id, "actor": {**told["actor"], "roles": ()}})


def _receiving_unit(law: Law, territory: TerritoryId, at: datetime) -> str:
    """The competent one; a dossier of a wider territory may be handed in at any."""
    day, kind = civil_date(to_instant(at)), law.definition.reception or AgencyKind("one_stop_unit")
    places = (territory, *law.agencies.territories)
    return next(unit for place in places if (unit := law.agencies.find_competent(kind, place, day)) is not None)


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def _said(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, f"{answer.request.url.path}: {answer.status_code} {answer.text}"
    return dict(answer.json())
