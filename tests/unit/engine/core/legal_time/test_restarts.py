"""Returns that restart the count: the worked examples 17-19 and the fields of R26."""

import pytest

from engine.core.legal_time import Clock, ClockEffect, ClockStatus, Convention, evaluate_step
from tests.support.legal_time import a_step, at, days, pause

RETURNED = pause("06-03 10:00", "06-10 14:00", ClockEffect.RESTART)
FIVE_DAYS = a_step(days(5), "06-01 09:00", RETURNED, convention=Convention.STATUTORY)
TWO_DAYS = a_step(days(2), "06-01 08:00", pause("06-02 10:00", "06-04 10:00", ClockEffect.RESTART))


def test_example_17_the_whole_allowance_from_the_end_of_the_return() -> None:
    assert evaluate_step(FIVE_DAYS, at("06-12 09:00")).due_at == at("06-17 17:00")


def test_example_17_a_suspension_would_give_back_less() -> None:
    suspended = pause("06-03 10:00", "06-10 14:00")
    step = a_step(days(5), "06-01 09:00", suspended, convention=Convention.STATUTORY)
    assert evaluate_step(step, at("06-12 09:00")).due_at == at("06-16 17:00")


def test_example_17_while_the_return_is_open() -> None:
    clock = evaluate_step(FIVE_DAYS, at("06-05 09:00"))
    assert clock == Clock(
        status=ClockStatus.IN_TIME,
        paused=True,
        effective_start=at("06-01 09:00"),
        due_at=None,
        due_if_resumed_now=at("06-12 17:00"),
        elapsed_seconds=0,
        remaining_seconds=clock.remaining_seconds,
        remaining_days=5,
        clock_start=at("06-05 09:00"),
        elapsed_total_seconds=61_200,
        original_due_at=None,
    )


def test_example_18_elapsed_since_the_last_restart_and_in_all() -> None:
    clock = evaluate_step(TWO_DAYS, at("06-05 10:00"))
    assert (clock.clock_start, clock.due_at) == (at("06-04 10:00"), at("06-08 10:00"))
    hours = (clock.elapsed_seconds // 3600, clock.elapsed_total_seconds // 3600)
    assert hours == (8, 18)
    assert clock.remaining_seconds == 8 * 3600


def test_example_19_a_suspension_that_overlaps_the_end_goes_on() -> None:
    both = (*TWO_DAYS.pauses, pause("06-03 08:00", "06-05 12:00"))
    clock = evaluate_step(a_step(days(2), "06-01 08:00", *both), at("06-08 08:00"))
    assert clock.clock_start == at("06-04 10:00")
    assert clock.due_at == at("06-09 12:00")


@pytest.mark.parametrize(
    ("finish", "status"), [("06-10 09:00", ClockStatus.DONE_EARLY), ("06-12 17:00", ClockStatus.DONE_EARLY)]
)
def test_r26_a_finish_in_an_open_return_is_never_late(finish: str, status: ClockStatus) -> None:
    returned = pause("06-09 09:00", None, ClockEffect.RESTART)
    step = a_step(days(1), "06-01 08:00", returned, convention=Convention.STATUTORY, finish=finish)
    assert evaluate_step(step, at("06-20 08:00")).status is status


def test_r26_an_empty_return_and_one_before_the_start_do_nothing() -> None:
    empty = pause("06-02 10:00", "06-02 10:00", ClockEffect.RESTART)
    before = pause("05-29 10:00", "05-29 15:00", ClockEffect.RESTART)
    clock = evaluate_step(a_step(days(2), "06-01 08:00", empty, before), at("06-02 12:00"))
    assert clock.clock_start == clock.effective_start == at("06-01 08:00")
