"""The desk of a step: nobody is served at night, and in the morning the earliest date comes first."""

from collections.abc import Generator

import simpy

from engine.core.identifiers import CalendarId
from engine.core.legal_time import to_datetime, to_instant
from engine.simulation.desk import Desk, next_opening
from tests.support.kite_licence import at, kite_law

OFFICE = kite_law().calendars.working(CalendarId("office"))


def _served(staff: int, coming: list[tuple[str, str]]) -> list[tuple[int, str]]:
    """Who is served when; each comes at an instant, has a date, and keeps somebody busy for an hour."""
    clock = simpy.Environment(initial_time=to_instant(at("2026-06-01 07:00")))
    desk, served = Desk(clock, OFFICE, staff), []

    def come(number: int, when: str, due: str) -> Generator[simpy.Event, None, None]:
        yield clock.timeout(to_instant(at(when)) - clock.now)
        yield desk.queue(at(due), number)
        served.append((number, f"{to_datetime(int(clock.now)):%d %H:%M}"))
        yield clock.timeout(OFFICE.add(int(clock.now), 3_600) - clock.now)
        desk.leave()

    for number, (when, due) in enumerate(coming, start=1):
        clock.process(come(number, when, due))
    clock.run()
    return served


def test_the_earliest_date_first_also_for_those_who_came_at_night() -> None:
    night = [("2026-06-01 18:00", "2026-06-09 17:00"), ("2026-06-01 23:00", "2026-06-05 17:00")]
    assert _served(1, night) == [(2, "02 08:00"), (1, "02 09:00")]


def test_with_equal_dates_the_lower_number_first() -> None:
    three = [("2026-06-01 08:00", "2026-06-05 17:00")] * 3
    assert _served(1, three) == [(1, "01 08:00"), (2, "01 09:00"), (3, "01 10:00")]
    assert _served(2, three) == [(1, "01 08:00"), (2, "01 08:00"), (3, "01 09:00")]


def test_nobody_is_called_up_at_lunch_or_on_a_day_off() -> None:
    assert _served(1, [("2026-06-01 12:00", "2026-06-05 17:00")]) == [(1, "01 13:00")]
    assert _served(1, [("2026-08-31 09:00", "2026-09-05 17:00")]) == [(1, "03 08:00")]


def test_the_next_opening() -> None:
    for now, opening in (("2026-06-01 09:30", "2026-06-01 09:30"), ("2026-06-05 17:00", "2026-06-08 08:00")):
        assert next_opening(OFFICE, to_instant(at(now))) == to_instant(at(opening))
