"""Who had the time: every second of a case has one owner and the parts add up exactly (R34)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from engine.core.legal_time.facts import CaseFacts, StepFacts
from engine.core.legal_time.instants import Instant
from engine.core.legal_time.linked_case import evaluate_case, finished
from engine.core.legal_time.pauses import ClockEffect, Pause, PauseKind, known_end

# R34: of pauses that began together, the first of these owns the time.
_ORDER: Final = (PauseKind.SUPPLEMENT, PauseKind.FINANCIAL, PauseKind.ORIGINALS, PauseKind.OTHER_AGENCY)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The wall time of a case from its receipt, split among those who held it."""

    start: Instant | None
    end: Instant | None
    agencies: dict[str, int]
    waits: dict[PauseKind, int] = field(default_factory=lambda: dict.fromkeys(_ORDER, 0))
    outside_working_time: int = 0
    critical_path: tuple[str, ...] = ()

    @property
    def total_seconds(self) -> int:
        """The wall time, which is the sum of all parts."""
        return 0 if self.start is None or self.end is None else self.end - self.start


class _Wait(NamedTuple):
    start: Instant
    rank: int
    end: Instant


def attribute(case: CaseFacts, at: Instant) -> Attribution:
    """R34: split along the chain that decided the end; what is not paused is the agency's in its working time."""
    names = (name for step in case.steps for name in (*(earlier for earlier, _ in step.held_before), step.agency))
    agencies = dict.fromkeys(names, 0)
    clock = evaluate_case(case, at)
    begun, start = case.begun_at, clock.effective_start
    if begun is None or start is None:
        return Attribution(None, None, agencies)
    finish = finished(case, at)
    end = at if finish is None else finish
    waits = dict.fromkeys(_ORDER, 0)
    outside = 0
    for step, first, last in _turns(case, clock.critical_path, begun, end, at):
        for since, until, rank in _stretches(_waits(case, step, at), first, last):
            if rank is not None:
                waits[_ORDER[rank]] += until - since
                continue
            worked = 0
            if step is not None and until > start:
                for agency, begins, ends in step.holders(max(since, start), until):
                    seconds = step.calendar.work(begins, ends)
                    agencies[agency] += seconds
                    worked += seconds
            outside += until - since - worked
    return Attribution(begun, end, agencies, waits, outside, clock.critical_path)


def _turns(
    case: CaseFacts,
    path: Sequence[str],
    begun: Instant,
    end: Instant,
    at: Instant,
) -> Iterator[tuple[StepFacts | None, Instant, Instant]]:
    """Which step of the chain owns which part of [begun, end): the first one that completes later."""
    # Only a finished step of the chain completes before the end; the others' projections lie at or after it.
    now = begun
    for name in path:
        step = case.by_id[name]
        completes = step.finished_at if step.finished_at is not None and step.finished_at <= at else end
        if completes > now:
            yield step, now, min(completes, end)
            now = min(completes, end)
    if now < end:  # a case without steps: nobody has it
        yield None, now, end


def _waits(case: CaseFacts, step: StepFacts | None, at: Instant) -> list[_Wait]:
    """The stopping pauses of the step, blocking or not, and of the case, the earliest begun first."""
    pauses: Sequence[Pause] = case.pauses if step is None else (*case.pauses, *step.pauses)
    return sorted(
        _Wait(pause.start, _ORDER.index(pause.kind), known_end(pause, at))
        for pause in pauses
        if pause.effect is not ClockEffect.NONE and pause.start <= at and pause.start != pause.end
    )


def _stretches(waits: Sequence[_Wait], first: Instant, last: Instant) -> Iterator[tuple[Instant, Instant, int | None]]:
    """[first, last) cut where its owner changes; None is a stretch outside all pauses."""
    now = first
    while now < last:
        # Sorted by beginning and rank: the first wait that contains `now` owns it until it ends.
        owner = next((wait for wait in waits if wait.start <= now < wait.end), None)
        if owner is None:
            until = min((wait.start for wait in waits if now < wait.start < last), default=last)
            yield now, until, None
        else:
            until = min(owner.end, last)
            yield now, until, owner.rank
        now = until
