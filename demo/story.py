"""What a story of the town consists of: when a dossier came in, and what was done about it on which working day."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

BIRTH, HOME, CARD, IDENTITY = "register_birth", "register_residence", "issue_insurance_card", "issue_identity_card"


class Promise(StrEnum):
    """How a story stands when the play is over; the acceptance tests hold the product to it."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    IN_PROGRESS = "in_progress"
    OVERDUE = "overdue"
    SUPPLEMENT = "supplement"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    STOPPED = "stopped"
    NOT_RECEIVED = "not_received"


@dataclass(frozen=True, slots=True)
class Act:
    """One command: so many working days after the day of receipt, at a time of day."""

    command: str
    day: int
    clock: str
    step: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    after_step: str = ""
    """The act waits until this step, which a machine does, is over."""


@dataclass(frozen=True, slots=True)
class Story:
    """One dossier: received `back` working days before the last one that is over, at `clock`; null: never received."""

    promise: Promise
    back: int
    clock: str | None
    acts: tuple[Act, ...] = ()
    territory: str = "mau-don"
    channel: str = "counter"
    followed: bool = False
    just_now: bool = False
    father_unknown: bool = False
    identity_card: bool = False
    needs_verification: bool = False


def done(step: str, day: int, clock: str) -> tuple[Act, ...]:
    """A caseworker takes the step on and finishes it at `clock`."""
    return (claimed(step, day, _a_while_before(clock)), Act("complete", day, clock, step))


def claimed(step: str, day: int, clock: str) -> Act:
    return Act("claim", day, clock, step)


def asked(step: str, day: int, clock: str, document: str, reason: str, rule: str = "supplement") -> Act:
    """The agency asks for a supplement."""
    return Act("request-supplement", day, clock, step, {"reasons": [reason], "documents": [document], "rule": rule})


def answered(step: str, day: int, clock: str, document: str) -> Act:
    """The applicant brings the paper."""
    return Act("hand-in-supplement", day, clock, step, {"documents": [document]})


def withdrawn(day: int, clock: str, after_step: str = "") -> Act:
    reason = "Gia đình chuyển nơi cư trú, sẽ nộp hồ sơ ở nơi mới."
    return Act("withdraw", day, clock, body={"reason": reason}, after_step=after_step)


def refused(step: str, day: int, clock: str) -> Act:
    body = {"reason": "Trẻ đã được đăng ký khai sinh ở nơi khác.", "legal_basis": _REFUSAL_BASIS}
    return Act("refuse", day, clock, step, body)


def not_accepted(day: int, clock: str) -> Act:
    body = {"reason": "Hồ sơ không thuộc phạm vi của thủ tục này.", "legal_basis": _RECEPTION_BASIS}
    return Act("refuse-receipt", day, clock, body=body)


_REFUSAL_BASIS = {"ref": "NĐ 301/2026/NĐ-CP", "article": "6(1) (8(1)b)"}
_RECEPTION_BASIS = {"ref": "TT 03/2025/TT-VPCP", "article": "Mẫu số 03", "certainty": "secondary"}


def _a_while_before(clock: str) -> str:
    hours, minutes = map(int, clock.split(":"))
    before = max(8 * 60 + 5, hours * 60 + minutes - 35)
    return f"{before // 60:02d}:{before % 60:02d}"
