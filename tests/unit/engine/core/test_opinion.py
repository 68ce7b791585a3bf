"""The opinion of another agency: its own term, the answer, the end without one; and that no clock stops for it."""

from __future__ import annotations

import pytest

from engine.core.actors import Role
from engine.core.available import available_commands
from engine.core.case import CaseStatus, StepStatus
from engine.core.errors import CommandRefused, NotFound, Reason
from engine.core.opinions import OpinionAnswer, OpinionEnd
from tests.support.kite_licence import INSPECTOR, OFFICER, PRINTER, SKY_CLERK, an_actor, at
from tests.support.kite_story import KiteStory

STEP, FIRST = "inspect_kite", "inspect_kite-opinion-1"
TWO_DAYS = {"within": {"n": 2, "unit": "working_days"}}
COLLEAGUE = an_actor(Role.CASEWORKER, "workshop-1", "Bình")
ANSWER = {"step": STEP, "opinion": FIRST, "answer": "disagrees", "text": "the sky is full", "reference": "7/SKY"}
LATER = "2026-06-02 10:00"


@pytest.fixture
def story() -> KiteStory:
    """Received on a Monday."""
    return KiteStory().received("2026-06-01 09:00")


def asked(story: KiteStory, now: str = "2026-06-01 10:00", agency: str = "sky-1", **said: object) -> KiteStory:
    term = said or TWO_DAYS
    story.give("ask_opinion", now, INSPECTOR, step=STEP, agency=agency, question="is the sky free?", **term)
    return story


def test_the_clock_runs_on_and_the_opinion_has_its_own_term(story: KiteStory) -> None:
    before = story.times(LATER)
    asked(story)
    (opinion,) = story.state.opinions
    assert (opinion.agency, opinion.asked_for, opinion.is_open) == ("sky-1", "workshop-1", True)
    # Two working days after Monday 1 June: the day of asking is not counted, Wednesday ends at 24:00 (Civil Code 147, 148).
    assert opinion.due_at == at("2026-06-04 00:00")
    after = story.times(LATER)
    assert (after.steps, after.case) == (before.steps, before.case)
    assert story.state.step_status(STEP) is StepStatus.OPEN  # type: ignore[arg-type]
    assert story.state.suspensions == ()


def test_an_instant_may_be_named(story: KiteStory) -> None:
    asked(story, answer_by="2026-06-02T12:00:00+07:00")
    assert story.state.opinions[0].due_at == at("2026-06-02 12:00")
    assert not story.state.opinions[0].is_late(at("2026-06-02 12:00"))
    assert story.state.opinions[0].is_late(at("2026-06-02 12:01"))


@pytest.mark.parametrize(
    ("agency", "term", "reason"),
    [
        ("workshop-1", TWO_DAYS, Reason.OPINION_NOT_POSSIBLE),
        ("nobody", TWO_DAYS, Reason.OPINION_NOT_POSSIBLE),
        ("sky-1", {"answer_by": "2026-06-01T10:00:00+07:00"}, Reason.OPINION_NOT_POSSIBLE),
        ("sky-1", {"answer_by": "2031-06-01T10:00:00+07:00"}, Reason.CALENDAR_RUNS_OUT),
    ],
)
def test_who_and_until_when_cannot_be_asked(
    story: KiteStory, agency: str, term: dict[str, object], reason: Reason
) -> None:
    with pytest.raises(CommandRefused) as refused:
        asked(story, agency=agency, **term)
    assert refused.value.reason is reason
    assert story.state.opinions == ()


def test_one_agency_has_one_open_question_of_a_step(story: KiteStory) -> None:
    asked(story)
    with pytest.raises(CommandRefused) as refused:
        asked(story, "2026-06-01 11:00")
    assert refused.value.reason is Reason.OPINION_NOT_POSSIBLE
    asked(story, "2026-06-01 11:00", agency="printer-1")
    assert [opinion.agency for opinion in story.state.opinions] == ["sky-1", "printer-1"]


def test_it_is_given_late_or_not(story: KiteStory) -> None:
    asked(story).give("give_opinion", "2026-06-05 09:00", SKY_CLERK, **ANSWER)
    (opinion,) = story.state.opinions
    assert (opinion.ended, opinion.answer) == (OpinionEnd.GIVEN, OpinionAnswer.DISAGREES)
    assert (opinion.text, opinion.reference, opinion.given_by_name) == ("the sky is full", "7/SKY", SKY_CLERK.name)
    assert opinion.is_late(at("2026-06-30 09:00")), "by the answer, not by the day on which one looks"
    with pytest.raises(CommandRefused) as refused:
        story.give("give_opinion", "2026-06-05 10:00", SKY_CLERK, **ANSWER)
    assert refused.value.reason is Reason.OPINION_NOT_OPEN


def test_an_opinion_binds_nobody_and_an_open_question_holds_nobody(story: KiteStory) -> None:
    asked(story).inspected(LATER)
    (opinion,) = story.state.opinions
    assert (opinion.ended, opinion.ended_at) == (OpinionEnd.LEFT, at(LATER))
    with pytest.raises(CommandRefused) as refused:
        story.give("give_opinion", "2026-06-02 11:00", SKY_CLERK, **ANSWER)
    assert refused.value.reason is Reason.WRONG_STATUS


def test_it_is_given_while_the_step_waits_for_the_applicant(story: KiteStory) -> None:
    asked(story).asked("2026-06-01 11:00").give("give_opinion", LATER, SKY_CLERK, **ANSWER)
    assert story.state.step_status(STEP) is StepStatus.SUSPENDED  # type: ignore[arg-type]
    assert story.state.opinions[0].ended is OpinionEnd.GIVEN


def test_it_is_taken_back_by_who_asked(story: KiteStory) -> None:
    asked(story)
    story.give("withdraw_opinion", LATER, INSPECTOR, step=STEP, opinion=FIRST, reason="found in the book")
    (opinion,) = story.state.opinions
    assert (opinion.ended, opinion.withdrawn_because) == (OpinionEnd.WITHDRAWN, "found in the book")
    asked(story, "2026-06-02 11:00")
    assert story.state.opinions[-1].id == "inspect_kite-opinion-2"


def test_the_end_of_the_case_leaves_it(story: KiteStory) -> None:
    asked(story).give("withdraw_case", LATER, OFFICER, reason="no wind")
    assert story.state.status is CaseStatus.WITHDRAWN
    assert story.state.opinions[0].ended is OpinionEnd.LEFT


def test_only_who_has_the_step_asks_and_only_who_is_asked_answers(story: KiteStory) -> None:
    story.give("claim_step", "2026-06-01 09:30", INSPECTOR, step=STEP)
    ask = {"step": STEP, "agency": "printer-1", "question": "?", **TWO_DAYS}
    for actor, reason in ((COLLEAGUE, Reason.CLAIMED_BY_ANOTHER), (SKY_CLERK, Reason.WRONG_AGENCY)):
        with pytest.raises(CommandRefused) as refused:
            story.give("ask_opinion", LATER, actor, **ask)
        assert refused.value.reason is reason
    asked(story)
    with pytest.raises(CommandRefused) as not_asked:
        story.give("give_opinion", LATER, PRINTER, **ANSWER)
    assert not_asked.value.reason is Reason.WRONG_AGENCY


def test_who_is_asked_may_answer_and_sees_no_case_for_that(story: KiteStory) -> None:
    """The balloonists have no part in a kite licence."""
    agencies = story.law.agencies
    known = {**agencies.agencies, "balloon-1": agencies.agencies["sky-1"]}  # type: ignore[dict-item]
    law = story.law.__class__(
        story.law.definition, story.law.calendars, agencies.model_copy(update={"agencies": known})
    )
    story = story.copied(law)
    balloonist = an_actor(Role.CASEWORKER, "balloon-1")
    with pytest.raises(NotFound):
        story.give("give_opinion", "2026-06-01 09:30", balloonist, **ANSWER)
    asked(story, agency="balloon-1")
    with pytest.raises(NotFound):
        story.give("claim_step", LATER, balloonist, step=STEP)
    story.give("give_opinion", LATER, balloonist, **ANSWER)
    assert story.state.opinions[0].given_by_name == balloonist.name


def test_what_is_available_follows(story: KiteStory) -> None:
    def offers(actor: object) -> set[str]:
        found = available_commands(story.law, story.state, actor)  # type: ignore[arg-type]
        return {one.command for one in found if one.step == STEP and one.command.endswith("_opinion")}

    assert (offers(INSPECTOR), offers(SKY_CLERK)) == ({"ask_opinion"}, set())
    asked(story)
    assert (offers(INSPECTOR), offers(SKY_CLERK)) == ({"ask_opinion", "withdraw_opinion"}, {"give_opinion"})
