"""Linked cases: the worked example 13, the two policies, projection and plan (R17-R22)."""

from dataclasses import replace

import pytest

from engine.core.legal_time import (
    CaseFacts,
    ClockEffect,
    ClockStatus,
    Convention,
    DeadlineError,
    ErrorCode,
    Policy,
    evaluate_case,
    plan_case,
)
from tests.support.legal_time import a_step, at, days, office, pause

DOSSIER = CaseFacts(
    id="case",
    calendar=office(),
    convention=Convention.ELAPSED,
    allowance=days(10),
    received_at=at("06-01 08:00"),
    policy=Policy.ANY,
    steps=(
        a_step(days(1), "06-01 08:00", name="a", finish="06-01 17:00"),
        a_step(days(4), "06-02 08:00", pause("06-03 08:00", "06-08 08:00"), name="b", after=("a",)),
        a_step(days(2), "06-02 08:00", name="c", after=("a",), finish="06-04 12:00"),
        a_step(days(1), None, name="d", after=("b", "c")),
    ),
)


@pytest.mark.parametrize(("policy", "hours", "due"), [(Policy.ANY, 18, "06-17 17:00"), (Policy.ALL, 30, "06-16 12:00")])
def test_example_13_r18_the_policy_decides_when_the_total_stands(policy: Policy, hours: int, due: str) -> None:
    clock = evaluate_case(replace(DOSSIER, policy=policy), at("06-08 10:00"))
    assert clock.elapsed_seconds == hours * 3600
    assert clock.due_at == at(due)


@pytest.mark.parametrize("policy", Policy)
def test_example_13_r19_projection_and_critical_path(policy: Policy) -> None:
    clock = evaluate_case(replace(DOSSIER, policy=policy), at("06-08 10:00"))
    assert clock.projected_completion == at("06-11 17:00")
    assert clock.critical_path == ("a", "b", "d")
    assert not clock.projected_late


def test_r18_all_keeps_running_while_a_ready_step_is_not_taken_up() -> None:
    waiting = a_step(days(1), "06-01 08:00", pause("06-02 08:00"), name="a")
    idle = a_step(days(1), None, name="b")
    case = replace(DOSSIER, policy=Policy.ALL, steps=(waiting, idle))
    assert not evaluate_case(case, at("06-03 08:00")).paused
    assert evaluate_case(replace(case, policy=Policy.ANY), at("06-03 08:00")).paused


def test_r17_a_pause_of_a_step_that_is_not_ready_does_not_matter() -> None:
    first = a_step(days(1), "06-01 08:00", name="a")
    later = a_step(days(1), None, pause("06-02 08:00"), name="b", after=("a",))
    clock = evaluate_case(replace(DOSSIER, steps=(first, later)), at("06-03 08:00"))
    assert not clock.paused
    assert clock.elapsed_seconds == 16 * 3600


@pytest.mark.parametrize("policy", Policy)
def test_r17_a_non_blocking_pause_stops_the_step_only(policy: Policy) -> None:
    step = a_step(days(1), "06-01 08:00", pause("06-01 10:00", blocking=False), name="a")
    clock = evaluate_case(replace(DOSSIER, policy=policy, steps=(step,)), at("06-02 08:00"))
    assert clock.steps["a"].paused
    assert not clock.paused


def test_r27_a_restart_of_a_step_stops_the_total_without_restarting_it() -> None:
    step = a_step(days(1), "06-01 08:00", pause("06-01 10:00", "06-02 10:00", ClockEffect.RESTART), name="a")
    clock = evaluate_case(replace(DOSSIER, steps=(step,)), at("06-02 12:00"))
    assert clock.elapsed_seconds == clock.elapsed_total_seconds == 4 * 3600
    assert clock.steps["a"].elapsed_seconds == 2 * 3600
    assert clock.steps["a"].elapsed_total_seconds == 4 * 3600


def test_r27_a_restart_of_the_case_restarts_the_total() -> None:
    case = replace(DOSSIER, pauses=(pause("06-03 08:00", "06-04 08:00", ClockEffect.RESTART),))
    clock = evaluate_case(case, at("06-08 10:00"))
    assert clock.clock_start == at("06-04 08:00")
    assert clock.elapsed_seconds == 2 * 3600


def test_r18_the_case_ends_with_its_last_step() -> None:
    finishes = {"a": "06-01 17:00", "b": "06-11 17:00", "c": "06-04 12:00", "d": "06-12 17:00"}
    steps = tuple(
        replace(step, started_at=step.started_at or at("06-12 08:00"), finished_at=at(finishes[step.id]))
        for step in DOSSIER.steps
    )
    clock = evaluate_case(replace(DOSSIER, steps=steps), at("06-30 08:00"))
    assert clock.status is ClockStatus.DONE_EARLY
    assert clock.projected_completion == at("06-12 17:00")


def test_r20_the_plan_forgets_what_happened() -> None:
    plan = plan_case(DOSSIER)
    assert plan.planned_completion == at("06-08 17:00")
    assert plan.steps == {
        "a": at("06-01 17:00"),
        "b": at("06-05 17:00"),
        "c": at("06-03 17:00"),
        "d": at("06-08 17:00"),
    }
    assert plan.critical_path == ("a", "b", "d")
    assert plan.due_at == at("06-12 17:00")
    assert plan.fits
    assert not plan_case(replace(DOSSIER, allowance=days(3))).fits


def test_r19_ties_go_to_the_smaller_id() -> None:
    steps = (a_step(days(1), None, name="y"), a_step(days(1), None, name="x"))
    assert plan_case(replace(DOSSIER, steps=steps)).critical_path == ("x",)


ILL_FORMED = {
    "double id": (a_step(days(1), None, name="a"), a_step(days(1), None, name="a")),
    "unknown predecessor": (a_step(days(1), None, name="a", after=("z",)),),
    "cycle": (a_step(days(1), None, name="a", after=("b",)), a_step(days(1), None, name="b", after=("a",))),
    "start before the receipt": (a_step(days(1), "05-29 08:00", name="a"),),
}


@pytest.mark.parametrize("steps", ILL_FORMED.values(), ids=ILL_FORMED.keys())
def test_a7_an_ill_formed_case_is_refused(steps: tuple) -> None:
    with pytest.raises(DeadlineError) as refusal:
        replace(DOSSIER, steps=steps)
    assert refusal.value.code is ErrorCode.INVALID_CASE
