"""Supplements: asked once and in full, answered within the term, or the case is stopped."""

import pytest

from engine.core.actors import SYSTEM
from engine.core.case import CaseStatus, StepStatus
from engine.core.decisions.lapses import as_law_sees
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import StepId
from tests.support.kite_licence import INSPECTOR, KITE, OFFICER, at, kite_definition, kite_law
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
        hand_in(story, "2026-06-03 14:00", {"document": "drawing"})
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


def kite_without_stop() -> KiteStory:
    rule = {**KITE["suspensions"]["supplement"], "on_expiry": "nothing"}
    return (
        KiteStory(kite_law(kite_definition(suspensions={"supplement": rule})))
        .received("2026-06-01 09:00")
        .asked("2026-06-01 10:00")
    )


def test_law_does_not_wait_for_the_sweep() -> None:
    """The term ends on 10 June at 24:00; the step goes on from there, whenever somebody notes it."""
    noted, unnoted = kite_without_stop(), kite_without_stop()
    noted.give("expire_supplement", "2026-06-15 10:00", SYSTEM, suspension=noted.state.suspensions[0].id)
    seen = as_law_sees(unnoted.law, unnoted.state, at("2026-06-15 10:00"))
    assert noted.state.suspensions == seen.suspensions
    assert seen.suspensions[0].ended_at == at("2026-06-11 00:00")
    assert seen.step_status(INSPECTION) is StepStatus.OPEN
    unnoted.inspected("2026-06-11 09:00")
    assert unnoted.kinds()[-4:] == ["supplement_expired", "step_completed", "step_opened", "step_opened"]


def test_work_that_was_done_before_the_term_ended_needs_no_expiry() -> None:
    story = kite_without_stop()
    hand_in_late_entry = {"step": "inspect_kite", "documents": [PHOTO], "occurred_at": "2026-06-10T16:00:00+07:00"}
    story.give("hand_in_supplement", "2026-06-20 09:00", OFFICER, **hand_in_late_entry)
    assert story.kinds()[-1] == "time_limit_resumed"


def test_a_case_that_law_has_stopped_takes_no_work() -> None:
    story = asked()
    with pytest.raises(CommandRefused) as refused:
        story.inspected("2026-06-11 09:00")
    assert (refused.value.reason, refused.value.current) == (Reason.WRONG_STATUS, "stopped/ended")


def test_stop_is_dated_at_the_end_of_the_term() -> None:
    story = asked()
    story.give("expire_supplement", "2026-06-20 09:00", SYSTEM, suspension=story.state.suspensions[0].id)
    assert story.state.closed_at == at("2026-06-11 00:00")


def test_nothing_waits_in_a_closed_case() -> None:
    story = asked()
    story.give("withdraw_case", "2026-06-02 09:00", OFFICER, reason="no wind")
    assert story.state.open_suspensions() == ()
    assert story.state.step_status(INSPECTION) is StepStatus.ENDED


def test_answer_says_something_and_names_known_papers() -> None:
    story = asked()
    with pytest.raises(CommandRefused) as unknown:
        hand_in(story, "2026-06-03 14:00", PHOTO, {"document": "whatever"})
    with pytest.raises(CommandRefused) as nothing:
        hand_in(story, "2026-06-03 14:00")
    assert (unknown.value.reason, nothing.value.reason) == (Reason.DOCUMENT_UNKNOWN, Reason.DOSSIER_INCOMPLETE)


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
