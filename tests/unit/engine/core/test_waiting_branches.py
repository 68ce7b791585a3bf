"""What the executor is told of a waiting case: each branch, and no work for machines once the case is over."""

from __future__ import annotations

from engine.core.execution import Branch, Waiting, automatic_work, branches
from engine.core.identifiers import AgencyId, StepId
from tests.support.kite_licence import OFFICER, at
from tests.support.kite_story import KiteStory

INSPECTION, SKY, PRINT = (StepId(name) for name in ("inspect_kite", "reserve_sky", "print_licence"))
WORKSHOP, SKY_OFFICE, PRINTER = (AgencyId(name) for name in ("workshop-1", "sky-1", "printer-1"))


def test_each_branch_says_whom_it_waits_for_and_since_when() -> None:
    story = KiteStory().received("2026-06-01 10:00").inspected("2026-06-01 15:00")
    since = at("2026-06-01 15:00")
    assert branches(story.law, story.state) == (
        Branch(step=SKY, agency=SKY_OFFICE, waiting=Waiting.AGENCY, since=since),
        Branch(step=PRINT, agency=PRINTER, waiting=Waiting.AGENCY_SYSTEM, since=since),
    )


def test_a_supplement_says_until_when() -> None:
    story = KiteStory().received("2026-06-01 10:00").asked("2026-06-01 11:00")
    [branch] = branches(story.law, story.state)
    assert (branch.waiting, branch.since) == (Waiting.SUPPLEMENT, at("2026-06-01 11:00"))
    assert branch.until == story.state.suspensions[0].answer_due_at


def test_after_the_supplement_it_waits_since_it_came() -> None:
    story = KiteStory().received("2026-06-01 10:00").asked("2026-06-01 11:00")
    paper = {"document": "photo", "reference": "file-2"}
    story.give("hand_in_supplement", "2026-06-02 09:00", OFFICER, step="inspect_kite", documents=[paper])
    assert branches(story.law, story.state) == (
        Branch(step=INSPECTION, agency=WORKSHOP, waiting=Waiting.AGENCY, since=at("2026-06-02 09:00")),
    )


def test_a_withdrawn_case_waits_for_nobody_and_asks_no_machine() -> None:
    story = KiteStory().received("2026-06-01 10:00").inspected("2026-06-01 15:00")
    assert [work.step for work in automatic_work(story.law, story.state)] == [PRINT]
    story.give("withdraw_case", "2026-06-02 09:00", OFFICER, reason="no wind")
    assert branches(story.law, story.state) == ()
    assert automatic_work(story.law, story.state) == ()
