"""How long, by the law's own reckoning: working time where a limit is in working time, else every hour, and named as such.

One home for lists, the case's page and the manager's: what is late is late by the same words everywhere.
"""

from engine.core.definition_basics import TimeLimit
from engine.core.legal_time import Unit
from engine.core.values import Text

_HOUR, _MINUTE = 3600, 60
_WORKING_DAY = 8 * _HOUR
_WORKING = frozenset({Unit.WORKING_DAYS, Unit.WORKING_HOURS})


def counted_span_words(seconds: int, limit: TimeLimit) -> Text:
    """`6 ngày 2 giờ 46 phút làm việc`, of eight hours a day; `3 ngày 5 giờ, cả ngày đêm`. Seconds are left out."""
    is_working = limit.unit in _WORKING
    whole = abs(seconds)
    days, rest = divmod(whole, _WORKING_DAY if is_working else 24 * _HOUR)
    numbers = (days, rest // _HOUR, rest % _HOUR // _MINUTE)
    vi, en = _joined(numbers, ("ngày", "giờ", "phút")), _joined(numbers, ("d", "h", "min"))
    if is_working:
        return Text(vi=f"{vi} làm việc", en=f"{en} of working time")
    return Text(vi=f"{vi}, cả ngày đêm", en=f"{en}, day and night")


def _joined(numbers: tuple[int, int, int], units: tuple[str, str, str]) -> str:
    said = [f"{number} {unit}" for number, unit in zip(numbers, units, strict=True) if number]
    return " ".join(said) or f"0 {units[2]}"
