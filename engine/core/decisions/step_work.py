"""The work on a step: claim, release, establish a fact, complete, refuse, acknowledge."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from typing import Any

from engine.core import commands, events
from engine.core.calendar_coverage import days_not_covered
from engine.core.case import CaseState, evolve
from engine.core.case_clock import CaseTimes, times_of
from engine.core.errors import CommandRefused, Reason
from engine.core.forms import problems_in, wrong_with
from engine.core.identifiers import DocumentId
from engine.core.law import Law
from engine.core.legal_time import ClockStatus
from engine.core.required_papers import how_it_comes, may_be_brought, missing_papers
from engine.core.values import Text
from engine.core.who_may import is_held_by_another

_NOT_PRODUCED = Text(vi="bước này không tạo ra giấy tờ đó", en="this step produces no such document")
_TO_BE_PRODUCED = Text(
    vi="hãy nộp giấy tờ mà bước này tạo ra; cơ quan tiếp theo cần đến nó",
    en="hand in what this step produces; the next agency needs it",
)

_ByOnePerson = (
    commands.ReleaseStep
    | commands.EstablishFact
    | commands.CompleteStep
    | commands.RefuseStep
    | commands.RequestSupplement
    | commands.ReturnToStep
    | commands.AskOpinion
    | commands.WithdrawOpinion
)


_Finding = commands.EstablishFact | commands.CompleteStep


def claim(law: Law, command: commands.ClaimStep, at: datetime) -> list[events.Event]:
    return [events.StepClaimed(at=at, step=command.step, by=command.actor.id, name=command.actor.name)]


def release(state: CaseState, command: commands.ReleaseStep, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    return [events.StepReleased(at=at, step=command.step)]


def establish_fact(law: Law, state: CaseState, command: commands.EstablishFact, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    refuse_wrong_facts(law, {command.name: command.value}, command.type)
    if command.step not in law.definition.facts[command.name].established_by:
        raise CommandRefused(
            Reason.FACT_NOT_FOR_STEP,
            Text(
                vi=f"bước {command.step} không được ghi nhận tình tiết {command.name}",
                en=f"step {command.step} does not establish {command.name}",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
        )
    established = events.FactEstablished(at=at, step=command.step, name=command.name, value=command.value)
    before = times_of(law, state, at)
    _refuse_when_overdue(law, state, before, command)
    _refuse_beyond_the_calendars(law, evolve(state, established), before, command, at)
    return [established]


def _refuse_when_overdue(law: Law, state: CaseState, before: CaseTimes, command: _Finding) -> None:
    clock = before.steps.get(command.step)
    if clock is not None and clock.status is ClockStatus.OVERDUE:
        raise CommandRefused(
            Reason.TIME_LIMIT_PASSED,
            Text(
                vi="đã quá hạn; không thể ghi nhận sau đó một tình tiết làm thời hạn dài hơn",
                en="the time limit has run out; a fact that gives a longer one cannot be established afterwards",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
            legal_basis=law.definition.steps[command.step].legal_basis,
        )


def _refuse_beyond_the_calendars(
    law: Law, known: CaseState, before: CaseTimes, command: _Finding, at: datetime
) -> None:
    """A limit that the fact brings must end on a day that is known; the fact can be entered again once it does."""
    times = times_of(law, known, at)
    if (times.limits, times.total) == (before.limits, before.total):
        return
    if problems := days_not_covered(law, known, times):
        raise CommandRefused(
            Reason.CALENDAR_RUNS_OUT,
            Text(
                vi="tình tiết này làm thời hạn vượt quá lịch nghỉ đã có; hãy bổ sung lịch làm việc rồi ghi nhận lại",
                en="with this fact the time limit ends where no days off are known; "
                "extend the calendar, then establish it again",
            ),
            attempted=command.type,
            current=known.step_status(command.step),
            problems=problems,
        )


def complete(law: Law, state: CaseState, command: commands.CompleteStep, at: datetime) -> list[events.Event]:
    """With what the step makes, and what it requires: a paper that comes only now is recorded with the act."""
    refuse_if_claimed_by_another(state, command)
    declared = law.definition.steps[command.step]
    problems = list(problems_in(declared.result, command.result, state.facts))
    handed_in = [paper.document for paper in command.documents]
    welcome = {*declared.produces, *may_be_brought(law, state, command.step)}
    problems += [_NOT_PRODUCED.at(f"documents.{name}") for name in handed_in if name not in welcome]
    problems += [_TO_BE_PRODUCED.at(f"documents.{name}") for name in declared.produces if name not in handed_in]
    if problems:
        raise CommandRefused(
            Reason.RESULT_INVALID,
            Text(
                vi="kết quả chưa hợp lệ: hãy sửa từng điểm rồi hoàn thành lại",
                en="the result is not in order: mend each point and complete again",
            ),
            attempted=command.type,
            problems=tuple(problems),
        )
    found, known = _found_with_the_result(law, state, command, at)
    _refuse_without_papers(law, known, command, handed_in)
    completed = events.StepCompleted(
        at=at,
        step=command.step,
        result=command.result,
        documents=tuple(paper for paper in command.documents if paper.document in declared.produces),
        handed_over=tuple(paper for paper in command.documents if paper.document not in declared.produces),
    )
    return [*found, completed]


def _refuse_without_papers(
    law: Law, state: CaseState, command: commands.CompleteStep, brought: list[DocumentId]
) -> None:
    missing = missing_papers(law, state, command.step, brought)
    if missing:
        raise CommandRefused(
            Reason.DOSSIER_INCOMPLETE,
            Text(
                vi="chưa thể hoàn thành bước: còn thiếu giấy tờ mà bước này bắt buộc phải có",
                en="the step cannot be completed: papers that it requires are not there",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
            legal_basis=law.definition.steps[command.step].legal_basis,
            problems=tuple(how_it_comes(law, command.step, name) for name in missing),
        )


def _found_with_the_result(
    law: Law, state: CaseState, command: commands.CompleteStep, at: datetime
) -> tuple[list[events.Event], CaseState]:
    """A field of the result that bears the name of a fact which the step establishes says what that fact is."""
    facts = law.definition.facts
    said = {
        name: value
        for name, value in command.result.items()
        if name in facts and command.step in facts[name].established_by and value is not None and value != ""
    }
    if not said:
        return [], state
    refuse_wrong_facts(law, said, command.type)
    found: list[events.Event] = [
        events.FactEstablished(at=at, step=command.step, name=name, value=value) for name, value in said.items()
    ]
    known = reduce(evolve, found, state)
    before, after = times_of(law, state, at), times_of(law, known, at)
    if before.limits.get(command.step) != after.limits.get(command.step):
        _refuse_when_overdue(law, state, before, command)
    _refuse_beyond_the_calendars(law, known, before, command, at)
    return found, known


def refuse(state: CaseState, command: commands.RefuseStep, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    return [events.StepRefused(at=at, step=command.step, reason=command.reason, legal_basis=command.legal_basis)]


def acknowledge(command: commands.AcknowledgeWork, at: datetime) -> list[events.Event]:
    return [events.WorkAcknowledged(at=at, step=command.step, reference=command.reference)]


def refuse_wrong_facts(law: Law, facts: Mapping[str, Any], attempted: str) -> None:
    """A fact decides which time limit holds: one of another type, or of another name, is not taken."""
    unknown = [name for name in facts if name not in law.definition.facts]
    if unknown:
        known = ", ".join(law.definition.facts) or "none"
        raise CommandRefused(
            Reason.FACT_UNKNOWN,
            Text(
                vi=f"thủ tục không khai báo tình tiết {', '.join(unknown)}; có: {known}",
                en=f"the procedure declares no fact {', '.join(unknown)}; it knows: {known}",
            ),
            attempted=attempted,
        )
    problems = [
        wrong.at(name) for name, value in facts.items() if (wrong := wrong_with(law.definition.facts[name], value))
    ]
    if problems:
        raise CommandRefused(
            Reason.FACT_INVALID,
            Text(vi="tình tiết chưa hợp lệ", en="the facts are not in order"),
            attempted=attempted,
            problems=tuple(problems),
        )


def refuse_if_claimed_by_another(state: CaseState, command: _ByOnePerson) -> None:
    """Colleagues wait until the step is released."""
    if is_held_by_another(command.actor, state, command.type, command.step):
        raise CommandRefused(
            Reason.CLAIMED_BY_ANOTHER,
            Text(
                vi=f"{state.steps[command.step].claimed_by_name} đang xử lý bước này; hãy đề nghị trả lại việc trước",
                en=f"{state.steps[command.step].claimed_by_name} is working on this step; ask for its release first",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
        )
