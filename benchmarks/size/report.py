"""The arithmetic of the size benchmark: 95th percentiles at both sizes, their ratio, what a case weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from benchmarks.findings import Bar

MOST = 1.5
"""So many times the figure of the small ledger that of the large one may be."""
ENOUGH = 100
"""Answers of one kind at each size: five of them lie above the 95th percentile; of fewer it says nothing."""


@dataclass
class Times:
    """Of one kind of request, the seconds at both sizes."""

    small: list[float] = field(default_factory=list)
    large: list[float] = field(default_factory=list)

    def ratio(self, share: float = 0.95) -> float:
        return percentile(self.large, share) / percentile(self.small, share)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share does not exceed."""
    return sorted(values)[ceil(len(values) * share) - 1]


def grouped(times: Mapping[tuple[str, str], Times]) -> dict[str, Times]:
    """All kinds of a group together: each was asked equally often at both sizes."""
    found: dict[str, Times] = {}
    for (group, _), one in times.items():
        whole = found.setdefault(group, Times())
        whole.small += one.small
        whole.large += one.large
    return found


def bars_of(times: Mapping[tuple[str, str], Times], small: int, large: int) -> list[Bar]:
    """Each kind is held to the bar by itself, so that no slow one hides among quick ones; told by group."""
    return [
        _bar(group, whole, {name: one for (of, name), one in times.items() if of == group}, small, large)
        for group, whole in grouped(times).items()
    ]


def _bar(group: str, whole: Times, kinds: Mapping[str, Times], small: int, large: int) -> Bar:
    worst = max(kinds, key=lambda name: kinds[name].ratio())
    fewest = min(min(len(one.small), len(one.large)) for one in kinds.values())
    enough = "" if fewest >= ENOUGH else f"; only {fewest} answers of a kind, {ENOUGH} are needed"
    return Bar(
        f"p95 of each of the {len(kinds)} kinds of {group} at {large:,} live cases is at most {MOST} times that at "
        f"{small:,}: the worst, {worst}, {kinds[worst].ratio():.2f} times; all together {whole.ratio():.2f}{enough}",
        kinds[worst].ratio() <= MOST and not enough,
    )


def table_of(times: Mapping[tuple[str, str], Times]) -> str:
    """Milliseconds, the median and the 95th percentile at each size."""
    head = f"{'':10} {'':44} {'p50 small':>10} {'p50 large':>10} {'p95 small':>10} {'p95 large':>10} {'ratio':>6}"
    rows = [
        *(_line(group, name, one) for (group, name), one in times.items()),
        *(_line(group, "all of them", one) for group, one in grouped(times).items()),
    ]
    return "\n".join([head, *rows])


def _line(group: str, name: str, one: Times) -> str:
    middle = (percentile(one.small, 0.5), percentile(one.large, 0.5))
    worst = (percentile(one.small, 0.95), percentile(one.large, 0.95))
    figures = " ".join(f"{seconds * 1000:10.1f}" for seconds in (*middle, *worst))
    return f"{group:10} {name:44} {figures} {one.ratio():6.2f}"
