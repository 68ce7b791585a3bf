"""Asking the applicant: late, and what becomes of a step whose applicant lets the term pass."""

from dataclasses import replace

import pytest

from engine.core import events
from engine.core.actors import SYSTEM
from engine.core.answer_terms import tell_by
from engine.core.case import CaseStatus, StepStatus
from engine.core.decisions.lapses import as_law_sees
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import StepId
from engine.core.notes import NoteKind, notes_of
from tests.support.kite_licence import INSPECTOR, OFFICER, PRINTER, SKY_CLERK, at
from tests.support.tree_house import Story

FIRE = StepId("fire_opinion")


def asked(now: str) -> Story:
    story = Story()
    story.received("2026-06-01 09:00")
    story.give("request_supplement", now, SKY_CLERK, step=FIRE, reasons=["the plan is missing"])
    return story


@pytest.mark.parametrize(
    ("now", "is_late"),
    # One working day of 8 hours, counted as the step is: from Monday 09:00 to Tuesday 09:00.
    [
        ("2026-06-01 16:00", False),
        ("2026-06-02 09:00", False),
        ("2026-06-02 09:00:01", True),
        ("2026-06-03 08:00", True),
    ],
)
def test_a_request_that_comes_late_holds_and_is_marked(now: str, is_late: bool) -> None:
    story = asked(now)
    event = story.happened[-1]
    assert isinstance(event, events.TimeLimitSuspended)
    assert event.asked_late is story.state.suspensions[0].asked_late is is_late
    assert story.state.step_status(FIRE) is StepStatus.SUSPENDED
    notes = notes_of(story.law, story.state, story.times(now))
    assert [note.kind for note in notes] == ([NoteKind.ASKED_LATE] if is_late else [])


def test_the_note_names_the_rule() -> None:
    story = asked("2026-06-03 08:00")
    (note,) = notes_of(story.law, story.state, story.times("2026-06-03 08:00"))
    assert note.sentence("en") == (
        "The request of 08:00 on Wednesday 03/06/2026 came later than 1 working day after the beginning; "
        "it holds all the same (Tree House Act, art. 6)."
    )


def test_a_request_from_before_this_was_told_says_nothing_of_it() -> None:
    known = asked("2026-06-01 16:00").happened[-1].model_dump(mode="json")
    del known["asked_late"]
    old = events.ADAPTER.validate_python(known)
    assert isinstance(old, events.TimeLimitSuspended)
    assert not old.asked_late


def test_the_step_is_refused_when_the_term_passes() -> None:
    """3 working days after Monday 1 June: the end of Thursday 4 June, 24:00."""
    story = asked("2026-06-01 16:00")
    assert story.state.suspensions[0].answer_due_at == at("2026-06-05 00:00")
    in_time = as_law_sees(story.law, story.state, at("2026-06-05 00:00"))
    assert in_time.step_status(FIRE) is StepStatus.SUSPENDED
    seen = as_law_sees(story.law, story.state, at("2026-06-05 00:00:01"))
    assert (seen.step_status(FIRE), seen.status) == (StepStatus.REFUSED, CaseStatus.REFUSED)
    assert seen.closed_at == at("2026-06-05 00:00")
    story.give("expire_supplement", "2026-06-20 08:00", SYSTEM, suspension=story.state.suspensions[0].id)
    assert story.kinds()[-5:] == [
        "supplement_expired",
        "step_refused",
        "step_unreached",
        "step_unreached",
        "case_refused",
    ]
    refused = story.happened[-4]
    assert isinstance(refused, events.StepRefused)
    assert (refused.at, refused.legal_basis.article) == (at("2026-06-05 00:00"), "6")
    assert not story.state.steps[FIRE].deemed


def test_silence_elsewhere_passes_before_a_supplement_is_handed_in() -> None:
    """The permit's supplement is answered; what the applicant hands in finds the case as the law has made it."""
    story = Story()
    story.received("2026-06-01 09:00")
    story.give("complete_step", "2026-06-02 09:00", SKY_CLERK, step=FIRE, result={"agreed": True})
    story.give("complete_step", "2026-06-02 10:00", INSPECTOR, step="road_opinion", result={"agreed": True})
    story.give("request_supplement", "2026-06-02 11:00", PRINTER, step="permit", reasons=["photo"])
    story.give("hand_in_supplement", "2026-06-03 11:00", OFFICER, step="permit", note="here")
    assert story.kinds()[-1] == "time_limit_resumed"


def test_what_came_of_it_is_to_be_told_within_a_working_day_of_the_end_of_the_term() -> None:
    """The term ends on Thursday 4 June, 24:00; the eight hours of one working day are those of Friday: 17:00."""
    story = asked("2026-06-01 16:00")
    rule = story.law.definition.suspensions["supplement"]
    suspensions = {"supplement": rule.model_copy(update={"tell_within": TimeLimit.model_validate("1 working_days")})}
    story.law = replace(story.law, definition=story.law.definition.model_copy(update={"suspensions": suspensions}))
    waiting = as_law_sees(story.law, story.state, at("2026-06-05 00:00")).suspensions[0]
    assert tell_by(story.law, story.state, waiting) is None, "the term runs"
    seen = as_law_sees(story.law, story.state, at("2026-06-05 00:00:01"))
    assert tell_by(story.law, seen, seen.suspensions[0]) == at("2026-06-05 17:00")
    notes = notes_of(story.law, seen, story.times("2026-06-05 00:00:01"))
    (note,) = [note for note in notes if note.kind is NoteKind.TELL_BY]
    assert note.sentence("en") == (
        "The term for the supplement passed without it; the outcome and its reason are told to the applicant by "
        "17:00 on Friday 05/06/2026 (Tree House Act, art. 6)."
    )
