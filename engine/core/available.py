"""Which commands an actor has on a case now: read off the same tables that `decide` reads."""

from engine.core.actors import Actor, Permission
from engine.core.case import CaseState
from engine.core.case_opinions import open_opinions
from engine.core.clock_rules import EndedBy
from engine.core.decisions.returning import can_be_returned_to
from engine.core.decisions.superseding import is_counted
from engine.core.identifiers import DocumentId, StepId
from engine.core.law import Law
from engine.core.required_papers import missing_papers
from engine.core.standing import AvailableCommand
from engine.core.transitions import CASE_COMMANDS, STEP_COMMANDS, STEPS_MOVE_IN
from engine.core.waits import find_who_ends
from engine.core.who_may import NEEDED, is_held_by_another, may_act


def available_commands(law: Law, state: CaseState, actor: Actor) -> tuple[AvailableCommand, ...]:
    """In the order of the procedure's steps; commands of the product itself are left out."""
    found = [
        AvailableCommand(command=name)
        for name in sorted(CASE_COMMANDS[state.status])
        if NEEDED[name] is not Permission.EXECUTE and may_act(actor, state, name)
    ]
    if state.status is not STEPS_MOVE_IN:
        return tuple(found)
    for step in law.definition.steps:
        found += [
            AvailableCommand(command=name, step=step, missing_documents=_missing(law, state, name, step))
            for name in sorted(STEP_COMMANDS[state.step_status(step)])
            if NEEDED[name] is not Permission.EXECUTE
            and may_act(actor, state, name, step)
            and not is_held_by_another(actor, state, name, step)
            and _is_foreseen(law, state, name, step, actor)
        ]
    return tuple(found)


def _missing(law: Law, state: CaseState, command: str, step: StepId) -> tuple[DocumentId, ...]:
    return missing_papers(law, state, step) if command == "complete_step" else ()


_FOR_THE_CASE = frozenset({"request_supplement", "extend_time_limit", "return_to_step", "ask_opinion"})


def _is_foreseen(law: Law, state: CaseState, command: str, step: StepId, actor: Actor) -> bool:
    """The procedure may leave a step nothing to establish, to ask for, or to return to; a wait has one who ends it."""
    if command in _FOR_THE_CASE and not is_counted(state, step):
        return False
    match command:
        case "establish_fact":
            return any(step in fact.established_by for fact in law.definition.facts.values())
        case "request_supplement":
            return not set(law.definition.suspensions).isdisjoint(law.definition.steps[step].may)
        case "extend_time_limit":
            return not set(law.definition.extensions).isdisjoint(law.definition.steps[step].may)
        case "return_to_step":
            return any(can_be_returned_to(state, target) for target in law.definition.steps[step].returns)
        case "give_opinion":
            return bool(open_opinions(state, step, actor.agency))
        case "withdraw_opinion":
            return bool(open_opinions(state, step))
        case "hand_in_supplement" | "resume_time_limit":
            by = EndedBy.APPLICANT if command == "hand_in_supplement" else EndedBy.AGENCY
            return any(find_who_ends(law.definition, wait) is by for wait in state.open_waits(step))
        case _:
            return True
