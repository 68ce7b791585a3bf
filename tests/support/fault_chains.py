"""Where a dispatcher dies during the entry that a command brings about: one case, one life after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.service.fault_points import FaultPoint as P
from tests.support.fault_matrix import BY_HTTP, SHOWN, WAKING
from tests.support.fault_stories import BIRTH, ORDERS, PERMIT, REGISTRAR, FaultStory

Death = tuple[P, str, str]
"""The point, what it is about ({case}: the story's), and the command that it is a death of."""

CARD, LETTER = "{case}/issue_insurance_card", "{case}/letter/extension-1"


@dataclass(frozen=True)
class Chain:
    """`before` is carried out in peace; `now` happens while no dispatcher is there; then each life dies once."""

    name: str
    now: Callable[[FaultStory], object]
    deaths: tuple[Death, ...]
    before: Callable[[FaultStory], object] = lambda story: None
    dossier: tuple[tuple[str, object], ...] = tuple(BIRTH.items())
    answers: str = ""
    """How the agency's system behaves to this dossier."""


def _entered(kind: str, *between: Death) -> tuple[Death, ...]:
    return (P.CASE_LEASED, "{case}", kind), *between, *_ended(kind)


def _ended(kind: str) -> tuple[Death, ...]:
    return (P.BODY_ENDED, "{case}", kind), (P.CASE_SEEN, "{case}", kind)


def _answered(kind: str) -> tuple[Death, ...]:
    """Once the event is committed nobody asks again: the receipt is of those who did not die."""
    return (
        (P.WORK_ANSWERED, CARD, kind),
        (P.COMMAND_UNCOMMITTED, kind, kind),
        (P.COMMAND_COMMITTED, kind, kind),
    )


def _swept(kind: str) -> tuple[Death, ...]:
    """By the sweep. Whether a life has entered the case before its sweep dies is chance: the entry's deaths are `_lapsed`."""
    return (
        (P.COMMAND_UNCOMMITTED, kind, kind),
        (P.COMMAND_COMMITTED, kind, kind),
        (P.RUNGS_TOLD, "{case}", kind),
        (P.BETWEEN_CASES, "sweep", kind),
    )


def _lapsed(now: Callable[[FaultStory], object]) -> Callable[[FaultStory], object]:
    """The same, written down by a sweep that lived: what is left is the dispatcher's."""

    def and_swept(story: FaultStory) -> None:
        now(story)
        story.world.product.sweep.run()

    return and_swept


BETWEEN: dict[str, tuple[Death, ...]] = {
    "receive_case": ((P.RUN_CREATED, "{case}", "receive_case"), (P.RUN_REMEMBERED, "{case}", "receive_case")),
    "extend_time_limit": tuple(
        (point, LETTER, "extend_time_limit") for point in (P.WORK_UNASKED, P.WORK_ANSWERED, P.WORK_RECORDED)
    ),
    "complete_step": ((P.WORK_UNASKED, CARD, "complete_step"), *_answered("complete_step")),
}


def _ordered(kind: str) -> Chain:
    order = ORDERS[kind]
    deaths = _entered(kind, *BETWEEN.get(kind, ())) if kind in WAKING else ((P.CASE_SHOWN, "{case}", kind),)
    if kind == "transfer_step":  # the message names who has the step now
        deaths = ((P.STATE_SHOWN, "{case}", kind), *deaths)
    return Chain(kind, lambda story: story.post(order), deaths, before=order.before)


def _born(story: FaultStory) -> None:
    papers = [{"document": "birth_certificate"}]
    story.give("complete_step", REGISTRAR, step="register_birth", documents=papers)


def _asked_too_long_ago(story: FaultStory) -> None:
    said = {"reasons": ["Thiếu giấy tờ"], "documents": ["marriage_certificate"]}
    story.give("request_supplement", REGISTRAR, step="register_birth", **said)


def _recorded(kind: str) -> Death:
    return P.WORK_RECORDED, CARD, kind


CHAINS = (
    Chain(
        "no answer",
        _born,
        ((P.FAULT_RECORDED, CARD, "complete_step"),),
        before=FaultStory.received,
        answers="fail=3",
    ),
    Chain("accepted", _born, (_recorded("complete_step"),), before=FaultStory.received),
    Chain("rejected", _born, _answered("refuse_step"), before=FaultStory.received, answers="reject"),
    Chain("rejected, told", _born, (_recorded("refuse_step"),), before=FaultStory.received, answers="reject"),
    Chain("later", _born, _answered("acknowledge_work"), before=FaultStory.received, answers="later"),
    Chain(
        "later, told",
        _born,
        (_recorded("acknowledge_work"), *_ended("acknowledge_work")),
        before=FaultStory.received,
        answers="later",
    ),
    Chain("expired", _asked_too_long_ago, _swept("expire_supplement"), before=FaultStory.received),
    Chain("silent", FaultStory.received, _swept("note_silence"), dossier=tuple(PERMIT.items())),
    Chain(
        "expired, entered",
        _lapsed(_asked_too_long_ago),
        _entered("expire_supplement"),
        before=FaultStory.received,
    ),
    Chain("silent, entered", _lapsed(FaultStory.received), _entered("note_silence"), dossier=tuple(PERMIT.items())),
    *(_ordered(kind) for kind in ORDERS if kind in (WAKING | SHOWN) & BY_HTTP),
)
BY_THE_SWEEP = (P.RUNGS_TOLD, P.BETWEEN_CASES)
