"""A supposed law is asked about running cases: which dates move and what becomes late. Dates by hand."""

from datetime import date
from typing import Any

import pytest

from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import StepId
from engine.core.legal_time import Policy
from engine.core.supposition import CannotSuppose, SupposedLaw, Supposition
from engine.core.values import Text
from engine.core.what_if import Effect, effect_on
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory
from tests.support.kite_versions import renamed, second_version

SKY, INSPECT = StepId("reserve_sky"), StepId("inspect_kite")


def _effect(story: KiteStory, now: str, **said: Any) -> Effect:
    supposition = Supposition(**said)
    return effect_on(story.law, story.state, supposition, SupposedLaw(supposition, story.law.calendars), at(now))


def _reserving() -> KiteStory:
    """Received on Monday 1 June, 09:00: promised for Monday the 8th. The sky is due on Wednesday the 3rd, 11:00."""
    return KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")


def _limit(words: str) -> TimeLimit:
    return TimeLimit.model_validate(words)


def test_a_day_off_moves_what_lies_behind_it() -> None:
    """Friday the 5th off: the five days are 2, 3, 4, 8, 9 June; the sky is due before and stays."""
    found = _effect(_reserving(), "2026-06-01 12:00", days_off={date(2026, 6, 5): Text(vi="Nghỉ", en="Off")})
    assert (found.promise.before, found.promise.after) == (at("2026-06-08 17:00"), at("2026-06-09 17:00"))
    assert (found.case.before, found.case.after) == (at("2026-06-09 00:00"), at("2026-06-10 00:00"))
    assert not any(step.moves for step in found.steps)
    assert found.is_touched and not found.case.becomes_late


def test_a_worked_saturday_brings_dates_nearer() -> None:
    """Saturday the 6th worked: 2, 3, 4, 5, 6 June."""
    found = _effect(_reserving(), "2026-06-01 12:00", work_days=(date(2026, 6, 6),))
    assert found.promise.after == at("2026-06-06 17:00")


def test_a_worked_holiday_wins_over_the_day_off() -> None:
    """Received on Tuesday 25 August 2026: 26, 27, 28 August, 1 and 3 September if the 1st is worked; else 3 and 4."""
    story = KiteStory().received("2026-08-25 09:00")
    found = _effect(story, "2026-08-25 10:00", work_days=(date(2026, 9, 1),))
    assert (found.promise.before, found.promise.after) == (at("2026-09-04 17:00"), at("2026-09-03 17:00"))


def test_a_shorter_limit_makes_late() -> None:
    """One working day from Monday 11:00 ends on Tuesday 11:00; it is Tuesday noon."""
    found = _effect(_reserving(), "2026-06-02 12:00", limits={SKY: _limit("1 working_days")})
    (sky,) = [step for step in found.steps if step.step == SKY]
    assert (sky.before, sky.after) == (at("2026-06-03 11:00"), at("2026-06-02 11:00"))
    assert sky.becomes_late and sky.agency == "sky-1"
    assert not found.promise.moves


def test_a_longer_limit_ends_lateness() -> None:
    found = _effect(_reserving(), "2026-06-03 12:00", limits={SKY: _limit("3 working_days")})
    (sky,) = [step for step in found.steps if step.step == SKY]
    assert sky.is_late_no_more and not sky.becomes_late


def test_another_total() -> None:
    found = _effect(_reserving(), "2026-06-01 12:00", total=_limit("2 working_days"))
    assert found.promise.after == at("2026-06-03 17:00")


def test_another_policy_moves_a_case_that_waits() -> None:
    """The sky waits from Monday noon, the printer does not: `all` lets the total run, `any` stops it.

    Resumed on Tuesday noon: the 1st and 2nd are touched, so 3, 4, 5, 8, 9 June.
    """
    wind = {"title": {"vi": "Gió", "en": "Wind"}, "legal_basis": [{"ref": "Kite Act", "article": "7"}]}
    law = kite_law(changed_kite({"suspensions.wind_test": wind, "steps.reserve_sky.may": ["wind_test"]}))
    story = KiteStory(law=law).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("request_supplement", "2026-06-01 12:00", SKY_CLERK, step=SKY, rule="wind_test", reasons=["wind"])
    found = _effect(story, "2026-06-02 12:00", policy=Policy.ANY)
    assert (found.case.before, found.case.after) == (at("2026-06-09 00:00"), at("2026-06-10 00:00"))
    assert not found.promise.moves


def test_a_case_that_nothing_touches() -> None:
    found = _effect(_reserving(), "2026-06-01 12:00", limits={StepId("other"): _limit("1 hours")})
    assert not found.is_touched


def test_a_whole_version_is_supposed_whatever_it_says_of_running_cases() -> None:
    """Three working days in place of five; the step's former name is known."""
    story = KiteStory().received("2026-06-01 09:00")
    to = second_version(
        {**renamed("inspect_kite", "look_at_kite"), "steps.look_at_kite.within": "30 hours"},
        rule="keep",
        steps={"inspect_kite": "look_at_kite"},
    )
    found = _effect(story, "2026-06-01 12:00", definition=to)
    assert (found.promise.before, found.promise.after) == (at("2026-06-08 17:00"), at("2026-06-04 17:00"))
    (step,) = found.steps
    assert (step.step, step.before, step.after) == ("look_at_kite", at("2026-06-02 09:00"), at("2026-06-02 15:00"))


def test_a_version_in_which_a_case_has_no_place() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    found = _effect(story, "2026-06-01 12:00", definition=second_version(renamed("inspect_kite", "look_at_kite")))
    assert found.refusal is not None and "inspect_kite" in found.refusal.vi
    assert found.is_touched and not found.case.moves


def test_a_limit_that_cannot_be_counted_is_refused() -> None:
    with pytest.raises(CannotSuppose, match="weeks and months"):
        _effect(_reserving(), "2026-06-01 12:00", limits={SKY: _limit("2 weeks")})


def test_nothing_of_the_case_changes() -> None:
    story = _reserving()
    before = story.state.model_dump()
    _effect(story, "2026-06-01 12:00", total=_limit("2 working_days"), definition=second_version())
    assert story.state.model_dump() == before
