"""Shares with their uncertainty, and the middle and the tail of many durations. Pure arithmetic."""

from collections.abc import Sequence
from math import ceil, sqrt

from pydantic import Field

from engine.core.values import Value

_Z95 = 1.959963984540054
_BATCHES = 20
_T95_OF_BATCHES = 2.093024054408263
"""Of Student's distribution with 19 degrees of freedom."""
_LEAST_IN_A_BATCH = 10


class Share(Value):
    """How many of how many, with the interval that holds the true share with 95 % confidence."""

    count: int
    of: int
    share: float | None = Field(description="Null where there is nothing to judge.")
    low: float | None
    high: float | None


class Spread(Value):
    """Seconds: the median, and what nine in ten stay within; null without any."""

    median: int | None
    p90: int | None


def share_of(found: Sequence[bool]) -> Share:
    """The share of those that are true, in the order in which they came.

    Neighbours in a queue are late together, so that independent draws (Wilson's interval) promise too much: the means
    of 20 successive batches are looked at, too, and the wider of both intervals is told.
    """
    count, of = sum(found), len(found)
    if not of:
        return Share(count=0, of=0, share=None, low=None, high=None)
    low, high = _wilson(count, of)
    if of >= _BATCHES * _LEAST_IN_A_BATCH:
        half = _half_width_of_batches(found)
        low, high = min(low, max(0.0, count / of - half)), max(high, min(1.0, count / of + half))
    return Share(count=count, of=of, share=_rounded(count / of), low=_rounded(low), high=_rounded(high))


def spread_of(seconds: Sequence[int]) -> Spread:
    """By the nearest rank: both are durations that occurred."""
    ordered = sorted(seconds)
    if not ordered:
        return Spread(median=None, p90=None)
    return Spread(median=ordered[ceil(0.5 * len(ordered)) - 1], p90=ordered[ceil(0.9 * len(ordered)) - 1])


def part(of: float, whole: float) -> float | None:
    """A ratio as it is told; null where the whole is nothing."""
    return _rounded(of / whole) if whole else None


def _wilson(count: int, of: int) -> tuple[float, float]:
    share, square = count / of, _Z95**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z95 / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def _half_width_of_batches(found: Sequence[bool]) -> float:
    edges = [len(found) * index // _BATCHES for index in range(_BATCHES + 1)]
    batches = (found[edges[index] : edges[index + 1]] for index in range(_BATCHES))
    means = [sum(batch) / len(batch) for batch in batches]
    mean = sum(means) / _BATCHES
    variance = sum((each - mean) ** 2 for each in means) / (_BATCHES - 1)
    return _T95_OF_BATCHES * sqrt(variance / _BATCHES)


def _rounded(number: float) -> float:
    return round(number, 6)
