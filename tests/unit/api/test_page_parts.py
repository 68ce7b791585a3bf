"""The small parts of pages: where a sign-in may lead, how times are said, that status is never colour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.cases.clock_shapes import clock_given
from api.pages.marks import PAUSED, mark_of_status
from api.pages.render import due, prose, span, when
from api.pages.rows import case_clock_line, case_line, event_lines, step_lines
from api.pages.safety import is_local_path
from api.pages.texts import TEXTS
from engine.core.events import RecordedEvent
from engine.core.identifiers import CommandId
from engine.core.legal_time import Clock, ClockStatus
from engine.service.read_case import CaseView
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import OFFICER, at, kite_law
from tests.support.kite_story import KiteStory


@pytest.mark.parametrize("target", ["/pages/cases", "/cases/1/page?lang=en", "/"])
def test_own_pages_may_be_led_to(target: str) -> None:
    assert is_local_path(target)


@pytest.mark.parametrize(
    "target", ["", "pages", "https://a.example", "//a.example", "/\\a.example", "/\n/a.example", "/\t/a.example"]
)
def test_other_sites_may_not(target: str) -> None:
    assert not is_local_path(target)


@pytest.mark.parametrize("status", ClockStatus)
def test_every_status_has_a_sign_and_a_word(status: ClockStatus) -> None:
    mark = mark_of_status(status)
    assert mark.sign
    assert mark.words.vi


def test_signs_of_good_and_bad_differ() -> None:
    bad = {mark_of_status(status).sign for status in (ClockStatus.OVERDUE, ClockStatus.DONE_LATE)}
    good = {mark_of_status(status).sign for status in (ClockStatus.IN_TIME, ClockStatus.DONE_EARLY)}
    assert not bad & good
    assert PAUSED.sign not in bad | good


def test_times_are_said_in_vietnam() -> None:
    assert when(datetime(2026, 8, 28, 9, 0, tzinfo=UTC), "vi") == "16:00 ngày 28/08/2026"
    assert (when(None, "vi"), due(None, "en")) == ("–", "–")


def test_what_is_due_at_midnight_is_due_at_the_end_of_the_day() -> None:
    """Civil Code art. 148(6)."""
    assert due(datetime(2026, 9, 10, 17, 0, tzinfo=UTC), "vi") == "hết ngày 10/09/2026"


def test_prose_is_marked_up_and_escaped() -> None:
    said = prose("A `x` and **y**.\n\n* one\n  line\n* <two>")
    assert said == ("<p>A <code>x</code> and <strong>y</strong>.</p><ul><li>one   line</li><li>&lt;two&gt;</li></ul>")


@pytest.mark.parametrize(
    ("seconds", "language", "said"),
    [
        (27_000, "vi", "7 giờ 30 phút"),
        (-3_600, "vi", "1 giờ"),
        (59, "vi", "0 phút"),
        (90_060, "en", "25 h 1 min"),
    ],
)
def test_spans_are_said(seconds: int, language: str, said: str) -> None:
    assert span(seconds, language) == said


def test_every_text_is_there_in_both_languages() -> None:
    assert all(text.vi and text.en for text in TEXTS.values())


def test_people_read_that_no_day_is_left_while_the_limit_rolls_over_days_off() -> None:
    """Four days from Friday 28 August end on National Day: in time until Thursday 3 September (rules R13, R16)."""
    story = KiteStory(law=kite_law(changed_kite({"total.within": "4 calendar_days"}))).received("2026-08-28 10:10")
    times = story.times("2026-09-03 09:00")
    assert times.case is not None
    assert (times.case.status, times.case.remaining_days) == (ClockStatus.IN_TIME, -1)
    line = case_clock_line(CaseView(story.law, story.state, times, [], story.state.version))
    assert line is not None
    assert (line.remaining_days, line.remaining) == (0, times.case.remaining_seconds)
    assert clock_given(times.case).remaining_days == -1, "for programs the number of rule R16"


def test_what_stands_still_is_marked_as_nothing_else() -> None:
    """As the list groups it: neither in time nor due soon."""
    story = KiteStory().received("2026-06-01 08:00").asked("2026-06-01 10:00")
    view = CaseView(story.law, story.state, story.times("2026-06-01 12:00"), [], story.state.version)
    (line,) = [line for line in step_lines(view) if line.step == "inspect_kite"]
    assert line.clock is not None and line.clock.is_paused
    assert list(line.clock.marks) == [PAUSED]


@pytest.mark.parametrize("status", [ClockStatus.DONE_EARLY, ClockStatus.DONE_ON_TIME])
def test_a_case_that_goes_on_is_in_time_and_not_done_early(status: ClockStatus) -> None:
    """What was promised is done, other steps go on."""
    story = KiteStory().received("2026-06-01 08:00")
    times = replace(story.times("2026-06-01 12:00"), case=Clock(status, paused=False))
    line = case_line(CaseView(story.law, story.state, times, [], story.state.version))
    assert [mark.words.vi for mark in line.marks] == ["Trong hạn"]


def test_history_stands_in_the_order_of_time() -> None:
    """What an office entered afterwards stands where it happened."""
    story = KiteStory().received("2026-06-01 08:00").inspected("2026-06-01 10:00")
    entered = [*story.happened[:1], *story.happened[-1:], *story.happened[1:-1]]
    history = [
        RecordedEvent(
            case_id=story.state.id,
            sequence=place,
            recorded_at=at("2026-06-01 11:00"),
            command_id=CommandId("c"),
            actor=OFFICER,
            event=event,
        )
        for place, event in enumerate(entered, start=1)
    ]
    view = CaseView(story.law, story.state, story.times("2026-06-01 12:00"), history, len(history))
    lines = event_lines(view)
    assert [line.at for line in lines] == sorted(event.at for event in story.happened)
    assert lines[-1].at > lines[1].at
