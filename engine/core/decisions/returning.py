"""Back to an earlier step: its result proved wrong, it is done once more, and who found the fault waits for that."""

from datetime import datetime

from engine.core import commands, events
from engine.core.case import CaseState, StepStatus
from engine.core.decisions.step_work import refuse_if_claimed_by_another
from engine.core.decisions.superseding import refuse_if_superseded
from engine.core.definition_rules import ReturnRule
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import StepId, SuspensionId
from engine.core.law import Law
from engine.core.values import Text

_AT_WORK = frozenset({StepStatus.OPEN, StepStatus.CLAIMED, StepStatus.SUSPENDED})


def return_to(law: Law, state: CaseState, command: commands.ReturnToStep, at: datetime) -> list[events.Event]:
    """A sibling may have found the fault first: then the earlier step is open already, and both wait for it."""
    refuse_if_claimed_by_another(state, command)
    refuse_if_superseded(state, command.step, command.type, Reason.RETURN_NOT_FORESEEN)
    rule = _rule_for(law, state, command)
    _refuse_unless_there_is_a_result(law, state, command)
    _refuse_before_its_last_event(state, command, at)
    returned = events.StepReturned(
        at=at,
        step=command.step,
        to=command.to,
        suspension=SuspensionId(f"{command.step}-{len(state.suspensions) + 1}"),
        reason=command.reason,
        legal_basis=rule.legal_basis,
    )
    if state.step_status(command.to) is not StepStatus.COMPLETED:
        return [returned]
    return [returned, events.StepReopened(at=at, step=command.to, agency=state.agencies[command.to])]


def can_be_returned_to(state: CaseState, step: StepId) -> bool:
    """It is done, or is being done again: before its first result there is no fault in it."""
    known = state.steps.get(step)
    if known is None:
        return False
    return known.status is StepStatus.COMPLETED or (known.run > 1 and known.status in _AT_WORK)


def _rule_for(law: Law, state: CaseState, command: commands.ReturnToStep) -> ReturnRule:
    rules = law.definition.steps[command.step].returns
    if command.to in rules:
        return rules[command.to]
    known = ", ".join(rules)
    raise CommandRefused(
        Reason.RETURN_NOT_FORESEEN,
        Text(
            vi=f"bước {command.step} không được chuyển hồ sơ về bước `{command.to}`; được về: {known or 'không bước nào'}",
            en=f"step {command.step} may not return the case to `{command.to}`; it may to: {known or 'none'}",
        ),
        attempted=command.type,
        current=state.step_status(command.step),
    )


def _refuse_unless_there_is_a_result(law: Law, state: CaseState, command: commands.ReturnToStep) -> None:
    if can_be_returned_to(state, command.to):
        return
    raise CommandRefused(
        Reason.NOTHING_TO_RETURN_TO,
        Text(
            vi=f"bước {command.to} chưa có kết quả nào trong hồ sơ này để sửa lại",
            en=f"step {command.to} has no result in this case that could be mended",
        ),
        attempted=command.type,
        current=state.step_status(command.to),
        legal_basis=law.definition.steps[command.step].returns[command.to].legal_basis,
    )


def _refuse_before_its_last_event(state: CaseState, command: commands.ReturnToStep, at: datetime) -> None:
    """What is entered afterwards cannot find a fault in a result that did not exist yet."""
    previous = state.steps[command.to].last_event_at
    if previous is not None and at < previous:
        raise CommandRefused(
            Reason.OCCURRED_TOO_EARLY,
            Text(
                vi=f"bước {command.to} có sự kiện lúc {previous.isoformat()}; không thể chuyển về trước thời điểm đó",
                en=f"step {command.to} has an event at {previous.isoformat()}; it cannot be returned to before",
            ),
            attempted=command.type,
        )
