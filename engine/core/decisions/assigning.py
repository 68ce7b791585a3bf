"""A lead gives a step to a colleague: of the same agency, and one who may work on it."""

from datetime import datetime

from engine.core import commands, events
from engine.core.actors import Permission
from engine.core.case import CaseState
from engine.core.errors import CommandRefused, Reason
from engine.core.values import Text


def assign(state: CaseState, command: commands.AssignStep, at: datetime) -> list[events.Event]:
    """Whoever had it has it no more; its clock runs on. Of an account elsewhere nothing is told, not that it is there."""
    to, agency = command.assignee, state.agencies.get(command.step)
    if to is None or to.id != command.to or agency is None or to.agency != agency or not to.may(Permission.WORK):
        raise _not_possible(
            state,
            command,
            f"cơ quan {agency} không có tài khoản {command.to} được xử lý bước; hãy chọn một đồng nghiệp của cơ quan",
            f"agency {agency} has no account {command.to} that may work on steps; choose a colleague of the agency",
        )
    if not to.is_for(state.procedure):
        raise _not_possible(
            state,
            command,
            f"{to.name} không được giao thủ tục {state.procedure}",
            f"{to.name} is not for procedure {state.procedure}",
        )
    if state.steps[command.step].claimed_by == to.id:
        raise _not_possible(state, command, f"{to.name} đang xử lý bước này rồi", f"{to.name} has this step already")
    return [events.StepAssigned(at=at, step=command.step, to=to.id, name=to.name)]


def _not_possible(state: CaseState, command: commands.AssignStep, vi: str, en: str) -> CommandRefused:
    return CommandRefused(
        Reason.ASSIGNMENT_NOT_POSSIBLE,
        Text(vi=vi, en=en),
        attempted=command.type,
        current=state.step_status(command.step),
    )
