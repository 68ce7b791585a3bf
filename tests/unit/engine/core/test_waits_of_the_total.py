"""A wait that stops or restarts the total as such, whatever the other branches do (R18, R26; NĐ 61/2018 art. 19(4))."""

from datetime import date
from typing import Any

import pytest

from engine.core.explain import explain_due_dates
from engine.core.explanation_words import sentences
from engine.core.law import Law
from engine.core.rule_checks import check_what_suspensions_are_for
from tests.support.kite_licence import DIRECTORY, KITE, OFFICER, SKY_CLERK, at, kite_definition, kite_law
from tests.support.kite_story import KiteStory


def waiting_law(**rule: Any) -> Law:
    """The sky office may wait for a wind test while the licence is printed."""
    wind_test = {
        "title": {"vi": "Chờ thử gió", "en": "Wind test"},
        "legal_basis": [{"ref": "Kite Act", "article": "7"}],
        **rule,
    }
    steps = {**KITE["steps"], "reserve_sky": {**KITE["steps"]["reserve_sky"], "may": ["wind_test"]}}
    definition = kite_definition(suspensions={**KITE["suspensions"], "wind_test": wind_test}, steps=steps)
    return Law(definition, kite_law().calendars, DIRECTORY)


def after_the_test(law: Law) -> KiteStory:
    story = KiteStory(law=law).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("request_supplement", "2026-06-03 09:00", SKY_CLERK, step="reserve_sky", rule="wind_test", reasons=["x"])
    story.give("hand_in_supplement", "2026-06-05 10:00", OFFICER, step="reserve_sky", note="calm")
    return story


@pytest.mark.parametrize(
    ("effect", "applies_to", "due_on"),
    [
        ("suspend", "step", date(2026, 6, 8)),  # 2, 3, 4, 5, 8 June: the licence could be printed meanwhile (R18, all)
        ("suspend", "both", date(2026, 6, 11)),  # 3, 4, 5 are touched (R12): 2, 8, 9, 10, 11
        ("restart", "step", date(2026, 6, 8)),
        ("restart", "both", date(2026, 6, 12)),  # anew from the 5th (R26): 8, 9, 10, 11, 12
        ("none", "both", date(2026, 6, 8)),
    ],
)
def test_the_total_stands_with_its_step(effect: str, applies_to: str, due_on: date) -> None:
    story = after_the_test(waiting_law(effect=effect, applies_to=applies_to))
    total = explain_due_dates(story.law, story.state, at("2026-06-05 11:00"))[0]
    assert total.due_on == due_on
    assert story.state.promised_due_at == at("2026-06-08 17:00")


def test_while_it_lasts_the_total_has_no_due_date() -> None:
    story = KiteStory(law=waiting_law(applies_to="both")).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("request_supplement", "2026-06-03 09:00", SKY_CLERK, step="reserve_sky", rule="wind_test", reasons=["x"])
    clock = story.times("2026-06-04 09:00").case
    assert clock is not None and clock.paused and clock.due_at is None


@pytest.mark.parametrize("effect", ["suspend", "restart"])
def test_the_reckoning_names_it(effect: str) -> None:
    story = after_the_test(waiting_law(effect=effect, applies_to="both"))
    total = explain_due_dates(story.law, story.state, at("2026-06-05 11:00"))[0]
    assert [hold.id for hold in total.held_by] == ["reserve_sky-1"]
    assert any(
        "(wind test): sky_office asked because of “x” (Kite Act, art. 7)" in said for said in sentences(total, "en")
    )


def test_a_wait_of_the_total_alone_is_none() -> None:
    (found,) = check_what_suspensions_are_for(waiting_law(applies_to="total").definition)
    assert found.path == ("suspensions", "wind_test", "applies_to")


def test_the_total_must_cover_its_step() -> None:
    definition = waiting_law(applies_to="both").definition
    narrow = definition.model_copy(update={"total": definition.total.model_copy(update={"covers": ("inspect_kite",)})})
    (found,) = check_what_suspensions_are_for(narrow)
    assert found.path == ("steps", "reserve_sky", "may", 0)
