"""From what was measured to what is said: rates over turns, percentiles, and the two bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.findings import Bar
from benchmarks.spread import Spread

LEAST_SHARE = 0.5
MOST_SPREAD = 4.0
LEAST_HELD = 0.98
"""Of the commands of an open load so many are answered while it lasts."""
_MOST_QUEUE_GROWTH, _QUEUE_NOISE = 1.5, 2.0


@dataclass(frozen=True)
class Turn:
    """What one side did in one turn; `spent` is processor time by who used it."""

    commands: int
    seconds: float
    spent: dict[str, float]
    latencies: tuple[float, ...] = ()

    @property
    def rate(self) -> float:
        return self.commands / self.seconds


@dataclass(frozen=True)
class OpenLoad:
    """Commands that came at instants of their own. `in_time`: how many were answered before the last of them came;
    `waiting`: how many were unanswered as each of them came.
    """

    seconds: float
    latencies: tuple[float, ...]
    in_time: int
    waiting: tuple[int, ...]

    @property
    def asked(self) -> int:
        return len(self.waiting)

    @property
    def rate(self) -> float:
        """What was held: answers a second until the last one was there."""
        return len(self.latencies) / self.seconds

    @property
    def held(self) -> float:
        return self.in_time / self.asked

    @property
    def queue(self) -> tuple[float, float]:
        """Unanswered commands on the mean, in the first and in the last third."""
        third = max(1, self.asked // 3)
        return sum(self.waiting[:third]) / third, sum(self.waiting[-third:]) / third

    @property
    def is_held(self) -> bool:
        """An overload answers slowly from the first to the last; its p95 is then near its p50, and says nothing."""
        first, last = self.queue
        return self.held >= LEAST_HELD and last <= _MOST_QUEUE_GROWTH * first + _QUEUE_NOISE


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
    def rates(self) -> list[float]:
        return [turn.rate for turn in self.turns]

    @property
    def p50(self) -> float:
        """Seconds of a command, with each client waiting for its last answer."""
        return percentile([taken for turn in self.turns for taken in turn.latencies], 0.5)

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
    share = Spread.of_ratios(product.rates, floor.rates)
    said = (
        f"{product.rate:.0f} commands a second, the bare floor's {floor.rate:.0f}: the share is at the median {share}"
    )
    return Bar(f"{said}; promised: at least {LEAST_SHARE}", share.median >= LEAST_SHARE)


def bar_of_latency(load: OpenLoad, closed_p50: float) -> Bar:
    """`closed_p50`: seconds of a command in the closed loop, told beside."""
    half, most = percentile(load.latencies, 0.5), percentile(load.latencies, 0.95)
    first, last = load.queue
    said = (
        f"p95 {1000 * most:.1f} ms is {most / half:.1f} times p50 {1000 * half:.1f} ms under open load of "
        f"{load.rate:.0f} a second (p50 {1000 * closed_p50:.1f} ms in the closed loop); promised: at most {MOST_SPREAD:.0f}, "
        f"the load being held: {100 * load.held:.1f} % answered while it lasted, on the mean {first:.1f} unanswered in its "
        f"first third and {last:.1f} in its last"
    )
    return Bar(said, load.is_held and most <= MOST_SPREAD * half)
