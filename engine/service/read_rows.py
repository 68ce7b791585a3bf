"""What is kept beside the events for lists: derived from the state, never the other way round."""

from datetime import datetime

from engine.core.case import ENDED_STEPS, CaseState
from engine.core.case_clock import CaseTimes, times_of
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import Clock, to_datetime
from engine.core.outcomes import outcomes_of
from engine.core.rungs import next_rung_at
from engine.core.step_outcomes import step_outcome
from engine.core.work_standing import due_soon_at
from engine.service.opinion_ports import OpinionRow
from engine.service.ports import CaseRow, StepRow


def rows_of(
    law: Law, state: CaseState, now: datetime, times: CaseTimes | None = None, *, is_swept: bool = False
) -> tuple[CaseRow, tuple[StepRow, ...]]:
    """The rows of the case and of its opened steps; `times`: the clocks as of now, where they are reckoned already."""
    times = times or times_of(law, state, now)
    look_at = look_next_at(law, state, times, now, is_swept=is_swept)
    return _case_row(law, state, times, look_at), _step_rows(state, times)


def shown_rows(law: Law, state: CaseState, now: datetime) -> tuple[CaseRow, tuple[StepRow, ...]]:
    """The same where the sweep's agenda is known already: it is half of the reckoning."""
    times = times_of(law, state, now)
    return _case_row(law, state, times, None), _step_rows(state, times)


def _case_row(law: Law, state: CaseState, times: CaseTimes, look_at: datetime | None) -> CaseRow:
    assert state.status is not None
    assert state.procedure is not None
    assert state.procedure_version is not None
    assert state.territory is not None
    assert state.submitted_by is not None
    assert state.submitted_at is not None
    due = times.case.due_at if times.case else None
    ended = outcomes_of(state, times)
    return CaseRow(
        case_id=state.id,
        version=state.version,
        status=state.status,
        procedure=state.procedure,
        procedure_version=state.procedure_version,
        territory=state.territory,
        applicant=applicant_name(state),
        dossier_code=state.dossier_code,
        receiving_agency=state.receiving_agency,
        counters=state.counters,
        opinions=_opinion_rows(state),
        awaited_by=state.awaited_by,
        submitted_by=state.submitted_by,
        submitted_at=state.submitted_at,
        received_at=state.received_at,
        promised_due_at=state.promised_due_at,
        due_at=to_datetime(due) if due is not None else None,
        next_due_at=next_due_at(law, state, times),
        look_at=look_at,
        closed_at=state.closed_at,
        channel=state.channel,
        outcome=ended.by_law,
        outcome_766=ended.by_766,
        outcome_766_waiting=ended.by_766_waiting,
    )


def _step_rows(state: CaseState, times: CaseTimes) -> tuple[StepRow, ...]:
    rows = []
    for step in state.steps.values():
        if step.opened_at is None or step.agency is None:
            continue
        clock = times.steps.get(step.id)
        due = clock.due_at if clock else None
        ended_at = step.finished_at or state.closed_at
        outcome = step_outcome(times, step, ended_at)
        rows.append(
            StepRow(
                case_id=state.id,
                step=step.id,
                agency=step.agency,
                status=step.status,
                opened_at=step.opened_at,
                claimed_by=step.claimed_by,
                claimed_by_name=step.claimed_by_name,
                due_at=to_datetime(due) if due is not None else None,
                soon_at=_soon_at(times, step.id, clock) if step.status not in ENDED_STEPS else None,
                finished_at=ended_at,
                by_law=outcome.by_law,
                by_wall=outcome.by_wall,
                working_seconds=outcome.working_seconds,
            )
        )
    return tuple(rows)


def _opinion_rows(state: CaseState) -> tuple[OpinionRow, ...]:
    """What other agencies were asked, without their words."""
    return tuple(
        OpinionRow(
            case_id=state.id,
            opinion=one.id,
            step=one.step,
            agency=one.agency,
            due_at=one.due_at,
            ended_at=one.ended_at,
        )
        for one in state.opinions
    )


def _soon_at(times: CaseTimes, step: StepId, clock: Clock | None) -> datetime | None:
    """What nothing waits for any more is late or not, and never due soon: its clock does not say so either."""
    if clock is None or times.counted is None or step in times.counted.beside:
        return None
    return due_soon_at(times.counted.of_step(step), clock)


def next_due_at(law: Law, state: CaseState, times: CaseTimes) -> datetime | None:
    """The next instant at which a clock runs out, or a supplement's term. Null at the end.

    A limit whose silence is an answer stays until it is noted, a supplement's term too.
    """
    if state.closed_at is not None:
        return None
    return min([*_lapsing(law, state, times), *([times.next_due_at] if times.next_due_at else [])], default=None)


def look_next_at(law: Law, state: CaseState, times: CaseTimes, now: datetime, *, is_swept: bool) -> datetime | None:
    """The next instant at which the sweep must look: something lapses by itself, or a rung may be passed."""
    if state.closed_at is not None:
        return None
    rung = next_rung_at(law, state, now, is_swept=is_swept, times=times)
    return min([*_lapsing(law, state, times), *([rung] if rung is not None else [])], default=None)


def _lapsing(law: Law, state: CaseState, times: CaseTimes) -> list[datetime]:
    answers = [s.answer_due_at for s in state.open_suspensions() if s.answer_due_at is not None]
    steps = law.definition.steps
    awaited = [s.id for s in state.steps.values() if s.status not in ENDED_STEPS and steps[s.id].on_silence]
    dues = [clock.due_at for step in awaited if (clock := times.steps.get(step)) is not None]
    return [*answers, *(to_datetime(due) for due in dues if due is not None)]


def applicant_name(state: CaseState) -> str:
    """The name under which people look the case up: that of the requester, by the convention of form 01."""
    requester = state.form.get("requester")
    name = requester.get("full_name") if isinstance(requester, dict) else None
    return name if isinstance(name, str) else ""
