"""The book of the play is written once; working days are those of the calendar, Tết and swapped Saturdays included."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from cli.play_book import PlayEnd, find_end, open_book, write_end
from engine.core.identifiers import CalendarId
from procedure_defs.catalogue import load_catalogue

CALENDAR = load_catalogue().calendars.working(CalendarId("vn-state-agency"))


def test_a_later_start_plays_the_same_town(tmp_path: Path) -> None:
    file = tmp_path / "demo" / "book.json"
    first = open_book(file, CALENDAR, datetime.fromisoformat("2026-11-22T12:00:00+07:00"))
    assert open_book(file, CALENDAR, datetime.fromisoformat("2026-11-25T12:00:00+07:00")) == first


def test_the_offices_worked_as_the_calendar_says(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.json", CALENDAR, datetime.fromisoformat("2026-09-03T00:30:00+07:00"))
    assert date(2026, 8, 22) in book.working_days, "the swapped Saturday"
    assert not {date(2026, 8, 23), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)} & set(book.working_days)
    assert book.working_days[-1] == date(2026, 9, 3), "today, as it is in Vietnam"


def test_the_end_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "end.json"
    assert find_end(file) is None
    write_end(file, PlayEnd(cases=37, show="a-case"))
    assert find_end(file) == PlayEnd(cases=37, show="a-case")
