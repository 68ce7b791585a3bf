"""A case that was returned to an earlier step comes over to a version in which the steps are called otherwise."""

from typing import Any

from engine.core.identifiers import StepId
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_licence import INSPECTOR, PRINTER, SKY_CLERK, kite_law
from tests.support.kite_story import LICENCE, NOTE, KiteStory
from tests.support.kite_versions import come_over, renamed, second_version

KITE, SKY, PRINT, BADGE = StepId("inspect_kite"), StepId("reserve_sky"), StepId("print_licence"), StepId("make_badge")
LOOK = StepId("look_at_kite")
MENDED = {"title": {"vi": "Biên bản sai", "en": "Wrong note"}, "legal_basis": [{"ref": "Kite Act", "article": "8"}]}
BY_HAND = {f"steps.{PRINT}.run": GONE}
MOVED = "2026-06-02 15:00"


def _returned() -> KiteStory:
    """The printer finds on Tuesday that the kite was measured wrong; sky and badge rest on that."""
    story = KiteStory(law=kite_law(changed_kite({f"steps.{PRINT}.returns": {KITE: MENDED}, **BY_HAND})))
    story.received("2026-06-01 09:00", wants_badge=True).inspected("2026-06-01 11:00")
    story.give("complete_step", "2026-06-01 14:00", SKY_CLERK, step=SKY)
    story.give("complete_step", "2026-06-01 16:00", INSPECTOR, step=BADGE)
    story.give("return_to_step", "2026-06-02 08:00", PRINTER, step=PRINT, to=KITE, reason="the span is wrong")
    return story


def _mended() -> KiteStory:
    """At nine the kite is measured anew, at ten the sky reserved; the badge is open again."""
    story = _returned()
    story.inspected("2026-06-02 09:00")
    story.give("complete_step", "2026-06-02 10:00", SKY_CLERK, step=SKY)
    return story


def _at_fault(story: KiteStory) -> dict[str, list[str | None]]:
    """Which step was at fault in the former runs of each step."""
    found = story.state.steps.values()
    return {step.id: [run.because for run in step.earlier_runs] for step in found if step.earlier_runs}


def test_the_step_at_fault_is_named_as_the_new_version_names_it() -> None:
    story = _mended()
    assert _at_fault(story) == {KITE: [KITE], SKY: [KITE], BADGE: [SKY]}
    back: dict[str, Any] = {f"steps.{PRINT}.returns": {LOOK: MENDED}}
    come_over(story, MOVED, second_version({**renamed(KITE, LOOK), **back, **BY_HAND}, steps={KITE: LOOK}))
    assert _at_fault(story) == {LOOK: [LOOK], SKY: [LOOK], BADGE: [SKY]}


def test_what_waits_to_be_done_anew_keeps_its_former_runs() -> None:
    """Sky and badge are not ready when the case comes over: what they had used up, and made, stays on record."""
    story = _returned()
    assert [story.state.step_status(step) for step in (SKY, BADGE)] == ["not_ready", "not_ready"]
    back: dict[str, Any] = {f"steps.{PRINT}.returns": {LOOK: MENDED}}
    event = come_over(story, MOVED, second_version({**renamed(KITE, LOOK), **back, **BY_HAND}, steps={KITE: LOOK}))
    assert event.steps == {KITE: LOOK, SKY: SKY, PRINT: PRINT, BADGE: BADGE}
    assert _at_fault(story) == {LOOK: [LOOK], SKY: [LOOK], BADGE: [SKY]}
    assert [story.state.step_status(step) for step in (SKY, BADGE)] == ["not_ready", "not_ready"]
    assert len(story.times(MOVED).earlier[SKY]) == 1
    story.give("complete_step", "2026-06-02 16:00", INSPECTOR, step=LOOK, result={"strong": True}, documents=[NOTE])
    story.give("complete_step", "2026-06-02 16:30", SKY_CLERK, step=SKY)
    assert [story.state.step_status(step) for step in (PRINT, BADGE)] == ["open", "open"]


def test_a_step_at_fault_that_ends_keeps_its_name() -> None:
    story = _mended()
    steps = renamed(KITE, LOOK)["steps"]
    to = second_version(
        {
            "steps": {name: step for name, step in steps.items() if name != SKY},
            "total.covers": [LOOK, PRINT],
            "total.within_when": {},
            "facts": {},
            f"steps.{BADGE}.needs": [LOOK],
            f"steps.{PRINT}.returns": {LOOK: MENDED},
            **BY_HAND,
        },
        steps={KITE: LOOK, SKY: "-"},
    )
    come_over(story, MOVED, to)
    assert _at_fault(story) == {LOOK: [LOOK], BADGE: [SKY]}, "the former version still tells its title"
    story.give("complete_step", "2026-06-03 08:00", INSPECTOR, step=BADGE)
    story.give("complete_step", "2026-06-03 09:00", PRINTER, step=PRINT, documents=[LICENCE])
    assert story.state.status == "completed"
