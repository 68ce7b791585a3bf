"""An agency that lets its time limit pass without an answer, where the law takes its silence for one."""

from datetime import datetime

from engine.core import commands, events
from engine.core.case import ENDED_STEPS, CaseState
from engine.core.case_clock import step_due_at
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text


def passed_at(law: Law, state: CaseState, step: StepId, at: datetime) -> datetime | None:
    """When the limit of a step passed in silence before `at`; null if it did not, or if silence means nothing.

    Reckoned with what the calendars knew at that time: a decision that comes later gives no new time to answer in,
    and one that makes the limit shorter ends it when it is known at the earliest.
    """
    known = state.steps.get(step)
    if law.definition.steps[step].on_silence is None or known is None or known.status in ENDED_STEPS:
        return None
    if known.opened_at is None:
        return None
    # Silence means what the version says under which the case was silent: a new one speaks of the time since it came.
    begun = max(known.opened_at, state.migrated_at or known.opened_at)
    if begun >= at:
        return None
    turns = [to_datetime(turn) for turn in law.turns(to_instant(begun), to_instant(at))]
    for since, until in zip([begun, *turns], [*turns, at], strict=True):
        as_known = law.as_known_at(to_instant(since))
        due = step_due_at(as_known, state, step, until)
        if due is not None and max(due, since) < until:
            return max(due, since)
    return None


def deemed(law: Law, step: StepId, at: datetime) -> events.StepDeemed:
    rule = law.definition.steps[step].on_silence
    assert rule is not None, "silence means something where the procedure says so"
    return events.StepDeemed(at=at, step=step, means=rule.means, result=rule.result, legal_basis=rule.legal_basis)


def refuse_unless_deemed(caused: list[events.Event], command: commands.NoteSilence) -> None:
    """`caused` is what has lapsed; raises `CommandRefused` if the silence of this step is not among it."""
    if any(isinstance(event, events.StepDeemed) and event.step == command.step for event in caused):
        return
    raise CommandRefused(
        Reason.TIME_LIMIT_NOT_PASSED,
        Text(
            vi=f"bước {command.step} không có thời hạn nào đã hết mà pháp luật coi im lặng là trả lời",
            en=f"no time limit of step {command.step} has passed after which the law takes silence for an answer",
        ),
        attempted=command.type,
    )


def answered_too_late(law: Law, state: CaseState, command: commands.StepCommand) -> CommandRefused | None:
    """The refusal of anything done to a step for which silence has answered already."""
    known, rule = state.steps.get(command.step), law.definition.steps[command.step].on_silence
    if known is None or not known.deemed or rule is None or known.finished_at is None:
        return None
    return CommandRefused(
        Reason.DEEMED_ALREADY,
        Text(
            vi=f"thời hạn của bước {command.step} đã hết lúc {known.finished_at.isoformat()} mà không có trả lời; "
            "theo pháp luật, việc này coi như đã được trả lời",
            en=f"the time limit of step {command.step} passed at {known.finished_at.isoformat()} without an answer; "
            "by law it is deemed to be answered",
        ),
        attempted=command.type,
        current=f"{state.status.value if state.status else 'none'}/{known.status.value}",
        legal_basis=rule.legal_basis,
    )
