"""Extensions: the worked example 20, and when one is not lawful (R28-R30)."""

from dataclasses import replace
from datetime import date

import pytest

from engine.core.legal_time import (
    Allowance,
    CaseFacts,
    ClockEffect,
    ClockStatus,
    Convention,
    DeadlineError,
    ErrorCode,
    Extension,
    ExtensionFault,
    ExtensionRefused,
    StepFacts,
    Term,
    Unit,
    evaluate_step,
    grant,
)
from engine.core.legal_time.requests import evaluate_case_request
from engine.core.legal_time.wire import case_from_json, step_from_json
from tests.support.legal_time import a_step, at, days, pause

STEP = a_step(days(5), "06-01 09:00", convention=Convention.STATUTORY)
THREE_MORE = Extension(at("06-05 09:00"), plus=days(3))
TO_THURSDAY = Extension(at("06-05 09:00"), new_due_on=date(2026, 6, 11))


def extended(*extensions: Extension, **changes: object) -> StepFacts:
    return replace(STEP, extensions=extensions, **changes)


@pytest.mark.parametrize("extension", [THREE_MORE, TO_THURSDAY], ids=["plus", "new date"])
def test_example_20_the_due_moves_and_the_original_stays(extension: Extension) -> None:
    clock = evaluate_step(extended(extension), at("06-05 10:00"))
    assert clock.extended
    assert (clock.due_at, clock.original_due_at) == (at("06-11 17:00"), at("06-08 17:00"))
    assert clock.remaining_days == 5


@pytest.mark.parametrize("extension", [THREE_MORE, TO_THURSDAY], ids=["plus", "new date"])
def test_example_20_finished_within_the_extension(extension: Extension) -> None:
    clock = evaluate_step(extended(extension, finished_at=at("06-09 10:00")), at("06-20 10:00"))
    assert clock.status is ClockStatus.DONE_EARLY
    assert clock.late_against_original


@pytest.mark.parametrize("extension", [THREE_MORE, TO_THURSDAY], ids=["plus", "new date"])
def test_example_20_a_later_pause_moves_only_the_extension(extension: Extension) -> None:
    paused = (pause("06-09 10:00", "06-10 10:00"),)
    clock = evaluate_step(extended(extension, pauses=paused), at("06-20 10:00"))
    assert (clock.due_at, clock.original_due_at) == (at("06-15 17:00"), at("06-08 17:00"))


def test_r14_an_extension_is_unknown_before_it_is_granted() -> None:
    assert not evaluate_step(extended(THREE_MORE), at("06-05 08:59")).extended


def test_b3_8_plus_counts_from_the_rolled_due() -> None:
    five = Extension(at("03-05 09:00"), plus=Allowance(5, Unit.CALENDAR_DAYS))
    step = a_step(Allowance(10, Unit.CALENDAR_DAYS), "03-04 09:00", convention=Convention.STATUTORY)
    clock = evaluate_step(replace(step, extensions=(five,)), at("03-06 09:00"))
    assert (clock.original_due_at, clock.due_at) == (at("03-16 17:00"), at("03-23 17:00"))


def test_r29_a_later_restart_makes_the_extension_fall_away() -> None:
    returned = pause("06-05 10:00", "06-10 14:00", ClockEffect.RESTART)
    clock = evaluate_step(extended(THREE_MORE, pauses=(returned,)), at("06-12 10:00"))
    assert not clock.extended
    assert clock.due_at == clock.original_due_at == at("06-17 17:00")


def test_r29_an_exact_addition_to_a_day_term_runs_from_the_due_instant() -> None:
    four_hours = Extension(at("06-05 09:00"), plus=Allowance(4, Unit.WORKING_HOURS))
    clock = evaluate_step(extended(four_hours), at("06-05 10:00"))
    assert clock.due_at == at("06-09 12:00")
    assert clock.remaining_days is None


def test_r29_a_new_date_for_an_exact_term_ends_at_the_close() -> None:
    step = replace(a_step(days(1), "06-01 10:20"), extensions=(Extension(at("06-02 09:00"), date(2026, 6, 6)),))
    clock = evaluate_step(step, at("06-02 09:30"))
    assert (clock.due_at, clock.original_due_at) == (at("06-08 17:00"), at("06-02 10:20"))


UNLAWFUL = {
    "granted at the due": (extended(Extension(at("06-08 17:00"), plus=days(3))), "06-09 08:00"),
    "granted before the start": (extended(Extension(at("06-01 08:00"), plus=days(3))), "06-05 08:00"),
    "granted at the finish": (extended(THREE_MORE, finished_at=THREE_MORE.granted_at), "06-05 09:00"),
    "one too many": (extended(THREE_MORE, replace(THREE_MORE, granted_at=at("06-05 10:00"))), "06-08 08:00"),
    "without a day's notice": (
        extended(Extension(at("06-08 08:00"), plus=days(3)), extension_notice_days=1),
        "06-08 09:00",
    ),
    "not a later date": (extended(Extension(at("06-05 09:00"), date(2026, 6, 8))), "06-05 10:00"),
    "during a return": (
        extended(THREE_MORE, pauses=(pause("06-04 10:00", "06-08 10:00", ClockEffect.RESTART),)),
        "06-09 10:00",
    ),
}


@pytest.mark.parametrize(("step", "as_of"), UNLAWFUL.values(), ids=UNLAWFUL.keys())
def test_r28_an_unlawful_extension_is_refused_once_known(step: StepFacts, as_of: str) -> None:
    with pytest.raises(DeadlineError) as refusal:
        evaluate_step(step, at(as_of))
    assert refusal.value.code is ErrorCode.INVALID_EXTENSION


def test_r28_what_has_not_started_is_not_judged() -> None:
    step = replace(STEP, started_at=None, extensions=(THREE_MORE, THREE_MORE))
    assert evaluate_step(step, at("06-20 09:00")).status is ClockStatus.NOT_STARTED


@pytest.mark.parametrize("given", [{}, {"new_due_on": date(2026, 6, 11), "plus": days(1)}, {"plus": days(0)}])
def test_r28_an_extension_is_a_date_or_an_addition(given: dict) -> None:
    with pytest.raises(DeadlineError) as refusal:
        Extension(at("06-05 09:00"), **given)
    assert refusal.value.code is ErrorCode.INVALID_EXTENSION


TERM = Term(Unit.WORKING_DAYS, False, False, 0, 3)


def test_grant_says_what_leads_from_the_old_date_to_the_new() -> None:
    for asked in (THREE_MORE, TO_THURSDAY):
        granted = grant(STEP, asked, notice_days=1)
        assert (granted.before.at, granted.after.at) == (at("06-08 17:00"), at("06-11 17:00"))
        assert granted.adds == TERM


@pytest.mark.parametrize(
    ("asked", "notice_days", "fault"),
    [
        (Extension(at("06-01 08:59"), plus=days(3)), 0, ExtensionFault.NOT_RUNNING),
        (Extension(at("06-08 17:00"), plus=days(3)), 0, ExtensionFault.AFTER_DUE),
        (Extension(at("06-08 08:00"), plus=days(3)), 1, ExtensionFault.WITHOUT_NOTICE),
        (Extension(at("06-05 09:00"), date(2026, 6, 8)), 1, ExtensionFault.NOT_LATER),
    ],
)
def test_grant_says_what_is_wrong(asked: Extension, notice_days: int, fault: ExtensionFault) -> None:
    with pytest.raises(ExtensionRefused) as refused:
        grant(STEP, asked, notice_days)
    assert (refused.value.fault, refused.value.code) == (fault, ErrorCode.INVALID_EXTENSION)


def test_what_was_judged_is_not_judged_again() -> None:
    """Whatever was entered afterwards: a return, the finish, or a due date that now lies before the letter."""
    judged = Extension(at("06-09 09:00"), adds=TERM)
    clock = evaluate_step(extended(judged, finished_at=at("06-09 09:00")), at("06-20 09:00"))
    assert (clock.due_at, clock.original_due_at) == (at("06-11 17:00"), at("06-08 17:00"))


def test_a_judged_extension_goes_through_the_interface_and_back() -> None:
    for adds in (TERM, Term(Unit.CALENDAR_DAYS, True, True, 28_783, 0)):
        step = extended(Extension(at("06-05 09:00"), adds=adds))
        case = CaseFacts("c", STEP.calendar, Convention.STATUTORY, days(9), STEP.started_at, steps=(step,))
        request = evaluate_case_request(case, at("06-05 10:00"))
        assert case_from_json(request["case"], lambda _: STEP.calendar).steps[0].extensions == step.extensions


@pytest.mark.parametrize(
    "adds",
    [
        {"unit": "working_days"},
        {"unit": "working_days", "days": 1, "seconds": 1},
        {"unit": "months", "seconds": 1},
        {"unit": "hours", "days": 1},
        {"unit": "working_days", "days": 0},
        {"unit": "working_days", "days": 10**14},
        {"unit": "fortnights", "days": 1},
        3,
    ],
)
def test_a_judged_addition_is_well_formed(adds: object) -> None:
    step = {"id": "s", "convention": "statutory", "allowance": {"n": 1, "unit": "working_days"},
            "extensions": [{"granted_at": "2026-06-05T09:00:00+07:00", "adds": adds}]}  # fmt: skip
    with pytest.raises(DeadlineError) as refused:
        step_from_json(step, lambda _: STEP.calendar)
    assert refused.value.code in (ErrorCode.INVALID_ALLOWANCE, ErrorCode.INVALID_EXTENSION)
