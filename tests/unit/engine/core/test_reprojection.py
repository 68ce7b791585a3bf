"""A calendar decision that comes late: the dates of open cases move visibly, those of closed cases do not.

Working Monday to Friday, 5 working days from Mon 1 June 2026: due Mon 8 June. On Wed 3 June it is announced that Fri
5 June is off, in exchange for Sat 13 June: due Tue 9 June. `24 hours` of the first step do not know holidays.
"""

import pytest

from engine.core.actors import SYSTEM
from engine.core.case import CaseState
from engine.core.case_clock import times_of
from engine.core.decisions.reprojection import find_reprojection
from engine.core.errors import CommandRefused, Reason
from engine.core.events import DueDatesReprojected
from engine.core.law import Law
from engine.core.reprojection_words import reprojection_words
from tests.support.kite_extensions import extend, extending_law, more_time, reserving
from tests.support.kite_licence import DIRECTORY, OFFICER, SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory
from tests.support.late_calendar import late_book, late_law

NOW = "2026-06-03 09:00"


def _story(**said: str) -> KiteStory:
    """Received on Monday under the calendar of that day, inspected on Tuesday; the decision is in the file from now on."""
    story = KiteStory(law=late_law(**said)).received("2026-06-01 09:00")
    return story.inspected("2026-06-02 09:00")


def _found(story: KiteStory, now: str = NOW) -> DueDatesReprojected | None:
    return find_reprojection(story.law, story.state, at(now))


def test_the_day_before_it_was_announced_nobody_could_know() -> None:
    story = _story()
    assert story.state.promised_due_at == at("2026-06-08 17:00")
    assert _found(story, "2026-06-02 23:59") is None


def test_the_event_says_before_and_after_and_because_of_what() -> None:
    story = _story()
    (event,) = story.give("reproject_due_dates", NOW, SYSTEM)
    assert isinstance(event, DueDatesReprojected)
    assert (event.before.promised, event.after.promised) == (at("2026-06-08 17:00"), at("2026-06-09 17:00"))
    assert (event.before.case, event.after.case) == (at("2026-06-09 00:00"), at("2026-06-10 00:00"))
    # 2 working days of 8 hours from Tuesday 09:00 end on Thursday: the Friday is not in them.
    assert event.before.steps == event.after.steps == {
        "reserve_sky": at("2026-06-04 09:00"),
        "print_licence": at("2026-06-04 09:00"),
    }  # fmt: skip
    assert [(d.day.isoformat(), d.is_off) for d in event.decisions] == [("2026-06-05", True)]
    assert event.calendars == story.law.calendars.fingerprint
    assert reprojection_words(event).vi == (
        "Hẹn trả 17:00 ngày 08/06/2026 đổi thành 17:00 ngày 09/06/2026: nghỉ thứ Sáu 05/06/2026 (hoán đổi với "
        "13/6/2026, theo an invented calendar, công bố 03/06/2026)"
    )
    assert "Promised for 17:00 on 08/06/2026, now 17:00 on 09/06/2026: off on" in reprojection_words(event).en


def test_the_first_promise_stays_beside_the_one_in_force() -> None:
    story = _story()
    story.give("reproject_due_dates", NOW, SYSTEM)
    assert story.state.promised_due_at == at("2026-06-08 17:00")
    assert story.state.promise_in_force == at("2026-06-09 17:00")
    (move,) = story.state.promise_moves
    assert (move.at, move.before, move.after) == (at(NOW), at("2026-06-08 17:00"), at("2026-06-09 17:00"))
    assert [f"{decision.announced_on}" for decision in move.decisions] == ["2026-06-03"]


def test_twice_is_once() -> None:
    story = _story()
    story.give("reproject_due_dates", NOW, SYSTEM)
    assert _found(story) is None
    assert _found(story, "2026-06-04 09:00") is None
    with pytest.raises(CommandRefused) as refused:
        story.give("reproject_due_dates", NOW, SYSTEM)
    assert refused.value.reason is Reason.DUE_DATES_UNCHANGED


def test_a_step_that_runs_over_the_day_moves_too() -> None:
    story = KiteStory(law=late_law(entered_on="2026-06-05")).received("2026-06-03 16:00").inspected("2026-06-04 10:00")
    found = _found(story, "2026-06-05 09:00")
    assert found is not None
    assert found.before.steps["reserve_sky"] == at("2026-06-08 10:00")
    assert found.after.steps["reserve_sky"] == at("2026-06-09 10:00")


def test_a_decision_entered_late_moves_from_the_day_it_was_entered() -> None:
    story = _story(announced_on="2026-06-03", entered_on="2026-06-04")
    assert _found(story) is None
    assert _found(story, "2026-06-04 08:00") is not None


def test_an_entry_without_any_date_is_noticed_by_the_promise_that_it_breaks() -> None:
    kept = KiteStory(law=kite_law()).received("2026-06-01 09:00")
    found = find_reprojection(late_law(announced_on="2026-05-01"), kept.state, at(NOW))
    assert found is not None
    assert (found.before.promised, found.after.promised) == (at("2026-06-08 17:00"), at("2026-06-09 17:00"))


def test_a_suspended_case_learns_its_new_promise() -> None:
    story = KiteStory(law=late_law()).received("2026-06-01 09:00").asked("2026-06-01 10:00")
    found = _found(story)
    assert found is not None
    assert (found.before.case, found.after.case, found.after.steps) == (None, None, {})
    assert found.after.promised == at("2026-06-09 17:00")


def test_a_closed_case_does_not_move() -> None:
    story = KiteStory(law=late_law()).received("2026-06-01 09:00")
    story.give("withdraw_case", "2026-06-02 10:00", OFFICER, reason="x")
    assert _found(story) is None
    clock = story.times("2026-07-01 08:00").case
    assert clock is not None
    assert clock.due_if_resumed_now == story.times("2026-06-02 10:00").case.due_if_resumed_now  # type: ignore[union-attr]


def test_a_case_without_a_receipt_was_promised_nothing() -> None:
    story = KiteStory(law=late_law()).submit("2026-06-01 09:00")
    assert _found(story) is None


def test_the_past_is_shown_as_it_was_known_then() -> None:
    """As of Tuesday the due date is Monday's, also when it is asked after the announcement."""
    story = _story()
    assert _due(story.state, "2026-06-02 12:00") == at("2026-06-09 00:00")
    assert _due(story.state, NOW) == at("2026-06-10 00:00")


def test_only_the_product_itself_re_projects() -> None:
    for actor in (OFFICER, SKY_CLERK):
        with pytest.raises(CommandRefused) as refused:
            _story().give("reproject_due_dates", NOW, actor)
        assert refused.value.reason is Reason.NOT_PERMITTED


def _due(state: CaseState, when: str) -> object:
    clock = times_of(late_law(), state, at(when)).case
    assert clock is not None and clock.due_at is not None
    return at("1970-01-01 07:00").fromtimestamp(clock.due_at, at(when).tzinfo)


def _extended() -> KiteStory:
    """5 working days end on Mon 8 June; extended by 2 on Tuesday 2 June: Wed 10 June is promised."""
    definition = extending_law(applies_to="total").definition
    story = KiteStory(law=Law(definition, late_book(), DIRECTORY))
    story.received("2026-06-01 09:00").inspected("2026-06-02 09:00")
    extend(story, "2026-06-02 10:00", plus="2 working_days")
    return story


def test_an_extended_promise_is_moved_too() -> None:
    """With Fri 5 June off, 2, 3, 4, 8, 9 June are counted, and 10, 11 June for the letter: Thu 11 June."""
    story = _extended()
    assert story.state.promise_in_force == at("2026-06-10 17:00")
    (event,) = story.give("reproject_due_dates", NOW, SYSTEM)
    assert isinstance(event, DueDatesReprojected)
    assert (event.before.promised, event.after.promised) == (at("2026-06-10 17:00"), at("2026-06-11 17:00"))
    assert (event.before.case, event.after.case) == (at("2026-06-11 00:00"), at("2026-06-12 00:00"))
    assert story.state.promised_due_at == at("2026-06-08 17:00")
    assert _found(story) is None


def test_what_happens_after_the_letter_does_not_move_the_date_in_it() -> None:
    """A wait that comes later moves the clock, not the letter: nothing but a calendar is re-projected."""
    law = extending_law({"suspensions.wind_test": more_time(), "steps.reserve_sky.may": ["later", "wind_test"],
                         "total.policy": "any"}, applies_to="total")  # fmt: skip
    story = reserving(law)
    extend(story, "2026-06-02 10:00", plus="2 working_days")
    story.give("request_supplement", "2026-06-02 11:00", SKY_CLERK, step="reserve_sky", rule="wind_test", reasons=["x"])
    story.give("hand_in_supplement", "2026-06-05 09:00", OFFICER, step="reserve_sky", note="tested")
    assert find_reprojection(story.law, story.state, at("2026-06-05 10:00")) is None
    assert story.state.promise_in_force == at("2026-06-10 17:00")
