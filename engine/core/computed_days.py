"""The days off of a year that was not announced yet: from the Labour Code and the lunar calendar, all provisional."""

from collections.abc import Collection
from datetime import date, timedelta

from engine.core.calendar_entries import Break, ComputedYear, DayKind, DayOff
from engine.core.definition_basics import Certainty
from engine.core.lunar import hung_kings_day, new_year_day
from engine.core.values import Text

COMPUTED = "computed"
COMPUTED_FROM = (
    "computed, not announced: Labour Code 2019 (45/2019/QH14) art. 111(3), 112(1); Resolution 28/2026/QH16 (24 Nov); "
    "lunar calendar at UTC+7. The days that the Prime Minister chooses each year (art. 112(3)) are assumed"
)
_DAY = timedelta(days=1)
_CULTURE_DAY_SINCE = 2026
CULTURE_DAY_KNOWN_FROM = date(2026, 4, 24)
"""The press of that day tells of Resolution 28/2026/QH16; before, nobody reckoned with 24 November."""
_SATURDAY = 5
_NEW_YEAR = Text(vi="Tết Dương lịch", en="New Year's Day")
_TET = Text(vi="Tết Nguyên đán", en="Lunar New Year")
_HUNG_KINGS = Text(vi="Giỗ Tổ Hùng Vương", en="Hùng Kings' Commemoration Day")
_VICTORY = Text(vi="Ngày Chiến thắng", en="Victory Day")
_LABOUR = Text(vi="Quốc tế Lao động", en="International Labour Day")
_NATIONAL = Text(vi="Quốc khánh", en="National Day")
_CULTURE = Text(vi="Ngày Văn hóa Việt Nam", en="Vietnam Culture Day")
_BREAK = Text(vi="kỳ nghỉ (tính)", en="break (computed)")


def computed_days_off(of: ComputedYear, known_on: date | None = None) -> tuple[DayOff, ...]:
    """The holidays, and the working days off in lieu of those on a weekly rest day (art. 111(3)).

    By the law as it was known on a day; without one, by the law as it is known at last.
    """
    holidays = _holidays(of.year, known_on or date.max)
    found = dict(holidays)
    for day in sorted(holidays):
        if day.weekday() >= _SATURDAY:
            free = _next_working_day(day, found)
            found[free] = Text(vi=f"nghỉ bù {holidays[day].vi}", en=f"in lieu of {holidays[day].en}")
    return tuple(_day_off(of, day, name, holidays) for day, name in sorted(found.items()))


def computed_breaks(of: ComputedYear, known_on: date | None = None) -> tuple[Break, ...]:
    """The runs of days off and weekends around each holiday, as announcements write them."""
    off = {entry.day for entry in computed_days_off(of, known_on)}
    runs: list[tuple[date, date]] = []
    for day in sorted(off):
        if runs and day <= runs[-1][1]:
            continue
        first, last = day, day
        while _is_free(first - _DAY, off):
            first -= _DAY
        while _is_free(last + _DAY, off):
            last += _DAY
        runs.append((first, last))
    return tuple(
        Break.model_validate(
            {"from": first, "to": last, "name": _BREAK, "source": COMPUTED}
            | {"confidence": Certainty.UNVERIFIED, "superseded_on": of.superseded_on}
        )
        for first, last in runs
    )


def turns_of(of: ComputedYear) -> set[date | None]:
    """The days on which something that was reckoned for the year changed."""
    return {of.superseded_on, CULTURE_DAY_KNOWN_FROM if of.year >= _CULTURE_DAY_SINCE else None}


def _holidays(year: int, known_on: date) -> dict[date, Text]:
    tet, national = new_year_day(year), date(year, 9, 2)
    found = {date(year, 1, 1): _NEW_YEAR}
    # Of the plans that the Prime Minister chooses from, 2 days before and 3 from New Year's day on is the usual one.
    found |= {tet + number * _DAY: _TET for number in range(-2, 3)}
    found |= {hung_kings_day(year): _HUNG_KINGS, date(year, 4, 30): _VICTORY}
    found |= {date(year, 5, 1): _LABOUR, national: _NATIONAL, _beside(national): _NATIONAL}
    if year >= _CULTURE_DAY_SINCE and known_on >= CULTURE_DAY_KNOWN_FROM:
        found[date(year, 11, 24)] = _CULTURE
    return found


def _beside(national: date) -> date:
    """The second day of National Day: the neighbour that joins it to a weekend, as a rule."""
    joins_the_weekend_after = national.weekday() in (0, 3, 6)
    return national + _DAY if joins_the_weekend_after else national - _DAY


def _next_working_day(day: date, off: Collection[date]) -> date:
    while _is_free(day, off):
        day += _DAY
    return day


def _is_free(day: date, off: Collection[date]) -> bool:
    return day in off or day.weekday() >= _SATURDAY


def _day_off(of: ComputedYear, day: date, name: Text, holidays: Collection[date]) -> DayOff:
    return DayOff.model_validate(
        {"date": day, "kind": DayKind.HOLIDAY if day in holidays else DayKind.IN_LIEU, "name": name}
        | {"source": COMPUTED, "confidence": Certainty.UNVERIFIED, "superseded_on": of.superseded_on}
    )
