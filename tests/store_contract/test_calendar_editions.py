"""Editions of the calendars on both databases: recorded once, by one process of several, and never changed."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text

from engine.core.calendar_editions import calendar_of
from engine.core.calendars import CalendarBook
from engine.core.editions import RecordedEdition, Subject
from engine.core.errors import Conflict, EngineError
from engine.core.identifiers import CalendarId
from engine.core.legal_time import to_instant
from engine.service.tables_in_use import TablesInUse
from engine.store.edition_book import SqlEditions
from tests.support.kite_licence import DIRECTORY, OFFICE, at
from tests.support.late_calendar import late_book
from tests.support.sql_store import Store
from tests.support.threads import at_once

KITE_OFFICE = CalendarId("office")
LONG_AGO = {"announced_on": "2026-05-20"}
FIRST, LATER = "2026-06-01 08:00", "2026-06-03 10:00"


def _first_book() -> CalendarBook:
    return CalendarBook({KITE_OFFICE: OFFICE})


def _process(store: Store, files: CalendarBook, now: str) -> TablesInUse:
    """One that has just started, with the files as it read them."""
    store.clock.shows = at(now)
    return TablesInUse(files, DIRECTORY, SqlEditions(store.database), store.clock)


def _recorded(store: Store) -> Sequence[RecordedEdition]:
    """Of the calendars; that of the directory is recorded with the first of them."""
    return [one for one in SqlEditions(store.database).all() if one.subject is Subject.CALENDAR]


def _is_off(book: CalendarBook, known_at: str) -> bool:
    then = book.as_known_at(to_instant(at(known_at)))
    return at("2026-06-05 09:00").date() in then.definition(KITE_OFFICE).names


def test_the_files_are_recorded_once(store: Store) -> None:
    first = _process(store, _first_book(), FIRST)
    assert first.calendars.declared == {KITE_OFFICE: OFFICE}
    first.refresh()
    assert _process(store, _first_book(), LATER).calendars.declared == {KITE_OFFICE: OFFICE}
    (kept,) = _recorded(store)
    assert (kept.edition, kept.name, kept.first_seen_at) == (1, KITE_OFFICE, at(FIRST))
    assert calendar_of(kept) == OFFICE


def test_a_later_edition_is_known_since_it_was_seen(store: Store) -> None:
    assert not _is_off(_process(store, _first_book(), FIRST).calendars, FIRST)
    book = _process(store, late_book(**LONG_AGO), LATER).calendars
    known = [_is_off(book, when) for when in ("2026-05-21 09:00", "2026-06-03 09:59", LATER, "2026-06-04 09:00")]
    assert known == [False, False, True, True]
    assert [edition.edition for edition in _recorded(store)] == [1, 3]


def test_an_announcement_that_is_still_to_come_is_waited_for(store: Store) -> None:
    assert not _is_off(_process(store, _first_book(), FIRST).calendars, FIRST)
    book = _process(store, late_book(announced_on="2026-06-04"), LATER).calendars
    assert [_is_off(book, when) for when in (LATER, "2026-06-03 23:59", "2026-06-04 00:00")] == [False, False, True]


def test_what_came_with_the_first_edition_is_known_since_its_announcement(store: Store) -> None:
    book = _process(store, late_book(**LONG_AGO), LATER).calendars
    assert [_is_off(book, when) for when in ("2026-05-19 23:59", "2026-05-20 00:00")] == [False, True]


def test_what_is_taken_out_was_known_until_then(store: Store) -> None:
    for files, now in (
        (late_book(**LONG_AGO), FIRST),
        (_first_book(), LATER),
        (late_book(**LONG_AGO), "2026-06-04 08:00"),
    ):
        book = _process(store, files, now).calendars
    known = [_is_off(book, when) for when in (FIRST, "2026-06-03 09:59", LATER, "2026-06-04 07:59", "2026-06-04 08:00")]
    assert known == [True, True, False, False, True]
    assert len(_recorded(store)) == 3, "the same content again is an edition of its own"


def test_a_running_process_takes_up_what_another_one_recorded(store: Store) -> None:
    running = _process(store, _first_book(), FIRST)
    assert not _is_off(running.calendars, LATER)
    assert _is_off(_process(store, late_book(**LONG_AGO), LATER).calendars, LATER)
    running.refresh()
    assert _is_off(running.calendars, LATER)
    assert len(_recorded(store)) == 2, "its own older files are no news"


def test_processes_that_start_together_record_once(store: Store) -> None:
    assert _process(store, _first_book(), FIRST).calendars is not None
    processes = [_process(store, late_book(**LONG_AGO), LATER) for _ in range(4)]
    assert at_once(4, lambda number: _is_off(processes[number].calendars, LATER)) == [True] * 4
    assert [edition.edition for edition in _recorded(store)] == [1, 3]


def test_a_clock_that_was_put_back_does_not_change_the_order(store: Store) -> None:
    assert _process(store, _first_book(), LATER).calendars is not None
    assert _is_off(_process(store, late_book(**LONG_AGO), FIRST).calendars, LATER)
    assert [edition.first_seen_at for edition in _recorded(store)] == [at(LATER), at(LATER)]


def test_a_number_is_given_once(store: Store) -> None:
    assert _process(store, _first_book(), FIRST).calendars is not None
    with pytest.raises(Conflict):
        SqlEditions(store.database).add(_recorded(store))


@pytest.mark.parametrize("change", ["UPDATE editions SET content = '{}'", "DELETE FROM editions"])
def test_the_database_itself_refuses_a_change(store: Store, change: str) -> None:
    assert _process(store, _first_book(), FIRST).calendars is not None
    with pytest.raises(EngineError, match="insert-only"), store.database.write() as connection:
        connection.execute(text(change))
    assert len(_recorded(store)) == 1
