"""A step that the first of several is enough for. Monday is 1 June 2026; office hours 8-12, 13-17."""

from itertools import permutations
from typing import Any

import pytest

from engine.core.case import StepStatus
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import to_datetime
from engine.core.plan import planned_critical_path
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_licence import INSPECTOR, SKY_CLERK, at, kite_law
from tests.support.kite_story import LICENCE, NOTE, KiteStory

KITE, SKY, PRINT, BADGE = (StepId(s) for s in ("inspect_kite", "reserve_sky", "print_licence", "make_badge"))
BASIS = {"ref": "Kite Act", "article": "2"}


def any_law(needs: tuple[str, ...] = (KITE, SKY), **more: Any) -> Law:
    """The badge waits for the inspection or for the sky, whichever comes first; both begin with the receipt."""
    places = {
        f"steps.{SKY}.needs": [],
        f"steps.{BADGE}.needs": list(needs),
        f"steps.{BADGE}.join": "any",
        f"steps.{BADGE}.when": GONE,
    }
    return kite_law(changed_kite({**places, **more}))


def received(law: Law | None = None, **form: Any) -> KiteStory:
    return KiteStory(law=law or any_law()).received("2026-06-01 09:00", **form)


def refused(story: KiteStory, now: str, step: str) -> None:
    actor = INSPECTOR if step == KITE else SKY_CLERK
    story.give("refuse_step", now, actor, step=step, reason="no", legal_basis=BASIS)


def completed(story: KiteStory, now: str, step: str) -> None:
    if step == KITE:
        story.inspected(now)
    else:
        story.give("complete_step", now, SKY_CLERK, step=step)


@pytest.mark.parametrize("needs", list(permutations((KITE, SKY))))
@pytest.mark.parametrize("order", list(permutations((KITE, SKY))))
def test_opens_with_the_first_whatever_the_order(needs: tuple[str, ...], order: tuple[str, ...]) -> None:
    story = received(any_law(needs))
    completed(story, "2026-06-01 10:00", order[0])
    assert story.state.steps[BADGE].opened_at == at("2026-06-01 10:00")
    completed(story, "2026-06-01 11:00", order[1])
    assert story.state.steps[BADGE].opened_at == at("2026-06-01 10:00")
    assert story.kinds().count("step_opened") == 4


def test_one_refused_the_other_still_opens_it_and_the_case_is_completed() -> None:
    story = received()
    refused(story, "2026-06-01 10:00", SKY)
    assert story.state.step_status(BADGE) is StepStatus.NOT_READY
    completed(story, "2026-06-01 11:00", KITE)
    story.give("complete_step", "2026-06-01 13:00", INSPECTOR, step=BADGE)
    story.printed("2026-06-01 14:00")
    assert story.state.status == "completed"


@pytest.mark.parametrize("needs", [(KITE, SKY), (SKY, KITE)])
def test_all_ended_and_none_came_about(needs: tuple[str, ...]) -> None:
    story = received(any_law(needs))
    refused(story, "2026-06-01 10:00", SKY)
    refused(story, "2026-06-01 11:00", KITE)
    unreached = next(e for e in story.happened if e.type == "step_unreached" and e.step == BADGE)
    assert unreached.at == at("2026-06-01 11:00")
    assert story.state.status == "refused"


def test_none_of_them_is_needed() -> None:
    """As if they had passed: with the last of them."""
    never: dict[str, Any] = {f"steps.{SKY}.when": "form.wants_badge", f"steps.{PRINT}.when": "form.wants_badge"}
    story = received(any_law((SKY, PRINT), **never))
    assert story.state.step_status(BADGE) is StepStatus.NOT_READY
    story.inspected("2026-06-01 11:00")
    assert story.state.steps[BADGE].opened_at == at("2026-06-01 11:00")


def test_not_needed_is_no_completion() -> None:
    story = received(any_law((KITE, SKY), **{f"steps.{SKY}.when": "form.wants_badge"}))
    assert story.state.step_status(SKY) is StepStatus.NOT_NEEDED
    assert story.state.step_status(BADGE) is StepStatus.NOT_READY
    refused(story, "2026-06-01 10:00", KITE)
    assert story.state.step_status(BADGE) is StepStatus.UNREACHED


def test_projected_from_the_one_that_is_expected_first() -> None:
    """The inspection has 24 hours, until Tuesday 9:00; the sky 16 hours, until Wednesday 9:00. Badge: 40 h from Tuesday."""
    times = received().times("2026-06-01 10:00")
    assert times.projected[KITE] == at("2026-06-02 09:00")
    assert times.projected[SKY] == at("2026-06-03 09:00")
    assert times.projected[BADGE] == at("2026-06-09 09:00")
    assert times.critical_path == (KITE, BADGE)


def test_projected_anew_when_another_comes_first() -> None:
    story = received()
    completed(story, "2026-06-01 11:00", SKY)
    times = story.times("2026-06-01 13:00")
    assert to_datetime(times.steps[BADGE].due_at or 0) == at("2026-06-08 11:00")
    assert times.critical_path == (SKY, BADGE)


def test_joins_behind_joins_are_decided_in_turn() -> None:
    """Print waits for kite or sky, the badge for print or sky: kite (24 h) comes first, then print 16 h, sky 16 h."""
    law = any_law((PRINT, SKY), **{f"steps.{PRINT}.needs": [KITE, SKY], f"steps.{PRINT}.join": "any"})
    times = received(law).times("2026-06-01 10:00")
    assert times.projected[PRINT] == at("2026-06-04 09:00")
    assert times.projected[BADGE] == at("2026-06-10 09:00")  # after the sky, Wednesday 9:00
    assert times.critical_path == (SKY, BADGE)


def test_plan_of_a_procedure_takes_the_first() -> None:
    assert planned_critical_path(any_law().definition) == (KITE, BADGE)


def test_what_opened_it_may_be_refused_no_more_but_the_rest_goes_on() -> None:
    story = received()
    completed(story, "2026-06-01 10:00", KITE)
    refused(story, "2026-06-01 11:00", SKY)
    assert story.state.step_status(BADGE) is StepStatus.OPEN
    story.give("complete_step", "2026-06-01 13:00", INSPECTOR, step=BADGE)
    story.give("complete_step", "2026-06-01 14:00", INSPECTOR.model_copy(update={"roles": ("system",)}), step=PRINT,
               documents=[LICENCE])  # fmt: skip
    assert story.state.status == "completed"
    assert NOTE["document"] in {paper.document for paper in story.state.documents}
