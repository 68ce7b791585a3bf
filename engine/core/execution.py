"""What the executor (Prefect) is told of a case: work that machines do, why the case waits, how it ended.

Two machines, two vocabularies: the ledger says what is true in law, Prefect what is being executed.
"""

from enum import StrEnum

from engine.core import events
from engine.core.case import CaseState, CaseStatus, StepState, StepStatus
from engine.core.definition import AutomaticRun
from engine.core.identifiers import AgencyId, CaseId, StepId
from engine.core.law import Law
from engine.core.legal_time import PauseKind, civil_date, to_instant
from engine.core.required_papers import missing_papers
from engine.core.transitions import STEPS_MOVE_IN
from engine.core.values import Instant, Text, Value
from engine.core.waits import find_hold


class Waiting(StrEnum):
    """Why a case that is not over is suspended in Prefect."""

    SUPPLEMENT = "supplement"
    FINANCIAL = "financial"
    ORIGINALS = "originals"
    OTHER_AGENCY = "other_agency"
    AGENCY = "agency"
    AGENCY_SYSTEM = "agency_system"


WAITING_NAMES: dict[Waiting, Text] = {
    Waiting.SUPPLEMENT: Text(vi="Chờ bổ sung hồ sơ", en="Waiting for a supplement"),
    Waiting.FINANCIAL: Text(vi="Chờ thực hiện nghĩa vụ tài chính", en="Waiting for a payment"),
    Waiting.ORIGINALS: Text(vi="Chờ bản chính giấy tờ", en="Waiting for the originals"),
    Waiting.OTHER_AGENCY: Text(vi="Chờ cơ quan khác", en="Waiting for another agency"),
    Waiting.AGENCY: Text(vi="Chờ cơ quan xử lý", en="Waiting for the agency"),
    Waiting.AGENCY_SYSTEM: Text(vi="Chờ hệ thống của cơ quan", en="Waiting for the agency's system"),
}

WAITING_FOR: dict[PauseKind, Waiting] = {
    PauseKind.SUPPLEMENT: Waiting.SUPPLEMENT,
    PauseKind.FINANCIAL: Waiting.FINANCIAL,
    PauseKind.ORIGINALS: Waiting.ORIGINALS,
    PauseKind.OTHER_AGENCY: Waiting.OTHER_AGENCY,
}
"""The kind of a wait -> why the case is suspended in Prefect."""

ENDING_NAMES: dict[CaseStatus, Text] = {
    CaseStatus.COMPLETED: Text(vi="Đã giải quyết xong", en="Completed"),
    CaseStatus.REFUSED: Text(vi="Từ chối giải quyết", en="Refused"),
    CaseStatus.STOPPED: Text(vi="Dừng giải quyết", en="Stopped"),
    CaseStatus.WITHDRAWN: Text(vi="Công dân rút hồ sơ", en="Withdrawn"),
}


class AutomaticWork(Value):
    """One call to an agency's own system; the key makes a repeated call harmless for the receiver."""

    key: str
    case_id: CaseId
    step: StepId
    agency: AgencyId
    system: str
    operation: str
    payload: dict[str, object]


class Branch(Value):
    """One step that the case waits for: who must go on with it, since when, and until when an answer is awaited.

    `sent_back_to` is the earlier step that it waits for, because it has found a fault in that one's result.
    """

    step: StepId
    agency: AgencyId
    waiting: Waiting
    since: Instant
    until: Instant | None = None
    sent_back_to: StepId | None = None


_WAKING = (
    events.CaseReceived,
    events.TimeLimitSuspended,
    events.TimeLimitResumed,
    events.TimeLimitExtended,
    events.SupplementExpired,
    events.StepReturned,
    events.StepDeemed,
    events.StepSuperseded,
    events.StepTakenBack,
    events.CaseCompleted,
    events.CaseRefused,
    events.CaseStopped,
    events.CaseWithdrawn,
)


_ONLY_SHOWN = (events.CaseReceived, events.TimeLimitSuspended, events.TimeLimitExtended)
"""They wake, but leave a machine nothing to do: the case waits before and after, only for something else."""


def wakes_the_flow(law: Law, state: CaseState, caused: list[events.Event]) -> bool:
    """Whether the executor must look at the case: registration, automatic work, a suspension, a letter, the end.

    It is executed from its receipt; a dossier that was withdrawn before is nothing to it.

    A hand-over between people needs no wake; its new state is shown when there is slack.
    """
    if state.received_at is None:
        return False
    return any(isinstance(event, _WAKING) or _brings_papers(event) or _opens_automatic(law, event) for event in caused)


def resumes(event: events.Event) -> bool:
    """Whether the case goes on by it; what else wakes is but another reason or another date to wait for."""
    return isinstance(event, _WAKING) and not isinstance(event, _ONLY_SHOWN)


def automatic_run(law: Law, step: StepId) -> AutomaticRun | None:
    return law.definition.steps[step].run


def work_key(case_id: CaseId, step: StepId, number: int = 1) -> str:
    """One key for each piece of automatic work of a case, however often it is tried.

    Work that is done once more has a number: by the key of the first time, its call would be taken for a repeat.
    """
    return f"{case_id}/{step}" if number == 1 else f"{case_id}/{step}/{number}"


def work_number(state: CaseState, step: StepId) -> int:
    """1, and one more for each time that the step was done anew, or waited for an earlier step to be mended."""
    returned = sum(wait.step == step and wait.sent_back is not None for wait in state.suspensions)
    return state.steps[step].run + returned


def is_waited_for(state: CaseState, work: AutomaticWork) -> bool:
    """Whether the ledger still lacks an answer to this very work; not whether it can be asked for now."""
    known = state.steps.get(work.step)
    if state.status is not STEPS_MOVE_IN or known is None:
        return False
    is_unanswered = known.status is StepStatus.OPEN and known.reference is None
    return is_unanswered and work.key == work_key(state.id, work.step, work_number(state, work.step))


def automatic_work(law: Law, state: CaseState) -> tuple[AutomaticWork, ...]:
    """The calls to agencies' systems that are due now: open automatic steps that nobody acknowledged yet.

    None is made while a paper is missing that the step requires: the answer could not be taken.
    """
    if state.status is not STEPS_MOVE_IN:
        return ()
    return tuple(
        _work_for(law, state, step)
        for step, known in state.steps.items()
        if known.status is StepStatus.OPEN and known.reference is None and automatic_run(law, step) is not None
        if not missing_papers(law, state, step)
    )


def waiting_for(law: Law, state: CaseState) -> Waiting:
    """Why the case waits: what nobody can go on without, e.g. a supplement; else whoever works."""
    if (hold := find_hold(state)) is not None:
        return WAITING_FOR[hold.kind]
    counted = (s for s in state.steps.values() if s.superseded_at is None)
    at_work = {s.id for s in counted if s.status in (StepStatus.OPEN, StepStatus.CLAIMED)}
    if at_work and all(automatic_run(law, step) is not None for step in at_work):
        return Waiting.AGENCY_SYSTEM
    return Waiting.AGENCY


def branches(law: Law, state: CaseState) -> tuple[Branch, ...]:
    """Every step that the case waits for, in the order of the procedure."""
    if state.status is not STEPS_MOVE_IN:
        return ()
    steps = (s for step in law.definition.steps if (s := state.steps.get(step)) and s.superseded_at is None)
    return tuple(branch for step in steps if (branch := _branch(law, state, step)) is not None)


def _branch(law: Law, state: CaseState, step: StepState) -> Branch | None:
    asked = state.find_open_suspension(step.id)
    if asked is not None and step.agency is not None:
        return Branch(
            step=step.id,
            agency=step.agency,
            waiting=WAITING_FOR[asked.kind],
            since=asked.started_at,
            until=asked.answer_due_at,
            sent_back_to=asked.sent_back.to if asked.sent_back is not None else None,
        )
    if step.status not in (StepStatus.OPEN, StepStatus.CLAIMED) or step.agency is None or step.opened_at is None:
        return None
    waiting = Waiting.AGENCY if automatic_run(law, step.id) is None else Waiting.AGENCY_SYSTEM
    resumed = [s.ended_at for s in state.suspensions if s.step == step.id and s.holds and s.ended_at is not None]
    return Branch(step=step.id, agency=step.agency, waiting=waiting, since=max([step.opened_at, *resumed]))


def _brings_papers(event: events.Event) -> bool:
    """Automatic work may have waited for them."""
    return isinstance(event, events.StepCompleted) and bool(event.handed_over)


def _opens_automatic(law: Law, event: events.Event) -> bool:
    return isinstance(event, events.StepOpened | events.StepReopened) and automatic_run(law, event.step) is not None


def _work_for(law: Law, state: CaseState, step: StepId) -> AutomaticWork:
    run = automatic_run(law, step)
    known = state.steps[step]
    assert run is not None
    assert known.agency is not None
    assert known.opened_at is not None
    system, operation = run.http.split(".")
    route = law.agencies.route_of(known.agency, civil_date(to_instant(known.opened_at)))
    return AutomaticWork(
        key=work_key(state.id, step, work_number(state, step)),
        case_id=state.id,
        step=step,
        agency=known.agency,
        system=route.system if route.is_mirrored and route.system else system,
        operation=operation,
        payload={
            "dossier_code": state.dossier_code,
            "opened_at": known.opened_at.isoformat(),
            "form": state.form,
            "results": {done.id: done.result for done in state.steps.values() if done.status is StepStatus.COMPLETED},
            "asked_for": asked_for(law, step),
        },
    )


def asked_for(law: Law, step: StepId) -> dict[str, object]:
    """What the answer must hold: the fields of the result and the papers, as the procedure declares them."""
    declared = law.definition.steps[step]
    papers = [{"document": name, "title": law.definition.documents[name].title.vi} for name in declared.produces]
    fields = {name: field.model_dump(mode="json", exclude_defaults=True) for name, field in declared.result.items()}
    return {"result": fields, "documents": papers}
