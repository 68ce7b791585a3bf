"""One of several branches was enough: what becomes of the others. Monday is 1 June 2026; office hours 8-12, 13-17."""

from typing import Any

import pytest

from engine.core.actors import SYSTEM
from engine.core.available import available_commands
from engine.core.case import StepStatus
from engine.core.counted_facts import facts_of
from engine.core.errors import CommandRefused, Reason
from engine.core.execution import branches, wakes_the_flow
from engine.core.identifiers import StepId
from engine.core.lateness import lateness_of
from engine.core.law import Law
from engine.core.legal_time import ClockStatus, to_instant
from engine.core.words import case_words, step_words
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_licence import OFFICER, PRINTER, SKY_CLERK, at, kite_law
from tests.support.kite_story import LICENCE, KiteStory

KITE, SKY, PRINT, BADGE = (StepId(s) for s in ("inspect_kite", "reserve_sky", "print_licence", "make_badge"))


def any_law(others: str | None, **more: Any) -> Law:
    """Kite and sky are asked side by side, the licence is printed after the first; the badge is left out."""
    places: dict[str, Any] = {
        f"steps.{SKY}.needs": [],
        f"steps.{SKY}.may": ["supplement"],
        f"steps.{PRINT}.needs": [KITE, SKY],
        f"steps.{PRINT}.join": "any",
        f"steps.{PRINT}.run": GONE,
        f"steps.{BADGE}.needs": [PRINT],
        **({f"steps.{PRINT}.others": others} if others else {}),
    }
    return kite_law(changed_kite({**places, **more}))


def inspected(others: str | None, **more: Any) -> KiteStory:
    return KiteStory(law=any_law(others, **more)).received("2026-06-01 09:00").inspected("2026-06-01 11:00")


def printed(story: KiteStory, now: str) -> KiteStory:
    story.give("complete_step", now, PRINTER, step=PRINT, documents=[LICENCE])
    return story


def test_ended_with_the_first_answer() -> None:
    story = inspected("end")
    sky = story.state.steps[SKY]
    assert (sky.status, sky.finished_at) == (StepStatus.SUPERSEDED, at("2026-06-01 11:00"))
    assert step_words(story.state, SKY).vi == "Không còn cần thiết"
    assert story.happened[-1].type == "step_superseded"
    assert wakes_the_flow(story.law, story.state, story.happened[-1:])
    assert [branch.step for branch in branches(story.law, story.state)] == [PRINT]
    with pytest.raises(CommandRefused) as late:
        story.give("complete_step", "2026-06-01 13:00", SKY_CLERK, step=SKY)
    assert late.value.reason is Reason.WRONG_STATUS
    assert story.times("2026-06-10 09:00").steps[SKY].status is ClockStatus.NOT_JUDGED


def test_its_wait_ends_with_it() -> None:
    story = KiteStory(law=any_law("end")).received("2026-06-01 09:00")
    story.give("request_supplement", "2026-06-01 10:00", SKY_CLERK, step=SKY, reasons=["photo"], documents=["photo"])
    story.inspected("2026-06-01 11:00")
    assert story.state.open_suspensions() == ()
    assert story.state.suspensions[0].ended_at == at("2026-06-01 11:00")
    with pytest.raises(CommandRefused):
        story.give("hand_in_supplement", "2026-06-02 10:00", OFFICER, step=SKY, note="here")


@pytest.mark.parametrize("others", ["end", "go_on", None])
def test_the_case_ends_without_it_and_is_not_late_by_it(others: str | None) -> None:
    """The total is five working days, until Monday 8 June; the sky never answers, its two days pass on Wednesday."""
    story = printed(inspected(others), "2026-06-03 10:00")
    assert (story.state.status, story.state.closed_at) == ("completed", at("2026-06-03 10:00"))
    assert story.state.step_status(SKY) is StepStatus.SUPERSEDED
    judged = lateness_of(story.law, story.state, at("2026-06-20 09:00"))
    assert judged.by_law is not None and judged.by_law.timeliness == "early"
    assert {one.timeliness for one in judged.by_766} == {"early"}
    assert story.times("2026-06-20 09:00").steps[SKY].status is ClockStatus.NOT_JUDGED


@pytest.mark.parametrize("others", ["go_on", None])
def test_it_may_go_on_beside_the_case(others: str | None) -> None:
    story = inspected(others)
    assert story.state.step_status(SKY) is StepStatus.OPEN
    assert step_words(story.state, SKY).en == "Open (no longer needed)"
    assert [branch.step for branch in branches(story.law, story.state)] == [PRINT]
    late = story.times("2026-06-04 09:00")
    assert late.steps[SKY].status is ClockStatus.OVERDUE  # its own agency is late all the same
    assert SKY not in late.critical_path and SKY not in late.projected
    story.give("complete_step", "2026-06-04 10:00", SKY_CLERK, step=SKY)
    assert story.state.step_status(SKY) is StepStatus.COMPLETED
    assert printed(story, "2026-06-04 11:00").state.status == "completed"


def test_nobody_is_asked_for_anything_for_its_sake() -> None:
    story = inspected("go_on")
    with pytest.raises(CommandRefused) as refused:
        story.give("request_supplement", "2026-06-01 13:00", SKY_CLERK, step=SKY, reasons=["photo"])
    assert refused.value.reason is Reason.SUSPENSION_NOT_FORESEEN
    offered = {command.command for command in available_commands(story.law, story.state, SKY_CLERK)}
    assert "complete_step" in offered and "request_supplement" not in offered


def test_a_supplement_asked_for_it_before_does_not_stop_the_case() -> None:
    """Its term of seven working days passes on 10 June; the rule would stop the case."""
    story = KiteStory(law=any_law("go_on")).received("2026-06-01 09:00")
    story.give("request_supplement", "2026-06-01 10:00", SKY_CLERK, step=SKY, reasons=["photo"], documents=["photo"])
    story.inspected("2026-06-01 11:00")
    assert case_words(story.state).en == "In progress"
    counted = facts_of(story.law, story.state, at("2026-06-09 09:00"))
    assert counted is not None
    assert counted.whole.by_id[SKY].finished_at == to_instant(at("2026-06-01 11:00"))  # for the case it is over
    wait = story.state.open_suspensions()[0]
    story.give("expire_supplement", "2026-06-12 09:00", SYSTEM, suspension=wait.id)
    assert story.state.status == "in_progress"
    assert story.state.step_status(SKY) is StepStatus.OPEN


def test_a_whole_branch_falls_away_unless_something_else_needs_it() -> None:
    """The sky's answer comes by way of the badge: while the badge is not begun, neither of them is needed."""
    places: dict[str, Any] = {
        f"steps.{BADGE}.needs": [SKY],
        f"steps.{PRINT}.needs": [KITE, BADGE],
        f"steps.{BADGE}.when": GONE,
    }
    story = inspected("end", **places)
    assert {s: story.state.step_status(s) for s in (SKY, BADGE)} == dict.fromkeys((SKY, BADGE), StepStatus.SUPERSEDED)
    assert printed(story, "2026-06-01 14:00").state.status == "completed"
    needed = inspected("end", **{f"steps.{BADGE}.needs": [SKY], f"steps.{BADGE}.when": GONE})
    assert needed.state.step_status(SKY) is StepStatus.OPEN  # the badge waits for it
