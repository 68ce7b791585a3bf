"""The work on a step: claim, release, establish a fact, complete, refuse, acknowledge."""

from datetime import datetime

from engine.core import commands, events
from engine.core.actors import Permission
from engine.core.case import CaseState
from engine.core.errors import CommandRefused, Reason
from engine.core.forms import problems_in
from engine.core.law import Law

_ByOnePerson = (
    commands.ReleaseStep
    | commands.EstablishFact
    | commands.CompleteStep
    | commands.RefuseStep
    | commands.RequestSupplement
)


def claim(law: Law, command: commands.ClaimStep, at: datetime) -> list[events.Event]:
    return [events.StepClaimed(at=at, step=command.step, by=command.actor.id, name=command.actor.name)]


def release(state: CaseState, command: commands.ReleaseStep, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    return [events.StepReleased(at=at, step=command.step)]


def establish_fact(law: Law, state: CaseState, command: commands.EstablishFact, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    if command.name not in law.definition.facts:
        known = ", ".join(law.definition.facts) or "none"
        raise CommandRefused(
            Reason.FACT_UNKNOWN,
            f"the procedure declares no fact {command.name}; it knows: {known}",
            attempted=command.type,
        )
    return [events.FactEstablished(at=at, step=command.step, name=command.name, value=command.value)]


def complete(law: Law, state: CaseState, command: commands.CompleteStep, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    declared = law.definition.steps[command.step]
    problems = list(problems_in(declared.result, command.result, state.facts))
    problems += [
        f"documents.{paper.document}: this step produces no such document"
        for paper in command.documents
        if paper.document not in declared.produces
    ]
    if problems:
        raise CommandRefused(
            Reason.RESULT_INVALID,
            "the result is not in order: mend each point and complete again",
            attempted=command.type,
            problems=tuple(problems),
        )
    return [events.StepCompleted(at=at, step=command.step, result=command.result, documents=command.documents)]


def refuse(state: CaseState, command: commands.RefuseStep, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    return [events.StepRefused(at=at, step=command.step, reason=command.reason, legal_basis=command.legal_basis)]


def acknowledge(command: commands.AcknowledgeWork, at: datetime) -> list[events.Event]:
    return [events.WorkAcknowledged(at=at, step=command.step, reference=command.reference)]


def refuse_if_claimed_by_another(state: CaseState, command: _ByOnePerson) -> None:
    """A claimed step is one caseworker's; colleagues wait until it is released."""
    holder = state.steps[command.step].claimed_by
    if holder is None or holder == command.actor.id or command.actor.may(Permission.EXECUTE):
        return
    raise CommandRefused(
        Reason.CLAIMED_BY_ANOTHER,
        f"{state.steps[command.step].claimed_by_name} is working on this step; ask for its release first",
        attempted=command.type,
        current=state.step_status(command.step),
    )
