"""Whatever else happens to a case, an extension never moves a due date earlier, and what it adds is on record."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.case_clock import times_of
from engine.core.legal_time import Clock, to_instant
from engine.core.promise import promise_of
from tests.support.kite_story import KiteStory
from tests.support.random_kites import as_of, kite_stories


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(story=kite_stories(), later=st.integers(0, 20 * 86_400))
def test_an_extension_never_moves_a_due_date_earlier(story: KiteStory, later: int) -> None:
    assert story.state.received_at is not None
    instant = story.state.received_at + timedelta(seconds=later)
    state = as_of(story, instant)
    bare = state.model_copy(update={"extensions": (), "when_extended": None})
    with_it, without = times_of(story.law, state, instant), times_of(story.law, bare, instant)
    assert with_it.case is not None and without.case is not None
    pairs: list[tuple[Clock, Clock]] = [(with_it.case, without.case)]
    pairs += [(clock, without.steps[step]) for step, clock in with_it.steps.items()]
    for extended, plain in pairs:
        assert (extended.due_if_resumed_now or 0) >= (plain.due_if_resumed_now or 0)
        assert extended.original_due_at == plain.original_due_at
        assert extended.extended or extended.due_at == plain.due_at


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(story=kite_stories())
def test_what_was_told_is_what_was_reckoned(story: KiteStory) -> None:
    """Right after each letter the clocks and the promise are where the event says."""
    for event in story.state.extensions:
        state = as_of(story, event.at)
        if state.extensions[-1] != event or state.closed_at is not None:
            continue
        times = times_of(story.law, state, event.at)
        if event.of_step is not None and not times.steps[event.step].status.startswith("done"):
            assert times.steps[event.step].due_if_resumed_now == to_instant(event.of_step.after)
        if event.of_total is not None:
            assert event.promised == state.promise_in_force == promise_of(story.law, state, event.at)
            assert event.of_total.after > event.of_total.before
