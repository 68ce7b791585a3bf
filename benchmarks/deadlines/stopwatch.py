"""Medians of short pieces of work, taken by turns so that a busy machine is as unfair to one as to the other."""

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter_ns
from typing import Any

Work = Callable[[], Any]


def microseconds(work: Sequence[Work], budget_ms: float) -> float:
    """The median time of one call, in µs: whole passes over all the work, as many as the budget allows, at least three."""
    passes: list[float] = []
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        while len(passes) < 3 or sum(passes) * len(work) < budget_ms * 1e3:
            began = perf_counter_ns()
            for ask in work:
                ask()
            passes.append((perf_counter_ns() - began) / 1e3 / len(work))
    finally:
        if was_enabled:
            gc.enable()
    return median(passes)


def by_turns(work: Mapping[str, Sequence[Work]], budget_ms: float, rounds: int = 5) -> dict[str, float]:
    """Each one's median in its quietest round; in every round all have their turn."""
    found: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, asks in work.items():
            found[name].append(microseconds(asks, budget_ms / rounds))
    return {name: min(times) for name, times in found.items()}
