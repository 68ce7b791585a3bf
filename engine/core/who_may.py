"""Who may give which command: the permission of the role, and for a step its own agency. Denied by default."""

from engine.core import commands
from engine.core.actors import Actor, Permission, citizen_of
from engine.core.case import CaseState
from engine.core.errors import CommandRefused, NotFound, Reason
from engine.core.identifiers import AgencyId, StepId
from engine.core.values import Text

NEEDED: dict[str, Permission] = {
    "submit_case": Permission.SUBMIT,
    "receive_case": Permission.RECEIVE,
    "refuse_receipt": Permission.RECEIVE,
    "claim_step": Permission.WORK,
    "release_step": Permission.WORK,
    "establish_fact": Permission.WORK,
    "complete_step": Permission.WORK,
    "refuse_step": Permission.WORK,
    "request_supplement": Permission.WORK,
    "acknowledge_work": Permission.EXECUTE,
    "return_to_step": Permission.WORK,
    "hand_in_supplement": Permission.HAND_IN,
    "resume_time_limit": Permission.WORK,
    "expire_supplement": Permission.EXECUTE,
    "extend_time_limit": Permission.SUPERVISE,
    "note_silence": Permission.EXECUTE,
    "reproject_due_dates": Permission.EXECUTE,
    "transfer_step": Permission.TRANSFER,
    "transfer_case": Permission.TRANSFER,
    "migrate_case": Permission.EXECUTE,
    "withdraw_case": Permission.WITHDRAW,
}
"""Command -> the permission that it needs."""


_OF_THE_STEPS_AGENCY = frozenset({Permission.WORK, Permission.SUPERVISE, Permission.TRANSFER})


def may_see(actor: Actor, state: CaseState) -> bool:
    """The agencies of the case, the one-stop unit that received it and those of the other places that its form names,
    who submitted it, who has its secret, and who sees everything.

    Before the receipt: the unit that the dossier was handed in to, or that is competent for one from the portal.
    """
    if actor.may(Permission.VIEW_ALL) or actor.id == state.submitted_by or actor == citizen_of(state.id):
        return True
    if state.received_at is None:
        return actor.may(Permission.RECEIVE) and state.awaited_by in {None, actor.agency}
    return actor.agency is not None and actor.agency in {
        *(state.receiving_agency, *state.counters),
        *state.agencies.values(),
    }


def may_act(actor: Actor, state: CaseState, command: str, step: StepId | None = None) -> bool:
    """Whether the actor may give this command, whatever the status of the case."""
    if not actor.may(NEEDED[command]):
        return False
    if command == "transfer_case":
        return actor.may(Permission.EXECUTE) or (actor.agency is not None and actor.agency == holder_of(state))
    if NEEDED[command] in _OF_THE_STEPS_AGENCY and step is not None:
        return actor.may(Permission.EXECUTE) or actor.agency == state.agencies.get(step)
    return state.status is None or may_see(actor, state)


def holder_of(state: CaseState) -> AgencyId | None:
    """The one-stop unit that answers for the dossier: the one that received it, before that the one that awaits it."""
    return state.receiving_agency if state.received_at is not None else state.awaited_by


def refuse_unless_held(state: CaseState, actor: Actor, attempted: str) -> None:
    """The unit that holds the dossier, and no other counter, says who the applicant is. Raises `NotFound` for a case
    that the actor may not see, `CommandRefused` otherwise."""
    refuse_unless_visible(state, actor)
    if not actor.may(Permission.RECEIVE):
        raise CommandRefused(
            Reason.NOT_PERMITTED,
            Text(
                vi=f"{actor.name} không có quyền thực hiện việc này; cần có quyền `{Permission.RECEIVE.value}`",
                en=f"{actor.name} may not do this; it needs the permission `{Permission.RECEIVE.value}`",
            ),
            attempted=attempted,
            current=state.status,
        )
    if state.received_at is None:
        raise CommandRefused(
            Reason.WRONG_STATUS,
            Text(vi="hồ sơ chưa được tiếp nhận", en="the dossier has not been received"),
            attempted=attempted,
            current=state.status,
        )
    if actor.agency != holder_of(state):
        raise CommandRefused(
            Reason.WRONG_AGENCY,
            Text(
                vi=f"chỉ đơn vị đã tiếp nhận hồ sơ ({holder_of(state)}) được thực hiện",
                en=f"only the unit that holds the dossier ({holder_of(state)}) may do it",
            ),
            attempted=attempted,
            current=state.status,
        )


def is_held_by_another(actor: Actor, state: CaseState, command: str, step: StepId) -> bool:
    """A claimed step is one caseworker's; only the agency's lead may release it for a colleague."""
    known = state.steps.get(step)
    if known is None or known.claimed_by in {None, actor.id} or command not in _BY_ONE_PERSON:
        return False
    return not (actor.may(Permission.EXECUTE) or (command == "release_step" and actor.may(Permission.SUPERVISE)))


_BY_ONE_PERSON = frozenset(
    {"release_step", "establish_fact", "complete_step", "refuse_step", "request_supplement", "return_to_step"}
)


def refuse_unless_visible(state: CaseState, actor: Actor) -> None:
    """Raises `NotFound` for a case that the actor may not see: not even its existence is told."""
    if state.status is not None and not may_see(actor, state):
        raise NotFound()


def refuse_unless_permitted(state: CaseState, command: commands.Command, step: StepId | None) -> None:
    """Raises `NotFound` for a case that the actor may not see, `CommandRefused` for an act he may not do."""
    actor = command.actor
    refuse_unless_visible(state, actor)
    if not actor.may(NEEDED[command.type]):
        raise CommandRefused(
            Reason.NOT_PERMITTED,
            Text(
                vi=f"{actor.name} không có quyền thực hiện việc này; cần có quyền `{NEEDED[command.type].value}`",
                en=f"{actor.name} may not do this; it needs the permission `{NEEDED[command.type].value}`",
            ),
            attempted=command.type,
            current=state.status,
        )
    if not may_act(actor, state, command.type, step):
        owner = state.agencies.get(step) if step else holder_of(state)
        what = (f"bước {step}", f"step {step}") if step else ("hồ sơ", "the dossier")
        raise CommandRefused(
            Reason.WRONG_AGENCY,
            Text(
                vi=f"{what[0]} thuộc thẩm quyền của cơ quan {owner}; chỉ cơ quan đó được thực hiện",
                en=f"{what[1]} belongs to agency {owner}; only that agency may do it",
            ),
            attempted=command.type,
            current=state.status,
        )
