"""Who had the time: the worked example 23 and the parts that always add up (R34)."""

from dataclasses import replace

import pytest

from engine.core.legal_time import CaseFacts, ClockEffect, Convention, PauseKind, attribute
from tests.support.legal_time import a_step, at, days, office, pause

HOUR = 3600
CHAIN = CaseFacts(
    "case",
    office(),
    Convention.ELAPSED,
    days(5),
    at("06-01 08:00"),
    steps=(
        replace(a_step(days(2), "06-01 08:00", name="a", finish="06-02 10:00"), agency="A"),
        replace(
            a_step(
                days(2),
                "06-02 10:00",
                pause("06-02 14:00", "06-03 09:00"),
                name="b",
                after=("a",),
                finish="06-03 12:00",
            ),
            agency="B",
        ),
    ),
)


def test_example_23_every_second_has_one_owner() -> None:
    split = attribute(CHAIN, at("06-30 08:00"))
    assert split.agencies == {"A": 10 * HOUR, "B": 6 * HOUR}
    assert split.waits[PauseKind.SUPPLEMENT] == 19 * HOUR
    assert split.outside_working_time == 17 * HOUR
    assert split.total_seconds == 52 * HOUR
    assert split.critical_path == ("a", "b")


def test_before_the_receipt_nobody_has_anything() -> None:
    split = attribute(CHAIN, at("06-01 07:59"))
    assert (split.start, split.end, split.total_seconds) == (None, None, 0)
    assert split.agencies == {"A": 0, "B": 0}


def test_of_overlapping_pauses_the_first_begun_owns_the_time() -> None:
    over = pause("06-02 13:00", "06-02 15:00", kind=PauseKind.FINANCIAL)
    split = attribute(replace(CHAIN, pauses=(over,)), at("06-30 08:00"))
    assert split.waits[PauseKind.FINANCIAL] == 2 * HOUR
    assert split.waits[PauseKind.SUPPLEMENT] == 18 * HOUR


@pytest.mark.parametrize(("effect", "waited"), [(ClockEffect.NONE, 0), (ClockEffect.RESTART, 19 * HOUR)])
def test_a_note_takes_nothing_from_the_agency(effect: ClockEffect, waited: int) -> None:
    first, second = CHAIN.steps
    noted = replace(second, pauses=(replace(second.pauses[0], effect=effect),))
    assert attribute(replace(CHAIN, steps=(first, noted)), at("06-30 08:00")).waits[PauseKind.SUPPLEMENT] == waited
