"""From what was measured to what is said: rates over turns, percentiles, and the two bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.findings import Bar

LEAST_SHARE = 0.5
MOST_SPREAD = 4.0


@dataclass(frozen=True)
class Turn:
    """What one side did in one turn; `spent` is processor time by who used it."""

    commands: int
    seconds: float
    spent: dict[str, float]


@dataclass(frozen=True)
class Side:
    """All turns of one side."""

    turns: tuple[Turn, ...]

    @property
    def commands(self) -> int:
        return sum(turn.commands for turn in self.turns)

    @property
    def rate(self) -> float:
        """Commands a second over all turns together."""
        return self.commands / sum(turn.seconds for turn in self.turns)

    @property
    def milliseconds_each(self) -> dict[str, float]:
        """Processor time of a command, by who used it."""
        users = self.turns[0].spent
        return {user: 1000 * sum(turn.spent[user] for turn in self.turns) / self.commands for user in users}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def bar_of_rate(product: Side, floor: Side) -> Bar:
    share = product.rate / floor.rate
    said = f"{product.rate:.0f} commands a second are {share:.2f} of the bare floor's {floor.rate:.0f}"
    return Bar(f"{said}; promised: at least {LEAST_SHARE}", share >= LEAST_SHARE)


def bar_of_latency(latencies: Sequence[float]) -> Bar:
    half, most = percentile(latencies, 0.5), percentile(latencies, 0.95)
    said = f"p95 {1000 * most:.1f} ms is {most / half:.1f} times p50 {1000 * half:.1f} ms under open load"
    return Bar(f"{said}; promised: at most {MOST_SPREAD:.0f}", most <= MOST_SPREAD * half)
