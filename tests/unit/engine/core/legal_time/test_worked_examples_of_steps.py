"""The worked examples 1-12 of the deadline specification: steps, to the second."""

import pytest

from engine.core.legal_time import Allowance, ClockStatus, Convention, StepFacts, Unit, evaluate_step
from tests.support.legal_time import a_step, at, days, office, pause

STATUTORY = Convention.STATUTORY
SATURDAY_MORNING = ((8 * 3600, 11 * 3600 + 1800),)
FIFTEEN = office(cutoff="15:00")

DUE = {
    "R9 one working day": (a_step(days(1), "06-01 10:20"), "06-02 10:20"),
    "R6 eight hours end at the close": (a_step(Allowance(8, Unit.WORKING_HOURS), "06-01 08:00"), "06-01 17:00"),
    "R9 over Tết 2025": (a_step(days(3), "2025-01-23 15:00"), "2025-02-04 15:00"),
    "R10 over Tết 2025": (a_step(days(3), "2025-01-23 15:00", convention=STATUTORY), "2025-02-04 17:00"),
    "R11 calendar days roll out of Tết": (
        a_step(Allowance(15, Unit.CALENDAR_DAYS), "2025-01-10 09:00", convention=STATUTORY),
        "2025-02-03 17:00",
    ),
    "R2 swapped Saturday, elapsed": (a_step(days(2), "2025-04-25 14:00"), "2025-04-28 14:00"),
    "R2 swapped Saturday, statutory": (a_step(days(2), "2025-04-24 09:00", convention=STATUTORY), "2025-04-26 17:00"),
    "R9 two pauses in one day": (
        a_step(days(1), "06-01 08:00", pause("06-01 10:00", "06-01 10:30"), pause("06-01 15:00", "06-01 16:00")),
        "06-02 09:30",
    ),
    "R10 five days": (a_step(days(5), "06-01 09:00", convention=STATUTORY), "06-08 17:00"),
    "R7 at the cut-off": (
        a_step(days(5), "06-01 15:00", convention=STATUTORY, calendar=FIFTEEN, received=True),
        "06-08 17:00",
    ),
    "R7 after the cut-off": (
        a_step(days(5), "06-01 15:01", convention=STATUTORY, calendar=FIFTEEN, received=True),
        "06-09 17:00",
    ),
    "R7 Saturday with a cut-off": (
        a_step(days(3), "06-06 09:00", convention=STATUTORY, calendar=FIFTEEN, received=True),
        "06-11 17:00",
    ),
    "R7 Saturday without a cut-off": (
        a_step(days(3), "06-06 09:00", convention=STATUTORY, received=True),
        "06-10 17:00",
    ),
    "R12 paused over a weekend": (
        a_step(days(7), "06-01 09:00", pause("06-04 10:00", "06-08 14:00"), convention=STATUTORY),
        "06-15 17:00",
    ),
    "R13 within the day": (
        a_step(days(0), "06-05 15:30", convention=STATUTORY, calendar=FIFTEEN, received=True),
        "06-08 17:00",
    ),
    "R4 Saturday morning": (a_step(days(1), "06-05 15:00", calendar=office(saturday=SATURDAY_MORNING)), "06-08 10:30"),
}


@pytest.mark.parametrize(("step", "due"), DUE.values(), ids=DUE.keys())
def test_due_instant(step: StepFacts, due: str) -> None:
    assert evaluate_step(step, at("06-20 12:00")).due_at == at(due)


def test_example_1_elapsed_and_remaining() -> None:
    clock = evaluate_step(a_step(days(1), "06-01 10:20"), at("06-01 14:00"))
    assert (clock.elapsed_seconds, clock.remaining_seconds) == (9_600, 19_200)
    assert clock.status is ClockStatus.IN_TIME


def test_example_6_an_open_pause_has_no_due_date() -> None:
    clock = evaluate_step(a_step(days(2), "06-01 13:00", pause("06-02 09:00")), at("06-03 15:00"))
    assert (clock.elapsed_seconds, clock.remaining_seconds) == (5 * 3600, 11 * 3600)
    assert clock.paused
    assert clock.due_at is None
    assert clock.due_if_resumed_now == at("06-05 09:00")


def test_example_9_while_paused_the_days_left_stand_still() -> None:
    step = a_step(days(7), "06-01 09:00", pause("06-04 10:00", "06-08 14:00"), convention=STATUTORY)
    clock = evaluate_step(step, at("06-05 16:00"))
    assert clock.due_at is None
    assert clock.due_if_resumed_now == at("06-12 17:00")
    assert clock.remaining_days == 5


def test_example_12_a_finish_closes_an_open_pause() -> None:
    step = a_step(days(1), "06-01 08:00", pause("06-01 11:00"), finish="06-02 09:00")
    clock = evaluate_step(step, at("06-03 08:00"))
    assert clock.due_at == at("06-02 15:00")
    assert clock.status is ClockStatus.DONE_ON_TIME
    assert not clock.paused
