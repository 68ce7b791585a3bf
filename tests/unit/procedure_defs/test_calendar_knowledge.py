"""Since when an office could count with each entry of the shipped calendar, and what was promised before that."""

from datetime import date

import pytest

from engine.core.calendar_entries import Entry
from engine.core.calendars import CalendarBook, CalendarDefinition, DayKind
from engine.core.computed_days import COMPUTED
from engine.core.identifiers import CalendarId
from engine.core.legal_time import day_number, to_instant
from procedure_defs.catalogue import load_catalogue
from tests.support.clock import local_instant

OFFICE = CalendarId("vn-state-agency")
FIXED = {(1, 1), (4, 30), (5, 1), (9, 2)}
"""1 January, 30 April, 1 May, 2 September: Labour Code art. 112(1)."""
HUNG_KINGS = {"2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26", "2027-04-16"}


@pytest.fixture(scope="module")
def book() -> CalendarBook:
    return load_catalogue().calendars


@pytest.fixture(scope="module")
def office(book: CalendarBook) -> CalendarDefinition:
    return book.definition(OFFICE)


def test_each_entry_was_announced_or_is_law_or_is_not_sure(office: CalendarDefinition) -> None:
    entries: list[Entry] = [*office.days_off, *office.swapped_workdays, *office.breaks]
    assert len(entries) > 100
    for entry in entries:
        assert entry.announced_on or entry.by_law or entry.is_provisional, entry
        assert not entry.by_law or entry.source == "law", entry
        assert entry.source in office.sources, entry


def test_only_what_the_labour_code_fixes_needs_no_announcement(office: CalendarDefinition) -> None:
    by_law = {entry.day: entry.kind for entry in office.days_off if entry.by_law}
    holidays = {day for day, kind in by_law.items() if kind is DayKind.HOLIDAY}
    assert {day for day in holidays if (day.month, day.day) not in FIXED} == {date.fromisoformat(d) for d in HUNG_KINGS}
    assert {(day.month, day.day) for day in holidays} >= FIXED
    # Art. 111(3): in lieu only where a holiday fell on the weekly rest.
    for day in by_law.keys() - holidays:
        assert any(0 < (day - holiday).days <= 4 and holiday.weekday() >= 5 for holiday in holidays), day
    assert set(by_law.values()) == {DayKind.HOLIDAY, DayKind.IN_LIEU}


def test_nothing_was_announced_after_the_fact(office: CalendarDefinition) -> None:
    for entry in office.days_off:
        assert entry.announced_on is None or entry.announced_on < entry.day, entry
    for swap in office.swapped_workdays:
        assert swap.announced_on is not None and swap.announced_on < min(swap.day, swap.instead_of)


@pytest.mark.parametrize(
    ("known_on", "day", "is_open"),
    [
        ("2024-04-11", "2024-04-29", True),  # dispatch 2450/VPCP-KGVX of 12 April 2024
        ("2024-04-12", "2024-04-29", False),
        ("2025-12-24", "2026-01-02", True),  # dispatch 12729/VPCP-KGVX of 25 December 2025
        ("2025-12-25", "2026-01-02", False),
        ("2025-12-24", "2026-01-10", False),
        ("2025-12-25", "2026-01-10", True),
        ("2026-04-23", "2026-11-24", True),  # Resolution 28/2026/QH16, press of 24 April 2026
        ("2026-04-24", "2026-11-24", False),
        ("2025-10-16", "2026-08-31", True),
        ("2025-10-17", "2026-08-31", False),
    ],
)
def test_a_day_was_open_until_its_decision(book: CalendarBook, known_on: str, day: str, is_open: bool) -> None:
    calendar = book.as_known_at(to_instant(local_instant(f"{known_on} 09:00"))).working(OFFICE)
    assert calendar.is_open(day_number(date.fromisoformat(day))) is is_open


@pytest.mark.parametrize(
    ("known_on", "tet"),
    [("2023-11-04", "2024-02-12"), ("2024-11-25", "2025-01-29"), ("2025-10-16", "2026-02-17")],
)
def test_before_its_announcement_a_year_was_reckoned_by_law(book: CalendarBook, known_on: str, tet: str) -> None:
    """No office promised a date in the middle of Tết because the plan of the year was not out yet."""
    then = book.as_known_at(to_instant(local_instant(f"{known_on} 09:00")))
    expected = then.definition(OFFICE).names[date.fromisoformat(tet)]
    assert (expected.source, expected.is_provisional) == (COMPUTED, True)
    announced = book.definition(OFFICE).names[date.fromisoformat(tet)]
    assert (announced.source != COMPUTED, announced.is_provisional) == (True, False)


def test_every_day_has_a_name_in_both_languages(office: CalendarDefinition) -> None:
    spans = (*office.breaks, *office.days_off, *office.names.values())
    assert all(span.name.vi and span.name.en for span in spans)
    assert office.names[date(2026, 11, 24)].name.in_language("en") == "Vietnam Culture Day"
    assert not [n.name.en for n in spans if any(mark in n.name.en for mark in ("nghỉ", "ngày", "Tết", "hoán"))]
