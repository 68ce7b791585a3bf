"""Linked birth cases at the moments that pictures must show, played through the real `decide` on the shipped law."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.core import commands
from engine.core.actors import SYSTEM, Actor, Role
from engine.core.agencies import AgencyDirectory
from engine.core.case import CaseState, evolve, initial_state
from engine.core.case_clock import CaseTimes, times_of
from engine.core.decide import decide
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import CaseId, ProcedureId, ProcedureVersion, StepId
from engine.core.law import Law
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_licence import an_actor, at

BIRTH = ProcedureId("birth-residence-insurance")
NEW = ProcedureVersion("2026-09-01")
OLD = ProcedureVersion("2024-07-01")

_OFFICER = an_actor(Role.ONE_STOP_OFFICER, "mau-don-one-stop", "Trần Thị Một Cửa")
_PERSON = {"full_name": "Nguyễn Văn Thử", "personal_id": "001026000001", "date_of_birth": "2026-08-01"}
FORM: dict[str, Any] = {
    "requester": _PERSON,
    "child": {"full_name": "Nguyễn Thử Nghiệm", "date_of_birth": "2026-08-10"},
    "mother": {"full_name": "Lê Thị Thử"},
    "father": {"full_name": "Nguyễn Văn Thử"},
    "residence": {"head_of_household": "Nguyễn Văn Thử", "address": "Phường Mẫu Đơn"},
}
APPLICANT_WORDS = ("Thử", "001026000001")
"""Personal data of the applicant: no picture may hold any of it."""

_POLICE_CHIEF = an_actor(Role.AGENCY_LEAD, "mau-don-police", "Ngô Văn Trưởng")
_CLERKS = {
    "register_birth": an_actor(Role.CASEWORKER, "mau-don-civil-registry", "Lê Thị Hộ Tịch"),
    "register_residence": an_actor(Role.CASEWORKER, "mau-don-police", "Phạm Văn Cư Trú"),
    "issue_identity_card": an_actor(Role.CASEWORKER, "hoa-mau-identity-police", "Đỗ Thị Căn Cước"),
    "issue_insurance_card": SYSTEM,
}


@lru_cache(maxsize=1)
def _catalogue() -> Any:
    return load_catalogue()


def directory() -> AgencyDirectory:
    found = _catalogue().agencies
    assert isinstance(found, AgencyDirectory)
    return found


def birth_definition(version: ProcedureVersion = NEW) -> ProcedureDefinition:
    found = _catalogue().get(BIRTH, version)
    assert isinstance(found, ProcedureDefinition)
    return found


def birth_law(version: ProcedureVersion = NEW) -> Law:
    return Law(birth_definition(version), _catalogue().calendars, directory())


@dataclass
class BirthCase:
    """Plays commands one after another and can be looked at as of any instant."""

    version: ProcedureVersion = NEW
    state: CaseState = field(default_factory=lambda: initial_state(CaseId("case-1")))
    given: int = 0

    @property
    def definition(self) -> ProcedureDefinition:
        return birth_definition(self.version)

    def give(self, kind: str, now: str, actor: Actor, **said: Any) -> "BirthCase":
        self.given += 1
        command = commands.ADAPTER.validate_python(
            {"type": kind, "command_id": f"c{self.given}", "case_id": self.state.id, "actor": actor, **said}
        )
        for event in decide(birth_law(self.version), self.state, command, at(now)):
            self.state = evolve(self.state, event)
        return self

    def submitted(self, now: str, **form: Any) -> "BirthCase":
        answers = {name: value for name, value in {**FORM, **form}.items() if value is not None}
        papers = [{"document": "birth_notice", "reference": "file-1"}]
        said = {"procedure": BIRTH, "territory": "mau-don", "channel": "online", "form": answers, "documents": papers}
        return self.give("submit_case", now, _OFFICER, **said)

    def received(self, now: str, **form: Any) -> "BirthCase":
        self.submitted(now, **form)
        code = f"H99.01.01-{at(now):%y%m%d}-0001"
        said = {"dossier_code": code, "receiving_agency": "mau-don-one-stop", "facts": {}}
        return self.give("receive_case", now, _OFFICER, **said)

    def step(self, kind: str, step: str, now: str, **said: Any) -> "BirthCase":
        return self.give(kind, now, _CLERKS[step], step=step, **said)

    def claimed(self, step: str, now: str) -> "BirthCase":
        return self.step("claim_step", step, now)

    def done(self, step: str, now: str) -> "BirthCase":
        return self.step("complete_step", step, now, result={}, documents=_made(self.definition, step))

    def asked(self, step: str, now: str, rule: str = "supplement") -> "BirthCase":
        reasons = ["Thiếu giấy chứng nhận kết hôn"]
        return self.step("request_supplement", step, now, rule=rule, reasons=reasons)

    def answered(self, step: str, now: str) -> "BirthCase":
        return self.give("hand_in_supplement", now, _OFFICER, step=step, note="Đã bổ sung")

    def extended(self, now: str, new_due_on: str) -> "BirthCase":
        """The police apologise for the residence step, and give a new date."""
        said = {"rule": "reschedule", "new_due_on": new_due_on, "reason": "Phải xác minh thêm"}
        return self.give("extend_time_limit", now, _POLICE_CHIEF, step="register_residence", **said)

    def refused(self, step: str, now: str) -> "BirthCase":
        basis = {"ref": "NĐ 301/2026/NĐ-CP", "article": "6"}
        return self.step("refuse_step", step, now, reason="Không đủ điều kiện", legal_basis=basis)

    def withdrawn(self, now: str) -> "BirthCase":
        return self.give("withdraw_case", now, _OFFICER, reason="Theo yêu cầu")

    def times(self, as_of: str) -> CaseTimes:
        return times_of(birth_law(self.version), self.state, at(as_of))


def _made(definition: ProcedureDefinition, step: str) -> list[dict[str, str]]:
    return [{"document": d, "reference": f"{d}-1"} for d in definition.steps[StepId(step)].produces]


def picture_moments() -> dict[str, tuple[BirthCase, str]]:
    """Name of the picture -> the case, and the instant at which it is looked at."""
    return {
        "submitted": (BirthCase().submitted("2026-09-07 09:00"), "2026-09-07 10:00"),
        "received": (_new(), "2026-09-07 09:30"),
        "waiting_for_supplement": (_claimed().asked(_BIRTH, "2026-09-07 14:00"), "2026-09-09 09:00"),
        "noting_a_wait": (
            _claimed().asked(_BIRTH, "2026-09-07 14:00", "personal_number_trouble"),
            "2026-09-07 16:00",
        ),
        "waiting_for_consent": (_born().asked(_HOME, "2026-09-08 15:00", "vneid_confirmation"), "2026-09-09 09:00"),
        "overdue_in_parallel": (_born(), "2026-09-10 11:00"),
        "extended": (_born().extended("2026-09-08 15:00", "2026-09-11"), "2026-09-10 09:00"),
        "completed_late_story": (_old_story(), "2026-09-05 09:00"),
        "completed_early": (
            _born().done(_CARD, "2026-09-08 09:00").done(_HOME, "2026-09-08 15:00"),
            "2026-09-08 16:00",
        ),
        "refused_at_birth": (_claimed().refused(_BIRTH, "2026-09-07 15:00"), "2026-09-08 09:00"),
        "withdrawn": (_born().withdrawn("2026-09-08 10:00"), "2026-09-08 11:00"),
        "identity_card": (_identity_card(), "2026-09-10 10:00"),
        "father_unknown": (_claimed(father=None, father_unknown=True), "2026-09-07 14:00"),
    }


_BIRTH, _HOME, _CARD, _IDENTITY = (
    "register_birth",
    "register_residence",
    "issue_insurance_card",
    "issue_identity_card",
)


def _new(**form: Any) -> BirthCase:
    return BirthCase().received("2026-09-07 09:00", **form)


def _claimed(**form: Any) -> BirthCase:
    return _new(**form).claimed(_BIRTH, "2026-09-07 10:00")


def _born(**form: Any) -> BirthCase:
    """Registered on the first day; the police have begun."""
    return _claimed(**form).done(_BIRTH, "2026-09-07 16:00").claimed(_HOME, "2026-09-08 08:00")


def _identity_card() -> BirthCase:
    case = _born(wants_identity_card=True).done(_CARD, "2026-09-08 09:00").done(_HOME, "2026-09-09 10:00")
    return case.claimed(_IDENTITY, "2026-09-10 09:00")


def _old_story() -> BirthCase:
    """Under the old decree, over the days off and the change of law, with a supplement."""
    case = BirthCase(OLD).received("2026-08-21 15:10").claimed(_BIRTH, "2026-08-24 08:30")
    case.asked(_BIRTH, "2026-08-24 10:00").answered(_BIRTH, "2026-08-28 14:00").done(_BIRTH, "2026-08-28 16:00")
    return case.done(_CARD, "2026-09-03 10:00").done(_HOME, "2026-09-04 15:00")
