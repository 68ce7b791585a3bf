"""What of a command is left for somebody to choose now: decided by trying it, so that nobody is offered what is refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.core import commands
from engine.core.actors import Actor
from engine.core.agencies import Agency
from engine.core.case import CaseState
from engine.core.case_opinions import open_opinions
from engine.core.clock_rules import EndedBy
from engine.core.decide import decide
from engine.core.decisions.returning import can_be_returned_to
from engine.core.definition import FactDefinition, FieldType
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import AgencyId, StepId
from engine.core.law import Law
from engine.core.legal_time import Unit, civil_date, to_instant
from engine.core.standing import AvailableCommand
from engine.core.values import Text
from engine.core.waits import find_who_ends, title_of
from engine.core.who_may import holder_of

_ABOUT_WHAT_IS_SAID: Final = frozenset(
    {
        Reason.RESULT_INVALID,
        Reason.DOSSIER_INCOMPLETE,
        Reason.FACT_INVALID,
        Reason.EXTENSION_NOT_LATER,
        Reason.EXTENSION_TOO_LONG,
        Reason.EXTENSION_INVALID,
        Reason.OPINION_NOT_POSSIBLE,
    }
)
"""Refusals that another content mends; whoever gives the command will say more than the trial does."""
_SAID: Final = "?"
_ANSWERS: Final[dict[FieldType, Any]] = {
    FieldType.BOOLEAN: True,
    FieldType.INTEGER: 1,
    FieldType.DATE: "2020-01-01",
}
_ALL_ALIKE: Final = frozenset({"transfer_step", "transfer_case", "ask_opinion"})
"""What one agency may be given, so may each that does the same work: a directory has thousands, and one is tried."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to give a command: by this rule, to this step or agency, about this fact; null where there is but one."""

    name: str | None = None
    title: Text | None = None
    refused: CommandRefused | None = None
    """Why the law does not admit it now; null: it does."""


def choices_for(
    law: Law, state: CaseState, offered: AvailableCommand, actor: Actor, now: datetime, colleagues: Sequence[Actor] = ()
) -> tuple[Choice, ...]:
    """Each way to give a command that is available, with what is against it; `state` as the law sees it now.

    `colleagues`: to whom a step may be given, if it is about that."""
    envelope: dict[str, Any] = {"command_id": _SAID, "case_id": state.id, "actor": actor, "type": offered.command}
    if offered.step is not None:
        envelope["step"] = offered.step
    ways = list(_ways(law, state, offered, actor, now, colleagues))
    if ways and offered.command in _ALL_ALIKE:
        refused = _why_not(law, state, {**envelope, **ways[0][2]}, now)
        return tuple(Choice(name, title, refused) for name, title, _ in ways)
    return tuple(Choice(name, title, _why_not(law, state, {**envelope, **said}, now)) for name, title, said in ways)


def _why_not(law: Law, state: CaseState, said: dict[str, Any], now: datetime) -> CommandRefused | None:
    command = commands.ADAPTER.validate_python(said)
    try:
        decide(law, state, command, now)
    except CommandRefused as refused:
        return None if refused.reason in _ABOUT_WHAT_IS_SAID else refused
    return None


_Way = tuple[str | None, Text | None, dict[str, Any]]


def _ways(
    law: Law, state: CaseState, offered: AvailableCommand, actor: Actor, now: datetime, colleagues: Sequence[Actor]
) -> Iterator[_Way]:
    step = offered.step
    if step is None:
        yield from _for_the_case(law, state, offered.command, actor, now)
        return
    declared = law.definition.steps[step]
    match offered.command:
        case "request_supplement":
            for rule in declared.may:
                if rule in law.definition.suspensions:
                    yield rule, law.definition.suspensions[rule].title, {"rule": rule, "reasons": (_SAID,)}
        case "extend_time_limit":
            unit = declared.within.unit if declared.within is not None else Unit.WORKING_DAYS
            for rule in declared.may:
                if rule in law.definition.extensions:
                    plus = {"rule": rule, "plus": {"n": "1", "unit": unit}, "reason": _SAID}
                    yield rule, law.definition.extensions[rule].title, plus
        case "return_to_step":
            for to, back in declared.returns.items():
                if can_be_returned_to(state, to):
                    yield to, back.title, {"to": to, "reason": _SAID}
        case "assign_step":
            for one in colleagues:
                if one.id != state.steps[step].claimed_by:
                    yield one.id, Text(vi=one.name, en=one.name), {"to": one.id, "assignee": one}
        case "ask_opinion":
            yield from _to_be_asked(law, state, step, now)
        case "give_opinion" | "withdraw_opinion":
            said = {"answer": "remarks", "text": _SAID} if offered.command == "give_opinion" else {"reason": _SAID}
            for asked in open_opinions(state, step, actor.agency if offered.command == "give_opinion" else None):
                known = law.agencies.agencies.get(asked.agency)
                yield asked.id, known.title if known is not None else None, {"opinion": asked.id, **said}
        case "establish_fact":
            for name, fact in law.definition.facts.items():
                if step in fact.established_by:
                    yield name, fact.title, {"name": name, "value": _answer(fact)}
        case "resume_time_limit":
            for wait in state.open_waits(step):
                if find_who_ends(law.definition, wait) is EndedBy.AGENCY:
                    yield wait.rule, title_of(law.definition, wait), {"rule": wait.rule, "note": _SAID}
        case "hand_in_supplement":
            yield None, None, {"note": _SAID}
        case "refuse_step":
            yield None, None, {"reason": _SAID, "legal_basis": declared.legal_basis[0]}
        case "transfer_step":
            has = state.agencies.get(step)
            yield from _agencies(law, has, declared.agency, now)
        case _:
            yield None, None, {}


def _for_the_case(law: Law, state: CaseState, command: str, actor: Actor, now: datetime) -> Iterator[_Way]:
    match command:
        case "receive_case":
            if actor.agency is not None:
                yield None, None, {"dossier_code": "", "receiving_agency": actor.agency}
        case "refuse_receipt":
            yield None, None, {"reason": _SAID, "legal_basis": law.definition.total.legal_basis[0]}
        case "transfer_case":
            has = holder_of(state)
            known = law.agencies.agencies.get(has) if has is not None else None
            if known is not None:
                yield from _agencies(law, has, known.kind, now)
        case _:
            yield None, None, {"reason": _SAID}


def _to_be_asked(law: Law, state: CaseState, step: StepId, now: datetime) -> Iterator[_Way]:
    """Every agency of the day that has not been asked already, but the one that asks."""
    day = civil_date(to_instant(now))
    not_these = {state.agencies.get(step), *(asked.agency for asked in open_opinions(state, step))}
    said = {"question": _SAID, "within": {"n": "1", "unit": Unit.WORKING_DAYS}}
    for name, agency in law.agencies.agencies.items():
        if name not in not_these and agency.valid.contains(day):
            yield name, agency.title, {"agency": name, **said}


def _agencies(law: Law, has: AgencyId | None, kind: str, now: datetime) -> Iterator[_Way]:
    """Those that do such work today, or succeed the one that has it."""
    day = civil_date(to_instant(now))
    known = law.agencies.agencies.get(has) if has is not None else None
    successors = known.succeeded_by if known is not None else ()
    for name, agency in law.agencies.agencies.items():
        if name != has and _does(agency, kind, name in successors) and agency.valid.contains(day):
            yield name, agency.title, {"to_agency": name, "reason": _SAID}


def _does(agency: Agency, kind: str, succeeds: bool) -> bool:
    return agency.kind == kind or succeeds


def _answer(fact: FactDefinition) -> Any:
    if fact.type is FieldType.CHOICE:
        return next(iter(fact.choices))
    return _ANSWERS.get(fact.type, _SAID)


def waits_for_papers(law: Law, state: CaseState, step: StepId, by: EndedBy) -> tuple[str, ...]:
    """The papers that an open wait of the step asked for, of whoever ends it."""
    waits = (wait for wait in state.open_waits(step) if find_who_ends(law.definition, wait) is by)
    first = next(waits, None)
    return tuple(first.documents) if first is not None else ()
