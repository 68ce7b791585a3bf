"""Opinions of other agencies (NĐ 61/2018/NĐ-CP art. 19(5)): asked with a term, given, taken back; no clock stops for one."""

from datetime import datetime

from engine.core import commands, events
from engine.core.calendar_coverage import term_not_covered
from engine.core.case import CaseState
from engine.core.case_opinions import open_opinions
from engine.core.decisions.step_work import refuse_if_claimed_by_another
from engine.core.decisions.superseding import refuse_if_superseded
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import AgencyId, OpinionId
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant
from engine.core.opinions import Opinion
from engine.core.promise import answer_due_at
from engine.core.values import Text


def ask(law: Law, state: CaseState, command: commands.AskOpinion, at: datetime) -> list[events.Event]:
    """The lead agency says by when, and its own limit runs on: so the law has it, and so nothing else is recorded."""
    refuse_if_claimed_by_another(state, command)
    refuse_if_superseded(state, command.step, command.type, Reason.OPINION_NOT_POSSIBLE)
    asking = state.agencies[command.step]
    _refuse_wrong_agency(law, state, command, asking, at)
    return [
        events.OpinionAsked(
            at=at,
            step=command.step,
            opinion=OpinionId(f"{command.step}-opinion-{len(state.opinions) + 1}"),
            agency=command.agency,
            asked_for=asking,
            asked_by=command.actor.id,
            question=command.question,
            due_at=_due_at(law, command, at),
        )
    ]


def give(state: CaseState, command: commands.GiveOpinion, at: datetime) -> list[events.Event]:
    """Late or not: what comes after its term is an opinion all the same, as long as the step is not over."""
    asked = _open(state, command)
    if command.actor.agency != asked.agency:
        raise _not_open(command)
    return [
        events.OpinionGiven(
            at=at,
            step=command.step,
            opinion=asked.id,
            answer=command.answer,
            text=command.text,
            reference=command.reference,
            name=command.actor.name,
        )
    ]


def withdraw(state: CaseState, command: commands.WithdrawOpinion, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    asked = _open(state, command)
    return [events.OpinionWithdrawn(at=at, step=command.step, opinion=asked.id, reason=command.reason)]


def _refuse_wrong_agency(
    law: Law, state: CaseState, command: commands.AskOpinion, asking: AgencyId, at: datetime
) -> None:
    known = law.agencies.agencies.get(command.agency)
    if known is None or not known.valid.contains(civil_date(to_instant(at))):
        raise _not_possible(
            command,
            Text(
                vi=f"danh bạ không có cơ quan {command.agency} đang hoạt động",
                en=f"the directory has no agency {command.agency} on that day",
            ),
        )
    if command.agency == asking:
        raise _not_possible(
            command,
            Text(
                vi="bước này do chính cơ quan đó xử lý; hãy chọn cơ quan khác",
                en="the step is that agency's own; name another one",
            ),
        )
    if open_opinions(state, command.step, command.agency):
        raise _not_possible(
            command,
            Text(
                vi=f"đang chờ ý kiến của cơ quan {command.agency} về bước này; hãy rút lại trước khi hỏi lại",
                en=f"agency {command.agency} has a question about this step already; withdraw it to ask anew",
            ),
        )


def _due_at(law: Law, command: commands.AskOpinion, at: datetime) -> datetime:
    """By the calendar of the agency that is asked: it is the one that has to work within it."""
    if command.within is not None:
        due = answer_due_at(law, command.agency, command.within, at)
    else:
        assert command.answer_by is not None, "the command says one of both"
        due = command.answer_by
    if due <= at:
        raise _not_possible(
            command,
            Text(vi="hạn cho ý kiến phải sau lúc hỏi", en="the term of the opinion must end after it is asked"),
        )
    if problems := term_not_covered(law, command.agency, due):
        raise CommandRefused(
            Reason.CALENDAR_RUNS_OUT,
            Text(
                vi="hạn cho ý kiến vượt quá lịch nghỉ đã có; hãy đặt hạn sớm hơn",
                en="the term of the opinion ends where no days off are known; name an earlier end",
            ),
            attempted=command.type,
            problems=problems,
        )
    return due


def _open(state: CaseState, command: commands.GiveOpinion | commands.WithdrawOpinion) -> Opinion:
    for asked in open_opinions(state, command.step):
        if asked.id == command.opinion:
            return asked
    raise _not_open(command)


def _not_open(command: commands.GiveOpinion | commands.WithdrawOpinion) -> CommandRefused:
    """One refusal whether it was answered, taken back, left, another agency's, or never asked."""
    return CommandRefused(
        Reason.OPINION_NOT_OPEN,
        Text(
            vi=f"không có câu hỏi {command.opinion} nào đang chờ ý kiến của cơ quan này",
            en=f"no question {command.opinion} waits for an opinion of this agency",
        ),
        attempted=command.type,
    )


def _not_possible(command: commands.AskOpinion, words: Text) -> CommandRefused:
    return CommandRefused(Reason.OPINION_NOT_POSSIBLE, words, attempted=command.type)
