"""How the dates of a case stand at the instant that is asked about: fixed, waiting, over, or ended with the case."""

from datetime import date, datetime
from typing import Any

from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import StepId
from engine.core.supposition import SupposedLaw, Supposition
from engine.core.values import Text
from engine.core.what_if import Effect, Standing, effect_of_coming_over, effect_on
from tests.support.kite_licence import SKY_CLERK, at
from tests.support.kite_story import KiteStory
from tests.support.kite_versions import second_version

FRIDAY_OFF = {date(2026, 6, 5): Text(vi="Nghỉ", en="Off")}


def _effect(story: KiteStory, when: datetime, **said: Any) -> Effect:
    supposition = Supposition(**said)
    return effect_on(story.law, story.state, supposition, SupposedLaw(supposition, story.law.calendars), when)


def _only_the_badge_is_left() -> KiteStory:
    """Received on Monday 1 June; on Tuesday at noon everything is done that the total covers, the badge is open."""
    story = KiteStory().received("2026-06-01 09:00", wants_badge=True).inspected("2026-06-01 11:00")
    story.give("complete_step", "2026-06-02 10:00", SKY_CLERK, step="reserve_sky")
    return story.printed("2026-06-02 12:00")


def test_a_total_that_is_over_promises_nothing_that_moves() -> None:
    """The badge has five working days from Tuesday the 2nd, 10:00: to the 9th; to the 10th with Friday the 5th off."""
    found = _effect(_only_the_badge_is_left(), at("2026-06-03 09:00"), days_off=FRIDAY_OFF)
    assert (found.case.before_is, found.case.after_is) == (Standing.OVER, Standing.OVER)
    assert (found.promise.before_is, found.promise.after_is) == (Standing.OVER, Standing.OVER)
    assert not found.case.moves and not found.promise.moves
    (badge,) = found.steps
    assert (badge.step, badge.before, badge.after) == ("make_badge", at("2026-06-09 10:00"), at("2026-06-10 10:00"))
    assert badge.is_fixed


def test_before_the_total_was_over_it_moves() -> None:
    """The same case as of Monday noon: promised for the 8th, for the 9th with Friday off."""
    story = KiteStory().received("2026-06-01 09:00", wants_badge=True).inspected("2026-06-01 11:00")
    found = _effect(story, at("2026-06-01 12:00"), days_off=FRIDAY_OFF)
    assert (found.promise.before, found.promise.after) == (at("2026-06-08 17:00"), at("2026-06-09 17:00"))
    assert found.promise.is_fixed and found.case.is_fixed


def test_a_clock_that_waits_waits_under_both_laws() -> None:
    """If it went on on Monday noon: 2, 3, 4, 5, 8 June; with the 5th off 2, 3, 4, 8, 9 June, each to the end of the day."""
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    found = _effect(story, at("2026-06-01 12:00"), days_off=FRIDAY_OFF)
    assert (found.case.before_is, found.case.after_is) == (Standing.WAITS, Standing.WAITS)
    assert (found.case.before, found.case.after) == (at("2026-06-09 00:00"), at("2026-06-10 00:00"))
    assert found.case.moves and not found.case.is_fixed
    assert found.waits_before and found.waits_after
    (inspection,) = found.steps
    assert (inspection.before_is, inspection.after_is) == (Standing.WAITS, Standing.WAITS)
    assert not inspection.moves, "24 hours run on a day off, too"


def test_nobody_answers_and_the_case_ends_with_the_term() -> None:
    """Seven working days to answer from Monday 1 June: 2, 3, 4, 5, 8, 9, 10; in time is up to the end of the 10th."""
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    limit = TimeLimit.model_validate("3 working_days")
    to_the_end = _effect(story, at("2026-06-11 00:00"), total=limit)
    assert not to_the_end.is_over and to_the_end.is_touched
    after_it = _effect(story, at("2026-06-11 09:00"), total=limit)
    assert after_it.is_over and not after_it.is_touched
    assert (after_it.promise.before, after_it.case.after, after_it.steps) == (None, None, ())


def test_who_will_be_late_by_an_instant_under_either_law() -> None:
    """The sky has until Wednesday the 3rd, 11:00; with one working day until Tuesday 11:00."""
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    one_day = {StepId("reserve_sky"): TimeLimit.model_validate("1 working_days")}
    seen = [_effect(story, at(when), limits=one_day) for when in ("2026-06-02 11:00", "2026-06-02 17:00")]
    assert [(effect.late_before, effect.late_after) for effect in seen] == [(False, False), (False, True)]
    next_week = _effect(story, at("2026-06-10 09:00"), limits=one_day)
    assert (next_week.late_before, next_week.late_after) == (True, True)


def test_coming_over_to_another_version_is_the_same_question() -> None:
    """Three working days in place of five: Thursday the 4th, late on the 5th by the new version alone."""
    story = KiteStory().received("2026-06-01 09:00")
    found = effect_of_coming_over(story.law, story.state, second_version(), at("2026-06-05 09:00"))
    assert (found.case.before, found.case.after) == (at("2026-06-09 00:00"), at("2026-06-05 00:00"))
    assert found.case.becomes_late and not found.case.is_late_no_more
