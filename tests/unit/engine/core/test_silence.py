"""Silence that the law takes for an answer: at the instant when the limit passes, whoever notes it, and whenever."""

import pytest

from engine.core import events
from engine.core.actors import SYSTEM
from engine.core.available import available_commands
from engine.core.case import CaseStatus, StepStatus
from engine.core.decisions.lapses import as_law_sees, lapses
from engine.core.errors import CommandRefused, Reason
from engine.core.execution import wakes_the_flow
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import ClockStatus
from engine.core.notes import NoteKind, notes_of
from engine.core.words import step_words
from tests.support.kite_licence import INSPECTOR, OFFICER, PRINTER, SKY_CLERK, at
from tests.support.late_calendar import late_book
from tests.support.tree_house import Story, tree_house_law

FIRE, ROAD, PERMIT = StepId("fire_opinion"), StepId("road_opinion"), StepId("permit")
AGREED = {"result": {"agreed": True}}


def a_permit() -> Story:
    story = Story()
    story.received("2026-06-01 09:00")
    return story


def test_at_the_last_instant_an_answer_is_in_time() -> None:
    story = a_permit()
    story.give("complete_step", "2026-06-03 09:00", SKY_CLERK, step=FIRE, result={"agreed": False})
    assert story.state.steps[FIRE].result == {"agreed": False}
    assert not story.state.steps[FIRE].deemed
    assert "step_deemed" not in story.kinds()


def test_a_second_later_the_agency_is_deemed_to_agree() -> None:
    story = a_permit()
    with pytest.raises(CommandRefused) as refused:
        story.give("complete_step", "2026-06-03 09:00:01", SKY_CLERK, step=FIRE, result={"agreed": False})
    assert refused.value.reason is Reason.DEEMED_ALREADY
    assert [basis.article for basis in refused.value.legal_basis] == ["4"]
    seen = as_law_sees(story.law, story.state, at("2026-06-03 09:00:01"))
    fire = seen.steps[FIRE]
    assert (fire.status, fire.deemed, fire.finished_at) == (StepStatus.COMPLETED, True, at("2026-06-03 09:00"))
    assert fire.result == {"agreed": True}
    assert seen.version == story.state.version
    assert seen.steps[ROAD].opened_at == at("2026-06-03 09:00")


def test_one_silence_opens_the_next_step_whose_silence_passes_too() -> None:
    story = a_permit().swept("2026-06-08 08:00", FIRE)
    assert story.kinds()[-4:] == ["step_deemed", "step_opened", "step_deemed", "step_opened"]
    assert [event.at for event in story.happened[-4:]] == [
        at("2026-06-03 09:00"),
        at("2026-06-03 09:00"),
        at("2026-06-04 09:00"),
        at("2026-06-04 09:00"),
    ]
    deemed = story.happened[-4]
    assert isinstance(deemed, events.StepDeemed)
    assert (deemed.means, deemed.result, deemed.legal_basis[0].ref) == ("completed", {"agreed": True}, "Tree House Act")


def test_any_command_writes_down_what_has_passed_before_it() -> None:
    story = a_permit()
    story.give("claim_step", "2026-06-05 10:00", PRINTER, step=PERMIT)
    assert story.kinds()[-5:] == ["step_deemed", "step_opened", "step_deemed", "step_opened", "step_claimed"]


@pytest.mark.parametrize("now", ["2026-06-04 09:00:01", "2026-06-09 17:00", "2026-07-01 08:00"])
def test_the_sweep_may_come_early_or_late(now: str) -> None:
    early = a_permit().swept("2026-06-03 09:01", FIRE).swept("2026-06-04 09:01", ROAD)
    late = a_permit().swept(now, FIRE)
    assert early.happened == late.happened
    assert early.state == late.state


def test_as_of_an_instant_nothing_later_is_known_not_even_after_the_sweep() -> None:
    story = a_permit()
    instants = [at(f"2026-06-{day:02} {time}") for day in (3, 4, 5) for time in ("08:59:59", "09:00", "09:00:01")]
    before = [story.seen(instant) for instant in instants]
    story.swept("2026-06-20 08:00", FIRE)
    assert [story.seen(instant) for instant in instants] == before


def test_silence_can_mean_a_refusal() -> None:
    refusal = {"means": "refused", "legal_basis": [{"ref": "Tree House Act", "article": "5"}]}
    story = Story(law=tree_house_law(**{"steps.fire_opinion.on_silence": refusal}))
    story.received("2026-06-01 09:00")
    story.swept("2026-06-05 09:00", FIRE)
    assert story.kinds()[-4:] == ["step_deemed", "step_unreached", "step_unreached", "case_refused"]
    assert (story.state.status, story.state.closed_at) == (CaseStatus.REFUSED, at("2026-06-03 09:00"))
    assert step_words(story.state, FIRE).vi == "Coi như từ chối"


def test_while_the_step_waits_for_the_applicant_its_limit_does_not_pass() -> None:
    """Asked on Monday 13:00 after 3 of 16 hours; handed in on Wednesday 10:00: 13 hours are left, until Thursday 16:00."""
    story = a_permit()
    story.give("request_supplement", "2026-06-01 13:00", SKY_CLERK, step=FIRE, reasons=["plan"])
    assert lapses(story.law, story.state, at("2026-06-03 12:00")) == []
    story.give("hand_in_supplement", "2026-06-03 10:00", OFFICER, step=FIRE, note="here")
    assert lapses(story.law, story.state, at("2026-06-04 16:00")) == []
    (deemed, opened) = lapses(story.law, story.state, at("2026-06-04 16:00:01"))
    assert (deemed.type, deemed.at, opened.at) == ("step_deemed", at("2026-06-04 16:00"), at("2026-06-04 16:00"))


def test_a_step_whose_silence_means_nothing_stays_open() -> None:
    story = a_permit().swept("2026-06-20 08:00", FIRE)
    assert story.state.step_status(PERMIT) is StepStatus.OPEN
    assert story.times("2026-06-20 08:00").steps[PERMIT].status is ClockStatus.OVERDUE


def test_nothing_to_note_is_refused() -> None:
    story = a_permit()
    for step, now in ((FIRE, "2026-06-03 09:00"), (ROAD, "2026-06-03 10:00"), (PERMIT, "2026-06-30 10:00")):
        with pytest.raises(CommandRefused) as refused:
            story.give("note_silence", now, SYSTEM, step=step)
        assert refused.value.reason is Reason.TIME_LIMIT_NOT_PASSED
    with pytest.raises(CommandRefused) as by_hand:
        story.give("note_silence", "2026-06-05 09:00", INSPECTOR, step=FIRE)
    assert by_hand.value.reason is Reason.NOT_PERMITTED


def test_nobody_is_offered_work_that_silence_has_done() -> None:
    story = a_permit()
    seen = as_law_sees(story.law, story.state, at("2026-06-03 09:00:01"))
    assert [c.step for c in available_commands(story.law, seen, SKY_CLERK) if c.step] == []
    assert ROAD in [c.step for c in available_commands(story.law, seen, INSPECTOR)]


def test_an_agency_that_did_not_answer_was_not_on_time() -> None:
    story = a_permit().swept("2026-06-08 08:00", FIRE)
    times = story.times("2026-06-08 08:00")
    assert times.steps[FIRE].status is ClockStatus.NOT_JUDGED
    (fire, road) = [n for n in notes_of(story.law, story.state, times) if n.kind is NoteKind.DEEMED]
    assert (fire.step, road.step) == (FIRE, ROAD)
    assert fire.sentence("vi") == (
        "Thời hạn của bước “Fire safety” đã hết lúc 09:00 thứ Tư 03/06/2026 mà cơ quan không trả lời, "
        "nên coi như đồng ý (Điều 4 Tree House Act)."
    )
    assert step_words(story.state, FIRE).en == "Deemed agreed"


def test_the_flow_is_told() -> None:
    story = a_permit()
    caused = story.give("note_silence", "2026-06-03 09:00:01", SYSTEM, step=FIRE)
    assert wakes_the_flow(story.law, story.state, caused)


@pytest.mark.parametrize(
    ("received", "announced", "deemed_at"),
    [
        # Three days of 8 hours end on Friday 5 June 10:00; known on Wednesday, the Friday off makes that Monday.
        ("2026-06-02 10:00", "2026-06-03", "2026-06-08 10:00"),
        # Announced when the limit had passed: no new time to answer in.
        ("2026-06-02 10:00", "2026-06-08", "2026-06-05 10:00"),
        # They end on Tuesday 16 June 10:00; the Saturday worked, which is told of that day, would have made it Monday.
        ("2026-06-11 10:00", "2026-06-16", "2026-06-16 00:00"),
    ],
)
def test_the_limit_passes_by_the_calendar_as_it_was_known(received: str, announced: str, deemed_at: str) -> None:
    known = tree_house_law(**{"steps.fire_opinion.within": "3 working_days"})
    story = Story(law=Law(known.definition, late_book(announced_on=announced), known.agencies))
    story.received(received)
    for now in ("2026-06-16 10:00:01", "2026-06-30 08:00"):
        deemed, *_ = lapses(story.law, story.state, at(now))
        assert (deemed.type, deemed.at) == ("step_deemed", at(deemed_at))
