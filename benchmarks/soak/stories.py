"""What people do with a case, act by act, and which events each act must leave in the history: written down, not computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from tests.support.birth_story import COUNTER, INSURANCE, POLICE, REGISTRY
from tests.support.served_api import BASIS, DOSSIER

Person = tuple[Role, str]

FEEDBACK_DESK, COMMITTEE = "mau-don-feedback-desk", "mau-don-committee"
OFFICER, DESK = (Role.ONE_STOP_OFFICER, COUNTER), (Role.ONE_STOP_OFFICER, FEEDBACK_DESK)
REGISTRAR, POLICEMAN = (Role.CASEWORKER, REGISTRY), (Role.CASEWORKER, POLICE)
CLASSIFIER, ANSWERER = (Role.CASEWORKER, FEEDBACK_DESK), (Role.CASEWORKER, COMMITTEE)
PEOPLE: tuple[Person, ...] = (OFFICER, DESK, REGISTRAR, POLICEMAN, CLASSIFIER, ANSWERER)

CARD = "issue_insurance_card"
CARD_AGENCY = INSURANCE
COMPLETED = "case_completed"


@dataclass(frozen=True, slots=True)
class Act:
    """`path` is below the case, and empty where it is handed in; `{}` in the body's texts becomes the case's serial.

    `leaves`: the events in their order, each `type` or `type step`; without the end of the case, which comes with
    whoever is last.
    """

    who: Person
    path: str
    body: Mapping[str, Any]
    leaves: tuple[str, ...]

    def said(self, serial: str) -> dict[str, Any]:
        """The body as it is sent: in no two cases the same, so that nobody's can be taken for another's."""
        return {name: _of_case(value, serial) for name, value in self.body.items()}


@dataclass(frozen=True, slots=True)
class Story:
    """`share`: of a hundred cases. `card`: the agency's own system does its part. `ends`: the last event, none: stays open."""

    name: str
    share: int
    acts: tuple[Act, ...]
    ends: str = ""
    card: bool = False

    @property
    def is_executed(self) -> bool:
        """Prefect knows a case from its receipt."""
        return any(act.path == "receive" for act in self.acts)


def actor(who: Person) -> Actor:
    role, agency = who
    return Actor(id=ActorId(f"{role.value}-{agency}"), name="Thử Văn Nghiệm", agency=AgencyId(agency), roles=(role,))


def _of_case(value: Any, serial: str) -> Any:
    if isinstance(value, str):
        return value.replace("{}", serial)
    if isinstance(value, Mapping):
        return {name: _of_case(inner, serial) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_of_case(inner, serial) for inner in value]
    return value


_FORM = {**DOSSIER["form"], "child": {**DOSSIER["form"]["child"], "full_name": "Nguyễn Mẫu {}"}}
_PAPERS = [{"document": "birth_notice", "reference": "GCS-{}"}]
_HANDED_IN = Act(OFFICER, "", {**DOSSIER, "form": _FORM, "documents": _PAPERS}, ("case_submitted",))
_RECEIVED = Act(
    OFFICER, "receive", {}, ("case_received", "step_opened register_birth", "step_not_needed support_mother")
)
_CLAIMED = Act(REGISTRAR, "steps/register_birth/claim", {}, ("step_claimed register_birth",))
_ASKED = Act(
    REGISTRAR,
    "steps/register_birth/request-supplement",
    {"reasons": ["Thiếu giấy chứng nhận kết hôn ({})"], "documents": ["marriage_certificate"]},
    ("time_limit_suspended register_birth",),
)
_SUPPLEMENTED = Act(
    OFFICER,
    "steps/register_birth/hand-in-supplement",
    {"documents": [{"document": "marriage_certificate", "reference": "GCNKH-{}"}]},
    ("time_limit_resumed register_birth",),
)
_BORN = Act(
    REGISTRAR,
    "steps/register_birth/complete",
    {"documents": [{"document": "birth_certificate", "reference": "GKS-{}"}]},
    ("step_completed register_birth", "step_opened register_residence", f"step_opened {CARD}"),
)
_MOVING_IN = Act(POLICEMAN, "steps/register_residence/claim", {}, ("step_claimed register_residence",))
_MOVED_IN = Act(
    POLICEMAN,
    "steps/register_residence/complete",
    {"documents": [{"document": "residence_notice", "reference": "CT07-{}"}]},
    ("step_completed register_residence", "step_not_needed issue_identity_card"),
)
_WITHDRAWN = Act(OFFICER, "withdraw", {"reason": "Đổi ý ({})"}, ("case_withdrawn",))
_REFUSED = Act(OFFICER, "refuse-receipt", {"reason": "Thiếu giấy tờ ({})", "legal_basis": BASIS}, ("receipt_refused",))
_COMPLAINT = {
    "procedure": "citizen-feedback",
    "territory": "mau-don",
    "channel": "counter",
    "form": {"sender": {"full_name": "Trần Ví Dụ {}"}, "subject": "Đèn đường", "content": "Đèn số {} không sáng"},
}
_FEEDBACK = (
    Act(DESK, "", _COMPLAINT, ("case_submitted",)),
    Act(DESK, "receive", {}, ("case_received", "step_opened classify_feedback")),
    Act(
        CLASSIFIER,
        "steps/classify_feedback/complete",
        {},
        ("step_completed classify_feedback", "step_opened answer_feedback"),
    ),
    Act(ANSWERER, "steps/answer_feedback/claim", {}, ("step_claimed answer_feedback",)),
    Act(
        ANSWERER,
        "steps/answer_feedback/complete",
        {"documents": [{"document": "answer", "reference": "TL-{}"}]},
        ("step_completed answer_feedback", "step_opened publish_answer"),
    ),
    Act(CLASSIFIER, "steps/publish_answer/complete", {}, ("step_completed publish_answer",)),
)
_BIRTH = (_BORN, _MOVING_IN, _MOVED_IN)
_SUPPLEMENT = (_ASKED, _SUPPLEMENTED)

STORIES: tuple[Story, ...] = (
    Story("withdrawn before receipt", 32, (_HANDED_IN, _WITHDRAWN), "case_withdrawn"),
    Story("refused at receipt", 26, (_HANDED_IN, _REFUSED), "receipt_refused"),
    Story("people alone", 14, _FEEDBACK, COMPLETED),
    Story("birth group", 10, (_HANDED_IN, _RECEIVED, _CLAIMED, *_BIRTH), COMPLETED, card=True),
    Story("with a supplement", 6, (_HANDED_IN, _RECEIVED, _CLAIMED, *_SUPPLEMENT, *_BIRTH), COMPLETED, card=True),
    Story("withdrawn after receipt", 4, (_HANDED_IN, _RECEIVED, _WITHDRAWN), "case_withdrawn"),
    Story("waits for a supplement", 4, (_HANDED_IN, _RECEIVED, _CLAIMED, _ASKED)),
    Story("waits for the police", 4, (_HANDED_IN, _RECEIVED, _BORN, _MOVING_IN), card=True),
)
BY_NAME = {story.name: story for story in STORIES}
