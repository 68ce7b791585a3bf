"""From the counter to the receipt: the dossier is handed in, and received or not accepted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.core import commands, events
from engine.core.actors import Permission
from engine.core.calendar_coverage import days_not_covered
from engine.core.case import CaseState, evolve
from engine.core.case_clock import times_of
from engine.core.decisions import opening
from engine.core.decisions.step_work import refuse_wrong_facts
from engine.core.errors import CommandRefused, Reason
from engine.core.forms import is_required, problems_in
from engine.core.identifiers import AgencyId, StepId, TerritoryId
from engine.core.known_law import known_law
from engine.core.law import Law, circumstances
from engine.core.legal_time import civil_date, to_instant
from engine.core.notice import problem_with_event
from engine.core.promise import promise_of
from engine.core.step_places import given_places, place_of, problems_with_places
from engine.core.values import Text

_UNKNOWN_DOCUMENT = Text(vi="thủ tục không có loại giấy tờ này", en="the procedure knows no such document")


def submit(law: Law, command: commands.SubmitCase, at: datetime) -> list[events.Event]:
    problems = problems_in(law.definition.form, command.form, {})
    unknown = [p.document for p in command.documents if p.document not in law.definition.documents]
    problems += tuple(_UNKNOWN_DOCUMENT.at(f"documents.{name}") for name in unknown)
    if not problems and (strange := problem_with_event(law, command.form)) is not None:
        problems = (strange,)
    if not problems:
        problems = problems_with_places(law, command.form, civil_date(to_instant(at)))
    if problems:
        raise CommandRefused(
            Reason.FORM_INVALID,
            Text(
                vi="tờ khai chưa hợp lệ: hãy sửa từng điểm rồi nộp lại",
                en="the form is not in order: mend each point and submit again",
            ),
            attempted=command.type,
            problems=problems,
        )
    competent_agencies(law, command.territory, command.form, command.type, at)
    return [
        events.CaseSubmitted(
            at=at,
            procedure=law.definition.procedure,
            version=law.definition.version,
            territory=command.territory,
            channel=command.channel,
            form=command.form,
            documents=command.documents,
            submitted_by=command.actor.id,
            awaited_by=_awaited_by(law, command, at),
        )
    ]


def receive(law: Law, state: CaseState, command: commands.ReceiveCase, at: datetime) -> list[events.Event]:
    """The clock runs from the complete dossier (NĐ 118/2025 art. 17(3), amended by NĐ 309/2026 art. 8(3))."""
    refuse_wrong_facts(law, command.facts, command.type)
    _refuse_incomplete(law, state, command)
    received = events.CaseReceived(
        at=at,
        version=law.definition.version,
        dossier_code=command.dossier_code,
        receiving_agency=command.receiving_agency,
        agencies=_competent_agencies(law, state, command, at),
        counters=_counters_elsewhere(law, state, command, at),
        facts=command.facts,
        promised_due_at=at,
    )
    opened = evolve(state, received)
    for event in opening.consequences(law, opened, at):
        opened = evolve(opened, event)
    times = times_of(law, opened, at)
    if problems := days_not_covered(law, opened, times):
        raise CommandRefused(
            Reason.CALENDAR_RUNS_OUT,
            Text(
                vi="chưa thể hẹn ngày trả kết quả: chưa có lịch nghỉ cho toàn bộ thời hạn; hãy bổ sung lịch làm việc",
                en="a date cannot be promised: the days off are not known for the whole time limit; extend the calendar",
            ),
            attempted=command.type,
            current=state.status,
            problems=problems,
        )
    promised = promise_of(known_law(law, opened, at), opened, at)
    return [received.model_copy(update={"promised_due_at": promised})]


def refuse(command: commands.RefuseReceipt, at: datetime) -> list[events.Event]:
    return [events.ReceiptRefused(at=at, reason=command.reason, legal_basis=command.legal_basis)]


def _refuse_incomplete(law: Law, state: CaseState, command: commands.ReceiveCase) -> None:
    seen = circumstances(law.definition, state.form, command.facts)
    present = {paper.document for paper in state.documents}
    missing = [
        Text(vi=f"{name}: hãy nộp “{document.title.vi}”", en=f"{name}: hand in “{document.title.en}”")
        for name, document in law.definition.documents.items()
        if name not in present and is_required(document, seen.form, seen.facts)
    ]
    if missing:
        raise CommandRefused(
            Reason.DOSSIER_INCOMPLETE,
            Text(
                vi="thành phần hồ sơ chưa đủ: hãy yêu cầu bổ sung một lần, đầy đủ những gì còn thiếu",
                en="the dossier is not complete: ask for what is missing, once and in full",
            ),
            attempted=command.type,
            current=state.status,
            problems=tuple(missing),
        )


def _competent_agencies(
    law: Law, state: CaseState, command: commands.ReceiveCase, at: datetime
) -> dict[StepId, AgencyId]:
    assert state.territory is not None, "a submitted case has a territory"
    return competent_agencies(law, state.territory, state.form, command.type, at)


def competent_agencies(
    law: Law, territory: TerritoryId, form: Mapping[str, Any], attempted: str, at: datetime
) -> dict[StepId, AgencyId]:
    """The agency of each step, in its territory, on a day; refuses territories for which one is missing."""
    day = civil_date(to_instant(at))
    found: dict[StepId, AgencyId] = {}
    missing: list[Text] = []
    for step, declared in law.definition.steps.items():
        place = place_of(law.definition, step, form, territory)
        agency = law.agencies.find_competent(declared.agency, place, day)
        if agency is None:
            missing.append(
                Text(
                    vi=f"{step}: không có cơ quan loại {declared.agency} cho {place} vào ngày {day:%d/%m/%Y}",
                    en=f"{step}: no agency of kind {declared.agency} for {place} on {day}",
                )
            )
        else:
            found[step] = agency
    if missing:
        raise CommandRefused(
            Reason.NO_COMPETENT_AGENCY,
            Text(
                vi="danh bạ cơ quan chưa có cơ quan có thẩm quyền cho mỗi bước",
                en="the agency directory names no competent agency for each step",
            ),
            attempted=attempted,
            problems=tuple(missing),
        )
    return found


def _counters_elsewhere(
    law: Law, state: CaseState, command: commands.ReceiveCase, at: datetime
) -> tuple[AgencyId, ...]:
    """Where the citizen of the chain may also ask, and bring papers: the one-stop units of the places that it names."""
    kind, day = law.definition.reception, civil_date(to_instant(at))
    if kind is None:
        return ()
    places = given_places(law.definition, state.form).values()
    found = dict.fromkeys(law.agencies.find_competent(kind, place, day) for place in places)
    return tuple(unit for unit in found if unit is not None and unit != command.receiving_agency)


def _awaited_by(law: Law, command: commands.SubmitCase, at: datetime) -> AgencyId | None:
    """The counter that took it, or for a dossier from the portal the competent unit of the territory."""
    if command.actor.agency is not None and command.actor.may(Permission.RECEIVE):
        return command.actor.agency
    kind = law.definition.reception
    return law.agencies.find_competent(kind, command.territory, civil_date(to_instant(at))) if kind else None
