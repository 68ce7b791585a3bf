"""Calendars as data: what one takes over from another, what closes an office, and what was known on which day."""

from datetime import date
from typing import Any

import pytest

from engine.core.calendar_checks import check_calendar_definition
from engine.core.calendar_extends_checks import check_extensions
from engine.core.calendar_inheritance import resolved
from engine.core.calendars import CalendarBook, CalendarFile, DayKind
from engine.core.computed_days import COMPUTED
from engine.core.identifiers import CalendarId
from engine.core.legal_time import Instant, WorkCalendar
from engine.core.legal_time.instants import day_number, midnight
from tests.support.kite_licence import OFFICE, at

PARENT, CHILD = CalendarId("office"), CalendarId("saturdays")
FULL = [["08:00", "12:00"], ["13:00", "17:00"]]
MORNING = {"week": {"mon": FULL, "fri": FULL, "sat": [["08:00", "11:30"]]}}
TEXT = {"vi": "x", "en": "x"}


def _files(child: dict[str, Any], **parent: Any) -> dict[CalendarId, CalendarFile]:
    above = CalendarFile.model_validate({**OFFICE.model_dump(by_alias=True), **parent})
    below = CalendarFile.model_validate({"calendar": CHILD, "title": TEXT, "extends": PARENT, **child})
    return {PARENT: above, CHILD: below}


def _book(child: dict[str, Any], **parent: Any) -> CalendarBook:
    return CalendarBook(resolved(_files(child, **parent), {}))


def _open(calendar: WorkCalendar, day: str) -> bool:
    return calendar.is_open(day_number(date.fromisoformat(day)))


def _day(day: str) -> Instant:
    return midnight(day_number(date.fromisoformat(day)))


def test_an_office_of_another_week_takes_everything_else_over() -> None:
    book = _book(MORNING)
    child, parent = book.definition(CHILD), book.definition(PARENT)
    assert (child.covers, child.day_seconds, child.sources) == (parent.covers, parent.day_seconds, parent.sources)
    assert child.names.keys() == parent.names.keys()
    assert _open(book.working(CHILD), "2026-06-06")
    assert not _open(book.working(PARENT), "2026-06-06")
    assert not _open(book.working(CHILD), "2026-06-04")  # its own week has no Thursday


def test_a_saturday_in_an_announced_break_is_off_for_those_who_work_saturdays() -> None:
    announced = {"from": "2026-08-29", "to": "2026-09-02", "name": "Quốc khánh", "source": "invented"}
    calendar = _book(MORNING, breaks=[announced])
    assert not _open(calendar.working(CHILD), "2026-08-29")
    assert calendar.definition(CHILD).names[date(2026, 8, 29)].kind is DayKind.BREAK
    assert calendar.definition(CHILD).names[date(2026, 8, 31)].kind is DayKind.HOLIDAY
    assert _open(calendar.working(CHILD), "2026-08-22")  # the Saturday worked in exchange lies before it
    assert _open(_book(MORNING).working(CHILD), "2026-08-29")


@pytest.mark.parametrize(
    ("sessions", "worked"),
    [([], 0), ([["08:00", "12:00"]], 4 * 3600)],
)
def test_an_office_closes_for_once(sessions: list[list[str]], worked: int) -> None:
    storm = {"from": "2026-08-21", "to": "2026-08-23", "name": "bão", "source": "invented", "sessions": sessions}
    book = _book({"closures": [storm]})
    calendar = book.working(CHILD)
    seconds = [calendar.plan_of(day_number(date(2026, 8, day))).seconds for day in (20, 21, 22, 23, 24)]
    assert seconds == [28_800, worked, worked, 0, 28_800]  # also the Saturday that would be worked in exchange
    assert _open(book.working(PARENT), "2026-08-21")


def test_what_was_known_on_a_day_is_answered_as_it_was_known() -> None:
    late = {"date": "2026-08-28", "kind": "swapped_off", "name": "x", "source": "invented"}
    book = _book({"days_off": [{**late, "announced_on": "2026-08-20", "entered_on": "2026-08-24"}]})
    before, after = book.as_known_at(_day("2026-08-23")), book.as_known_at(_day("2026-08-24"))
    assert _open(before.working(CHILD), "2026-08-28")
    assert not _open(after.working(CHILD), "2026-08-28")
    assert after is book
    assert before.as_known_at(_day("2026-08-30")) is before
    assert before.fingerprint != after.fingerprint


def test_a_provisional_day_gives_way_to_the_decision_and_is_remembered() -> None:
    days = [
        {"date": "2027-02-04", "kind": "holiday", "name": "Tết", "source": "invented", "confidence": "unverified"}
        | {"superseded_on": "2026-12-05"},
        {"date": "2027-02-11", "kind": "in_lieu", "name": "Tết", "source": "invented", "announced_on": "2026-12-05"},
    ]
    book = _book({"days_off": days})
    then, now = book.as_known_at(_day("2026-12-04")).working(CHILD), book.working(CHILD)
    assert [_open(then, "2027-02-04"), _open(then, "2027-02-11")] == [False, True]
    assert [_open(now, "2027-02-04"), _open(now, "2027-02-11")] == [True, False]


def test_a_year_that_was_not_announced_is_computed_and_says_so() -> None:
    book = _book({"computed_years": [{"year": 2027}]})
    named = book.definition(CHILD).names[date(2027, 2, 6)]
    assert (named.name.vi, named.name.en) == ("Tết Nguyên đán", "Lunar New Year")
    assert (named.source, named.is_provisional) == (COMPUTED, True)
    assert "computed, not announced" in book.definition(CHILD).sources[COMPUTED]
    assert _open(book.working(PARENT), "2027-02-05")


def test_nobody_reckoned_with_culture_day_before_it_was_made() -> None:
    """Resolution 28/2026/QH16, in the press of 24 April 2026."""
    book = _book({"computed_years": [{"year": 2027}]})
    before, after = book.as_known_at(_day("2026-04-23")), book.as_known_at(_day("2026-04-24"))
    assert "2027-11-24" not in map(str, before.definition(CHILD).names)
    assert "2027-11-24" in map(str, after.definition(CHILD).names)
    assert before.definition(CHILD).names.keys() < after.definition(CHILD).names.keys()


def test_a_name_is_said_in_both_languages_or_is_the_same_in_both() -> None:
    storm = {"from": "2026-08-20", "to": "2026-08-20", "source": "invented"}
    book = _book({"closures": [{**storm, "name": {"vi": "bão", "en": "storm"}}, {**storm, "name": "Yagi"}]})
    assert [closure.name.in_language("en") for closure in book.definition(CHILD).closures] == ["storm", "Yagi"]
    assert [closure.name.in_language("vi") for closure in book.definition(CHILD).closures] == ["bão", "Yagi"]


def test_an_outage_is_known_when_it_is_announced() -> None:
    outage = {"from": "2026-06-01T10:00:00+07:00", "name": "cổng", "source": "invented", "announced_on": "2026-06-02"}
    book = _book({"outages": [outage]})
    assert book.as_known_at(_day("2026-06-01")).definition(CHILD).outages == ()
    assert [o.began_at for o in book.definition(CHILD).outages] == [at("2026-06-01 10:00")]


BREAK = {"from": "2026-09-02", "to": "2026-09-01", "name": "x", "source": "invented"}
OUT = {"from": "2026-06-01T10:00:00+07:00", "to": "2026-06-01T10:00:00+07:00", "name": "x", "source": "invented"}
DAY = {"date": "2026-11-20", "kind": "holiday", "name": "x", "source": "invented"}


@pytest.mark.parametrize(
    ("child", "path", "said"),
    [
        ({"covers": {"from": "2026-01-01", "to": "2031-01-01"}}, ("covers",), "knows the days from"),
        ({"breaks": [BREAK]}, ("breaks", 0, "to"), "before it begins"),
        ({"breaks": [{**BREAK, "to": "2026-09-03"}]}, ("breaks", 0, "from"), "not among the days off"),
        ({"breaks": [{**BREAK, "to": "2062-09-03"}]}, ("breaks", 0, "to"), "longer than a year"),
        ({"closures": [BREAK]}, ("closures", 0, "to"), "the closure ends"),
        ({"closures": [{**BREAK, "to": "2026-09-02", "source": "rumour"}]}, ("closures", 0, "source"), "`rumour`"),
        (
            {"closures": [{**BREAK, "to": "2026-09-02", "sessions": [["12:00", "08:00"]]}]},
            ("closures", 0, "sessions"),
            "overlap",
        ),
        ({"outages": [OUT]}, ("outages", 0, "to"), "the outage ends"),
        ({"computed_years": [{"year": 2031}]}, ("computed_years", 0, "year"), "lies outside"),
        ({"computed_years": [{"year": 2027}, {"year": 2027}]}, ("computed_years", 1, "year"), "twice"),
        ({"sources": {"computed": "x"}}, ("sources", "computed"), "stands for the days"),
        (
            {"days_off": [{**DAY, "announced_on": "2026-11-02", "entered_on": "2026-11-01"}]},
            ("days_off", 0, "entered_on"),
            "before it was announced",
        ),
        (
            {"days_off": [{**DAY, "announced_on": "2026-11-02", "superseded_on": "2026-11-02"}]},
            ("days_off", 0, "superseded_on"),
            "before anybody knew",
        ),
        (
            {"days_off": [{**DAY, "announced_on": "2026-11-02", "by_law": True}]},
            ("days_off", 0, "by_law"),
            "is not announced",
        ),
    ],
)
def test_what_a_calendar_file_must_not_say(child: dict[str, Any], path: tuple[str | int, ...], said: str) -> None:
    files = _files(child)
    found = check_calendar_definition(files[CHILD], resolved(files, {})[PARENT])
    assert [(f.path, said in f.what.en, bool(f.mend.en)) for f in found] == [(path, True, True)]


def test_a_calendar_that_extends_nothing_says_its_week_and_its_days() -> None:
    alone = CalendarFile.model_validate({"calendar": CHILD, "title": TEXT})
    assert [f.path for f in check_calendar_definition(alone)] == [("covers",), ("week",)]


@pytest.mark.parametrize(("above", "said"), [("offcie", "no calendar `offcie`"), (CHILD, "extends itself")])
def test_a_calendar_extends_another_that_is_there(above: str, said: str) -> None:
    files = _files({"extends": above})
    assert [(name, said in finding.what.en) for name, finding in check_extensions(files)] == [(CHILD, True)]
    assert CHILD not in resolved(files, {})
