"""Waits that the agency ends, for a payment, for originals, for another agency, and waits that are only noted."""

from typing import Any

import pytest

from engine.core.available import available_commands
from engine.core.case import StepStatus
from engine.core.errors import CommandRefused, Reason
from engine.core.execution import WAITING_NAMES, branches, waiting_for
from engine.core.identifiers import StepId
from engine.core.legal_time import to_datetime
from engine.core.words import case_words, step_words
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import INSPECTOR, OFFICER, SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory

KITE = StepId("inspect_kite")
KINDS = {
    "financial": "Chờ thực hiện nghĩa vụ tài chính",
    "originals": "Chờ bản chính giấy tờ",
    "other_agency": "Chờ cơ quan khác",
}


def a_story(**rule: Any) -> KiteStory:
    opinion = {
        "title": {"vi": "Chờ ý kiến", "en": "Waiting for an opinion"},
        "kind": "other_agency",
        "ended_by": "agency",
        "legal_basis": [{"ref": "Kite Act", "article": "9"}],
        **rule,
    }
    places = {"suspensions.opinion": opinion, f"steps.{KITE}.may": ["supplement", "opinion"]}
    return KiteStory(law=kite_law(changed_kite(places))).received("2026-06-01 09:00")


def waits(story: KiteStory, now: str = "2026-06-01 10:00") -> KiteStory:
    story.give("request_supplement", now, INSPECTOR, step=KITE, rule="opinion", reasons=["wind service"])
    return story


def refusal(story: KiteStory, kind: str, now: str, **said: Any) -> CommandRefused:
    with pytest.raises(CommandRefused) as caught:
        story.give(kind, now, OFFICER if kind == "hand_in_supplement" else INSPECTOR, step=KITE, **said)
    return caught.value


def test_ended_by_the_agency_with_a_note() -> None:
    """24 hours from Monday 9:00; one was used, the wait lasted until Tuesday 8:00: due on Wednesday at 7:00."""
    story = waits(a_story())
    assert story.state.step_status(KITE) is StepStatus.SUSPENDED
    story.give("resume_time_limit", "2026-06-02 08:00", INSPECTOR, step=KITE, note="the opinion is here")
    assert story.state.step_status(KITE) is StepStatus.OPEN
    due = story.times("2026-06-02 09:00").steps[KITE].due_at
    assert to_datetime(due or 0) == at("2026-06-03 07:00")


def test_each_refuses_what_the_other_ends() -> None:
    story = waits(a_story())
    citizen = refusal(story, "hand_in_supplement", "2026-06-01 11:00", note="here")
    assert citizen.reason is Reason.WAIT_ENDED_OTHERWISE
    assert "resume_time_limit" in str(citizen)
    assert "do cơ quan của bước ghi nhận" in citizen.words.vi
    asked = a_story().asked("2026-06-01 10:00")
    agency = refusal(asked, "resume_time_limit", "2026-06-01 11:00", note="here")
    assert agency.reason is Reason.WAIT_ENDED_OTHERWISE
    assert "hand_in_supplement" in str(agency)


def test_what_has_come_is_said() -> None:
    story = waits(a_story())
    assert refusal(story, "resume_time_limit", "2026-06-01 11:00").reason is Reason.DOSSIER_INCOMPLETE
    unknown = refusal(story, "resume_time_limit", "2026-06-01 11:00", documents=[{"document": "kite"}])
    assert unknown.reason is Reason.DOCUMENT_UNKNOWN


def test_nothing_is_ended_where_nothing_is_waited_for() -> None:
    story = a_story()
    for kind in ("resume_time_limit", "hand_in_supplement"):
        assert refusal(story, kind, "2026-06-01 11:00", note="here").reason is Reason.WRONG_STATUS


def test_another_agency_does_not_end_it() -> None:
    story = waits(a_story())
    with pytest.raises(CommandRefused) as caught:
        story.give("resume_time_limit", "2026-06-01 11:00", SKY_CLERK, step=KITE, note="here")
    assert caught.value.reason is Reason.WRONG_AGENCY


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_called_what_it_is(kind: str) -> None:
    story = waits(a_story(kind=kind))
    assert WAITING_NAMES[waiting_for(story.law, story.state)].vi == KINDS[kind]
    assert branches(story.law, story.state)[0].waiting == kind
    assert step_words(story.state, KITE).vi == case_words(story.state).vi == KINDS[kind]


def test_offered_to_who_ends_it() -> None:
    story = waits(a_story())
    assert {c.command for c in available_commands(story.law, story.state, INSPECTOR)} == {"resume_time_limit"}
    assert {c.command for c in available_commands(story.law, story.state, OFFICER)} == {"withdraw_case"}


def test_a_note_beside_the_work_stops_nothing() -> None:
    """Another agency is asked, with no effect on the clock (NĐ 61/2018 art. 19(5)): the step goes on."""
    story = waits(a_story(effect="none"))
    assert story.state.step_status(KITE) is StepStatus.OPEN
    assert len(story.state.open_suspensions()) == 1
    assert case_words(story.state).en == "In progress"
    assert waiting_for(story.law, story.state) == "agency"
    clock = story.times("2026-06-01 11:00").steps[KITE]
    assert not clock.paused
    assert to_datetime(clock.due_at or 0) == at("2026-06-02 09:00")
    offered = {c.command for c in available_commands(story.law, story.state, INSPECTOR)}
    work = {"claim_step", "complete_step", "refuse_step", "request_supplement", "ask_opinion"}
    assert offered == work | {"resume_time_limit"}


def test_a_note_ends_with_the_answer_or_with_the_step() -> None:
    answered = waits(a_story(effect="none"))
    answered.give("claim_step", "2026-06-01 10:30", INSPECTOR, step=KITE)
    answered.give("resume_time_limit", "2026-06-01 11:00", INSPECTOR, step=KITE, note="no objection")
    assert answered.state.step_status(KITE) is StepStatus.CLAIMED
    assert answered.state.open_suspensions() == ()
    overdue = waits(a_story(effect="none", applicant_term="1 working_days", on_expiry="stop"))
    overdue.inspected("2026-06-01 15:00")
    assert overdue.state.open_suspensions() == ()
    assert overdue.state.suspensions[0].ended_at == at("2026-06-01 15:00")


def test_a_note_and_a_supplement_side_by_side() -> None:
    """The end of the note leaves the step waiting; the citizen's answer lets it go on."""
    story = waits(a_story(effect="none")).asked("2026-06-01 11:00")
    assert step_words(story.state, KITE).en == "Waiting for a supplement"
    story.give("resume_time_limit", "2026-06-01 13:00", INSPECTOR, step=KITE, rule="opinion", note="no objection")
    assert story.state.step_status(KITE) is StepStatus.SUSPENDED
    story.give("hand_in_supplement", "2026-06-01 14:00", OFFICER, step=KITE, documents=[{"document": "photo"}])
    assert story.state.step_status(KITE) is StepStatus.OPEN


def test_a_wait_that_the_step_does_not_have() -> None:
    story = waits(a_story())
    wrong = refusal(story, "resume_time_limit", "2026-06-01 11:00", rule="payment", note="here")
    assert wrong.reason is Reason.WAIT_ENDED_OTHERWISE
    assert "does not wait for `payment`" in str(wrong)
