"""Editions as data: what makes one, what one says otherwise than the last, and what was known at which instant."""

from typing import Any

from engine.core.calendar_editions import book_of, canonical, changes
from engine.core.calendars import CalendarDefinition
from engine.core.edition_words import change_words
from engine.core.editions import RecordedEdition, Subject, content_hash, unrecorded
from engine.core.identifiers import CalendarId
from engine.core.legal_time import to_instant
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_licence import OFFICE, at
from tests.support.late_calendar import late_office

NAME = CalendarId("office")


def _edition(number: int, calendar: CalendarDefinition, seen: str) -> RecordedEdition:
    content = canonical(calendar)
    return RecordedEdition(
        edition=number,
        subject=Subject.CALENDAR,
        name=calendar.calendar,
        content_hash=content_hash(content),
        content=content,
        first_seen_at=at(seen),
    )


def _with(**changes: Any) -> CalendarDefinition:
    return CalendarDefinition.model_validate({**OFFICE.model_dump(by_alias=True), **changes})


def test_the_shipped_calendars_read_back_as_they_are() -> None:
    shipped = load_catalogue().calendars.declared
    assert len(shipped) >= 2
    for calendar in shipped.values():
        assert CalendarDefinition.model_validate_json(canonical(calendar)) == calendar


def test_only_what_says_something_else_is_new() -> None:
    recorded = [_edition(1, OFFICE, "2026-06-01 08:00")]
    key = (Subject.CALENDAR, NAME)
    assert unrecorded({key: canonical(OFFICE)}, recorded) == {}
    assert unrecorded({key: canonical(late_office())}, recorded) == {key: canonical(late_office())}
    assert unrecorded({}, recorded) == {}, "a calendar without a file stays as it was"


def test_hours_of_the_week_are_known_since_they_were_seen_too() -> None:
    """No entry says when an office changed its hours: the ledger alone knows."""
    week = {**OFFICE.week, "mon": [["08:00", "12:00"]]}
    book = book_of([_edition(1, OFFICE, "2026-06-01 08:00"), _edition(2, _with(week=week), "2026-06-03 10:00")])
    then, now = (book.as_known_at(to_instant(at(w))).definition(NAME) for w in ("2026-06-03 09:59", "2026-06-03 10:00"))
    assert then.week == OFFICE.week
    assert now.week["mon"] == (("08:00", "12:00"),)


def test_a_calendar_that_comes_later_has_a_first_edition_of_its_own() -> None:
    other = _with(calendar="other")
    book = book_of(
        [
            _edition(1, OFFICE, "2026-06-01 08:00"),
            _edition(2, late_office(), "2026-06-03 10:00"),
            _edition(3, other, "2026-06-03 10:00"),
        ]
    )
    then = book.as_known_at(to_instant(at("2026-06-02 09:00")))
    assert then.definition(CalendarId("other")).names.keys() == OFFICE.names.keys()
    assert then.definition(NAME).names.keys() == OFFICE.names.keys() < book.definition(NAME).names.keys()


def test_the_same_time_is_answered_by_the_same_book() -> None:
    book = book_of([_edition(1, OFFICE, "2026-06-01 08:00"), _edition(2, late_office(), "2026-06-03 10:00")])
    before = book.as_known_at(to_instant(at("2026-06-02 09:00")))
    assert book.as_known_at(to_instant(at("2026-06-03 09:59"))) is before
    assert book.as_known_at(to_instant(at("2026-06-03 10:00"))) is book
    assert book.turns(to_instant(at("2026-06-01 08:00")), to_instant(at("2026-06-30 08:00"))) == (
        to_instant(at("2026-06-03 10:00")),
    )


def test_a_supposed_day_off_is_supposed_for_all_time() -> None:
    book = book_of([_edition(1, OFFICE, "2026-06-01 08:00"), _edition(2, late_office(), "2026-06-03 10:00")])
    (supposed,) = (d for d in late_office().days_off if str(d.day) == "2026-06-05")
    changed = book.with_entries((supposed.model_copy(update={"announced_on": None}),), ())
    then = changed.as_known_at(to_instant(at("2026-06-02 09:00")))
    assert supposed.day in then.definition(NAME).names
    assert supposed.day not in book.as_known_at(to_instant(at("2026-06-02 09:00"))).definition(NAME).names


def test_what_changed_is_said() -> None:
    week = {**OFFICE.week, "mon": [["08:00", "12:00"]]}
    said = list(
        changes(
            [
                _edition(1, OFFICE, "2026-06-01 08:00"),
                _edition(2, late_office(), "2026-06-03 10:00"),
                _edition(3, _with(week=week), "2026-06-04 10:00"),
            ]
        )
    )
    assert [change_words(change, "vi") for change in said] == [
        "bản đầu tiên",
        "thêm: nghỉ 05/06/2026 (công bố 03/06/2026), làm việc 13/06/2026 (công bố 03/06/2026)",
        "bỏ: nghỉ 05/06/2026 (công bố 03/06/2026), làm việc 13/06/2026 (công bố 03/06/2026); đổi: `week`",
    ]
    assert change_words(said[1], "en").startswith("added: off 05/06/2026 (announced 03/06/2026), working")


def test_periods_are_said_with_both_ends() -> None:
    text = {"name": "x", "source": "invented"}
    changed = _with(
        breaks=[{"from": "2026-09-01", "to": "2026-09-02", **text}],
        closures=[{"from": "2026-10-01", "to": "2026-10-02", **text}],
        outages=[{"from": "2026-10-05T10:00:00+07:00", **text}],
    )
    _, change = changes([_edition(1, OFFICE, "2026-06-01 08:00"), _edition(2, changed, "2026-06-03 10:00")])
    assert change_words(change, "vi").endswith(
        "kỳ nghỉ 01/09/2026 – 02/09/2026, nghỉ đột xuất 01/10/2026 – 02/10/2026, sự cố từ 10:00 ngày 05/10/2026"
    )
