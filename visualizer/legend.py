"""The legend: every sign with its word, the same for all pictures of a kind, so that a reader learns it once."""

from engine.core.case import StepStatus
from engine.core.definition import ProcedureDefinition
from engine.core.legal_time import ClockStatus
from engine.core.values import Text
from engine.core.words import CLOCK_STATUS, STEP_STATUS
from visualizer import labels
from visualizer.diagram import Key, Mark, Sign

_STATUSES = {
    Mark.NOT_READY: StepStatus.NOT_READY,
    Mark.OPEN: StepStatus.OPEN,
    Mark.CLAIMED: StepStatus.CLAIMED,
    Mark.SUSPENDED: StepStatus.SUSPENDED,
}
_DONE = {
    Mark.DONE_EARLY: ClockStatus.DONE_EARLY,
    Mark.DONE_ON_TIME: ClockStatus.DONE_ON_TIME,
    Mark.DONE_LATE: ClockStatus.DONE_LATE,
}
_ENDED = {
    Mark.REFUSED: StepStatus.REFUSED,
    Mark.NOT_NEEDED: StepStatus.NOT_NEEDED,
    Mark.UNREACHED: StepStatus.UNREACHED,
    Mark.SUPERSEDED: StepStatus.SUPERSEDED,
}


def case_legend(language: str) -> tuple[Key, ...]:
    """Every status, and the signs of lateness, suspension and the critical path."""
    done = STEP_STATUS[StepStatus.COMPLETED]
    entries: list[tuple[Mark | Sign, Text]] = [
        *((mark, STEP_STATUS[status]) for mark, status in _STATUSES.items()),
        *((mark, _joined(done, CLOCK_STATUS[status])) for mark, status in _DONE.items()),
        *((mark, STEP_STATUS[status]) for mark, status in _ENDED.items()),
        (Mark.STOPPED, STEP_STATUS[StepStatus.ENDED]),
        (Sign.OVERDUE, CLOCK_STATUS[ClockStatus.OVERDUE]),
        (Sign.SUSPENSION, labels.SUSPENSION),
        (Sign.CRITICAL_PATH, labels.CRITICAL_PATH),
        (Sign.OPTIONAL, labels.OPTIONAL),
    ]
    return tuple(Key(sign, words.in_language(language)) for sign, words in entries)


def procedure_legend(definition: ProcedureDefinition, language: str) -> tuple[Key, ...]:
    """Only what this procedure has: before any case there is no status."""
    steps = definition.steps.values()
    entries: list[tuple[Sign, Text]] = []
    if any(step.within is not None for step in steps):
        entries.append((Sign.CRITICAL_PATH, labels.CRITICAL_PATH))
    if any(step.when is not None for step in steps):
        entries.append((Sign.OPTIONAL, labels.OPTIONAL))
    if any(step.produces for step in steps):
        entries.append((Sign.DOCUMENT, labels.DOCUMENT))
    return tuple(Key(sign, words.in_language(language)) for sign, words in entries)


def _joined(first: Text, second: Text) -> Text:
    return Text(vi=f"{first.vi}: {second.vi.lower()}", en=f"{first.en}: {second.en.lower()}")
