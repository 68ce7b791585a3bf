"""Acceptance and the start of the main clock: the worked example 22 (R33)."""

from dataclasses import replace

import pytest

from engine.core.legal_time import (
    CaseFacts,
    ClockStatus,
    Convention,
    DeadlineError,
    ErrorCode,
    Intake,
    evaluate_acceptance,
    evaluate_case,
    evaluate_step,
    plan_case,
)
from tests.support.legal_time import a_step, at, days, office

INTAKE = Intake(office(), submitted_at=at("06-05 16:00"), accepted_at=at("06-08 15:30"))
STEP = replace(a_step(days(1), None), intake=INTAKE)
CASE = CaseFacts("case", office(), Convention.ELAPSED, days(5), None, received=False, intake=INTAKE)


def test_example_22_acceptance_has_its_own_clock() -> None:
    result = evaluate_acceptance(INTAKE, at("06-09 08:00"))
    assert result.acceptance.due_at == at("06-08 16:00")
    assert result.acceptance.status is ClockStatus.DONE_ON_TIME
    assert result.clock_start == at("06-08 15:30")


def test_example_22_the_main_clock_starts_at_acceptance() -> None:
    clock = evaluate_step(STEP, at("06-09 10:00"))
    assert clock.effective_start == at("06-08 15:30")
    assert clock.acceptance == evaluate_acceptance(INTAKE, at("06-09 10:00")).acceptance


def test_example_22_or_at_the_receipt_of_the_competent_authority() -> None:
    intake = replace(INTAKE, competent_received_at=at("06-09 09:00"))
    assert evaluate_step(replace(STEP, intake=intake), at("06-09 10:00")).effective_start == at("06-09 09:00")
    assert evaluate_acceptance(intake, at("06-09 08:59")).clock_start is None


def test_outside_the_boundary_acceptance_does_not_start_the_clock() -> None:
    intake = replace(INTAKE, outside_boundary=True)
    assert evaluate_step(replace(STEP, intake=intake), at("06-09 10:00")).status is ClockStatus.NOT_STARTED


def test_before_acceptance_the_case_has_not_started() -> None:
    clock = evaluate_case(CASE, at("06-08 10:00"))
    assert clock.status is ClockStatus.NOT_STARTED
    assert clock.acceptance is not None
    assert clock.acceptance.elapsed_seconds == 3 * 3600


def test_a_case_without_a_start_has_no_started_step_and_no_plan() -> None:
    outside = replace(INTAKE, outside_boundary=True)
    for refused in (
        lambda: plan_case(replace(CASE, intake=outside)),
        lambda: replace(CASE, intake=outside, steps=(a_step(days(1), "06-09 08:00"),)),
        lambda: replace(CASE, received_at=at("06-09 08:00")),
        lambda: replace(CASE, steps=(STEP,)),
        lambda: replace(STEP, started_at=at("06-09 08:00")),
    ):
        with pytest.raises(DeadlineError) as refusal:
            refused()
        assert refusal.value.code is ErrorCode.INVALID_CASE


def test_acceptance_before_submission_is_refused() -> None:
    with pytest.raises(DeadlineError) as refusal:
        replace(INTAKE, accepted_at=at("06-05 15:59"))
    assert refusal.value.code is ErrorCode.INVALID_INTERVAL
