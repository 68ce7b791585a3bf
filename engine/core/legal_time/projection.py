"""Where a linked case is going: projected completions and the critical path (R19, R20)."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from engine.core.legal_time.clock import Clock
from engine.core.legal_time.counting import counted_from
from engine.core.legal_time.extension import Limit
from engine.core.legal_time.facts import StepFacts
from engine.core.legal_time.instants import Instant, day_of
from engine.core.legal_time.pauses import OPEN


class Projection(NamedTuple):
    """When each step is expected to be complete, when all are, and the chain that decides it."""

    completions: dict[str, Instant]
    completion: Instant | None
    critical_path: tuple[str, ...]


def project(order: Iterable[StepFacts], clocks: Mapping[str, Clock], floor: Instant, at: Instant) -> Projection:
    """R19 for steps in an order with predecessors first; nothing that has not begun begins before `floor`."""
    completions: dict[str, Instant] = {}
    for step in order:
        clock = clocks.get(step.id)
        due = None if clock is None else clock.due_if_resumed_now
        if due is None:
            ready = floor
            for name in step.after:
                if completions[name] > ready:
                    ready = completions[name]
            completions[step.id] = handed_over_at(step.limit, ready)
        elif step.finished_at is not None and step.finished_at <= at:
            completions[step.id] = step.finished_at
        else:
            completions[step.id] = max(at, due)
    path = _critical_path(order, completions)
    return Projection(completions, completions[path[-1]] if path else None, path)


def handed_over_at(limit: Limit, start: Instant) -> Instant:
    """The due of an un-paused term that begins by a hand-over: no cut-off, no extension."""
    due, _ = counted_from(limit.calendar, limit.term, start, day_of(start), (), ())
    return due


def _critical_path(order: Iterable[StepFacts], completions: Mapping[str, Instant]) -> tuple[str, ...]:
    after = {step.id: step.after for step in order}
    path: list[str] = []
    names: Collection[str] = after
    while names:
        name = _last_of(names, completions)
        path.append(name)
        names = after[name]
    return tuple(reversed(path))


def _last_of(names: Iterable[str], completions: Mapping[str, Instant]) -> str:
    """The one that completes last; ties go to the smaller id, so that the order of recording does not matter."""
    last, latest = "", -OPEN
    for name in names:
        completion = completions[name]
        if completion > latest or (completion == latest and name < last):
            last, latest = name, completion
    return last
