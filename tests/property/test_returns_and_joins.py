"""Whatever goes back and forth in a case: its time adds up, its steps are in order, its fold can be had again."""

from collections import Counter
from datetime import timedelta
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.case import ENDED_STEPS, StepStatus, evolve, initial_state
from engine.core.case_clock import times_of
from engine.core.counted_facts import facts_of
from engine.core.events import ADAPTER
from engine.core.execution import automatic_work, work_number
from engine.core.identifiers import StepId
from engine.core.legal_time import attribute, to_instant
from engine.core.turns import step_named
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import DIRECTORY, SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory
from tests.support.random_kites import as_of, kite_stories

CALM = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
LATER = st.integers(0, 20 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@CALM
@given(story=kite_stories(), later=LATER)
def test_every_second_has_one_owner(story: KiteStory, later: timedelta) -> None:
    assert story.state.received_at is not None
    instant = story.state.received_at + later
    state = as_of(story, instant)
    counted = facts_of(story.law, state, instant)
    assert counted is not None
    for facts in (counted.whole, counted.under_total):
        split = attribute(facts, to_instant(instant))
        parts = sum(split.agencies.values()) + sum(split.waits.values()) + split.outside_working_time
        assert parts == split.total_seconds
        assert set(split.agencies) <= set(DIRECTORY.agencies)
        assert {step_named(state, turn) for turn in split.critical_path} <= set(story.law.definition.steps)


@CALM
@given(story=kite_stories(), later=LATER)
def test_times_speak_of_steps_only(story: KiteStory, later: timedelta) -> None:
    assert story.state.received_at is not None
    instant = story.state.received_at + later
    state = as_of(story, instant)
    times = times_of(story.law, state, instant)
    steps = set(story.law.definition.steps)
    assert times.case is not None
    assert set(times.steps) | set(times.projected) | set(times.critical_path) | set(times.case.critical_path) <= steps
    assert len(set(times.critical_path)) == len(times.critical_path)
    for step, clocks in times.earlier.items():
        known = state.steps.get(step)
        assert len(clocks) == (len(known.earlier_runs) if known else 0)


@CALM
@given(story=kite_stories())
def test_runs_follow_each_other_and_nothing_waits_in_what_is_over(story: KiteStory) -> None:
    state = story.state
    for step in state.steps.values():
        ends = [run.finished_at for run in step.earlier_runs]
        begins = [*(run.opened_at for run in step.earlier_runs), *([step.opened_at] if step.opened_at else [])]
        assert all(begun <= end for begun, end in zip(begins, ends, strict=False))
        assert all(end <= begun for end, begun in zip(ends, begins[1:], strict=False))
        if step.status in ENDED_STEPS:
            assert state.open_waits(step.id) == ()
        assert (step.status is StepStatus.SUSPENDED) == (state.find_open_suspension(step.id) is not None)
    for wait in state.open_suspensions():
        if wait.sent_back is not None:
            assert state.step_status(wait.sent_back.to) not in ENDED_STEPS
    keys = Counter(work.key for work in automatic_work(story.law, state))
    assert all(count == 1 for count in keys.values())


@CALM
@given(story=kite_stories())
def test_the_fold_can_be_had_again_from_what_is_stored(story: KiteStory) -> None:
    state = initial_state(story.state.id)
    numbers: dict[StepId, int] = {}
    for event in story.happened:
        state = evolve(state, ADAPTER.validate_json(ADAPTER.dump_json(event)))
        for step in state.steps:
            assert work_number(state, step) >= numbers.get(step, 1)
            numbers[step] = work_number(state, step)
    assert state == story.state


@CALM
@given(
    order=st.permutations(["inspect_kite", "reserve_sky", "print_licence"]),
    gaps=st.lists(st.integers(1, 86_400), min_size=3, max_size=3),
    fates=st.lists(st.sampled_from(["complete", "refuse"]), min_size=3, max_size=3),
)
def test_readiness_ignores_the_order_of_the_needs(order: list[str], gaps: list[int], fates: list[str]) -> None:
    """Of the same things happening, a step that one is enough for opens, or falls away, at the same instant."""
    found = set()
    for needs in permutations(order):
        places: dict[str, Any] = {f"steps.{step}.needs": [] for step in order} | {
            f"steps.{step}.agency": "sky_office" for step in order
        }
        places |= {f"steps.{step}.produces": [] for step in order} | {f"steps.{step}.result": {} for step in order}
        join = {"steps.make_badge.needs": list(needs), "steps.make_badge.join": "any"}
        law = kite_law(changed_kite({**places, **join}))
        story = KiteStory(law=law).received("2026-06-01 09:00", wants_badge=True)
        now = at("2026-06-01 09:00")
        for step, gap, fate in zip(order, gaps, fates, strict=True):
            now += timedelta(seconds=gap)
            said = {"reason": "no", "legal_basis": {"ref": "Kite Act"}} if fate == "refuse" else {}
            story.give(f"{fate}_step", f"{now:%Y-%m-%d %H:%M:%S}", SKY_CLERK, step=step, **said)
        badge = story.state.steps[StepId("make_badge")]
        found.add((badge.status, badge.opened_at, badge.finished_at))
    assert len(found) == 1
    status, opened_at, _ = found.pop()
    first = next((n for n, fate in enumerate(fates) if fate == "complete"), None)
    if first is None:
        assert status is StepStatus.UNREACHED
    else:
        assert opened_at == at("2026-06-01 09:00") + timedelta(seconds=sum(gaps[: first + 1]))
