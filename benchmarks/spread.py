"""How a ratio fell out from turn to turn: its median, which bars are held against, and the span within which it lay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

Side = TypeVar("Side")


@dataclass(frozen=True, slots=True)
class Spread:
    """One value for each turn."""

    values: tuple[float, ...]

    @classmethod
    def of_ratios(cls, ours: Sequence[float], theirs: Sequence[float]) -> Spread:
        """Turn against the turn beside it, so that a busy minute falls on both sides of a ratio."""
        return cls(tuple(one / other for one, other in zip(ours, theirs, strict=True)))

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def span(self) -> tuple[float, float]:
        return min(self.values), max(self.values)

    @property
    def figures(self) -> dict[str, object]:
        least, most = self.span
        return {"median": self.median, "least": least, "most": most, "turns": list(self.values)}

    def __str__(self) -> str:
        least, most = self.span
        return f"{self.median:.2f} ({least:.2f} to {most:.2f} in {len(self.values)} turns)"


def in_turn(sides: Sequence[Side], turn: int) -> list[Side]:
    """Who plays after whom in this turn: every other turn the other way round, so that nobody always comes first."""
    return list(sides) if turn % 2 == 0 else list(reversed(sides))
