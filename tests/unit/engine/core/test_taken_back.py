"""What was made from a wrong result counts no more and is made anew. Monday is 1 June 2026; office hours 8-12, 13-17."""

from typing import Any

from engine.core.case import StepStatus
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import to_datetime
from engine.core.step_runs import RunEnd
from engine.core.words import step_words
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_licence import INSPECTOR, PRINTER, SKY_CLERK, at, kite_law
from tests.support.kite_story import LICENCE, NOTE, KiteStory

KITE, SKY, PRINT = StepId("inspect_kite"), StepId("reserve_sky"), StepId("print_licence")
MENDED = {"title": {"vi": "Biên bản sai", "en": "Wrong note"}, "legal_basis": [{"ref": "Kite Act", "article": "8"}]}
NEW_NOTE = {"document": "inspection_note", "reference": "note-2"}
NEW_LICENCE = {"document": "licence", "reference": "licence-2"}


def chain(**more: Any) -> Law:
    """Kite, then sky, then the licence, printed by people, who may send the case back to the kite."""
    places: dict[str, Any] = {
        f"steps.{PRINT}.needs": [SKY],
        f"steps.{PRINT}.run": GONE,
        f"steps.{PRINT}.returns": {KITE: MENDED},
    }
    return kite_law(changed_kite({**places, **more}))


def returned(law: Law | None = None) -> KiteStory:
    """The sky found it windy; on Tuesday 9:00 the printer finds the note of the inspection wrong."""
    story = KiteStory(law=law or chain()).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("establish_fact", "2026-06-01 13:00", SKY_CLERK, step=SKY, name="windy", value=True)
    story.give("complete_step", "2026-06-01 14:00", SKY_CLERK, step=SKY)
    story.give("return_to_step", "2026-06-02 09:00", PRINTER, step=PRINT, to=KITE, reason="the span is wrong")
    return story


def again(story: KiteStory, now: str) -> KiteStory:
    story.give("complete_step", now, INSPECTOR, step=KITE, result={"strong": True}, documents=[NEW_NOTE])
    return story


def test_papers_and_facts_of_what_lies_between_count_no_more() -> None:
    story = returned()
    assert story.kinds()[-4:] == ["step_returned", "step_reopened", "step_taken_back", "step_taken_back"]
    assert [e.step for e in story.happened[-2:] if e.type == "step_taken_back"] == [SKY, "make_badge"]
    assert [paper.document for paper in story.state.documents] == ["drawing"]
    assert "windy" not in story.state.facts
    assert story.times("2026-06-02 09:00").total == story.law.definition.total.within  # not the one for wind
    assert step_words(story.state, SKY).en == "To be done anew"


def test_they_stay_on_record() -> None:
    state = returned().state
    (kite,), (sky,) = state.steps[KITE].earlier_runs, state.steps[SKY].earlier_runs
    assert [paper.reference for paper in kite.documents] == [NOTE["reference"]]
    assert (sky.facts, sky.ended, sky.because, sky.replaced_at) == (
        {"windy": True}, RunEnd.COMPLETED, KITE, at("2026-06-02 09:00")
    )  # fmt: skip


def test_each_is_done_anew_in_its_turn_and_the_finder_goes_on_last() -> None:
    """The sky has its two days anew from Tuesday 11:00, until Thursday 11:00."""
    story = again(returned(), "2026-06-02 11:00")
    assert story.state.step_status(SKY) is StepStatus.OPEN
    assert story.state.step_status(PRINT) is StepStatus.SUSPENDED
    times = story.times("2026-06-02 11:00")
    assert to_datetime(times.steps[SKY].due_at or 0) == at("2026-06-04 11:00")
    assert len(times.earlier[SKY]) == 1
    caused = story.give("complete_step", "2026-06-02 14:00", SKY_CLERK, step=SKY)
    assert [e.type for e in caused] == ["step_completed", "time_limit_resumed", "step_not_needed"]
    story.give("complete_step", "2026-06-02 15:00", PRINTER, step=PRINT, documents=[NEW_LICENCE])
    assert story.state.status == "completed"
    assert [p.reference for p in story.state.documents] == ["file-1", "note-2", "licence-2"]
    assert story.times("2026-06-02 15:00").critical_path == (KITE, SKY, PRINT)


def test_facts_of_others_stay() -> None:
    """What the receipt and other steps established does not rest on the fault."""
    story = KiteStory(law=chain()).received("2026-06-01 09:00", facts={"windy": True}).inspected("2026-06-01 11:00")
    story.give("establish_fact", "2026-06-01 13:00", SKY_CLERK, step=SKY, name="windy", value=False)
    story.give("complete_step", "2026-06-01 14:00", SKY_CLERK, step=SKY)
    story.give("return_to_step", "2026-06-02 09:00", PRINTER, step=PRINT, to=KITE, reason="wrong")
    assert story.state.facts == {"windy": True}


def test_refused_the_second_time_between_the_two() -> None:
    story = again(returned(), "2026-06-02 11:00")
    basis = {"ref": "Kite Act", "article": "2"}
    story.give("refuse_step", "2026-06-02 14:00", SKY_CLERK, step=SKY, reason="no sky left", legal_basis=basis)
    assert story.state.step_status(PRINT) is StepStatus.UNREACHED
    assert story.state.status == "refused"


def test_what_is_concluded_while_the_fault_is_being_mended_is_taken_back_at_once() -> None:
    """People beside it go on with what they have; a conclusion from it does not stand."""
    law = kite_law(changed_kite({f"steps.{SKY}.returns": {KITE: MENDED}, f"steps.{PRINT}.run": GONE}))
    story = KiteStory(law=law).received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step=SKY, to=KITE, reason="wrong")
    assert story.state.step_status(PRINT) is StepStatus.OPEN
    caused = story.give("complete_step", "2026-06-02 10:00", PRINTER, step=PRINT, documents=[LICENCE])
    assert [e.type for e in caused] == ["step_completed", "step_taken_back"]
    assert [paper.document for paper in story.state.documents] == ["drawing"]
    caused = again(story, "2026-06-02 11:00").happened[-3:]
    assert [e.type for e in caused] == ["step_completed", "time_limit_resumed", "step_opened"]
