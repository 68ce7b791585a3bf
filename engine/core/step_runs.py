"""What a step keeps of being done more than once: its former runs, and where a wait was sent back to."""

from enum import StrEnum
from typing import Any

from engine.core.identifiers import AgencyId, StepId
from engine.core.papers import Paper
from engine.core.values import Instant, Value


class Holding(Value):
    """An agency that had a step before the one that has it now, and until when."""

    agency: AgencyId
    until: Instant


class RunEnd(StrEnum):
    """How a former run ended: with a result, with a refusal, or without either, when its ground was taken away."""

    COMPLETED = "completed"
    REFUSED = "refused"
    BROKEN_OFF = "broken_off"


class EstablishedFact(Value):
    """A fact that a step established in the course of the case, in the run that it was in."""

    step: StepId
    name: str
    value: bool | int | str


class StepRun(Value):
    """A former run of a step, superseded by a later one: who did it, when, with what result, papers and facts.

    `replaced_at` is when it was found that it cannot stand, `because` the step whose result proved wrong: itself, or
    one that it rests on.
    """

    agency: AgencyId | None
    opened_at: Instant
    finished_at: Instant
    claimed_by_name: str | None = None
    result: dict[str, Any] = {}
    documents: tuple[Paper, ...] = ()
    held_before: tuple[Holding, ...] = ()
    ended: RunEnd = RunEnd.COMPLETED
    refusal: str | None = None
    facts: dict[str, bool | int | str] = {}
    replaced_at: Instant | None = None
    because: StepId | None = None


class SentBack(Value):
    """The earlier step to which a case was returned, and which run of it mends the fault.

    `reopens` is false where a sibling had returned the case to that step before: both wait for one run.
    """

    to: StepId
    run: int
    reopens: bool
