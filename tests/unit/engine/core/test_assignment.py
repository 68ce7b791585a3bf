"""A lead gives a step to a colleague: who it may be, what becomes of it, and that no clock moves."""

import pytest

from engine.core.actors import Actor, Role
from engine.core.case import StepStatus
from engine.core.case_clock import times_of
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import ActorId, AgencyId, ProcedureId
from tests.support.kite_licence import INSPECTOR, an_actor, at
from tests.support.kite_story import KiteStory

STEP = "inspect_kite"
LEAD = an_actor(Role.AGENCY_LEAD, "workshop-1")
COLLEAGUE = Actor(id=ActorId("colleague"), name="Lê Diều", agency=AgencyId("workshop-1"), roles=(Role.CASEWORKER,))


def _given(story: KiteStory, now: str, to: Actor | None = COLLEAGUE, by: Actor = LEAD, step: str = STEP) -> KiteStory:
    story.give("assign_step", now, by, step=step, to=to.id if to else "nobody", assignee=to)
    return story


@pytest.fixture
def story() -> KiteStory:
    return KiteStory().received("2026-06-01 09:00")


def test_an_open_step_is_the_colleagues(story: KiteStory) -> None:
    before = times_of(story.law, story.state, at("2026-06-01 12:00")).steps[STEP]
    _given(story, "2026-06-01 10:00")
    step = story.state.steps[STEP]
    assert (step.status, step.claimed_by, step.claimed_by_name) == (StepStatus.CLAIMED, COLLEAGUE.id, COLLEAGUE.name)
    assert story.kinds()[-1] == "step_assigned"
    assert times_of(story.law, story.state, at("2026-06-01 12:00")).steps[STEP] == before


def test_a_claimed_step_changes_hands(story: KiteStory) -> None:
    story.give("claim_step", "2026-06-01 09:30", INSPECTOR, step=STEP)
    _given(story, "2026-06-01 10:00")
    assert story.state.steps[STEP].claimed_by == COLLEAGUE.id
    with pytest.raises(CommandRefused) as refused:
        story.give("release_step", "2026-06-01 10:05", INSPECTOR, step=STEP)
    assert refused.value.reason is Reason.CLAIMED_BY_ANOTHER
    story.give("release_step", "2026-06-01 10:10", COLLEAGUE, step=STEP)
    assert story.state.steps[STEP].claimed_by is None


def test_a_step_that_waits_goes_on_waiting(story: KiteStory) -> None:
    asked = {"reasons": ["no photo"], "documents": ["photo"]}
    story.give("request_supplement", "2026-06-01 09:30", INSPECTOR, step=STEP, **asked)
    _given(story, "2026-06-01 10:00")
    step = story.state.steps[STEP]
    assert (step.status, step.claimed_by) == (StepStatus.SUSPENDED, COLLEAGUE.id)
    assert story.state.find_open_suspension(step.id) is not None


@pytest.mark.parametrize(
    "to",
    [
        None,
        COLLEAGUE.model_copy(update={"agency": AgencyId("sky-1")}),
        COLLEAGUE.model_copy(update={"agency": None}),
        COLLEAGUE.model_copy(update={"roles": (Role.ONE_STOP_OFFICER,)}),
        COLLEAGUE.model_copy(update={"procedures": (ProcedureId("other"),)}),
    ],
)
def test_who_cannot_have_it(story: KiteStory, to: Actor | None) -> None:
    with pytest.raises(CommandRefused) as refused:
        _given(story, "2026-06-01 10:00", to)
    assert refused.value.reason is Reason.ASSIGNMENT_NOT_POSSIBLE
    assert story.state.step_status(STEP) is StepStatus.OPEN  # type: ignore[arg-type]


def test_of_an_account_elsewhere_nothing_is_told(story: KiteStory) -> None:
    said = set()
    for to in (None, COLLEAGUE.model_copy(update={"id": ActorId("nobody"), "agency": AgencyId("sky-1")})):
        with pytest.raises(CommandRefused) as refused:
            _given(story, "2026-06-01 10:00", to)
        said.add(refused.value.words.vi)
    assert len(said) == 1


def test_who_has_it_is_not_given_it_again(story: KiteStory) -> None:
    _given(story, "2026-06-01 10:00")
    with pytest.raises(CommandRefused) as refused:
        _given(story, "2026-06-01 10:05")
    assert refused.value.reason is Reason.ASSIGNMENT_NOT_POSSIBLE


@pytest.mark.parametrize(
    ("by", "reason"),
    [(INSPECTOR, Reason.NOT_PERMITTED), (an_actor(Role.AGENCY_LEAD, "sky-1"), Reason.WRONG_AGENCY)],
)
def test_who_may_not_give_it(story: KiteStory, by: Actor, reason: Reason) -> None:
    with pytest.raises(CommandRefused) as refused:
        _given(story, "2026-06-01 10:00", by=by)
    assert refused.value.reason is reason
