"""What the pages show of cases: facts of the core, put where the templates want them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.pages.marks import PAUSED, Mark, mark_of_status
from engine.core.case import ENDED_STEPS, StepState, StepStatus
from engine.core.clock_marks import marked_status
from engine.core.definition_basics import TimeLimit
from engine.core.events import CaseMigrated, CaseTransferred, DueDatesReprojected, Event, StepAssigned, StepTransferred
from engine.core.identifiers import AgencyId, StepId
from engine.core.late_words import counted_span_words
from engine.core.legal_time import Clock, to_datetime
from engine.core.migration_words import migration_words
from engine.core.reprojection_words import reprojection_words
from engine.core.values import Text
from engine.core.words import (
    REASON,
    RUN_END,
    acted_words,
    case_words,
    event_words,
    limit_words,
    no_limit_words,
    step_words,
)
from engine.service.read_case import CaseView
from engine.service.read_rows import applicant_name


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that somebody has to act on."""

    step: Text
    agency: Text


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line in the list of cases."""

    case_id: str
    code: str | None
    applicant: str
    procedure: Text
    version: str
    status: Text
    marks: Sequence[Mark]
    promised_at: datetime | None
    due_at: datetime | None
    waiting: Sequence[Waiting]


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock in words."""

    marks: Sequence[Mark]
    limit: Text
    due_at: datetime | None
    original_due_at: datetime | None
    due_if_resumed: datetime | None
    elapsed: int
    remaining: int | None
    late_by: Text | None
    """How late, by its own clock and named by it; null while it is not."""
    remaining_days: int | None
    is_paused: bool = False
    """What is left counts from when it goes on."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One row of the table that says in words what the graph draws."""

    step: StepId
    title: Text
    agency: Text | None
    status: Text
    opened_at: datetime | None
    officer: str | None
    finished_at: datetime | None
    clock: ClockLine | None
    projected_at: datetime | None
    no_limit: Text | None


@dataclass(frozen=True, slots=True)
class ReplacedLine:
    """What a step had made, and that counts no more: a result before it rested on a fault."""

    step: Text
    run: int
    ended: Text
    finished_at: datetime
    replaced_at: datetime | None
    because: Text | None
    made: tuple[Text, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened."""

    words: Text
    step: Text | None
    at: datetime
    recorded_at: datetime | None
    actor: Text
    said: Text | None


def case_line(view: CaseView) -> CaseLine:
    # Before the receipt it is the acceptance that has a time limit (rule R33).
    waits_for_receipt = view.times.acceptance if view.state.closed_at is None else None
    clock = view.times.case or waits_for_receipt
    return CaseLine(
        case_id=view.state.id,
        code=view.state.dossier_code,
        applicant=applicant_name(view.state),
        procedure=view.definition.title,
        version=view.definition.version,
        status=case_words(view.state),
        marks=_marks(clock, goes_on=view.state.closed_at is None) if clock else (),
        promised_at=view.state.promise_in_force,
        due_at=_instant(clock.due_at) if clock and view.state.closed_at is None else None,
        waiting=_waiting(view),
    )


def case_clock_line(view: CaseView) -> ClockLine | None:
    clock, total = view.times.case, view.times.total
    if clock is None or total is None:
        return None
    return replace(_clock_line(clock, total), marks=_marks(clock, goes_on=view.state.closed_at is None))


def step_lines(view: CaseView) -> list[StepLine]:
    found = []
    for step, declared in view.definition.steps.items():
        known = view.state.steps.get(step) or StepState(id=step, status=StepStatus.NOT_READY)
        clock, limit = view.times.steps.get(step), view.times.limits.get(step)
        found.append(
            StepLine(
                step=step,
                title=declared.title,
                agency=agency_title(view, known.agency or view.state.agencies.get(step)),
                status=step_words(view.state, step),
                opened_at=known.opened_at,
                officer=known.claimed_by_name,
                finished_at=known.finished_at,
                clock=_clock_line(clock, limit) if clock and limit else None,
                projected_at=view.times.projected.get(step),
                no_limit=no_limit_words(declared.without_limit) if declared.without_limit is not None else None,
            )
        )
    return found


def replaced_lines(view: CaseView) -> list[ReplacedLine]:
    """What former runs of steps made, in the order in which it was superseded."""
    found = []
    for step, known in view.state.steps.items():
        for number, run in enumerate(known.earlier_runs, 1):
            papers, facts = view.definition.documents, view.definition.facts
            made = [papers[paper.document].title for paper in run.documents if paper.document in papers]
            made += [facts[name].title for name in run.facts if name in facts]
            found.append(
                ReplacedLine(
                    step=view.title_of(step),
                    run=number,
                    ended=RUN_END[run.ended],
                    finished_at=run.finished_at,
                    replaced_at=run.replaced_at,
                    because=view.title_of(run.because) if run.because is not None else None,
                    made=tuple(made),
                    references=tuple(paper.reference for paper in run.documents if paper.reference),
                )
            )
    return sorted(found, key=lambda line: line.replaced_at or line.finished_at)


def event_lines(view: CaseView) -> list[EventLine]:
    """In the order of time: what an office entered later stands where it happened."""
    found = []
    for recorded in sorted(view.history, key=lambda recorded: (recorded.event.at, recorded.sequence)):
        event = recorded.event
        step = getattr(event, "step", None)
        found.append(
            EventLine(
                words=event_words(event),
                step=view.title_of(step) if step else None,
                at=event.at,
                recorded_at=recorded.recorded_at if recorded.recorded_at != event.at else None,
                actor=acted_words(recorded.actor),
                said=_said(view, event),
            )
        )
    return found


def _said(view: CaseView, event: Event) -> Text | None:
    """What was said with it: a reason in the words of who gave it, which dates moved and why, whose work it became."""
    if isinstance(event, DueDatesReprojected):
        return reprojection_words(event)
    if isinstance(event, StepTransferred | CaseTransferred):
        had, has = (agency_title(view, agency) for agency in (event.from_agency, event.to_agency))
        way = [text or Text(vi="?", en="?") for text in (had, has)]
        return Text(vi=f"{way[0].vi} → {way[1].vi}: {event.reason}", en=f"{way[0].en} → {way[1].en}: {event.reason}")
    if isinstance(event, CaseMigrated):
        return migration_words(event)
    if isinstance(event, StepAssigned):
        return Text(vi=event.name, en=event.name)
    reason = getattr(event, "reason", None) or "; ".join(getattr(event, "reasons", ()))
    return REASON.get(str(reason), Text(vi=str(reason), en=str(reason))) if reason else None


def agency_title(view: CaseView, agency: AgencyId | None) -> Text | None:
    known = view.directory.agencies.get(agency) if agency else None
    return known.title if known else None


def _waiting(view: CaseView) -> list[Waiting]:
    if view.state.closed_at is not None:
        return []
    return [
        Waiting(view.definition.steps[step.id].title, title)
        for step in view.state.steps.values()
        if step.status not in ENDED_STEPS
        and step.superseded_at is None
        and (title := agency_title(view, step.agency)) is not None
    ]


def _clock_line(clock: Clock, limit: TimeLimit) -> ClockLine:
    left = clock.remaining_seconds
    return ClockLine(
        marks=_marks(clock),
        limit=limit_words(limit),
        due_at=_instant(clock.due_at),
        original_due_at=_instant(clock.original_due_at) if clock.extended else None,
        due_if_resumed=_instant(clock.due_if_resumed_now) if clock.paused else None,
        elapsed=clock.elapsed_seconds,
        remaining=left,
        late_by=counted_span_words(left, limit) if left is not None and left < 0 else None,
        remaining_days=_days_left(clock),
        is_paused=clock.paused,
    )


def _days_left(clock: Clock) -> int | None:
    """Rule R16 counts below 0 while the roll to a working day goes on; people read that no day is left."""
    return max(0, clock.remaining_days) if clock.remaining_days is not None else None


def _marks(clock: Clock, *, goes_on: bool = False) -> list[Mark]:
    status = marked_status(clock, goes_on=goes_on)
    return [*([mark_of_status(status)] if status is not None else []), *([PAUSED] if clock.paused else [])]


def _instant(at: int | None) -> datetime | None:
    return to_datetime(at) if at is not None else None
