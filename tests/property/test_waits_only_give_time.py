"""Whatever else happens to a case: one wait more never makes a step, or the whole, due earlier."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from engine.core.actors import Actor
from engine.core.case_clock import CaseTimes, times_of
from engine.core.errors import CommandRefused
from engine.core.legal_time import Clock
from tests.support.kite_licence import INSPECTOR, OFFICER, SKY_CLERK
from tests.support.kite_story import KiteStory
from tests.support.random_kites import as_of, kite_stories, told

CALM = settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
ASKED: tuple[tuple[Actor, dict[str, Any]], ...] = (
    (INSPECTOR, {"step": "inspect_kite", "rule": "wind_test"}),
    (INSPECTOR, {"step": "inspect_kite", "rule": "supplement", "documents": ["photo"]}),
    (SKY_CLERK, {"step": "reserve_sky", "rule": "wind_test"}),
    (SKY_CLERK, {"step": "reserve_sky", "rule": "opinion"}),
)


def waits(story: KiteStory, now: str, actor: Actor, said: dict[str, Any]) -> bool:
    try:
        story.give("request_supplement", now, actor, reasons=["wind"], **said)
    except CommandRefused:
        return False
    return True


def goes_on(story: KiteStory, now: str, said: dict[str, Any]) -> None:
    """The wait ends as it is ended by its rule; if it ended by itself meanwhile, that is as well."""
    step, photo = said["step"], [{"document": "photo"}]
    try:
        if said["rule"] == "opinion":
            story.give("resume_time_limit", now, SKY_CLERK, step=step, rule="opinion", note="it came")
        else:
            story.give("hand_in_supplement", now, OFFICER, step=step, documents=photo)
    except CommandRefused:
        return


def is_free_to_move(story: KiteStory) -> bool:
    """A term that starts anew loses what was added to it (R29), so it may then end earlier: that is no wait's doing."""
    anew = any(s.effect == "restart" for s in story.state.suspensions)
    return not (anew and story.state.extensions)


def forgets_a_wait(times: CaseTimes, story: KiteStory) -> bool:
    """A term that starts anew (R26) counts no day of waits before: a day of which another wait took a minute was put off as
    a whole (R12), and begun anew later on that day it is counted."""
    anew = {s.step for s in story.state.suspensions if s.effect == "restart"}
    if not anew or times.counted is None:
        return False
    return any(len(times.counted.of_step(step).pauses) > 1 for step in anew if step in times.counted.limits)


@CALM
@given(
    story=kite_stories(),
    asked=st.permutations(ASKED),
    gap=st.integers(0, 2 * 86_400),
    length=st.integers(1, 8 * 86_400),
    later=st.integers(0, 12 * 86_400),
)
def test_one_wait_more_never_makes_anything_due_earlier(
    story: KiteStory, asked: list[tuple[Actor, dict[str, Any]]], gap: int, length: int, later: int
) -> None:
    assert story.state.last_event_at is not None
    begun = story.state.last_event_at + timedelta(seconds=gap)
    waiting = story.copied()
    said = next((said for actor, said in asked if waits(waiting, told(begun), actor, said)), None)
    assume(said is not None and is_free_to_move(waiting))
    assert said is not None
    goes_on(waiting, told(begun + timedelta(seconds=length)), said)
    instant = begun + timedelta(seconds=later)
    with_it, without = as_of(waiting, instant), as_of(story, instant)
    # A term of the applicant's that passes ends the case, and then nothing more is due.
    assume(with_it.closed_at is None and without.closed_at is None)
    event(f"{said['rule']}, {waiting.state.suspensions[-1].effect.value}")
    longer, plain = times_of(story.law, with_it, instant), times_of(story.law, without, instant)
    assume(not forgets_a_wait(longer, waiting))
    pairs: list[tuple[Clock | None, Clock | None]] = [(longer.case, plain.case)]
    pairs += [(clock, plain.steps.get(step)) for step, clock in longer.steps.items()]
    for late, early in pairs:
        assert late is not None and early is not None
        assert (late.due_if_resumed_now or 0) >= (early.due_if_resumed_now or 0)
        assert late.elapsed_total_seconds <= early.elapsed_total_seconds
