"""The lines of a control sheet: who gave the dossier to whom, when, and whether that agency was early, on time or late."""

from collections.abc import Callable, Sequence
from datetime import datetime

from engine.core import events
from engine.core.case import ENDED_STEPS, CaseState
from engine.core.case_clock import times_of
from engine.core.day_words import instant_words
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import AgencyId, StepId
from engine.core.law import Law
from engine.core.values import Value
from engine.core.words import CLOCK_STATUS, step_words

AgencyTitle = Callable[[AgencyId | None], str]


class HandOver(Value):
    """One line: `result` is empty while the step goes on, or when the line is not the last of its step."""

    step: str
    giver: str
    receiver: str
    at: str
    finished: str = ""
    result: str = ""


def hand_overs(
    law: Law,
    state: CaseState,
    history: Sequence[events.RecordedEvent],
    versions: tuple[ProcedureDefinition, ...],
    title_of: AgencyTitle,
) -> tuple[HandOver, ...]:
    """In the order in which the dossier went from hand to hand; `versions`: the case's own, then its former ones."""
    found: list[tuple[StepId, HandOver]] = []
    holder = title_of(state.receiving_agency)
    gave: dict[StepId, AgencyId] = {}
    for recorded in history:
        event = recorded.event
        match event:
            case events.StepOpened() | events.StepReopened():
                givers = _givers(versions, event.step, gave, title_of) or holder
                found.append((event.step, _line(versions, event.step, givers, title_of(event.agency), event.at)))
                gave[event.step] = event.agency
            case events.StepTransferred():
                givers, receiver = title_of(event.from_agency), title_of(event.to_agency)
                found.append((event.step, _line(versions, event.step, givers, receiver, event.at)))
                gave[event.step] = event.to_agency
    return _judged(law, state, found, history[-1].event.at)


def _givers(
    versions: tuple[ProcedureDefinition, ...], step: StepId, gave: dict[StepId, AgencyId], title_of: AgencyTitle
) -> str:
    """The agencies of the steps before it."""
    declared = next((version.steps[step] for version in versions if step in version.steps), None)
    before = [gave[need] for need in declared.needs if need in gave] if declared is not None else []
    return ", ".join(dict.fromkeys(title_of(agency) for agency in before))


def _line(versions: tuple[ProcedureDefinition, ...], step: StepId, giver: str, receiver: str, at: datetime) -> HandOver:
    named = next((version.steps[step].title.vi for version in versions if step in version.steps), step)
    return HandOver(step=named, giver=giver, receiver=receiver, at=instant_words(at, "vi"))


def _judged(law: Law, state: CaseState, lines: list[tuple[StepId, HandOver]], as_of: datetime) -> tuple[HandOver, ...]:
    """How a step ended stands on its last line; a step that a migration renamed has its lines under the old name."""
    clocks = times_of(law, state, as_of).steps
    last = {step: place for place, (step, _) in enumerate(lines)}
    told = []
    for place, (step, line) in enumerate(lines):
        known = state.steps.get(step)
        if known is None or last[step] != place or known.status not in ENDED_STEPS:
            told.append(line)
            continue
        clock, over_at = clocks.get(step), known.finished_at or state.closed_at
        said = step_words(state, step).vi
        is_judged = clock is not None and known.finished_at is not None
        judged = f"{said}, {CLOCK_STATUS[clock.status].vi.lower()}" if clock is not None and is_judged else said
        finished = instant_words(over_at, "vi") if over_at is not None else ""
        told.append(line.model_copy(update={"finished": finished, "result": judged}))
    return tuple(told)
