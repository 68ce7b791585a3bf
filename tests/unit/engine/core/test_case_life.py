"""The life of a case: what opens what, and how it ends."""

from engine.core.actors import SYSTEM
from engine.core.case import CaseStatus, StepStatus
from engine.core.identifiers import StepId
from tests.support.kite_licence import INSPECTOR, KITE, OFFICER, SKY_CLERK, kite_definition, kite_law
from tests.support.kite_story import LICENCE, KiteStory

BASIS = {"ref": "Kite Act", "article": "9"}


def test_receipt_opens_the_first_step_at_the_receipt() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    assert story.kinds() == ["case_submitted", "case_received", "step_opened"]
    assert story.state.status is CaseStatus.IN_PROGRESS
    assert story.state.steps[StepId("inspect_kite")].agency == "workshop-1"
    assert story.state.version == 3


def test_both_branches_open_in_the_command_that_ends_the_first_step() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    assert story.kinds()[3:] == ["step_completed", "step_opened", "step_opened"]
    opened = [story.state.steps[StepId(s)].opened_at for s in ("reserve_sky", "print_licence")]
    assert opened == [story.state.steps[StepId("inspect_kite")].finished_at] * 2


def test_case_completes_with_its_last_step_and_leaves_out_what_is_not_asked_for() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00").printed("2026-06-01 11:05")
    story.give("complete_step", "2026-06-02 10:00", SKY_CLERK, step="reserve_sky")
    assert story.kinds()[-2:] == ["step_not_needed", "case_completed"]
    assert story.state.step_status(StepId("make_badge")) is StepStatus.NOT_NEEDED
    assert story.state.closed_at == story.state.steps[StepId("reserve_sky")].finished_at


def test_optional_step_opens_when_asked_for() -> None:
    story = KiteStory().received("2026-06-01 09:00", wants_badge=True)
    story.inspected("2026-06-01 11:00").printed("2026-06-01 11:05")
    story.give("complete_step", "2026-06-02 10:00", SKY_CLERK, step="reserve_sky")
    assert story.kinds()[-1] == "step_opened"
    assert story.state.status is CaseStatus.IN_PROGRESS


def test_refusal_of_the_first_step_refuses_the_case() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    story.give("refuse_step", "2026-06-01 10:00", INSPECTOR, step="inspect_kite", reason="torn", legal_basis=BASIS)
    assert story.kinds()[3:] == [
        "step_refused",
        "step_unreached",
        "step_unreached",
        "step_unreached",
        "case_refused",
    ]
    assert story.state.status is CaseStatus.REFUSED


def test_refusal_of_one_branch_leaves_the_other_its_result() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00").printed("2026-06-01 11:05")
    story.give("refuse_step", "2026-06-02 10:00", SKY_CLERK, step="reserve_sky", reason="full", legal_basis=BASIS)
    assert story.state.step_status(StepId("make_badge")) is StepStatus.UNREACHED
    assert story.state.status is CaseStatus.COMPLETED


def test_withdrawal_ends_the_case_at_any_time() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    story.give("withdraw_case", "2026-06-01 11:00", OFFICER, reason="no wind")
    assert story.state.status is CaseStatus.WITHDRAWN
    assert story.times("2026-06-20 09:00").steps[StepId("inspect_kite")].status.value == "not_judged"


def test_a_step_entered_late_does_not_open_its_successor_before_the_slower_branch() -> None:
    """Parallel steps are entered in any order; what follows opens when the last of them really ended."""
    needs_both = {"needs": ["reserve_sky", "print_licence"]}
    steps = {**KITE["steps"], "make_badge": {**KITE["steps"]["make_badge"], **needs_both}}
    law = kite_law(kite_definition(steps=steps))
    story = KiteStory(law).received("2026-06-01 09:00", wants_badge=True).inspected("2026-06-01 11:00")
    story.give("complete_step", "2026-06-03 10:00", SKY_CLERK, step="reserve_sky")
    story.give(
        "complete_step",
        "2026-06-03 16:00",
        SYSTEM,
        step="print_licence",
        documents=[LICENCE],
        occurred_at="2026-06-02T09:00:00+07:00",
    )
    assert story.state.steps[StepId("make_badge")].opened_at == story.state.steps[StepId("reserve_sky")].finished_at


def test_a_branch_that_came_about_is_not_refused_with_the_other() -> None:
    """The sky is reserved and no badge asked for; the licence is refused: the case has a result."""
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("complete_step", "2026-06-02 10:00", SKY_CLERK, step="reserve_sky")
    story.give("refuse_step", "2026-06-02 11:00", SYSTEM, step="print_licence", reason="no ink", legal_basis=BASIS)
    assert story.state.status is CaseStatus.COMPLETED


def test_everything_refused_is_refused() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("refuse_step", "2026-06-02 10:00", SKY_CLERK, step="reserve_sky", reason="full", legal_basis=BASIS)
    story.give("refuse_step", "2026-06-02 11:00", SYSTEM, step="print_licence", reason="no ink", legal_basis=BASIS)
    assert story.state.status is CaseStatus.REFUSED
