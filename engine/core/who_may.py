"""Who may give which command: the permission of the role, and for a step its own agency. Denied by default."""

from engine.core import commands
from engine.core.actors import Actor, Permission, Reach, citizen_of
from engine.core.case import CaseState, CaseStatus
from engine.core.case_opinions import is_consulted
from engine.core.errors import CommandRefused, NotFound, Reason
from engine.core.identifiers import AgencyId, StepId
from engine.core.operations import COMMANDS
from engine.core.operations import NEEDED as NEEDED_BY
from engine.core.organisation import Organisation
from engine.core.roles import PERMISSION_WORDS
from engine.core.values import Text

NEEDED = COMMANDS
"""Command -> the permission that it needs."""

_OF_THE_STEPS_AGENCY = frozenset({Permission.WORK, Permission.SUPERVISE, Permission.TRANSFER})


def refuse_unless_granted(actor: Actor, operation: str) -> None:
    """Raises `CommandRefused` where no role of the actor has the permission, whatever the operation is about: so it says
    nothing of any case. An operation that no table names is refused to everybody."""
    needed = NEEDED_BY.get(operation)
    if needed is None:
        raise not_open(operation)
    if not actor.may(needed):
        raise _not_permitted(actor, needed, operation)


def is_granted(actor: Actor, operation: str) -> bool:
    """Whether a page offers what `refuse_unless_granted` would let pass."""
    needed = NEEDED_BY.get(operation)
    return needed is not None and actor.may(needed)


def may_see(actor: Actor, state: CaseState, organisation: Organisation | None = None) -> bool:
    """Whether the permission `view` reaches the case; of sub-units only where the organisation of the day is given."""
    return _reaches(actor, Permission.VIEW, state, organisation)


def may_act(actor: Actor, state: CaseState, command: str, step: StepId | None = None) -> bool:
    """Whether the actor may give this command, whatever the status of the case."""
    needed = NEEDED[command]
    if not actor.may(needed):
        return False
    if state.status is None:
        return True
    if command == "transfer_case":
        return actor.may(Permission.EXECUTE) or (actor.agency is not None and actor.agency == holder_of(state))
    if command == "give_opinion":
        return actor.is_for(state.procedure) and is_consulted(state, step, actor.agency)
    if needed in _OF_THE_STEPS_AGENCY and step is not None:
        return actor.may(Permission.EXECUTE) or actor.agency == state.agencies.get(step)
    return _reaches(actor, needed, state, None)


def _reaches(actor: Actor, permission: Permission, state: CaseState, organisation: Organisation | None) -> bool:
    """What the account handed in itself, or has the secret of; the cases of its agency, that is those that it has a step of, received, or is
    named in by the form as a counter; those of its sub-units; or everything. Never one of a procedure that the account
    is not for.

    Before the receipt a case is of the unit that the dossier was handed in to, or that is competent for one from the
    portal, and there of those who receive.
    """
    reach = actor.reach(permission)
    if reach is None or not actor.is_for(state.procedure):
        return False
    if reach is Reach.EVERYWHERE or actor.id == state.submitted_by or actor == citizen_of(state.id):
        return True
    if reach is Reach.OWN_CASES:
        return False
    if reach is Reach.SUB_UNITS and actor.agency is None:
        return True
    if state.received_at is None and actor.may(Permission.RECEIVE) and state.awaited_by in {None, actor.agency}:
        return True
    if reach is Reach.SUB_UNITS:
        return any(_is_under(actor, agency, organisation) for agency in _concerned(state))
    return state.received_at is not None and actor.agency in _concerned(state)


def _concerned(state: CaseState) -> set[AgencyId]:
    if state.received_at is None:
        return {state.awaited_by} if state.awaited_by is not None else set()
    received = {state.receiving_agency} if state.receiving_agency is not None else set()
    return {*received, *state.counters, *state.agencies.values()}


def _is_under(actor: Actor, agency: AgencyId, organisation: Organisation | None) -> bool:
    return actor.agency in organisation.above(agency) if organisation is not None else actor.agency == agency


def holder_of(state: CaseState) -> AgencyId | None:
    """The one-stop unit that answers for the dossier: the one that received it, before that the one that awaits it."""
    return state.receiving_agency if state.received_at is not None else state.awaited_by


def refuse_unless_held(state: CaseState, actor: Actor, attempted: str) -> None:
    """The unit that holds the dossier, and no other counter, says who the applicant is. Raises `NotFound` for a case
    that the actor may not see, `CommandRefused` otherwise."""
    refuse_unless_visible(state, actor)
    if not actor.may(Permission.RECEIVE):
        raise _not_permitted(actor, Permission.RECEIVE, attempted, current=state.status)
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
    """A claimed step is one caseworker's, or of who stands in for him; only the agency's lead may release it for a colleague."""
    known = state.steps.get(step)
    if known is None or known.claimed_by is None or actor.is_or_acts_for(known.claimed_by):
        return False
    if command not in _BY_ONE_PERSON:
        return False
    return not (actor.may(Permission.EXECUTE) or (command == "release_step" and actor.may(Permission.SUPERVISE)))


_BY_ONE_PERSON = frozenset(
    {
        *("release_step", "establish_fact", "complete_step", "refuse_step", "request_supplement", "return_to_step"),
        *("ask_opinion", "withdraw_opinion"),
    }
)


def refuse_unless_visible(state: CaseState, actor: Actor) -> None:
    """Raises `NotFound` for a case that the actor may not see: not even its existence is told."""
    if state.status is not None and not may_see(actor, state):
        raise NotFound()


def refuse_unless_met(state: CaseState, command: commands.Command) -> None:
    """As above, of who gives a command: an agency that was asked for its opinion may give it, and sees no more of the case
    for that."""
    if isinstance(command, commands.GiveOpinion) and may_act(command.actor, state, command.type, command.step):
        return
    refuse_unless_visible(state, command.actor)


def refuse_unless_permitted(state: CaseState, command: commands.Command, step: StepId | None) -> None:
    """Raises `NotFound` for a case that the actor may not see, `CommandRefused` for an act he may not do."""
    actor = command.actor
    refuse_unless_met(state, command)
    if not actor.may(NEEDED[command.type]):
        raise _not_permitted(actor, NEEDED[command.type], command.type, current=state.status)
    if isinstance(command, commands.SubmitCase) and not actor.is_for(command.procedure):
        raise _another_procedure(command)
    if not may_act(actor, state, command.type, step):
        if command.type == "give_opinion":
            raise _not_asked(command)
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


def _not_asked(command: commands.Command) -> CommandRefused:
    return CommandRefused(
        Reason.WRONG_AGENCY,
        Text(
            vi="chưa ai lấy ý kiến của cơ quan này về bước này",
            en="nobody has asked this agency for its opinion about this step",
        ),
        attempted=command.type,
    )


def not_open(operation: str) -> CommandRefused:
    """The refusal of an operation that no table opens to anybody."""
    words = Text(vi=f"chưa ai được giao quyền thực hiện `{operation}`", en=f"nobody may do `{operation}`")
    return CommandRefused(Reason.NOT_PERMITTED, words, attempted=operation)


def no_stand_in(actor: Actor) -> CommandRefused:
    """The refusal of who names a delegation that does not hold now, is not his, or is none: which of them, nobody is
    told."""
    words = Text(
        vi=f"{actor.name} không có ủy quyền này, hoặc ủy quyền không còn hiệu lực",
        en=f"{actor.name} has no such delegation, or it does not hold now",
    )
    return CommandRefused(Reason.NOT_PERMITTED, words, attempted="act_on_behalf")


def _not_permitted(
    actor: Actor, needed: Permission, attempted: str, current: CaseStatus | None = None
) -> CommandRefused:
    named = PERMISSION_WORDS[needed]
    words = Text(
        vi=f"{actor.name} không có quyền thực hiện việc này; cần có quyền `{needed.value}` ({named.vi})",
        en=f"{actor.name} may not do this; it needs the permission `{needed.value}` ({named.en})",
    )
    return CommandRefused(Reason.NOT_PERMITTED, words, attempted=attempted, current=current)


def _another_procedure(command: commands.SubmitCase) -> CommandRefused:
    theirs = ", ".join(command.actor.procedures)
    return CommandRefused(
        Reason.NOT_PERMITTED,
        Text(
            vi=f"{command.actor.name} chỉ được giao các thủ tục: {theirs}",
            en=f"{command.actor.name} is for these procedures only: {theirs}",
        ),
        attempted=command.type,
    )
