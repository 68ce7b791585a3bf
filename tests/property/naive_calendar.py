"""A calendar read tick by tick straight from R1-R8, to check the engine against. Slow on purpose; shares no code.

A tick is a quarter of an hour: all data of the property tests lie on that grid, so that edges often coincide.
Ticks and days are counted from 2026-01-01 00:00 in Vietnam.
"""

from datetime import date, datetime, timedelta, timezone

TICK = 900
PER_DAY = 86_400 // TICK
ZONE = timezone(timedelta(hours=7))
BASE = datetime(2026, 1, 1, tzinfo=ZONE)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def to_tick(text: str) -> int:
    ticks, rest = divmod(int((datetime.fromisoformat(text) - BASE).total_seconds()), TICK)
    assert rest == 0, "the property tests stay on the grid"
    return ticks


def to_text(tick: int) -> str:
    return (BASE + timedelta(seconds=tick * TICK)).isoformat()


def date_of(day: int) -> date:
    return BASE.date() + timedelta(days=day)


def day_of_date(on: date) -> int:
    return (on - BASE.date()).days


class NaiveCalendar:
    """R2-R8 for one calendar in the JSON of the interface."""

    def __init__(self, raw: dict) -> None:
        self.raw = raw
        self._flags: dict[int, list[bool]] = {}

    def flags(self, day: int) -> list[bool]:
        if day not in self._flags:
            on = date_of(day)
            if on.isoformat() in self.raw["extra_workdays"]:
                sessions = self.raw["extra_workdays"][on.isoformat()]
            elif on.isoformat() in self.raw["holidays"]:
                sessions = []
            else:
                sessions = self.raw["week"].get(NAMES[on.weekday()], [])
            spans = [(_tick_of_day(start), _tick_of_day(end)) for start, end in sessions]
            self._flags[day] = [any(start <= i < end for start, end in spans) for i in range(PER_DAY)]
        return self._flags[day]

    def working(self, tick: int) -> bool:
        return self.flags(tick // PER_DAY)[tick % PER_DAY]

    def is_open(self, day: int) -> bool:
        return any(self.flags(day))

    def opening(self, day: int) -> int:
        return day * PER_DAY + self.flags(day).index(True)

    def close(self, day: int) -> int:
        return day * PER_DAY + max(i for i, works in enumerate(self.flags(day)) if works) + 1

    def counted(self, day: int) -> bool:
        return sum(self.flags(day)) * TICK >= max(1, self.raw["min_counted_day_seconds"])

    def end(self, day: int) -> int:
        if self.is_open(day) and self.raw["day_end"] == "close":
            return self.close(day)
        return (day + 1) * PER_DAY

    def effective_receipt(self, tick: int) -> int:
        if self.raw["cutoff"] is None:
            return tick
        day = tick // PER_DAY
        if self.is_open(day) and tick % PER_DAY <= _tick_of_day(self.raw["cutoff"]) and tick < self.close(day):
            return tick
        day += 1
        while not self.is_open(day):
            day += 1
        return self.opening(day)


def _tick_of_day(text: str) -> int:
    hours, minutes = text.split(":")
    return (int(hours) * 3600 + int(minutes) * 60) // TICK
