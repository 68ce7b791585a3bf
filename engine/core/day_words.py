"""Dates, instants and spans as people in an office say them: `thứ Sáu 21/08/2026`, `7 giờ 30 phút`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text

_WEEKDAYS = (
    Text(vi="thứ Hai", en="Monday"),
    Text(vi="thứ Ba", en="Tuesday"),
    Text(vi="thứ Tư", en="Wednesday"),
    Text(vi="thứ Năm", en="Thursday"),
    Text(vi="thứ Sáu", en="Friday"),
    Text(vi="thứ Bảy", en="Saturday"),
    Text(vi="Chủ nhật", en="Sunday"),
)
_RANGE = Text(vi="từ {first} đến {last}", en="from {first} to {last}")
_END_OF_DAY = Text(vi="24 giờ {day}", en="24:00 on {day}")
_AT = Text(vi="{time} {day}", en="{time} on {day}")
_UNITS = (Text(vi="giờ", en="h"), Text(vi="phút", en="min"), Text(vi="giây", en="s"))


def date_words(on: date, language: str) -> str:
    """`thứ Sáu 21/08/2026`."""
    return f"{_WEEKDAYS[on.weekday()].in_language(language)} {on:%d/%m/%Y}"


def instant_words(at: datetime, language: str) -> str:
    """`15:10 thứ Sáu 21/08/2026`, in the time of Vietnam; midnight is the end of the day before (BLDS art. 148(6))."""
    local = to_datetime(to_instant(at))
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        day = date_words(local.date() - timedelta(days=1), language)
        return _END_OF_DAY.in_language(language).format(day=day)
    time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return _AT.in_language(language).format(time=time, day=date_words(local.date(), language))


def span_words(seconds: int, language: str) -> str:
    """`7 giờ 30 phút`; nothing is rounded away."""
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    said = [f"{n} {unit.in_language(language)}" for n, unit in zip(parts, _UNITS, strict=True) if n]
    return " ".join(said) or f"0 {_UNITS[1].in_language(language)}"


def dates_words(days: Iterable[date], language: str) -> str:
    """Dates one after another; three or more in a row as from … to …"""
    said = []
    for run in _runs(sorted(set(days))):
        if len(run) < 3:
            said += [date_words(day, language) for day in run]
        else:
            first, last = date_words(run[0], language), date_words(run[-1], language)
            said.append(_RANGE.in_language(language).format(first=first, last=last))
    return ", ".join(said)


def _runs(days: Sequence[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day == runs[-1][-1] + timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
