"""Silence passes by law alone: whoever sweeps, whenever, the same has happened; as of an instant nothing later is known."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core import events
from engine.core.actors import SYSTEM
from engine.core.decisions.lapses import lapses
from engine.service.read_rows import rows_of
from tests.support.random_tree_houses import BEGUN, Acts, permits, tried
from tests.support.tree_house import Story

_SWEEPS = st.lists(st.integers(0, 40 * 86_400).map(lambda s: BEGUN + timedelta(seconds=s)), max_size=4)
_END = BEGUN + timedelta(days=60)


@settings(max_examples=60, deadline=None)
@given(permits(), _SWEEPS)
def test_sweeps_in_between_change_nothing(permit: tuple[Story, Acts], sweeps: list[datetime]) -> None:
    story, acts = permit
    swept = deepcopy(story)
    for act in acts:
        tried(story, act)
    _sweep(story, _END)
    for at, act in sorted([*((act[0], act) for act in acts), *((at, None) for at in sweeps)], key=lambda one: one[0]):
        if act is None:
            _sweep(swept, at)
        else:
            tried(swept, act)
    _sweep(swept, _END)
    assert swept.happened == story.happened
    assert swept.state == story.state


@settings(max_examples=80, deadline=None)
@given(permits(), st.data())
def test_what_is_seen_of_an_instant_is_seen_of_it_for_ever(permit: tuple[Story, Acts], data: st.DataObject) -> None:
    """At any instant, and at those at which something passes or is done."""
    story, acts = permit
    whole = deepcopy(story)
    for act in acts:
        tried(whole, act)
    _sweep(whole, _END)
    known = [event.at for event in whole.happened if event.at >= BEGUN]
    instant = data.draw(st.sampled_from(known) | st.integers(0, 3_000_000).map(lambda s: BEGUN + timedelta(seconds=s)))
    for act in acts:
        if act[0] <= instant:
            tried(story, act)
    then = story.seen(instant)
    assert whole.seen(instant) == then


@settings(max_examples=60, deadline=None)
@given(permits())
def test_the_sweep_is_told_of_every_silence_in_time(permit: tuple[Story, Acts]) -> None:
    """Whoever looks only at the instants that the rows name misses nothing."""
    story, acts = permit
    for act in acts:
        tried(story, act)
    woken = deepcopy(story)
    now = max([BEGUN, *(act[0] for act in acts)])
    for _ in range(40):
        row, _steps = rows_of(woken.law, woken.state, now)
        if row.next_due_at is None:
            break
        now = max(now, row.next_due_at) + timedelta(seconds=1)
        _sweep(woken, now)
    _sweep(story, now)
    assert woken.happened == story.happened
    assert lapses(woken.law, woken.state, _END) == []


def _sweep(story: Story, at: datetime) -> None:
    """As the service does: one command, named by the first that passed."""
    for event in lapses(story.law, story.state, at):
        now = f"{at:%Y-%m-%d %H:%M:%S}"
        if isinstance(event, events.SupplementExpired):
            story.give("expire_supplement", now, SYSTEM, suspension=event.suspension)
            return
        if isinstance(event, events.StepDeemed):
            story.give("note_silence", now, SYSTEM, step=event.step)
            return
