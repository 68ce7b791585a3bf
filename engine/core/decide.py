"""decide: the one place where a command becomes events, or is refused with its reason.

Pure and total: does not look at the clock, the database or the network; do not add parameters.
"""

from datetime import datetime
from typing import assert_never

from engine.core import commands, events
from engine.core.actors import Permission
from engine.core.case import CaseState, evolve
from engine.core.decisions import (
    assigning,
    ending,
    extension,
    migration,
    opening,
    opinion,
    reception,
    reprojection,
    resuming,
    returning,
    silence,
    step_work,
    supplement,
    transfer,
)
from engine.core.decisions.lapses import lapsed_before, lapses
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.transitions import case_admits, step_admits
from engine.core.values import Text
from engine.core.who_may import refuse_unless_permitted
from engine.core.words import COMMAND, case_words, step_words


def decide(law: Law, state: CaseState, command: commands.Command, now: datetime) -> list[events.Event]:
    """The events that `command` causes at `now`, with everything that follows from them.

    Raises `CommandRefused` (nothing changed) or `NotFound` for a case that the actor may not see.
    """
    step = _step_of(state, command)
    refuse_unless_permitted(state, command, step)
    at = _occurred_at(state, command, step, now)
    lapsed = lapsed_before(law, state, command, at)
    seen = _after(state, lapsed)
    _refuse_wrong_status(law, seen, command, step)
    caused = lapsed + _decide(law, seen, command, at)
    after = _after(state, caused)
    return caused + opening.consequences(law.once_migrated(after.procedure_version), after, at)


_ENDS_A_WAIT = (commands.HandInSupplement, commands.ResumeTimeLimit)
"""A note beside the work may be open in any status; where nothing is waited for there is nothing to end."""


def _decide(law: Law, state: CaseState, command: commands.Command, at: datetime) -> list[events.Event]:
    match command:
        case commands.SubmitCase():
            return reception.submit(law, command, at)
        case commands.ReceiveCase():
            return reception.receive(law, state, command, at)
        case commands.RefuseReceipt():
            return reception.refuse(command, at)
        case commands.ClaimStep():
            return step_work.claim(law, command, at)
        case commands.ReleaseStep():
            return step_work.release(state, command, at)
        case commands.AssignStep():
            return assigning.assign(state, command, at)
        case commands.EstablishFact():
            return step_work.establish_fact(law, state, command, at)
        case commands.CompleteStep():
            return step_work.complete(law, state, command, at)
        case commands.RefuseStep():
            return step_work.refuse(state, command, at)
        case commands.AcknowledgeWork():
            return step_work.acknowledge(command, at)
        case commands.RequestSupplement():
            return supplement.request(law, state, command, at)
        case commands.HandInSupplement():
            return supplement.hand_in(law, state, command, at)
        case commands.ResumeTimeLimit():
            return resuming.resume(law, state, command, at)
        case commands.ReturnToStep():
            return returning.return_to(law, state, command, at)
        case commands.AskOpinion():
            return opinion.ask(law, state, command, at)
        case commands.GiveOpinion():
            return opinion.give(state, command, at)
        case commands.WithdrawOpinion():
            return opinion.withdraw(state, command, at)
        case commands.ExpireSupplement():
            supplement.refuse_unless_expired(law, state, command, at)
            return lapses(law, state, at)
        case commands.NoteSilence():
            passed = lapses(law, state, at)
            silence.refuse_unless_deemed(passed, command)
            return passed
        case commands.ExtendTimeLimit():
            return extension.extend(law, state, command, at)
        case commands.ReprojectDueDates():
            return reprojection.reproject(law, state, command, at)
        case commands.TransferStep():
            return transfer.transfer_step(law, state, command, at)
        case commands.TransferCase():
            return transfer.transfer_case(law, state, command, at)
        case commands.MigrateCase():
            return migration.migrate(law, state, command, at)
        case commands.WithdrawCase():
            return ending.withdraw(command, at)
        case _:
            assert_never(command)


def _after(state: CaseState, caused: list[events.Event]) -> CaseState:
    for event in caused:
        state = evolve(state, event)
    return state


def _step_of(state: CaseState, command: commands.Command) -> StepId | None:
    return command.step if isinstance(command, commands.StepCommand) else None


def _refuse_wrong_status(law: Law, state: CaseState, command: commands.Command, step: StepId | None) -> None:
    if step is None:
        if not case_admits(state.status, command.type):
            raise _wrong_status(state, command, None)
        return
    if step not in law.definition.steps:
        raise CommandRefused(
            Reason.STEP_UNKNOWN,
            Text(
                vi=f"thủ tục {law.definition.procedure} không có bước {step}",
                en=f"procedure {law.definition.procedure} has no step {step}",
            ),
            attempted=command.type,
        )
    if isinstance(command, commands.StepCommand) and (late := silence.answered_too_late(law, state, command)):
        raise late
    admitted = step_admits(state.status, state.step_status(step), command.type)
    if not admitted or (isinstance(command, _ENDS_A_WAIT) and not state.open_waits(step)):
        raise _wrong_status(state, command, step)


def _wrong_status(state: CaseState, command: commands.Command, step: StepId | None) -> CommandRefused:
    current = state.status.value if state.status else "none"
    stands = case_words(state).vi
    if step is not None:
        current = f"{current}/{state.step_status(step).value}"
        stands = f"{stands} / {step_words(state, step).vi}"
    return CommandRefused(
        Reason.WRONG_STATUS,
        Text(
            vi=f"chưa thể {COMMAND[command.type]} lúc này: hồ sơ đang ở trạng thái “{stands}”",
            en=f"{command.type} is not possible now: the case stands at {current}",
        ),
        attempted=command.type,
        current=current,
    )


def _occurred_at(state: CaseState, command: commands.Command, step: StepId | None, now: datetime) -> datetime:
    """When it happened, in law: now, or the earlier instant that an office enters afterwards."""
    if command.occurred_at is None:
        return _not_before_previous(state, command, step, now)
    if command.occurred_at > now:
        raise CommandRefused(
            Reason.OCCURRED_IN_FUTURE,
            Text(
                vi="chỉ nhập việc đã xảy ra: occurred_at không được sau thời điểm hiện tại",
                en="what is entered has happened: occurred_at is at most the present instant",
            ),
            attempted=command.type,
        )
    if command.occurred_at < now and not command.actor.may(Permission.BACKDATE):
        raise CommandRefused(
            Reason.BACKDATING_NOT_PERMITTED,
            Text(
                vi=f"{command.actor.name} không được nhập lùi thời điểm; cần có quyền `backdate`",
                en=f"{command.actor.name} may not enter what happened earlier; it needs the permission `backdate`",
            ),
            attempted=command.type,
        )
    return _not_before_previous(state, command, step, command.occurred_at)


def _not_before_previous(state: CaseState, command: commands.Command, step: StepId | None, at: datetime) -> datetime:
    previous = _previous_event_at(state, command, step)
    if previous is not None and at < previous:
        raise CommandRefused(
            Reason.OCCURRED_TOO_EARLY,
            Text(
                vi=f"sự kiện trước xảy ra lúc {previous.isoformat()}; việc này không thể xảy ra trước đó",
                en=f"the previous event happened at {previous.isoformat()}; nothing of it can happen before",
            ),
            attempted=command.type,
        )
    return at


def _previous_event_at(state: CaseState, command: commands.Command, step: StepId | None) -> datetime | None:
    """Steps that run in parallel do not wait for each other; what concerns the whole case comes after everything."""
    if step is None:
        return state.last_event_at
    known = state.steps.get(step)
    previous = known.last_event_at if known else state.received_at
    # A step of the new version takes no acts of a time in which the case did not know it.
    return max((at for at in (previous, state.migrated_at) if at is not None), default=None)
