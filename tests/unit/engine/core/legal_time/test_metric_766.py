"""Indicator 2.1 of Decision 766: the worked example 21 and the two readings of "more than one request" (R31)."""

from dataclasses import replace

import pytest

from engine.core.legal_time import Dossier, metric_766
from engine.core.legal_time.metric_766 import DossierState, LateBecause, MoreThanOne
from tests.support.legal_time import at, days, office, pause

DOSSIER = Dossier(
    calendar=office(),
    received_at=at("06-01 08:00"),
    due_at=at("06-08 17:00"),
    done_at=at("06-12 09:00"),
    pauses=(pause("06-03 10:00", "06-10 10:00"),),
)
PERIOD_END = at("07-01 00:00")
SECOND = pause("06-11 08:00", "06-11 10:00")


def test_example_21_the_wait_is_subtracted() -> None:
    result = metric_766(DOSSIER, PERIOD_END)
    assert result.state is DossierState.FINISHED
    assert result.supplement_seconds == 7 * 86_400
    assert result.adjusted_end_at == at("06-05 09:00")
    assert (result.on_time, result.late_because, result.late_seconds) == (True, (), 0)


def test_example_21_while_waiting_the_request_is_the_end() -> None:
    result = metric_766(DOSSIER, at("06-05 12:00"))
    assert (result.state, result.end_at, result.on_time) == (DossierState.WAITING, at("06-03 10:00"), True)


@pytest.mark.parametrize(("reading", "on_time"), [(MoreThanOne.LATE, False), (MoreThanOne.LATE_WHILE_WAITING, True)])
def test_example_21_a_second_request(reading: MoreThanOne, on_time: bool) -> None:
    twice = replace(DOSSIER, pauses=(*DOSSIER.pauses, SECOND), more_than_one=reading)
    result = metric_766(twice, PERIOD_END)
    assert result.supplement_requests == 2
    assert result.on_time is on_time
    assert result.late_because == (() if on_time else (LateBecause.MORE_THAN_ONE_SUPPLEMENT,))


def test_r31_both_reasons_in_order() -> None:
    late = replace(DOSSIER, pauses=(*DOSSIER.pauses, SECOND), done_at=at("06-25 09:00"))
    expected = (LateBecause.AFTER_DUE, LateBecause.MORE_THAN_ONE_SUPPLEMENT)
    assert metric_766(late, PERIOD_END).late_because == expected


def test_r31_done_comes_before_returned_and_stopped() -> None:
    ends = replace(DOSSIER, done_at=at("06-12 09:00"), returned_at=at("06-10 09:00"), stopped_at=at("06-09 09:00"))
    assert metric_766(ends, PERIOD_END).end_at == at("06-12 09:00")
    assert metric_766(ends, at("06-11 09:00")).end_at == at("06-10 09:00")


def test_r31_without_an_appointment_the_published_time_counts_from_the_receipt() -> None:
    dossier = replace(DOSSIER, due_at=None, published=days(5))
    assert metric_766(dossier, PERIOD_END).due_at == at("06-08 17:00")


def test_r31_received_after_the_period_is_not_counted() -> None:
    result = metric_766(DOSSIER, at("05-31 00:00"))
    assert (result.counted, result.state, result.on_time, result.late_because) == (False, None, None, ())


def test_r31_guidance_before_the_receipt_is_no_request() -> None:
    guided = replace(DOSSIER, pauses=(pause("05-29 08:00", "06-02 08:00"),))
    assert metric_766(guided, PERIOD_END).supplement_requests == 0
