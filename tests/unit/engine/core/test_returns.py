"""A case goes back to an earlier step whose result proved wrong. Monday is 1 June 2026; office hours 8-12, 13-17."""

import pytest

from engine.core.available import available_commands
from engine.core.case import StepStatus, fold
from engine.core.counted_facts import facts_of
from engine.core.errors import CommandRefused, Reason
from engine.core.events import RecordedEvent
from engine.core.execution import Waiting, automatic_work, branches, waiting_for, wakes_the_flow
from engine.core.explain import explain_due_dates
from engine.core.explanation_words import sentences
from engine.core.identifiers import CommandId, StepId
from engine.core.law import Law
from engine.core.legal_time import ClockStatus, PauseKind, Policy, attribute, to_datetime, to_instant
from engine.core.words import case_words, step_words
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_licence import INSPECTOR, OFFICER, PRINTER, SKY_CLERK, at, kite_law
from tests.support.kite_story import LICENCE, KiteStory

KITE, SKY, LICENCE_STEP = StepId("inspect_kite"), StepId("reserve_sky"), StepId("print_licence")
BY_HAND = {f"steps.{LICENCE_STEP}.run": GONE}
MENDED = {"title": {"vi": "Biên bản sai", "en": "Wrong note"}, "legal_basis": [{"ref": "Kite Act", "article": "8"}]}
CORRECTED = {"document": "inspection_note", "reference": "note-2"}
RESULT = {"step": KITE, "result": {"strong": True}, "documents": [CORRECTED]}


def law_with_returns(**more: object) -> Law:
    places = {f"steps.{step}.returns": {KITE: MENDED} for step in (SKY, LICENCE_STEP)}
    return kite_law(changed_kite({**places, **more}))


def returned(law: Law | None = None) -> KiteStory:
    """Inspected on Monday 11:00; the sky clerk finds the fault on Tuesday 9:00, after 5 h + 1 h of his 16 h."""
    story = KiteStory(law=law or law_with_returns()).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=KITE, reason="the span is wrong")
    return story


def refusal(story: KiteStory, kind: str, now: str, **said: object) -> CommandRefused:
    with pytest.raises(CommandRefused) as caught:
        story.give(kind, now, SKY_CLERK, **said)
    return caught.value


def test_earlier_step_is_open_again_and_the_finder_waits() -> None:
    story = returned()
    kite = story.state.steps[KITE]
    assert story.kinds()[-3:] == ["step_returned", "step_reopened", "step_taken_back"]
    assert (kite.status, kite.opened_at, kite.finished_at, kite.result) == (
        StepStatus.OPEN,
        at("2026-06-02 09:00"),
        None,
        {},
    )
    assert [(r.finished_at, r.documents[0].reference) for r in kite.earlier_runs] == [
        (at("2026-06-01 11:00"), "note-1")
    ]
    assert story.state.step_status(SKY) is StepStatus.SUSPENDED
    assert story.state.step_status(LICENCE_STEP) is StepStatus.NOT_READY  # a machine is asked anew
    assert step_words(story.state, SKY).en == "Waiting for an earlier step to be mended"
    assert case_words(story.state).en == "In progress"


def test_clocks_of_a_return() -> None:
    """24 hours anew from Tuesday 9:00; the former run is still judged; the finder's clock stands at 6 of 16 hours."""
    times = returned().times("2026-06-02 15:00")
    assert to_datetime(times.steps[KITE].due_at or 0) == at("2026-06-03 09:00")
    assert [clock.status for clock in times.earlier[KITE]] == [ClockStatus.DONE_EARLY]
    sky = times.steps[SKY]
    assert (sky.paused, sky.due_at, sky.elapsed_seconds) == (True, None, 6 * 3600)
    assert set(times.steps) == {KITE, SKY, LICENCE_STEP} == set(times.projected)
    assert set(times.critical_path) <= set(times.steps)
    assert times.case is not None and not times.case.paused  # R18: the reopened step can progress


def test_a_total_under_policy_any_does_not_stand_for_a_fault_of_the_agencies() -> None:
    story = returned(law_with_returns(**{"total.policy": Policy.ANY}))
    times = story.times("2026-06-02 15:00")
    assert times.case is not None and not times.case.paused
    assert times.steps[SKY].paused


def test_completed_again_everybody_goes_on_in_the_same_transaction() -> None:
    story = returned(law_with_returns(**BY_HAND))
    assert story.state.step_status(LICENCE_STEP) is StepStatus.OPEN  # people go on beside it
    story.give("return_to_step", "2026-06-02 10:00", PRINTER, step=LICENCE_STEP, to=KITE, reason="the span")
    assert story.kinds().count("step_reopened") == 1  # joins what is open already
    caused = story.give("complete_step", "2026-06-02 11:00", INSPECTOR, **RESULT)
    assert [e.type for e in caused] == ["step_completed", "time_limit_resumed", "time_limit_resumed"]
    assert {story.state.step_status(s) for s in (SKY, LICENCE_STEP)} == {StepStatus.OPEN}
    notes = [p.reference for p in story.state.documents if p.document == "inspection_note"]
    assert notes == ["note-2"]  # the corrected paper counts, the former one stays with its run
    assert story.state.steps[KITE].earlier_runs[0].documents[0].reference == "note-1"
    # 16 h from Monday 11:00: 5 h, then 1 h until the return; 10 h left from Tuesday 11:00: 1 + 4 h, 4 + 1 h.
    due = story.times("2026-06-02 11:00").steps[SKY].due_at
    assert to_datetime(due or 0) == at("2026-06-03 14:00")


def test_who_is_claimed_stays_claimed() -> None:
    story = KiteStory(law=law_with_returns()).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("claim_step", "2026-06-01 12:00", SKY_CLERK, step=SKY)
    story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=KITE, reason="wrong")
    assert story.state.steps[KITE].claimed_by is None
    story.give("complete_step", "2026-06-02 11:00", INSPECTOR, **RESULT)
    assert story.state.step_status(SKY) is StepStatus.CLAIMED


def test_refused_the_second_time() -> None:
    """Neither what waits for it nor what rested on it is reached: no licence stands on a kite that was not inspected."""
    story = KiteStory(law=law_with_returns()).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.printed("2026-06-01 14:00")
    story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=KITE, reason="wrong")
    basis = {"ref": "Kite Act", "article": "2"}
    caused = story.give("refuse_step", "2026-06-02 10:00", INSPECTOR, step=KITE, reason="torn", legal_basis=basis)
    assert [e.type for e in caused] == ["step_refused", *["step_unreached"] * 3, "case_refused"]
    assert story.state.step_status(SKY) is StepStatus.UNREACHED
    assert story.state.step_status(LICENCE_STEP) is StepStatus.UNREACHED
    assert story.state.open_suspensions() == ()
    assert [p.document for p in story.state.documents] == ["drawing"]


def test_a_step_that_is_lost_anyway_is_not_taken_back_again() -> None:
    """The badge needs both. The licence is printed anew; the sky is refused: nothing that is mended brings the badge."""
    law = law_with_returns(**BY_HAND, **{"steps.make_badge.needs": [SKY, LICENCE_STEP]})
    story = KiteStory(law=law).received("2026-06-01 09:00", wants_badge=True).inspected("2026-06-01 11:00")
    story.give("complete_step", "2026-06-01 14:30", PRINTER, step=LICENCE_STEP, documents=[LICENCE])
    story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=KITE, reason="the span is wrong")
    story.give("complete_step", "2026-06-02 10:00", INSPECTOR, **RESULT)
    basis = {"ref": "Kite Act", "article": "3"}
    caused = story.give("refuse_step", "2026-06-02 11:00", SKY_CLERK, step=SKY, reason="storms", legal_basis=basis)
    assert [e.type for e in caused] == ["step_refused", "step_unreached"]
    assert story.state.step_status(LICENCE_STEP) is StepStatus.OPEN
    caused = story.give("complete_step", "2026-06-02 14:00", PRINTER, step=LICENCE_STEP, documents=[LICENCE])
    assert story.state.status == "refused", "the badge, the one fruit of the case, is not reached"


def test_refused_while_a_sibling_is_at_work_on_it() -> None:
    story = returned()
    basis = {"ref": "Kite Act", "article": "2"}
    story.give("refuse_step", "2026-06-02 10:00", INSPECTOR, step=KITE, reason="torn", legal_basis=basis)
    assert story.state.step_status(LICENCE_STEP) is StepStatus.UNREACHED
    assert story.state.status == "refused"


def test_a_wait_of_the_second_run_is_told_as_what_the_case_waits_for() -> None:
    """Both branches stand: the total too, from the request on (R18, all)."""
    story = returned()
    story.asked("2026-06-02 10:00")
    assert case_words(story.state).en == "Waiting for a supplement"
    assert waiting_for(story.law, story.state) is Waiting.SUPPLEMENT
    times = story.times("2026-06-02 15:00")
    assert times.case is not None and times.case.paused


def test_who_had_the_time() -> None:
    """R34: the workshop has both its runs, the sky office what it worked before and after; nothing is waited twice."""
    story = returned()
    story.give("complete_step", "2026-06-02 11:00", INSPECTOR, **RESULT)
    story.printed("2026-06-02 11:00")
    story.give("complete_step", "2026-06-03 10:00", SKY_CLERK, step=SKY)
    now = at("2026-06-03 10:00")
    counted = facts_of(story.law, story.state, now)
    assert counted is not None
    split = attribute(counted.under_total, to_instant(now))
    hours = {agency: seconds / 3600 for agency, seconds in split.agencies.items()}
    # Monday 9-11 and Tuesday 9-11; Monday 11-12, 13-17, Tuesday 8-9, 11-12, 13-17, Wednesday 8-10.
    assert hours == {"workshop-1": 4, "sky-1": 13, "printer-1": 0}
    assert split.waits[PauseKind.OTHER_AGENCY] == 0
    assert sum(split.agencies.values()) + sum(split.waits.values()) + split.outside_working_time == 49 * 3600
    assert story.times(now).critical_path == (KITE, SKY)


def test_it_is_explained() -> None:
    story = returned()
    told = {
        e.step: " ".join(sentences(e, "en")) for e in explain_due_dates(story.law, story.state, at("2026-06-02 15:00"))
    }
    assert "sky_office sent the case back to the step “Inspect the kite”" in told[SKY]
    assert "“the span is wrong” (Kite Act, art. 8)" in told[SKY]
    assert "began at 09:00" in told[KITE]


def test_automatic_step_is_asked_anew() -> None:
    """By its first key the second call would be taken for a repeat."""
    law = law_with_returns(**{f"steps.{SKY}.needs": [LICENCE_STEP], f"steps.{SKY}.returns": {LICENCE_STEP: MENDED}})
    story = KiteStory(law=law).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    first = automatic_work(law, story.state)[0]
    story.printed("2026-06-01 14:00")
    caused = story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=LICENCE_STEP, reason="wrong")
    assert wakes_the_flow(law, story.state, caused)
    second = automatic_work(law, story.state)[0]
    assert (first.key, second.key) == ("case-1/print_licence", "case-1/print_licence/2")


def test_machine_that_was_asked_with_the_fault_is_asked_anew() -> None:
    """What it answers to the first call rests on the fault: its step waits for nothing of it any more."""
    story = KiteStory(law=law_with_returns()).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    first = automatic_work(story.law, story.state)[0]
    system = INSPECTOR.model_copy(update={"roles": ("system",)})
    story.give("acknowledge_work", "2026-06-01 11:10", system, step=LICENCE_STEP, reference="r-1")
    caused = story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=KITE, reason="the span is wrong")
    assert wakes_the_flow(story.law, story.state, caused)
    assert automatic_work(story.law, story.state) == ()
    with pytest.raises(CommandRefused) as late:
        story.printed("2026-06-02 10:00")
    assert late.value.reason is Reason.WRONG_STATUS
    story.give("complete_step", "2026-06-02 11:00", INSPECTOR, **RESULT)
    again = automatic_work(story.law, story.state)[0]
    assert again.key == f"{first.key}/2"
    assert story.state.steps[LICENCE_STEP].acknowledged_at is None
    times = story.times("2026-06-02 11:00")
    assert [clock.status for clock in times.earlier[LICENCE_STEP]] == [ClockStatus.NOT_JUDGED]


def test_branches_say_what_is_waited_for() -> None:
    story = returned()
    found = {branch.step: (branch.waiting, branch.sent_back_to) for branch in branches(story.law, story.state)}
    assert found[SKY] == (Waiting.OTHER_AGENCY, KITE)
    assert found[KITE] == (Waiting.AGENCY, None)


def test_what_cannot_be_returned() -> None:
    story = KiteStory(law=law_with_returns()).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    to_badge = refusal(story, "return_to_step", "2026-06-02 09:00", step=SKY, to="make_badge", reason="x")
    assert to_badge.reason is Reason.RETURN_NOT_FORESEEN
    early = refusal(
        story,
        "return_to_step",
        "2026-06-02 09:00",
        step=SKY,
        to=KITE,
        reason="x",
        occurred_at="2026-06-01T10:00:00+07:00",
    )
    assert early.reason is Reason.OCCURRED_TOO_EARLY
    story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=KITE, reason="x")
    by_hand = refusal(story, "resume_time_limit", "2026-06-02 10:00", step=SKY, note="come")
    assert by_hand.reason is Reason.WAIT_ENDED_OTHERWISE
    assert "ends by itself" in str(by_hand)
    with pytest.raises(CommandRefused) as caught:
        story.give("hand_in_supplement", "2026-06-02 10:00", OFFICER, step=SKY, note="come")
    assert caught.value.reason is Reason.WAIT_ENDED_OTHERWISE


def test_nothing_to_return_to_before_the_first_result() -> None:
    """Of several steps of which one is enough, another may still be in its first run."""
    law = law_with_returns(
        **{
            f"steps.{SKY}.needs": [],
            "steps.make_badge.needs": [KITE, SKY],
            "steps.make_badge.join": "any",
            "steps.make_badge.returns": {SKY: MENDED},
        }
    )
    story = KiteStory(law=law).received("2026-06-01 09:00", wants_badge=True).inspected("2026-06-01 11:00")
    offered = {c.command for c in available_commands(law, story.state, INSPECTOR) if c.step == "make_badge"}
    assert "return_to_step" not in offered
    with pytest.raises(CommandRefused) as caught:
        story.give("return_to_step", "2026-06-01 12:00", INSPECTOR, step="make_badge", to=SKY, reason="x")
    assert caught.value.reason is Reason.NOTHING_TO_RETURN_TO


def test_offered_to_the_agency_of_the_step_alone() -> None:
    story = KiteStory(law=law_with_returns()).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    offered = {
        actor.agency: {(c.command, c.step) for c in available_commands(story.law, story.state, actor)}
        for actor in (SKY_CLERK, INSPECTOR)
    }
    assert ("return_to_step", SKY) in offered[SKY_CLERK.agency]
    assert not [command for command, _ in offered[INSPECTOR.agency] if command == "return_to_step"]


def test_twice_and_through_a_chain() -> None:
    """The badge goes back to the sky, the sky to the kite: each resumes when what it waits for is done."""
    law = law_with_returns(**{"steps.make_badge.returns": {SKY: MENDED}})
    story = KiteStory(law=law).received("2026-06-01 09:00", wants_badge=True).inspected("2026-06-01 11:00")
    story.give("complete_step", "2026-06-01 14:00", SKY_CLERK, step=SKY)
    story.give("complete_step", "2026-06-01 14:30", PRINTER, step=LICENCE_STEP, documents=[LICENCE])
    story.give("return_to_step", "2026-06-02 08:00", INSPECTOR, step="make_badge", to=SKY, reason="height")
    story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=KITE, reason="span")
    story.give("complete_step", "2026-06-02 10:00", INSPECTOR, **RESULT)
    assert story.state.step_status(StepId("make_badge")) is StepStatus.SUSPENDED
    story.give("complete_step", "2026-06-02 10:30", PRINTER, step=LICENCE_STEP, documents=[LICENCE])
    story.give("complete_step", "2026-06-02 11:00", SKY_CLERK, step=SKY)
    story.give("return_to_step", "2026-06-02 13:00", INSPECTOR, step="make_badge", to=SKY, reason="height")
    assert story.state.steps[SKY].run == 3
    story.give("complete_step", "2026-06-02 14:00", SKY_CLERK, step=SKY)
    story.give("complete_step", "2026-06-02 15:00", INSPECTOR, step="make_badge")
    assert story.state.status == "completed"
    times = story.times("2026-06-02 15:00")
    assert [len(times.earlier[step]) for step in (KITE, SKY)] == [1, 2]
    assert times.critical_path == (KITE, SKY, "make_badge")


def test_the_fold_is_repeatable() -> None:
    story = returned()
    history = [
        RecordedEvent(
            case_id=story.state.id, sequence=n, recorded_at=e.at, command_id=CommandId("c"), actor=OFFICER, event=e
        )
        for n, e in enumerate(story.happened, 1)
    ]
    assert fold(story.state.id, history) == story.state
    stored = [RecordedEvent.model_validate_json(one.model_dump_json()) for one in history]
    assert fold(story.state.id, stored) == story.state
