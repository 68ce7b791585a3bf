"""Dates, instants and spans as people in an office say them: `15:00 ngày 06/01/2026`, `thứ Sáu 21/08/2026`, `7 giờ`.

The one home of these words for sentences, pages, pictures and reports; the hour comes first, the day after it.
"""

from collections import Counter
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
_PAIR = Text(vi="{first} và {last}", en="{first} and {last}")
_AT = Text(vi="{time} ngày {day}", en="{time} on {day}")
_END_OF = Text(vi="hết ngày {day}", en="the end of {day}")
_AT_WEEKDAY = Text(vi="{time} {day}", en="{time} on {day}")
MOST_RANGES = 10
"""So many ranges of days are listed one by one; nobody listens to more."""
_MOST_MONTHS = 12
_IN_MONTH = Text(vi="tháng {m} {n} ngày", en="{n} in {m}")
_IN_YEAR = Text(vi="năm {y} {n} ngày", en="{n} in {y}")
_SUMMED = Text(vi="từ {first} đến {last}, gồm {parts}", en="from {first} to {last}: {parts}")
_UNITS = (Text(vi="giờ", en="h"), Text(vi="phút", en="min"), Text(vi="giây", en="s"))


def date_words(on: date, language: str) -> str:
    """`thứ Sáu 21/08/2026`."""
    return f"{_weekday(on, language)} {on:%d/%m/%Y}"


def short_date_words(on: date) -> str:
    """`21/08/2026`, in both languages."""
    return f"{on:%d/%m/%Y}"


def instant_words(at: datetime, language: str) -> str:
    """`15:00 ngày 06/01/2026`, in the time of Vietnam."""
    local = to_datetime(to_instant(at))
    return _AT.in_language(language).format(time=f"{local:%H:%M}", day=short_date_words(local.date()))


def due_words(at: datetime, language: str) -> str:
    """By when something is due: midnight is the end of the day before (Civil Code art. 148(6)), and is said so."""
    local = to_datetime(to_instant(at))
    if not _is_midnight(local):
        return instant_words(at, language)
    return _END_OF.in_language(language).format(day=short_date_words(last_day(at)))


def last_day(at: datetime) -> date:
    """The last day on which it is in time: before a midnight, the day that ends with it."""
    local = to_datetime(to_instant(at))
    return (local - timedelta(days=1)).date() if _is_midnight(local) else local.date()


def spoken_instant_words(at: datetime, language: str) -> str:
    """`15:10 thứ Sáu 21/08/2026`, to be read aloud; to the second if need be, midnight as the end of the day before."""
    local = to_datetime(to_instant(at))
    time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    said = "24:00" if _is_midnight(local) else time
    return _AT_WEEKDAY.in_language(language).format(time=said, day=date_words(last_day(at), language))


def span_words(seconds: int, language: str) -> str:
    """`7 giờ 30 phút`; nothing is rounded away."""
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    said = [f"{n} {unit.in_language(language)}" for n, unit in zip(parts, _UNITS, strict=True) if n]
    return " ".join(said) or f"0 {_UNITS[1].in_language(language)}"


def dates_words(days: Iterable[date], language: str) -> str:
    """Dates one after another; days in a row as `từ thứ Hai 16 đến thứ Sáu 20/02/2026`."""
    return ", ".join(_run_words(run, language) for run in _runs(sorted(set(days))))


def many_dates_words(days: Iterable[date], language: str) -> str:
    """The same, but more than a few ranges are summed up by months, and those of a long time by years."""
    known = sorted(set(days))
    if len(_runs(known)) <= MOST_RANGES:
        return dates_words(known, language)
    by_month = Counter((day.year, day.month) for day in known)
    if len(by_month) <= _MOST_MONTHS:
        told = (_IN_MONTH.in_language(language).format(m=f"{m:02}/{y}", n=n) for (y, m), n in by_month.items())
    else:
        by_year = Counter(day.year for day in known)
        told = (_IN_YEAR.in_language(language).format(y=y, n=n) for y, n in by_year.items())
    return _SUMMED.in_language(language).format(
        first=short_date_words(known[0]), last=short_date_words(known[-1]), parts=", ".join(told)
    )


def range_words(first: date, last: date, language: str) -> str:
    """`từ thứ Hai 16 đến thứ Sáu 20/02/2026`: what both dates have in common is said once."""
    return _joined(_RANGE, first, last, language)


def _run_words(run: Sequence[date], language: str) -> str:
    if len(run) == 1:
        return date_words(run[0], language)
    return _joined(_RANGE if len(run) > 2 else _PAIR, run[0], run[-1], language)


def _joined(words: Text, first: date, last: date, language: str) -> str:
    shown = "%d" if (first.year, first.month) == (last.year, last.month) else "%d/%m"
    shown = shown if first.year == last.year else "%d/%m/%Y"
    begins = f"{_weekday(first, language)} {first.strftime(shown)}"
    return words.in_language(language).format(first=begins, last=date_words(last, language))


def _weekday(on: date, language: str) -> str:
    return _WEEKDAYS[on.weekday()].in_language(language)


def _is_midnight(local: datetime) -> bool:
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _runs(days: Sequence[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day == runs[-1][-1] + timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
