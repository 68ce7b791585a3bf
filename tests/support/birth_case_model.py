"""A birth case in a few lines, as the glossary and the procedure's own words have it; shares no code with the engine.

Only the counter, the registrar and the police act on it, and no time passes. How many events a command writes is left
to the answer: the version must grow, and be the one that everybody else meets until the next command.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

COUNTER, BIRTH, RESIDENCE = "", "register_birth", "register_residence"
"""Where somebody works: at the counter, or on one of the two steps."""

LOOK = "look"
_OFFERS = {
    "receive": "receive_case",
    "refuse-receipt": "refuse_receipt",
    "withdraw": "withdraw_case",
    "claim": "claim_step",
    "release": "release_step",
    "complete": "complete_step",
    "request-supplement": "request_supplement",
    "hand-in-supplement": "hand_in_supplement",
}
_HELD_BY_ONE = frozenset({"release", "complete", "request-supplement"})


class Asked(NamedTuple):
    """`desk` is where `person` works; `expected` is the version in If-Match, `key` the command's id."""

    act: str
    person: str
    desk: str
    key: str = ""
    expected: int | None = None


class StepSeen(NamedTuple):
    """A step as it is told: by whom it is held while it is open."""

    status: str
    holder: str | None = None


class Answered(NamedTuple):
    """What an answer said of the case; `body` stands for the whole of it, for repeats."""

    status: int
    code: str = ""
    version: int | None = None
    case: str | None = None
    birth: StepSeen | None = None
    residence: StepSeen | None = None
    offered: frozenset[tuple[str, str]] = frozenset()
    repeated: bool = False
    body: str = ""


NOT_READY = StepSeen("not_ready")


@dataclass(frozen=True, slots=True)
class BirthCase:
    """The model: where the case stands, and which commands were answered how."""

    version: int
    status: str = "submitted"
    birth: StepSeen = NOT_READY
    residence: StepSeen = NOT_READY
    has_asked: bool = False
    carried_out: frozenset[tuple[str, str]] = frozenset()


def after(case: BirthCase, asked: Asked, answered: Answered) -> BirthCase | None:
    """The model after this call; None: standing there, the product may not answer so."""
    first = dict(case.carried_out).get(asked.key)
    if first is not None:
        return case if answered.repeated and answered.body == first else None
    if answered.repeated:
        return None
    if answered.code == "busy":
        return case
    no = _refusal(case, asked)
    if no is not None:
        return case if (answered.status, answered.code) == no and _is_told(case, asked, answered) else None
    if asked.act == LOOK:
        return case if answered.status == 200 and answered.version == case.version and _fits(case, answered) else None
    if answered.status not in {200, 201} or answered.version is None or answered.version <= case.version:
        return None
    done = case.carried_out | {(asked.key, answered.body)}
    moved = replace(_moved(case, asked), version=answered.version, carried_out=done)
    return moved if _fits(moved, answered) else None


def _refusal(case: BirthCase, asked: Asked) -> tuple[int, str] | None:
    if asked.desk != COUNTER and case.status in {"submitted", "not_accepted"}:
        return (404, "not_found")  # nobody but the counter knows of a dossier that was not received
    if asked.act == LOOK:
        return None
    if asked.expected not in {None, case.version}:
        return (412, "precondition_failed")
    if not _admits(case, asked):
        return (409, "wrong_status")
    if asked.act in _HELD_BY_ONE and _step(case, asked).holder not in {None, asked.person}:
        return (409, "claimed_by_another")
    if asked.act == "request-supplement" and case.has_asked:
        return (409, "suspension_used_up")
    return None


def _admits(case: BirthCase, asked: Asked) -> bool:
    match asked.act:
        case "receive" | "refuse-receipt":
            return case.status == "submitted"
        case "withdraw":
            return case.status in {"submitted", "in_progress"}
        case _ if case.status != "in_progress":
            return False
        case "hand-in-supplement":
            return case.birth.status == "suspended"
        case "claim":
            return _step(case, asked).status == "open"
        case "release":
            return _step(case, asked).status == "claimed"
        case _:
            return _step(case, asked).status in {"open", "claimed"}


def _moved(case: BirthCase, asked: Asked) -> BirthCase:
    match asked.act:
        case "receive":
            return replace(case, status="in_progress", birth=StepSeen("open"))
        case "refuse-receipt":
            return replace(case, status="not_accepted")
        case "withdraw":
            return replace(case, status="withdrawn")
        case "hand-in-supplement":
            return replace(case, birth=StepSeen("claimed" if case.birth.holder else "open", case.birth.holder))
        case "request-supplement":
            return replace(case, has_asked=True, birth=StepSeen("suspended", case.birth.holder))
    become = {
        "claim": StepSeen("claimed", asked.person),
        "release": StepSeen("open"),
        "complete": StepSeen("completed"),
    }
    if asked.desk == RESIDENCE:
        return replace(case, residence=become[asked.act])
    opened = StepSeen("open") if asked.act == "complete" else case.residence
    return replace(case, birth=become[asked.act], residence=opened)


def _step(case: BirthCase, asked: Asked) -> StepSeen:
    return case.residence if asked.desk == RESIDENCE else case.birth


def _fits(case: BirthCase, answered: Answered) -> bool:
    """Steps are compared while the case runs; their holders, while they are worked on."""
    if answered.case != case.status:
        return False
    if case.status != "in_progress":
        return True
    pairs = ((case.birth, answered.birth), (case.residence, answered.residence))
    return all(told is not None and _is_same(step, told) for step, told in pairs)


def _is_same(step: StepSeen, told: StepSeen) -> bool:
    return step.status == told.status and (step.status == "completed" or step.holder == told.holder)


def _is_told(case: BirthCase, asked: Asked, answered: Answered) -> bool:
    """A no to somebody who may see the case says where it stands and what he may do instead."""
    if answered.status == 404:
        return answered.version is None and answered.case is None
    return (answered.version, answered.case) == (case.version, case.status) and answered.offered == _offered(
        case, asked
    )


def _offered(case: BirthCase, asked: Asked) -> frozenset[tuple[str, str]]:
    if asked.desk == COUNTER:
        acts = [(act, COUNTER) for act in ("receive", "refuse-receipt", "withdraw")] + [("hand-in-supplement", BIRTH)]
    else:
        acts = [(act, asked.desk) for act in ("claim", "release", "complete", "request-supplement")]
    possible = [
        (act, step)
        for act, step in acts
        if _admits(case, asked._replace(act=act))
        and not (act in _HELD_BY_ONE and _step(case, asked).holder not in {None, asked.person})
    ]
    return frozenset((_OFFERS[act], step) for act, step in possible)


MODELLED = frozenset(_OFFERS.values())
"""The commands that the model knows; others may be offered as well."""
