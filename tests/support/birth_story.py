"""The linked birth case of the specification, played over HTTP act by act; each act may be repeated without harm."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from engine.core.actors import Role
from tests.support.processes import wait_until
from tests.support.running_product import RunningProduct

FORM: dict[str, Any] = {
    "requester": {"full_name": "Nguyễn Văn Ví Dụ", "personal_id": "099000000001"},
    "child": {"full_name": "Nguyễn Mẫu Một", "date_of_birth": "2026-08-15"},
    "mother": {"full_name": "Trần Thị Thí Dụ"},
    "father": {"full_name": "Nguyễn Văn Ví Dụ"},
    "residence": {"head_of_household": "Nguyễn Văn Ví Dụ", "address": "Số 0 đường Ví Dụ, phường Mẫu Đơn"},
}
NOTICE = {"document": "birth_notice", "reference": "GCS-000001"}
COUNTER, REGISTRY = "mau-don-one-stop", "mau-don-civil-registry"
POLICE, INSURANCE, IDENTITY = "mau-don-police", "hoa-mau-social-insurance", "hoa-mau-identity-police"
OFFICER = (Role.ONE_STOP_OFFICER, COUNTER)
REGISTRAR, POLICEMAN, INSURER = ((Role.CASEWORKER, a) for a in (REGISTRY, POLICE, INSURANCE))


@dataclass(frozen=True)
class Act:
    """Somebody does something at an instant; the body goes to the path below the case."""

    name: str
    who: tuple[Role, str]
    path: str
    at: str
    body: Mapping[str, Any] = field(default_factory=dict)
    begins: str = ""  # the automatic step that it opens


def submission(at: str, form: Mapping[str, Any] | None = None) -> Act:
    body = {
        "procedure": "birth-residence-insurance",
        "territory": "mau-don",
        "channel": "counter",
        "form": {**FORM, **(form or {})},
        "documents": [NOTICE],
    }
    return Act("submitted", OFFICER, "", at, body)


NEXT_OF_KIN_PAPER = {"document": "marriage_certificate", "reference": "GCNKH-000001"}

OLD_LAW = (
    submission("2026-08-21T15:10:00+07:00"),
    Act("received", OFFICER, "receive", "2026-08-21T15:10:00+07:00"),
    Act("claimed", REGISTRAR, "steps/register_birth/claim", "2026-08-22T08:30:00+07:00"),
    Act(
        "asked",
        REGISTRAR,
        "steps/register_birth/request-supplement",
        "2026-08-24T10:00:00+07:00",
        {"reasons": ["Thiếu giấy chứng nhận kết hôn của cha mẹ"], "documents": ["marriage_certificate"]},
    ),
    Act(
        "handed_in",
        OFFICER,
        "steps/register_birth/hand-in-supplement",
        "2026-08-28T14:00:00+07:00",
        {"documents": [NEXT_OF_KIN_PAPER]},
    ),
    Act(
        "born",
        REGISTRAR,
        "steps/register_birth/complete",
        "2026-08-28T16:00:00+07:00",
        {
            "result": {"personal_id": "099226000001", "certificate_number": "01/2026"},
            "documents": [{"document": "birth_certificate", "reference": "GKS-01-2026"}],
        },
    ),
    Act(
        "card",
        INSURER,
        "steps/issue_insurance_card/complete",
        "2026-09-03T10:00:00+07:00",
        {"documents": [{"document": "insurance_card", "reference": "TE1990000000001"}]},
    ),
    Act(
        "residence",
        POLICEMAN,
        "steps/register_residence/complete",
        "2026-09-04T15:00:00+07:00",
        {"documents": [{"document": "residence_notice", "reference": "CT07-000001"}]},
    ),
)
"""Received after the cut-off, before a swapped Saturday; a supplement; days off; a change of law that it does not follow."""

NEW_DECREE = (
    submission("2026-09-07T09:00:00+07:00", {"wants_identity_card": True, "father_unknown": True, "father": None}),
    Act("received", OFFICER, "receive", "2026-09-07T09:00:00+07:00", {"facts": {"needs_verification": True}}),
    Act(
        "born",
        REGISTRAR,
        "steps/register_birth/complete",
        "2026-09-07T15:00:00+07:00",
        {
            "result": {"personal_id": "099226000002", "certificate_number": "02/2026"},
            "documents": [{"document": "birth_certificate", "reference": "GKS-02-2026"}],
        },
        begins="issue_insurance_card",
    ),
    Act(
        "residence",
        POLICEMAN,
        "steps/register_residence/complete",
        "2026-09-14T16:00:00+07:00",
        {"documents": [{"document": "residence_notice", "reference": "CT07-000002"}]},
    ),
    Act(
        "identity",
        (Role.CASEWORKER, IDENTITY),
        "steps/issue_identity_card/complete",
        "2026-09-21T16:00:01+07:00",
        {"documents": [{"document": "identity_card", "reference": "CC-000001"}]},
    ),
)
"""Wholly under NĐ 301/2026: the card's step is automatic; verification and an identity card are asked for."""

CARD_ISSUED_AT = "2026-09-09T10:00:00+07:00"
STEP_TITLES = {
    "register_birth": "Đăng ký khai sinh",
    "register_residence": "Đăng ký thường trú",
    "issue_insurance_card": "Cấp thẻ bảo hiểm y tế",
    "issue_identity_card": "Cấp thẻ căn cước",
}


class BirthStory:
    """One play of a story on one running product."""

    def __init__(self, product: RunningProduct, seed: str) -> None:
        self.product = product
        self._seed = uuid.uuid5(uuid.NAMESPACE_URL, seed)
        self.case_id = ""

    def play(self, act: Act) -> dict[str, Any]:
        """Does it once; raises on anything but success."""
        path = f"/cases/{self.case_id}/{act.path}" if act.path else "/cases"
        with self.product.client(*act.who) as client:
            answer = client.post(
                path,
                json={**act.body, "occurred_at": act.at},
                headers={"Idempotency-Key": str(uuid.uuid5(self._seed, act.name))},
            )
        assert answer.is_success, f"{act.name}: {answer.status_code} {answer.text}"
        case: dict[str, Any] = answer.json()
        self.case_id = case["id"]
        return case

    def play_until_acknowledged(self, act: Act, within: float = 60) -> dict[str, Any]:
        """As a careful client: the same order with the same key again, until there is an answer."""
        answered: list[dict[str, Any]] = []

        def done() -> bool:
            try:
                answered.append(self.play(act))
            except httpx.TransportError:
                return False
            return True

        wait_until(done, within=within, what=f"{act.name} is acknowledged", log=self.product.api.log)
        return answered[-1]

    def play_through(self, acts: Sequence[Act]) -> dict[str, Any]:
        """One act after the other; what an act begins in an agency's own system is waited for."""
        case: dict[str, Any] = {}
        for act in acts:
            case = self.play(act)
            if act.begins:
                self.wait_for_completion(act.begins)
        return case

    def wait_for_completion(self, of: str, within: float = 60) -> None:
        wait_until(
            lambda: step(self.as_of("2036-01-01T00:00:00+07:00"), of)["status"] == "completed",
            within=within,
            what=f"{of} is completed by the agency's own system",
            log=self.product.dispatcher.log,
        )

    def as_of(self, instant: str) -> dict[str, Any]:
        with self.product.client(*OFFICER) as client:
            answer = client.get(f"/cases/{self.case_id}", params={"as_of": instant})
        return dict(answer.raise_for_status().json())

    def events(self) -> list[dict[str, Any]]:
        """The history without what differs between two plays: the instants of recording."""
        with self.product.client(*OFFICER) as client:
            answer = client.get(f"/cases/{self.case_id}/events")
        listed = answer.raise_for_status().json()
        listed = listed["events"] if isinstance(listed, dict) else listed
        return [{k: v for k, v in event.items() if k != "recorded_at"} for event in listed]

    def flow_runs(self) -> list[dict[str, Any]]:
        return [run for run in self.product.flow_runs() if run["parameters"].get("case_id") == self.case_id]

    def wait_for_prefect(self, name: str, within: float = 60, *, steps: Sequence[str] | None = None) -> dict[str, Any]:
        """Until the one flow run of the case is in the state of that name, and names those waiting steps, and no other."""

        def shown() -> bool:
            runs = self.flow_runs()
            assert len(runs) <= 1, f"one case, {len(runs)} flow runs"
            return bool(runs) and runs[0]["state"]["name"] == name and (steps is None or _steps(runs[0]) == list(steps))

        what = f"Prefect shows “{name}”" + (f" for {', '.join(steps)}" if steps else "")
        wait_until(shown, within=within, what=what, log=self.product.dispatcher.log)
        return self.flow_runs()[0]


def step(case: Mapping[str, Any], name: str) -> dict[str, Any]:
    return next(dict(s) for s in case["steps"] if s["id"] == name)


def _steps(run: Mapping[str, Any]) -> list[str]:
    """The steps that the message of the run's state names."""
    return [known for known, title in STEP_TITLES.items() if title in str(run["state"]["message"])]
