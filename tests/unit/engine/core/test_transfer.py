"""A running case outlives an agency: whoever succeeds goes on where it stands, and no clock starts anew.

Received on Monday 1 June 2026 at 09:00. On Tuesday the workshop, the counter and the sky office have ended.
"""

from datetime import date
from typing import Any

import pytest

from engine.core.actors import SYSTEM, Actor
from engine.core.available import available_commands
from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.case import StepStatus
from engine.core.counted_facts import facts_of
from engine.core.decisions.transfer import DueTransfer, find_transfers
from engine.core.errors import CommandRefused, NotFound, Reason
from engine.core.explain import explain_due_dates
from engine.core.identifiers import AgencyId, CalendarId, StepId
from engine.core.law import Law
from engine.core.legal_time import attribute, to_instant
from tests.support.kite_licence import INSPECTOR, KITE, OFFICER, SKY_CLERK, at, kite_definition
from tests.support.kite_story import KiteStory
from tests.support.kite_succession import HEIR, HEIRS_COUNTER, OLD_LEAD, succession, succession_book, succession_law

INSPECT, SKY = StepId("inspect_kite"), StepId("reserve_sky")
TUESDAY = date(2026, 6, 2)


def _story(law: Law | None = None) -> KiteStory:
    return KiteStory(law=law or succession_law()).received("2026-06-01 09:00", wants_badge=True)


def _in_working_days() -> Law:
    steps = {**KITE["steps"], "inspect_kite": {**KITE["steps"]["inspect_kite"], "within": "3 working_days"}}
    return Law(kite_definition(steps=steps), succession_book(), succession())


def _transferred(story: KiteStory, now: str = "2026-06-02 10:00", actor: Actor = SYSTEM, **said: Any) -> KiteStory:
    story.give("transfer_step", now, actor, **{"step": INSPECT, "to_agency": "workshop-2", "reason": "ended", **said})
    return story


def test_what_is_due_after_a_succession() -> None:
    story = _story()
    assert find_transfers(story.law, story.state, date(2026, 6, 1)) == ()
    assert find_transfers(story.law, story.state, TUESDAY) == (
        DueTransfer(None, AgencyId("counter-1"), AgencyId("counter-2")),
        DueTransfer(INSPECT, AgencyId("workshop-1"), AgencyId("workshop-2")),
    )
    _transferred(story).give("transfer_case", "2026-06-02 10:00", SYSTEM, to_agency="counter-2", reason="ended")
    assert find_transfers(story.law, story.state, TUESDAY) == ()


def test_without_one_successor_somebody_must_decide() -> None:
    story = _story().inspected("2026-06-01 16:00")
    assert DueTransfer(SKY, AgencyId("sky-1"), None) in find_transfers(story.law, story.state, TUESDAY)
    with pytest.raises(CommandRefused) as refused:
        _transferred(story, actor=OLD_LEAD, step=SKY, to_agency="printer-1")
    assert refused.value.reason is Reason.TRANSFER_NOT_POSSIBLE
    _transferred(story, actor=OLD_LEAD, step=SKY, to_agency="sky-2")
    assert story.state.steps[SKY].agency == story.state.agencies[SKY] == "sky-2"


def test_the_clock_is_not_restarted() -> None:
    story = _story()
    before = story.times("2026-06-02 10:00").steps[INSPECT]
    after = _transferred(story).times("2026-06-02 10:00").steps[INSPECT]
    assert after == before
    assert story.state.steps[INSPECT].opened_at == at("2026-06-01 09:00")
    assert story.state.dossier_code == "H98.01-260601-0001"


def test_the_hours_of_each_agency_count_for_its_own_time() -> None:
    """24 working hours: Mon 7, Tue 8, Wed 8, due Thu 09:00; the heir is closed on Wed: due Fri 09:00. That its
    calendar has no Monday takes nothing back of what was counted on it."""
    story = _story(_in_working_days())
    assert story.times("2026-06-02 09:00").steps[INSPECT].due_at == to_instant(at("2026-06-04 09:00"))
    _transferred(story)
    clock = story.times("2026-06-02 10:00").steps[INSPECT]
    assert (clock.due_at, clock.elapsed_seconds) == (to_instant(at("2026-06-05 09:00")), 9 * 3600)


def test_a_system_that_is_down_holds_only_the_agency_that_uses_it() -> None:
    """The old office's system was down on Mon from 14:00 to 15:00, and its successor's at the same time: the hour of
    the first is waited for, that of the second is nothing to the step."""
    down = {"name": "x", "source": "invented"}
    span = {"from": "2026-06-01T14:00:00+07:00", "to": "2026-06-01T15:00:00+07:00", **down}
    found = {}
    for name in ("office", "heirs"):
        calendars = {c: succession_book().definition(CalendarId(c)) for c in ("office", "heirs")}
        data = calendars[name].model_dump(by_alias=True)
        calendars[name] = CalendarDefinition.model_validate({**data, "outages": [span]})
        book = CalendarBook({CalendarId(c): calendar for c, calendar in calendars.items()})
        law = Law(_in_working_days().definition, book, succession())
        counted = facts_of(law, _transferred(_story(law)).state, at("2026-06-04 10:00"))
        assert counted is not None
        pauses = counted.whole.by_id["inspect_kite"].pauses
        found[name] = [(pause.start, pause.end) for pause in pauses]
    hour = (to_instant(at("2026-06-01 14:00")), to_instant(at("2026-06-01 15:00")))
    assert found == {"office": [hour], "heirs": []}


def test_each_agency_answers_for_its_own_time() -> None:
    story = _transferred(_story(_in_working_days()))
    counted = facts_of(story.law, story.state, at("2026-06-04 10:00"))
    assert counted is not None
    split = attribute(counted.whole, to_instant(at("2026-06-04 10:00")))
    held = {name: seconds / 3600 for name, seconds in split.agencies.items() if seconds}
    assert held == {"workshop-1": 7 + 2, "workshop-2": 2 + 4 + 2}
    parts = sum(split.agencies.values()) + sum(split.waits.values()) + split.outside_working_time
    assert parts == split.total_seconds == (3 * 24 + 1) * 3600


def test_a_day_is_explained_by_the_calendar_that_held_on_it() -> None:
    """The heir's calendar is closed on Mon 1 June, too: that says nothing of the day on which the old one worked."""
    story = _transferred(_story(_in_working_days()))
    told = explain_due_dates(story.law, story.state, at("2026-06-05 10:00"))
    (term,) = next(due for due in told if due.step == INSPECT).terms
    off = {stretch.start.day: stretch.day_off.name.vi for stretch in term.stretches if stretch.day_off}
    assert off == {3: "Ngày chuyển trụ sở"}
    assert sum(stretch.seconds for stretch in term.stretches) == 3 * 8 * 3600


def test_the_successor_may_act_and_the_old_agency_may_not() -> None:
    story = _story()
    story.give("claim_step", "2026-06-01 10:00", INSPECTOR, step=INSPECT)
    with pytest.raises(NotFound):
        story.give("claim_step", "2026-06-01 10:05", HEIR, step=INSPECT)
    _transferred(story)
    assert story.state.step_status(INSPECT) is StepStatus.OPEN, "whoever had claimed it has it no more"
    with pytest.raises(CommandRefused) as refused:
        story.inspected("2026-06-02 11:00")
    assert refused.value.reason is Reason.WRONG_AGENCY
    done = {"step": INSPECT, "result": {"strong": True}, "documents": [{"document": "inspection_note"}]}
    story.give("complete_step", "2026-06-02 11:00", HEIR, **done)
    assert story.state.step_status(INSPECT) is StepStatus.COMPLETED


def test_what_waits_for_the_applicant_waits_on() -> None:
    story = _story().asked("2026-06-01 10:00")
    asked = story.state.suspensions
    _transferred(story)
    assert (story.state.step_status(INSPECT), story.state.suspensions) == (StepStatus.SUSPENDED, asked)
    story.give("transfer_case", "2026-06-02 10:00", SYSTEM, to_agency="counter-2", reason="ended")
    photo = [{"document": "photo", "reference": "file-2"}]
    with pytest.raises(NotFound):
        story.give("hand_in_supplement", "2026-06-03 09:00", OFFICER.model_copy(update={"id": "x"}), step=INSPECT)
    story.give("hand_in_supplement", "2026-06-03 09:00", HEIRS_COUNTER, step=INSPECT, documents=photo)
    assert story.state.step_status(INSPECT) is StepStatus.OPEN
    assert [c.command for c in available_commands(story.law, story.state, HEIR) if c.step == INSPECT] == [
        "ask_opinion",
        "claim_step",
        "complete_step",
        "refuse_step",
        "request_supplement",
    ]


def test_a_step_that_opens_later_opens_at_the_successor() -> None:
    story = _story().inspected("2026-06-01 16:00")
    assert story.state.agencies[StepId("make_badge")] == "workshop-1"
    _transferred(story, actor=OLD_LEAD, step=SKY, to_agency="sky-2")
    clerk = SKY_CLERK.model_copy(update={"agency": AgencyId("sky-2")})
    story.give("complete_step", "2026-06-03 09:00", clerk, step=SKY)
    badge = story.state.steps[StepId("make_badge")]
    assert (badge.agency, badge.opened_at) == ("workshop-2", at("2026-06-03 09:00"))
    assert story.state.agencies[StepId("make_badge")] == "workshop-2"


@pytest.mark.parametrize(
    ("actor", "to_agency", "reason"),
    [
        (SYSTEM, "workshop-1", Reason.TRANSFER_NOT_POSSIBLE),
        (SYSTEM, "sky-2", Reason.TRANSFER_NOT_POSSIBLE),
        (SYSTEM, "nobody", Reason.TRANSFER_NOT_POSSIBLE),
        (INSPECTOR, "workshop-2", Reason.NOT_PERMITTED),
    ],
)
def test_it_does_not_go_anywhere(actor: Actor, to_agency: str, reason: Reason) -> None:
    with pytest.raises(CommandRefused) as refused:
        _transferred(_story(), actor=actor, to_agency=to_agency)
    assert refused.value.reason is reason


def test_it_does_not_go_to_a_successor_before_its_day() -> None:
    with pytest.raises(CommandRefused) as refused:
        _transferred(_story(), "2026-06-01 10:00")
    assert refused.value.reason is Reason.TRANSFER_NOT_POSSIBLE


def test_only_the_unit_that_has_the_dossier_gives_it_away() -> None:
    story = _story().inspected("2026-06-01 16:00")
    with pytest.raises(CommandRefused) as refused:
        story.give("transfer_case", "2026-06-02 10:00", OLD_LEAD, to_agency="counter-2", reason="x")
    assert refused.value.reason is Reason.WRONG_AGENCY


def test_a_dossier_that_awaits_its_receipt_is_received_by_the_successor() -> None:
    with_a_sky_office = succession(sky_2={"territory": "kite-town"})
    story = KiteStory(law=succession_law(with_a_sky_office)).submit("2026-06-01 16:00")
    assert story.state.awaited_by == "counter-1"
    story.give("transfer_case", "2026-06-02 08:00", SYSTEM, to_agency="counter-2", reason="ended")
    assert story.state.awaited_by == "counter-2"
    story.give(
        "receive_case",
        "2026-06-02 09:00",
        HEIRS_COUNTER,
        dossier_code="H98.14-260602-0001",
        receiving_agency="counter-2",
    )
    assert story.state.agencies[INSPECT] == "workshop-2"
