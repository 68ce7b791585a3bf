"""Spans of time in bands, each a tenth longer than the one before: from them a percentile is read, at most 5 % off."""

from collections.abc import Mapping
from math import ceil, floor, log

_SHORTEST = 60
"""Seconds; whatever is shorter is one band."""
_GROWTH = 1.1


def band_of(seconds: int) -> int:
    return 0 if seconds < _SHORTEST else 1 + floor(log(seconds / _SHORTEST) / log(_GROWTH) + _ROUNDING)


def seconds_of(band: int) -> int:
    """The middle of a band: no span in it is further from it than 5 % (half a minute in the first)."""
    return _SHORTEST // 2 if band == 0 else round(_SHORTEST * _GROWTH ** (band - 0.5))


def percentile(bands: Mapping[int, int], share: float) -> int | None:
    """By the nearest rank: the span that so many of all do not exceed. Null of nothing."""
    number = sum(bands.values())
    if number <= 0:
        return None
    rank, passed = max(1, ceil(share * number - _ROUNDING)), 0
    for band in sorted(bands):
        passed += bands[band]
        if passed >= rank:
            return seconds_of(band)
    return None


_ROUNDING = 1e-9
"""So that a span at the very beginning of a band is not told to be in the one before."""
