"""Ways back: to which earlier step a case may be returned, or has been, as arrows against the work and as sentences."""

from collections.abc import Collection, Iterable

from engine.core.case import ENDED_STEPS
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import StepId
from engine.core.values import Text
from visualizer import labels
from visualizer.case_view import CaseView
from visualizer.diagram import Arrow, Progress


def declared_returns(definition: ProcedureDefinition, order: Iterable[StepId], language: str) -> tuple[Arrow, ...]:
    """Every way back that the procedure knows."""
    return tuple(_arrow(step, to, labels.RETURN, Progress.AHEAD, language) for step, to in _ways(definition, order))


def declared_return_notes(definition: ProcedureDefinition, step: StepId, language: str) -> tuple[str, ...]:
    """The earlier steps to which the case may be returned, and why."""
    return tuple(
        _note(definition, labels.MAY_RETURN, to, rule.title, language)
        for to, rule in definition.steps[step].returns.items()
        if to in definition.steps
    )


def case_returns(view: CaseView, order: Iterable[StepId]) -> tuple[Arrow, ...]:
    """The ways back that the case took, and those that it may still take."""
    taken = _taken(view)
    return tuple(
        _arrow(step, to, labels.RETURNED, Progress.PASSED, view.language)
        if (step, to) in taken
        else _arrow(step, to, labels.RETURN, Progress.AHEAD, view.language)
        for step, to in _ways(view.definition, order)
        if (step, to) in taken or _is_open(view, step)
    )


def case_return_notes(view: CaseView, step: StepId) -> tuple[str, ...]:
    """The same in words, so that nobody needs to see the arrows."""
    taken = _taken(view)
    return tuple(
        _note(view.definition, labels.RETURNED_TO if is_taken else labels.MAY_RETURN, to, rule.title, view.language)
        for to, rule in view.definition.steps[step].returns.items()
        for is_taken in [(step, to) in taken]
        if to in view.definition.steps and (is_taken or _is_open(view, step))
    )


def _ways(definition: ProcedureDefinition, order: Iterable[StepId]) -> list[tuple[StepId, StepId]]:
    return [(step, to) for step in order for to in definition.steps[step].returns if to in definition.steps]


def _taken(view: CaseView) -> Collection[tuple[StepId, StepId]]:
    return {(wait.step, wait.sent_back.to) for wait in view.state.suspensions if wait.sent_back is not None}


def _is_open(view: CaseView, step: StepId) -> bool:
    """The step takes part, and is not over."""
    if view.state.closed_at is not None or view.state.step_status(step) in ENDED_STEPS:
        return False
    return view.state.received_at is None or step in view.times.taking_part


def _arrow(step: StepId, to: StepId, words: Text, progress: Progress, language: str) -> Arrow:
    return Arrow(step, to, progress=progress, returns=True, words=words.in_language(language))


def _note(definition: ProcedureDefinition, words: Text, to: StepId, why: Text, language: str) -> str:
    title = definition.steps[to].title.in_language(language)
    return f"{words.in_language(language)} “{title}”: {why.in_language(language)}"
