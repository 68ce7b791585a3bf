"""Supplements: the agency asks once and in full, the clock stands, the applicant answers or lets the term pass."""

from datetime import datetime

from engine.core import commands, events
from engine.core.answer_terms import lawful_end, term_of
from engine.core.calendar_coverage import term_not_covered
from engine.core.case import CaseState
from engine.core.clock_rules import EndedBy, SuspensionRule
from engine.core.decisions.papers import refuse_unknown_documents
from engine.core.decisions.resuming import wait_to_end
from engine.core.decisions.step_work import refuse_if_claimed_by_another
from engine.core.decisions.superseding import refuse_if_superseded
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import SuspensionId
from engine.core.law import Law
from engine.core.promise import answer_due_at, is_asked_late
from engine.core.values import Text

_STILL_MISSING = Text(vi="đã được yêu cầu và còn thiếu", en="was asked for and is missing")


def request(law: Law, state: CaseState, command: commands.RequestSupplement, at: datetime) -> list[events.Event]:
    refuse_if_claimed_by_another(state, command)
    refuse_if_superseded(state, command.step, command.type, Reason.SUSPENSION_NOT_FORESEEN)
    rule = _rule_for(law, state, command)
    refuse_unknown_documents(law, command.documents, command.type)
    agency = state.agencies[command.step]
    term = term_of(law, state, rule)
    ends = answer_due_at(law, agency, term, at) if term is not None else None
    if ends is not None and (problems := term_not_covered(law, agency, ends)):
        raise CommandRefused(
            Reason.CALENDAR_RUNS_OUT,
            Text(
                vi="chưa biết ngày hết hạn bổ sung: chưa có lịch nghỉ đến khi đó; hãy bổ sung lịch làm việc",
                en="the end of the applicant's term is not known: the days off are not known that far; "
                "extend the calendar",
            ),
            attempted=command.type,
            current=state.status,
            problems=problems,
        )
    return [
        events.TimeLimitSuspended(
            at=at,
            step=command.step,
            suspension=SuspensionId(f"{command.step}-{len(state.suspensions) + 1}"),
            rule=command.rule,
            kind=rule.kind,
            effect=rule.effect,
            reasons=command.reasons,
            documents=command.documents,
            answer_due_at=ends,
            asked_late=is_asked_late(law, state, command.step, rule.ask_within, at),
            legal_basis=rule.legal_basis,
        )
    ]


def hand_in(law: Law, state: CaseState, command: commands.HandInSupplement, at: datetime) -> list[events.Event]:
    """In time is up to and including the last instant of the applicant's term."""
    waiting = wait_to_end(law, state, command, EndedBy.APPLICANT)
    ends = lawful_end(law, state, waiting) if waiting.answer_due_at is not None else None
    if ends is not None and at > ends:
        raise CommandRefused(
            Reason.SUPPLEMENT_TERM_EXPIRED,
            Text(
                vi=f"thời hạn bổ sung hồ sơ đã hết lúc {ends.isoformat()}",
                en=f"the term for the supplement ended at {ends.isoformat()}",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
            legal_basis=law.definition.suspensions[waiting.rule].legal_basis,
        )
    refuse_unknown_documents(law, [paper.document for paper in command.documents], command.type)
    if not command.documents and not command.note:
        raise CommandRefused(
            Reason.DOSSIER_INCOMPLETE,
            Text(
                vi="hãy nộp giấy tờ, hoặc ghi chú nội dung trả lời",
                en="hand in a paper, or say in a note what is answered",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
        )
    missing = [d for d in waiting.documents if d not in {paper.document for paper in command.documents}]
    if missing:
        raise CommandRefused(
            Reason.DOSSIER_INCOMPLETE,
            Text(
                vi=f"còn thiếu: {', '.join(missing)}; hãy nộp đủ những gì đã được yêu cầu",
                en=f"still missing: {', '.join(missing)}; hand in everything that was asked for",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
            problems=tuple(_STILL_MISSING.at(name) for name in missing),
        )
    return [
        events.TimeLimitResumed(
            at=at,
            step=command.step,
            suspension=waiting.id,
            documents=command.documents,
            note=command.note,
        )
    ]


def refuse_unless_expired(law: Law, state: CaseState, command: commands.ExpireSupplement, at: datetime) -> None:
    """What the passing of the term causes happened when it passed, however late the sweep comes."""
    waiting = next((s for s in state.open_suspensions() if s.id == command.suspension), None)
    if waiting is None or waiting.answer_due_at is None or at <= lawful_end(law, state, waiting):
        raise CommandRefused(
            Reason.SUPPLEMENT_TERM_NOT_EXPIRED,
            Text(vi="không có yêu cầu bổ sung nào như vậy đã quá hạn", en="no supplement of that name is overdue"),
            attempted=command.type,
            current=state.status,
        )


def _rule_for(law: Law, state: CaseState, command: commands.RequestSupplement) -> SuspensionRule:
    if command.rule not in law.definition.steps[command.step].may or command.rule not in law.definition.suspensions:
        raise CommandRefused(
            Reason.SUSPENSION_NOT_FORESEEN,
            Text(
                vi=f"bước {command.step} không được tạm dừng theo `{command.rule}`",
                en=f"step {command.step} may not be suspended for `{command.rule}`",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
        )
    rule = law.definition.suspensions[command.rule]
    used = sum(s.step == command.step and s.rule == command.rule for s in state.suspensions)
    if rule.max is not None and used >= rule.max:
        raise CommandRefused(
            Reason.SUSPENSION_USED_UP,
            Text(
                vi=f"bước {command.step} đã tạm dừng {used} lần theo `{command.rule}`; chỉ được tối đa {rule.max} lần",
                en=f"step {command.step} was suspended {used} time(s) for `{command.rule}`; at most {rule.max} is lawful",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
            legal_basis=rule.legal_basis,
        )
    return rule
