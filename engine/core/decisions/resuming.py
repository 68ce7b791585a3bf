"""Who ends which wait: the applicant answers what was asked of him, the agency notes that what it waited for has come."""

from datetime import datetime

from engine.core import commands, events
from engine.core.case import CaseState, Suspension
from engine.core.clock_rules import EndedBy
from engine.core.decisions.papers import refuse_unknown_documents
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.values import Text
from engine.core.waits import find_who_ends, title_of

_BY_WHOM = {
    EndedBy.APPLICANT: Text(
        vi="việc chờ này kết thúc khi người nộp bổ sung hồ sơ (hand_in_supplement)",
        en="that wait ends with what the applicant hands in (hand_in_supplement)",
    ),
    EndedBy.AGENCY: Text(
        vi="việc chờ này do cơ quan của bước ghi nhận kết thúc (resume_time_limit)",
        en="that wait is ended by the agency of the step (resume_time_limit)",
    ),
    None: Text(
        vi="việc chờ này tự kết thúc khi bước đã chuyển về được hoàn thành lại",
        en="that wait ends by itself, when the step that the case was returned to is completed again",
    ),
}


def resume(law: Law, state: CaseState, command: commands.ResumeTimeLimit, at: datetime) -> list[events.Event]:
    """With a paper or a note of what has come: the end of a wait has its reason on record, like its beginning."""
    waiting = wait_to_end(law, state, command, EndedBy.AGENCY, command.rule)
    refuse_unknown_documents(law, [paper.document for paper in command.documents], command.type)
    if not command.documents and not command.note:
        raise CommandRefused(
            Reason.DOSSIER_INCOMPLETE,
            Text(
                vi="hãy ghi chú điều gì đã đến, hoặc nộp giấy tờ đã nhận được",
                en="say in a note what has come, or enter the paper that was received",
            ),
            attempted=command.type,
            current=state.step_status(command.step),
        )
    return [
        events.TimeLimitResumed(
            at=at, step=command.step, suspension=waiting.id, documents=command.documents, note=command.note
        )
    ]


def wait_to_end(
    law: Law,
    state: CaseState,
    command: commands.HandInSupplement | commands.ResumeTimeLimit,
    by: EndedBy,
    rule: str | None = None,
) -> Suspension:
    """The open wait of the step that `by` ends, the one that holds it first; refuses what somebody else ends."""
    waiting = [wait for wait in state.open_waits(command.step) if rule in (None, wait.rule)]
    own = next((wait for wait in waiting if find_who_ends(law.definition, wait) is by), None)
    if own is not None:
        return own
    raise CommandRefused(
        Reason.WAIT_ENDED_OTHERWISE,
        _why_not(law, waiting[0]) if waiting else _no_such_wait(command.step, rule),
        attempted=command.type,
        current=state.step_status(command.step),
    )


def _why_not(law: Law, wait: Suspension) -> Text:
    title, how = title_of(law.definition, wait), _BY_WHOM[find_who_ends(law.definition, wait)]
    return Text(vi=f"“{title.vi}”: {how.vi}", en=f"“{title.en}”: {how.en}")


def _no_such_wait(step: StepId, rule: str | None) -> Text:
    return Text(vi=f"bước {step} không chờ theo `{rule}`", en=f"step {step} does not wait for `{rule}`")
