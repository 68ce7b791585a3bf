"""Supplements: asked once and in full, answered within the term, or the case is stopped."""

import pytest

from engine.core.actors import SYSTEM
from engine.core.case import CaseStatus, StepStatus
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import StepId
from tests.support.kite_licence import INSPECTOR, OFFICER, at
from tests.support.kite_story import KiteStory

PHOTO = {"document": "photo", "reference": "file-2"}
INSPECTION = StepId("inspect_kite")


def asked() -> KiteStory:
    return KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")


def hand_in(story: KiteStory, now: str, *papers: dict[str, str]) -> None:
    story.give("hand_in_supplement", now, OFFICER, step="inspect_kite", documents=list(papers))


def test_request_suspends_the_step_and_sets_the_applicants_term() -> None:
    """7 working days from Monday 1 June: the last is Wednesday 10 June, until 24:00 (Civil Code art. 148(6))."""
    story = asked()
    waiting = story.state.open_suspensions()[0]
    assert story.state.step_status(INSPECTION) is StepStatus.SUSPENDED
    assert waiting.answer_due_at == at("2026-06-11 00:00")


def test_answer_resumes_the_step() -> None:
    story = asked()
    hand_in(story, "2026-06-03 14:00", PHOTO)
    assert story.state.step_status(INSPECTION) is StepStatus.OPEN
    assert story.state.suspensions[0].ended_at == at("2026-06-03 14:00")
    assert "photo" in {paper.document for paper in story.state.documents}


def test_answer_must_be_complete() -> None:
    story = asked()
    with pytest.raises(CommandRefused) as refused:
        hand_in(story, "2026-06-03 14:00")
    assert refused.value.reason is Reason.DOSSIER_INCOMPLETE
    assert refused.value.problems == ("photo: was asked for and is missing",)


def test_last_instant_of_the_term_is_in_time_and_the_next_second_is_not() -> None:
    in_time, late = asked(), asked()
    hand_in(in_time, "2026-06-11 00:00", PHOTO)
    assert in_time.state.step_status(INSPECTION) is StepStatus.OPEN
    with pytest.raises(CommandRefused) as refused:
        hand_in(late, "2026-06-11 00:00:01", PHOTO)
    assert refused.value.reason is Reason.SUPPLEMENT_TERM_EXPIRED


def test_no_answer_stops_the_case() -> None:
    story = asked()
    story.give("expire_supplement", "2026-06-11 00:01", SYSTEM, suspension=story.state.suspensions[0].id)
    assert story.kinds()[-2:] == ["supplement_expired", "case_stopped"]
    assert story.state.status is CaseStatus.STOPPED


def test_term_cannot_expire_early() -> None:
    story = asked()
    with pytest.raises(CommandRefused) as refused:
        story.give("expire_supplement", "2026-06-11 00:00", SYSTEM, suspension=story.state.suspensions[0].id)
    assert refused.value.reason is Reason.SUPPLEMENT_TERM_NOT_EXPIRED


def test_second_request_is_refused_with_the_legal_basis() -> None:
    story = asked()
    hand_in(story, "2026-06-03 14:00", PHOTO)
    with pytest.raises(CommandRefused) as refused:
        story.asked("2026-06-03 15:00")
    assert refused.value.reason is Reason.SUSPENSION_USED_UP
    assert refused.value.legal_basis[0].ref == "Kite Act"


def test_step_that_may_not_be_suspended_is_not() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    with pytest.raises(CommandRefused) as refused:
        story.give("request_supplement", "2026-06-01 12:00", SYSTEM, step="reserve_sky", reasons=["why not"])
    assert refused.value.reason is Reason.SUSPENSION_NOT_FORESEEN


def test_claim_survives_the_suspension() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    story.give("claim_step", "2026-06-01 09:30", INSPECTOR, step="inspect_kite")
    story.asked("2026-06-01 10:00")
    hand_in(story, "2026-06-03 14:00", PHOTO)
    assert story.state.steps[INSPECTION].claimed_by == INSPECTOR.id
    assert story.state.step_status(INSPECTION) is StepStatus.CLAIMED


def test_a_term_whose_days_off_are_not_known_is_not_set() -> None:
    """The calendar knows the days to the end of 2027: 7 working days from 29 December end in 2028."""
    story = KiteStory().received("2027-12-20 09:00")
    with pytest.raises(CommandRefused) as refused:
        story.asked("2027-12-29 10:00")
    assert refused.value.reason is Reason.CALENDAR_RUNS_OUT
    assert refused.value.problems == ("calendar office knows the days from 2026-01-01 to 2027-12-31 only",)
