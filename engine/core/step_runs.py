"""What a step keeps of being done more than once: its former runs, and where a wait was sent back to."""

from typing import Any

from engine.core.identifiers import AgencyId, StepId
from engine.core.papers import Paper
from engine.core.values import Instant, Value


class Holding(Value):
    """An agency that had a step before the one that has it now, and until when."""

    agency: AgencyId
    until: Instant


class StepRun(Value):
    """A former run of a step whose result proved wrong: who did it, when, with what result and which papers."""

    agency: AgencyId | None
    opened_at: Instant
    finished_at: Instant
    claimed_by_name: str | None = None
    result: dict[str, Any] = {}
    documents: tuple[Paper, ...] = ()
    held_before: tuple[Holding, ...] = ()


class SentBack(Value):
    """The earlier step to which a case was returned, and which run of it mends the fault.

    `reopens` is false where a sibling had returned the case to that step before: both wait for one run.
    """

    to: StepId
    run: int
    reopens: bool
