"""The Vietnamese lunar calendar, computed for the meridian of UTC+7: when Tết and the Hùng Kings' day fall.

Months begin on the day of the astronomical new moon; the winter solstice lies in month 11; of thirteen months between
two months 11, the first that the sun leaves without entering a new sign is the leap month. New moons by the periodic
terms of Meeus, "Astronomical Algorithms", ch. 49; the sun's longitude by ch. 25 (both good to a fraction of an hour).
"""

from datetime import date
from functools import lru_cache
from math import floor, radians, sin
from typing import Final

_JULIAN_DAY_OF_ORDINAL_ZERO: Final = 1_721_424.5
_HANOI: Final = 7 / 24
_MONTH: Final = 29.530588861
_DYNAMICAL_LEAD: Final = 70 / 86_400
"""Dynamical time is ahead of civil time by about 70 seconds in this century."""

# Coefficient, power of the eccentricity, multiples of the sun's anomaly, the moon's anomaly, its latitude, its node.
_TERMS: Final = (
    (-0.40720, 0, 0, 1, 0, 0),
    (0.17241, 1, 1, 0, 0, 0),
    (0.01608, 0, 0, 2, 0, 0),
    (0.01039, 0, 0, 0, 2, 0),
    (0.00739, 1, -1, 1, 0, 0),
    (-0.00514, 1, 1, 1, 0, 0),
    (0.00208, 2, 2, 0, 0, 0),
    (-0.00111, 0, 0, 1, -2, 0),
    (-0.00057, 0, 0, 1, 2, 0),
    (0.00056, 1, 1, 2, 0, 0),
    (-0.00042, 0, 0, 3, 0, 0),
    (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0),
    (-0.00024, 1, -1, 2, 0, 0),
    (-0.00017, 0, 0, 0, 0, 1),
)


def new_year_day(year: int) -> date:
    """The first day of the first lunar month (mùng một Tết) that falls in a civil year."""
    return _first_of_month(year, 1)


def hung_kings_day(year: int) -> date:
    """The tenth day of the third lunar month (Giỗ Tổ Hùng Vương)."""
    return date.fromordinal(_first_of_month(year, 3).toordinal() + 9)


@lru_cache(maxsize=512)
def _first_of_month(year: int, month: int) -> date:
    """Month 1 to 10 of the lunar year that begins in `year`; never a leap month, which follows the one it doubles."""
    eleventh, next_eleventh = _eleventh_month(year - 1), _eleventh_month(year)
    first = _new_moon(eleventh)
    months_on = month + 1
    if next_eleventh - eleventh == 13:
        starts = [first, *(_new_moon(eleventh + n) for n in range(1, 14))]
        leap = next(n for n in range(1, 13) if _sign_of(starts[n]) == _sign_of(starts[n + 1]))
        months_on += leap <= months_on
    return date.fromordinal(_new_moon(eleventh + months_on))


def _eleventh_month(year: int) -> int:
    """Which new moon, counted from the year 2000, begins the month of the winter solstice of a civil year."""
    last_day = date(year, 12, 31).toordinal()
    moon = floor((last_day + _JULIAN_DAY_OF_ORDINAL_ZERO - 2_451_550.1) / _MONTH) + 1
    while _new_moon(moon) > last_day or _sign_of(_new_moon(moon)) >= 9:
        moon -= 1
    return moon


@lru_cache(maxsize=4096)
def _new_moon(moon: int) -> int:
    """The civil day, in Hà Nội, of a new moon; the first one of the year 2000 is number 0."""
    t = moon / 1236.85
    at = 2_451_550.09766 + _MONTH * moon + 0.00015437 * t * t
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = 2.5534 + 29.10535670 * moon - 0.0000014 * t * t
    own = 201.5643 + 385.81693528 * moon + 0.0107582 * t * t
    latitude = 160.7108 + 390.67050284 * moon - 0.0016118 * t * t
    node = 124.7746 - 1.56375588 * moon + 0.0020672 * t * t
    for factor, power, s, m, f, n in _TERMS:
        at += factor * eccentricity**power * sin(radians(s * sun + m * own + f * latitude + n * node))
    return floor(at - _DYNAMICAL_LEAD + _HANOI - _JULIAN_DAY_OF_ORDINAL_ZERO)


def _sign_of(day: int) -> int:
    """Which twelfth of its yearly way the sun is in when a civil day begins in Hà Nội: 9 from the winter solstice on."""
    t = (day + _JULIAN_DAY_OF_ORDINAL_ZERO - _HANOI - 2_451_545.0) / 36_525
    anomaly = radians(357.52911 + 35_999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t) * sin(anomaly) + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )  # fmt: skip
    node = radians(125.04 - 1934.136 * t)
    longitude = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t + centre - 0.00569 - 0.00478 * sin(node)
    return int(longitude % 360 // 30)
