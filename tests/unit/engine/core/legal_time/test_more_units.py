"""Minutes, hours, weeks and months: the worked examples 14-16 and what the units refuse (R9, R23, R24)."""

from fractions import Fraction

import pytest

from engine.core.legal_time import Allowance, ClockEffect, Convention, DeadlineError, ErrorCode, Unit, evaluate_step
from tests.support.legal_time import a_step, at, pause

STATUTORY = Convention.STATUTORY


@pytest.mark.parametrize("convention", Convention)
def test_example_14_r23_24_hours_run_over_the_weekend(convention: Convention) -> None:
    clock = evaluate_step(a_step(Allowance(24, Unit.HOURS), "06-05 16:00", convention=convention), at("06-06 10:00"))
    assert clock.due_at == at("06-06 16:00")
    assert (clock.elapsed_seconds, clock.remaining_seconds, clock.remaining_days) == (64_800, 21_600, None)


def test_example_14_r23_the_lunch_break_runs() -> None:
    step = a_step(Allowance(90, Unit.MINUTES), "06-01 11:30")
    assert evaluate_step(step, at("06-01 11:30")).due_at == at("06-01 13:00")


CORRESPONDING = {
    "R24 two weeks": (Allowance(2, Unit.WEEKS), "06-02 09:00", "06-16 17:00"),
    "R24 31 August is off": (Allowance(1, Unit.MONTHS), "07-31 09:00", "09-03 17:00"),
    "art. 148(3) no 31 February": (Allowance(1, Unit.MONTHS), "01-31 09:00", "03-02 17:00"),
    "R24 no months at all": (Allowance(0, Unit.MONTHS), "06-01 09:00", "06-01 17:00"),
    "R24 over the year": (Allowance(13, Unit.MONTHS), "2024-11-30 09:00", "2025-12-30 17:00"),
}


@pytest.mark.parametrize(("allowance", "start", "due"), CORRESPONDING.values(), ids=CORRESPONDING.keys())
def test_example_15_corresponding_day(allowance: Allowance, start: str, due: str) -> None:
    step = a_step(allowance, start, convention=STATUTORY)
    assert evaluate_step(step, at(start)).due_at == at(due)


def test_example_16_r24_a_month_gets_back_the_dates_that_were_lost() -> None:
    lost = pause("06-10 09:00", "06-12 15:00")
    step = a_step(Allowance(1, Unit.MONTHS), "06-01 09:00", lost, convention=STATUTORY)
    clock = evaluate_step(step, at("06-19 08:00"))
    assert clock.due_at == at("07-06 17:00")
    assert clock.remaining_days == 16


REFUSED = {
    "R24 weeks, elapsed": (Allowance(1, Unit.WEEKS), Convention.ELAPSED),
    "R24 months, elapsed": (Allowance(1, Unit.MONTHS), Convention.ELAPSED),
    "R9 part of a second": (Allowance(Fraction(1, 7), Unit.WORKING_HOURS), Convention.ELAPSED),
    "A5 half a day, statutory": (Allowance(Fraction(1, 2), Unit.WORKING_DAYS), STATUTORY),
    "longer than the calendar": (Allowance(10**9, Unit.WORKING_DAYS), STATUTORY),
}


@pytest.mark.parametrize(("allowance", "convention"), REFUSED.values(), ids=REFUSED.keys())
def test_an_allowance_that_cannot_be_counted_is_refused(allowance: Allowance, convention: Convention) -> None:
    with pytest.raises(DeadlineError) as refusal:
        a_step(allowance, "06-01 09:00", convention=convention)
    assert refusal.value.code is ErrorCode.INVALID_ALLOWANCE


def test_r9_a_decimal_of_whole_seconds_is_counted() -> None:
    step = a_step(Allowance(Fraction(1, 3), Unit.MINUTES), "06-01 09:00")
    assert evaluate_step(step, at("06-01 09:00")).due_at == at("06-01 09:00:20")


def test_r25_a_note_stops_nothing() -> None:
    note = pause("06-02 08:00", effect=ClockEffect.NONE)
    clock = evaluate_step(a_step(Allowance(1, Unit.WORKING_DAYS), "06-01 08:00", note), at("06-02 10:00"))
    assert not clock.paused
    assert clock.due_at == at("06-01 17:00")
