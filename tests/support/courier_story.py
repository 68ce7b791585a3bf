"""A birth case played by commands on the real ledger, with the real couriers beside it: dispatcher, Prefect, stand-in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from engine.core import commands, events
from engine.core.actors import Actor, Role
from engine.core.case import CaseState, fold
from engine.core.identifiers import ActorId, AgencyId, CaseId
from engine.core.law import Law
from engine.core.letters import LETTERS
from engine.settings import Settings
from engine.wiring import Product, build, migrate
from tests.support.birth_story import COUNTER, FORM, INSURANCE, NOTICE, POLICE, REGISTRY
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, free_port, wait_until
from tests.support.running_product import Part, as_environment

ASKED_FOR = "marriage_certificate"
PRODUCED = {
    "register_birth": "birth_certificate",
    "register_residence": "residence_notice",
    "issue_insurance_card": "insurance_card",
    "issue_identity_card": "identity_card",
}


class Couriers:
    """Dispatcher and stand-in agency as processes of their own over one ledger; the commands are given here."""

    def __init__(
        self,
        home: Path,
        prefect: PrefectServer,
        systems: Sequence[str] = ("social_insurance", LETTERS),
        **settings: Any,
    ) -> None:
        """`systems`: what has an address, the stand-in's; letters without one stay in the outbox."""
        self.home = home
        self.prefect = prefect
        self._dispatchers = 0
        port = free_port()
        self.standin_address = f"http://{LOOPBACK}:{port}"
        self.settings = Settings(
            data_dir=home,
            prefect_api_url=prefect.api_url,
            agency_systems=dict.fromkeys(systems, self.standin_address),
            **settings,
        )
        migrate(self.settings)
        self.product: Product = build(self.settings)
        self.dispatcher = self.another_dispatcher()
        self.standin = Part(
            "demo.standin_agency",
            ["--port", str(port), "--state", str(home / "standin.json")],
            {},
            home / "standin.log",
            f"{self.standin_address}/health",
        )

    def another_dispatcher(self) -> Part:
        """One more process, not started yet, with a log of its own."""
        environment = {**self.prefect.client_environment(), **as_environment(self.settings)}
        self._dispatchers += 1
        return Part("flows.dispatcher", [], environment, self.home / f"dispatcher-{self._dispatchers}.log", "")

    def ask_prefect(self, path: str, **body: Any) -> Any:
        """On SQLite it may say that it is busy (503), and has done nothing then: asked again."""
        answers: list[httpx.Response] = []

        def is_answered() -> bool:
            answers.append(httpx.post(f"{self.prefect.api_url}{path}", json=body, timeout=120, trust_env=False))
            return answers[-1].status_code != httpx.codes.SERVICE_UNAVAILABLE

        wait_until(is_answered, within=90, what=f"Prefect answers {path}")
        return answers[-1].raise_for_status().json()

    def runs(self, case_id: CaseId) -> list[dict[str, Any]]:
        found = self.ask_prefect("/flow_runs/filter", flow_runs={"idempotency_key": {"any_": [case_id]}})
        return list(found)

    def states(self, run_id: str) -> list[str]:
        """The names of all states of a run, in their order."""
        answer = httpx.get(
            f"{self.prefect.api_url}/flow_run_states/", params={"flow_run_id": run_id}, timeout=120, trust_env=False
        )
        states = sorted(answer.raise_for_status().json(), key=lambda state: str(state["timestamp"]))
        return [state["name"] for state in states]

    def deployment(self, flow: str) -> str:
        """The id of a flow's one deployment."""
        found = self.ask_prefect("/deployments/filter", flows={"name": {"any_": [flow]}})
        assert len(found) == 1, f"{flow}: {len(found)} deployments"
        return str(found[0]["id"])

    def start_now(self, flow: str) -> dict[str, Any]:
        """As somebody who presses Run in Prefect's pages, without waiting for the schedule."""
        return dict(self.ask_prefect(f"/deployments/{self.deployment(flow)}/create_flow_run"))

    def behave(self, behaviour: str, dossier: str = "*") -> None:
        httpx.put(
            f"{self.standin_address}/behaviour/{dossier}", json={"behaviour": behaviour}, trust_env=False, timeout=120
        ).raise_for_status()

    def statistics(self) -> dict[str, Any]:
        return dict(
            httpx.get(f"{self.standin_address}/statistics", trust_env=False, timeout=120).raise_for_status().json()
        )

    def request_of(self, key: str) -> dict[str, Any]:
        """What the stand-in knows of one request."""
        answer = httpx.get(f"{self.standin_address}/requests/{key}", timeout=120, trust_env=False)
        return dict(answer.raise_for_status().json())

    def end(self) -> None:
        self.dispatcher.kill()
        self.standin.kill()
        self.product.close()


@contextmanager
def running_couriers(home: Path, prefect: PrefectServer, **settings: Any) -> Iterator[Couriers]:
    """Both processes started; killed afterwards, come what may."""
    couriers = Couriers(home, prefect, **settings)
    try:
        couriers.standin.start()
        couriers.dispatcher.start()
        yield couriers
    finally:
        couriers.end()


class CourierStory:
    """One case; each method is one act of a person, given once."""

    def __init__(self, couriers: Couriers, **form: Any) -> None:
        self._couriers = couriers
        self._form = {**FORM, **form}
        self._at: datetime | None = None
        self.case_id = CaseId(str(uuid.uuid4()))

    @property
    def state(self) -> CaseState:
        return fold(self.case_id, self._couriers.product.ledger.history(self.case_id))

    @property
    def law(self) -> Law:
        return self._couriers.product.commands.law_of(self.state)

    def history(self) -> list[events.RecordedEvent]:
        return list(self._couriers.product.ledger.history(self.case_id))

    def kinds(self) -> list[str]:
        return [recorded.event.type for recorded in self.history()]

    def backdated(self, days: int) -> CourierStory:
        """From here on everything is entered as having happened so long ago."""
        self._at = self._couriers.product.clock.now() - timedelta(days=days)
        return self

    def received(self) -> CourierStory:
        self._give(
            "submit_case",
            an_actor(Role.ONE_STOP_OFFICER, COUNTER),
            procedure="birth-residence-insurance",
            territory="mau-don",
            channel="counter",
            form=self._form,
            documents=[NOTICE],
        )
        dossier = {"dossier_code": "", "receiving_agency": COUNTER}
        return self._give("receive_case", an_actor(Role.ONE_STOP_OFFICER, COUNTER), **dossier)

    def asked(self) -> CourierStory:
        said = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": [ASKED_FOR]}
        return self._give("request_supplement", an_actor(Role.CASEWORKER, REGISTRY), step="register_birth", **said)

    def handed_in(self) -> CourierStory:
        papers = [{"document": ASKED_FOR, "reference": "GCNKH-000001"}]
        officer = an_actor(Role.ONE_STOP_OFFICER, COUNTER)
        return self._give("hand_in_supplement", officer, step="register_birth", documents=papers)

    def claimed(self, step: str = "register_residence", agency: str = POLICE) -> CourierStory:
        return self._give("claim_step", an_actor(Role.CASEWORKER, agency), step=step)

    def born(self) -> CourierStory:
        return self.done_by_agency("register_birth", REGISTRY)

    def resident(self) -> CourierStory:
        return self.done_by_agency("register_residence", POLICE)

    def done_by_agency(self, step: str, agency: str = INSURANCE) -> CourierStory:
        papers = [{"document": PRODUCED[step]}]
        return self._give("complete_step", an_actor(Role.CASEWORKER, agency), step=step, documents=papers)

    def returned(self, step: str, agency: str, to: str = "register_birth") -> CourierStory:
        """The agency of a later step finds an error in the result of an earlier one."""
        return self._give("return_to_step", an_actor(Role.CASEWORKER, agency), step=step, to=to, reason="Sai họ tên")

    def extended(self, step: str, agency: str) -> CourierStory:
        """The head of the agency apologises, and gives two days more."""
        said = {"rule": "reschedule", "plus": "2 working_days", "reason": "Phải xác minh thêm"}
        return self._give("extend_time_limit", an_actor(Role.AGENCY_LEAD, agency), step=step, **said)

    def withdrawn(self) -> CourierStory:
        return self._give("withdraw_case", an_actor(Role.ONE_STOP_OFFICER, COUNTER), reason="Đổi ý")

    def run(self) -> dict[str, Any]:
        """The one flow run of the case."""
        runs = self._couriers.runs(self.case_id)
        assert len(runs) == 1, f"one case, {len(runs)} flow runs"
        return runs[0]

    def wait_for(self, name: str, within: float = 60) -> dict[str, Any]:
        """Until the one flow run of the case is in the state of that name."""

        def shown() -> bool:
            runs = self._couriers.runs(self.case_id)
            assert len(runs) <= 1, f"one case, {len(runs)} flow runs"
            return bool(runs) and runs[0]["state"]["name"] == name

        wait_until(shown, within=within, what=f"Prefect shows “{name}”", log=self._couriers.dispatcher.log)
        return self.run()

    def wait_for_message(self, words: str, within: float = 60) -> None:
        """Until the message of the run's state has these words in it."""

        def said() -> bool:
            runs = self._couriers.runs(self.case_id)
            return bool(runs) and words in str(runs[0]["state"]["message"])

        wait_until(said, within=within, what=f"Prefect says “{words}”", log=self._couriers.dispatcher.log)

    def wait_until_seen(self, within: float = 60) -> None:
        """Until Prefect has seen the newest version."""

        def seen() -> bool:
            execution = self._couriers.product.queries.find_execution(self.case_id)
            return execution is not None and execution.seen_version == self.state.version

        wait_until(seen, within=within, what="the executor has seen it", log=self._couriers.dispatcher.log)

    def _give(self, kind: str, actor: Actor, **said: Any) -> CourierStory:
        command = {"type": kind, "command_id": str(uuid.uuid4()), "case_id": self.case_id, "actor": actor, **said}
        command["occurred_at"] = self._at
        self._couriers.product.commands.handle(commands.ADAPTER.validate_python(command))
        return self


def an_actor(role: Role, agency: str) -> Actor:
    return Actor(
        id=ActorId(f"{role.value}-{agency}"),
        name="Thử Văn Nghiệm",
        agency=AgencyId(agency),
        roles=(role, Role.LATE_ENTRY) if role in {Role.ONE_STOP_OFFICER, Role.CASEWORKER} else (role,),
    )
