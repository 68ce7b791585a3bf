"""However long the sweep is away: the same rungs are told as if it had never been, in the same order, each once."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core import events
from engine.core.case import ENDED_STEPS, CaseStatus, fold
from engine.core.case_clock import times_of
from engine.core.identifiers import CommandId
from engine.core.law import Law
from engine.core.legal_time import ClockStatus, to_datetime
from engine.core.rungs import Rung, RungKind, first_lapse, passed_rungs
from tests.support.kite_licence import OFFICER
from tests.support.kite_story import KiteStory
from tests.support.ladder import Ladder
from tests.support.random_kites import kite_stories
from tests.support.random_tree_houses import BEGUN, Acts, permits, tried
from tests.support.tree_house import Story

_SWEEPS = st.lists(st.integers(0, 40 * 86_400).map(lambda s: BEGUN + timedelta(seconds=s)), max_size=4)
_END = BEGUN + timedelta(days=60)
_HOUR = timedelta(hours=1)


@settings(max_examples=40, deadline=None)
@given(permits(), _SWEEPS)
def test_a_sweep_that_was_away_tells_what_one_that_never_misses_tells(
    permit: tuple[Story, Acts], sweeps: list[datetime]
) -> None:
    story, acts = permit
    continuous, late = Ladder(deepcopy(story)), Ladder(story)
    now = BEGUN
    for act in acts:
        continuous.look_until(act[0], now)
        now = act[0]
        tried(continuous.story, act)
    continuous.look_until(_END, now)
    _with_downtime(late, acts, sweeps)
    assert late.told == continuous.told
    assert [rung.at for rung in late.told] == sorted(rung.at for rung in late.told)
    assert len({(rung.kind, rung.step, rung.version) for rung in late.told}) == len(late.told)
    assert len({(rung.kind, rung.step, rung.due_at) for rung in late.told}) == len(late.told)
    assert late.story.happened == continuous.story.happened


@settings(max_examples=15, deadline=None)
@given(permits())
def test_what_is_told_is_what_the_screens_show(permit: tuple[Story, Acts]) -> None:
    """By another way: whoever looks at the clocks every three hours sees nothing late that was not told, and all that was."""
    story, acts = permit
    ladder = Ladder(story)
    _with_downtime(ladder, acts, [])
    for rung in ladder.told:
        if rung.kind in (RungKind.DUE_SOON, RungKind.OVERDUE):
            assert _shown(story, rung.at + timedelta(seconds=1), rung) is not ClockStatus.IN_TIME
    now = BEGUN + _HOUR
    while now < BEGUN + timedelta(days=9):
        told = {(rung.step, rung.due_at) for rung in ladder.told if rung.kind is RungKind.OVERDUE and rung.at < now}
        assert _overdue(story, now) <= told
        now += 3 * _HOUR


def _with_downtime(ladder: Ladder, acts: Acts, sweeps: list[datetime]) -> None:
    for at, act in sorted([*((act[0], act) for act in acts), *((at, None) for at in sweeps)], key=lambda one: one[0]):
        if act is None:
            ladder.sweep(at)
        else:
            tried(ladder.story, act)
    ladder.sweep(_END)
    ladder.sweep(_END + _HOUR)


def _shown(story: Story, now: datetime, rung: Rung) -> ClockStatus:
    """The status of the clock that the rung speaks of; a step that ended in that very second is no longer shown."""
    times = times_of(story.law, story.seen(now), now)
    clock = times.case if rung.step is None else times.steps.get(rung.step)
    return clock.status if clock is not None else ClockStatus.NOT_JUDGED


def _overdue(story: Story, now: datetime) -> set[tuple[str | None, datetime]]:
    state = story.seen(now)
    if state.status is not CaseStatus.IN_PROGRESS:
        return set()
    times = times_of(story.law, state, now)
    clocks = {step.id: times.steps.get(step.id) for step in state.steps.values() if step.status not in ENDED_STEPS}
    late = {name: clock for name, clock in [*clocks.items(), (None, times.case)] if clock is not None}
    return {
        (name, to_datetime(clock.due_at))
        for name, clock in late.items()
        if clock.status is ClockStatus.OVERDUE and clock.due_at is not None
    }


def test_the_story_is_the_ledger_s() -> None:
    """The stories of these properties fold to what they say they are."""
    story = Story().received("2026-06-01 09:00")
    assert fold(story.state.id, story.recorded) == story.state


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kite_stories(), st.data())
def test_whatever_moves_the_dates_a_sweep_in_between_changes_nothing(story: KiteStory, data: st.DataObject) -> None:
    """Extensions, returns, joins, outages, waits that stop or restart the clock: looked at after each act, or at the end."""
    history = [
        events.RecordedEvent(
            case_id=story.state.id,
            sequence=place,
            recorded_at=recorded_at,
            command_id=CommandId(f"c{recorded_at.isoformat()}"),
            actor=OFFICER,
            event=event,
        )
        for place, (event, recorded_at) in enumerate(zip(story.happened, story.recorded_at, strict=True), start=1)
    ]
    ends = sorted({recorded.recorded_at for recorded in history})
    end = ends[-1] + timedelta(days=data.draw(st.integers(0, 30)))
    between = data.draw(st.lists(st.integers(0, int((end - ends[0]).total_seconds())), max_size=4))
    sweeps = sorted({*ends, *(ends[0] + timedelta(seconds=seconds) for seconds in between), end})
    little: list[Rung] = []
    for now in sweeps:
        # As the sweep runs: before the act of this very second.
        known = [recorded for recorded in history if recorded.recorded_at < now]
        little += _told_at(story.law, known, now, little)
    little += _told_at(story.law, history, end, little)
    assert little == _told_at(story.law, history, end, [])


def _told_at(law: Law, history: list[events.RecordedEvent], now: datetime, told: list[Rung]) -> list[Rung]:
    if not history:
        return []
    state = fold(history[0].case_id, history)
    until = min(now, first_lapse(law, state, now) or now)
    return passed_rungs(lambda _: law, state.id, history, until, told).rungs
