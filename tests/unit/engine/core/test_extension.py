"""Extensions of a case, by hand: NĐ 61/2018 art. 19(9) (once, by the day before), rules R28-R30.

Monday is 1 June 2026. The sky is to be reserved from Monday 11:00, within 2 working days of 8 hours: due Wednesday 11:00.
The total of 5 working days ends on Monday 8 June; the slip says 17:00, the law judges by 24:00.
"""

from typing import Any

import pytest

from engine.core.available import available_commands
from engine.core.case import StepStatus
from engine.core.case_clock import times_of
from engine.core.errors import CommandRefused, Reason
from engine.core.events import TimeLimitExtended
from engine.core.identifiers import AgencyId, StepId
from engine.core.legal_time import ClockStatus, to_datetime
from tests.support.kite_extensions import PRINT_LEAD, SKY_LEAD, extend, extending_law, more_time, reserving
from tests.support.kite_licence import OFFICER, SKY_CLERK, at
from tests.support.kite_story import KiteStory

SKY = StepId("reserve_sky")
TWO_DAYS = "2 working_days"


def due(story: KiteStory, when: str) -> tuple[str, str]:
    """The present and the original due instant of the step."""
    clock = story.times(when).steps[SKY]
    assert clock.due_at is not None and clock.original_due_at is not None
    return told(clock.due_at), told(clock.original_due_at)


def total_due(story: KiteStory, when: str) -> tuple[str, str]:
    clock = story.times(when).case
    assert clock is not None and clock.due_at is not None and clock.original_due_at is not None
    return told(clock.due_at), told(clock.original_due_at)


def told(instant: int) -> str:
    return f"{to_datetime(instant):%m-%d %H:%M}"


def refusal(story: KiteStory, now: str, actor: Any = SKY_LEAD, **said: Any) -> CommandRefused:
    before = story.state
    order = {"step": "reserve_sky", "rule": "later", "reason": "strong wind", **said}
    with pytest.raises(CommandRefused) as refused:
        story.give("extend_time_limit", now, actor, **order)
    assert story.state == before
    return refused.value


@pytest.mark.parametrize(
    ("said", "extended"),
    [
        # Exact: 16 working hours on from Wednesday 11:00 are Friday 11:00.
        ({"plus": TWO_DAYS}, "06-05 11:00"),
        ({"plus": "4 working_hours"}, "06-03 16:00"),
        # A letter names a day: its close (R29); Saturday 6 June rolls to Monday 8 June.
        ({"new_due_on": "2026-06-05"}, "06-05 17:00"),
        ({"new_due_on": "2026-06-06"}, "06-08 17:00"),
        # The day of the due instant itself ends later than 11:00.
        ({"new_due_on": "2026-06-03"}, "06-03 17:00"),
    ],
)
def test_the_steps_due_moves_and_the_original_stays(said: dict[str, Any], extended: str) -> None:
    story = reserving(extending_law())
    (event,) = extend(story, "2026-06-02 17:00", **said)
    assert isinstance(event, TimeLimitExtended)
    assert due(story, "2026-06-03 09:00") == (extended, "06-03 11:00")
    assert total_due(story, "2026-06-03 09:00") == ("06-09 00:00", "06-09 00:00")
    assert story.state.promise_in_force == story.state.promised_due_at == at("2026-06-08 17:00")
    assert event.of_step is not None and event.of_total is None
    assert (f"{event.of_step.before:%m-%d %H:%M}", f"{event.of_step.after:%m-%d %H:%M}") == ("06-03 11:00", extended)
    assert event.legal_basis[0].article == "9"


def test_it_leaves_the_work_where_it_was() -> None:
    story = reserving(extending_law())
    story.give("claim_step", "2026-06-01 14:00", SKY_CLERK, step="reserve_sky")
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS, agency_at_fault="workshop-1")
    assert story.state.step_status(SKY) is StepStatus.CLAIMED
    assert story.state.extensions[0].agency_at_fault == AgencyId("workshop-1")


@pytest.mark.parametrize(
    ("said", "total", "promised"),
    [
        # 2 working days counted from Monday 8 June, which is not counted: Wednesday 10 June.
        ({"plus": TWO_DAYS}, "06-11 00:00", "2026-06-10 17:00"),
        ({"new_due_on": "2026-06-12"}, "06-13 00:00", "2026-06-12 17:00"),
        # An exact addition runs from the due instant, Monday 24:00: until Tuesday 12:00.
        ({"plus": "4 working_hours"}, "06-09 12:00", "2026-06-09 12:00"),
    ],
)
def test_what_applies_to_the_total_moves_the_promise(said: dict[str, Any], total: str, promised: str) -> None:
    story = reserving(extending_law(applies_to="total"))
    extend(story, "2026-06-02 09:00", **said)
    assert total_due(story, "2026-06-03 09:00") == (total, "06-09 00:00")
    assert due(story, "2026-06-03 09:00") == ("06-03 11:00", "06-03 11:00")
    assert story.state.promised_due_at == at("2026-06-08 17:00")
    assert story.state.promise_in_force == at(promised)


def test_what_applies_to_both_moves_both() -> None:
    story = reserving(extending_law(applies_to="both"))
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    assert due(story, "2026-06-03 09:00") == ("06-05 11:00", "06-03 11:00")
    assert total_due(story, "2026-06-03 09:00") == ("06-11 00:00", "06-09 00:00")
    assert story.state.promise_in_force == at("2026-06-10 17:00")


def test_a_date_for_both_is_later_than_both() -> None:
    story = reserving(extending_law(applies_to="both"))
    assert refusal(story, "2026-06-02 09:00", new_due_on="2026-06-08").reason is Reason.EXTENSION_NOT_LATER


def test_a_rule_that_the_step_does_not_name() -> None:
    story = reserving(extending_law({"steps.reserve_sky.may": []}))
    assert refusal(story, "2026-06-02 09:00", plus=TWO_DAYS).reason is Reason.EXTENSION_NOT_FORESEEN
    assert "extend_time_limit" not in {c.command for c in available_commands(story.law, story.state, SKY_LEAD)}


def test_a_suspension_is_no_extension_and_an_extension_no_suspension() -> None:
    story = reserving(extending_law({"steps.reserve_sky.may": ["supplement", "later"]}))
    found = refusal(story, "2026-06-02 09:00", rule="supplement", plus=TWO_DAYS)
    assert found.reason is Reason.EXTENSION_NOT_FORESEEN
    with pytest.raises(CommandRefused) as refused:
        story.give("request_supplement", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky", rule="later", reasons=["x"])
    assert refused.value.reason is Reason.SUSPENSION_NOT_FORESEEN


def test_at_most_once_in_a_step() -> None:
    story = reserving(extending_law())
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    found = refusal(story, "2026-06-03 09:00", plus=TWO_DAYS)
    assert (found.reason, found.legal_basis[0].article) == (Reason.EXTENSION_USED_UP, "9")
    assert found.words.vi and found.words.en
    story.give("extend_time_limit", "2026-06-02 10:00", PRINT_LEAD, step="print_licence", rule="later",
               plus=TWO_DAYS, reason="no paper")  # fmt: skip
    assert len(story.state.extensions) == 2


def test_the_promised_date_is_moved_once_in_a_case() -> None:
    story = reserving(extending_law(applies_to="total"))
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    found = refusal(story, "2026-06-02 10:00", PRINT_LEAD, step="print_licence", plus=TWO_DAYS)
    assert found.reason is Reason.EXTENSION_USED_UP


def test_two_where_the_rule_says_two() -> None:
    """The second counts from the first: Friday 5 June 11:00, and 2 working days more: Tuesday 9 June."""
    story = reserving(extending_law(max=2))
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    extend(story, "2026-06-04 16:00", plus=TWO_DAYS)
    assert due(story, "2026-06-04 17:00") == ("06-09 11:00", "06-03 11:00")


def test_the_day_before_is_the_last_on_which_it_may_be_given() -> None:
    """Due on Wednesday: on Tuesday until midnight, on Wednesday no more (NĐ 61/2018 art. 19(9))."""
    in_time, late = reserving(extending_law()), reserving(extending_law())
    extend(in_time, "2026-06-02 23:59:59", plus=TWO_DAYS)
    assert in_time.state.extensions
    found = refusal(late, "2026-06-03 00:00", plus=TWO_DAYS)
    assert found.reason is Reason.EXTENSION_TOO_LATE
    assert "1 ngày trước" in found.words.vi and "1 day(s) before" in found.words.en


def test_without_notice_until_the_due_instant_itself() -> None:
    story = reserving(extending_law(notice_days=0))
    assert refusal(story, "2026-06-03 11:00", plus=TWO_DAYS).reason is Reason.TIME_LIMIT_PASSED
    extend(story, "2026-06-03 10:59:59", plus=TWO_DAYS)
    assert due(story, "2026-06-04 09:00")[0] == "06-05 11:00"


@pytest.mark.parametrize("new_due_on", ["2026-06-02", "2026-05-01"])
def test_a_date_that_is_not_later(new_due_on: str) -> None:
    found = refusal(reserving(extending_law()), "2026-06-02 09:00", new_due_on=new_due_on)
    assert found.reason is Reason.EXTENSION_NOT_LATER


@pytest.mark.parametrize("plus", ["0 working_days", "1 months", "0.0001 working_hours", "9999999 working_days"])
def test_an_addition_that_cannot_be_counted(plus: str) -> None:
    found = refusal(reserving(extending_law()), "2026-06-02 09:00", plus=plus)
    assert (found.reason, found.legal_basis[0].ref) == (Reason.EXTENSION_INVALID, "Kite Act")


def test_an_agency_that_has_no_part_in_the_case() -> None:
    found = refusal(reserving(extending_law()), "2026-06-02 09:00", plus=TWO_DAYS, agency_at_fault="elsewhere")
    assert found.reason is Reason.EXTENSION_INVALID


@pytest.mark.parametrize("said", [{"plus": "2 working_days"}, {"new_due_on": "2026-06-05"}])
def test_the_cap_may_be_used_up(said: dict[str, Any]) -> None:
    """2 working days on from Wednesday 11:00 are Friday 11:00; a letter that names the Friday keeps the cap."""
    story = reserving(extending_law(at_most=TWO_DAYS))
    extend(story, "2026-06-02 09:00", **said)
    assert due(story, "2026-06-03 09:00")[0].startswith("06-05")


@pytest.mark.parametrize("at_most", ["2 working_days", "original_limit"])
@pytest.mark.parametrize("said", [{"plus": "16.5 working_hours"}, {"new_due_on": "2026-06-08"}])
def test_longer_than_the_cap(at_most: str, said: dict[str, Any]) -> None:
    """`original_limit` of the step is its own 2 working days."""
    found = refusal(reserving(extending_law(at_most=at_most)), "2026-06-02 09:00", **said)
    assert found.reason is Reason.EXTENSION_TOO_LONG
    assert "2 ngày làm việc" in found.words.vi and "05/06/2026" in found.words.vi
    assert "2 working days" in found.words.en


def test_the_original_limit_is_the_one_in_force() -> None:
    """Windy: 5 working days from Monday 11:00, due Monday 8 June; at most 5 more: Monday 15 June."""
    story = reserving(extending_law(at_most="original_limit"))
    story.give("establish_fact", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky", name="windy", value=True)
    assert refusal(story, "2026-06-02 10:00", new_due_on="2026-06-16").reason is Reason.EXTENSION_TOO_LONG
    extend(story, "2026-06-02 10:00", new_due_on="2026-06-15")
    assert due(story, "2026-06-03 09:00") == ("06-15 17:00", "06-08 11:00")


def test_the_cap_holds_for_all_extensions_of_the_rule_together() -> None:
    """3 working days in all, as for secured transactions (NĐ 99/2022 art. 16(1))."""
    story = reserving(extending_law(max=2, at_most="3 working_days"))
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    assert refusal(story, "2026-06-03 09:00", plus=TWO_DAYS).reason is Reason.EXTENSION_TOO_LONG
    extend(story, "2026-06-03 09:00", plus="1 working_days")
    assert due(story, "2026-06-03 10:00")[0] == "06-08 11:00"


def test_only_a_leader_of_the_steps_agency() -> None:
    story = reserving(extending_law())
    assert refusal(story, "2026-06-02 09:00", SKY_CLERK, plus=TWO_DAYS).reason is Reason.NOT_PERMITTED
    assert refusal(story, "2026-06-02 09:00", OFFICER, plus=TWO_DAYS).reason is Reason.NOT_PERMITTED
    assert refusal(story, "2026-06-02 09:00", PRINT_LEAD, plus=TWO_DAYS).reason is Reason.WRONG_AGENCY
    offered = {c.command for c in available_commands(story.law, story.state, SKY_LEAD) if c.step == SKY}
    assert "extend_time_limit" in offered
    assert not any(c.command == "extend_time_limit" for c in available_commands(story.law, story.state, SKY_CLERK))


def test_a_step_that_is_done_needs_no_more_time() -> None:
    story = reserving(extending_law())
    story.give("complete_step", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky")
    assert refusal(story, "2026-06-02 10:00", plus=TWO_DAYS).reason is Reason.WRONG_STATUS


def test_a_date_beyond_what_the_calendar_knows() -> None:
    """The days off are known to the end of 2027."""
    found = refusal(reserving(extending_law()), "2026-06-02 09:00", new_due_on="2028-01-03")
    assert found.reason is Reason.CALENDAR_RUNS_OUT
    assert found.problems == ("calendar office knows the days from 2026-01-01 to 2027-12-31 only",)


def waiting(effect: str) -> KiteStory:
    """A wind test holds the reservation since Tuesday 09:00: 6 of 16 hours are used."""
    wind_test = more_time(effect=effect)
    changes = {"suspensions.wind_test": wind_test, "steps.reserve_sky.may": ["later", "wind_test"]}
    story = reserving(extending_law(changes))
    story.give("request_supplement", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky", rule="wind_test", reasons=["x"])
    return story


def test_in_a_suspension_it_may_be_extended() -> None:
    """Resumed on Thursday 09:00: 10 hours left end on Friday 11:00, 2 working days more on Tuesday 9 June 11:00."""
    story = waiting("suspend")
    extend(story, "2026-06-03 09:00", plus=TWO_DAYS)
    assert story.state.step_status(SKY) is StepStatus.SUSPENDED
    story.give("hand_in_supplement", "2026-06-04 09:00", OFFICER, step="reserve_sky", note="tested")
    assert due(story, "2026-06-04 10:00") == ("06-09 11:00", "06-05 11:00")


def test_in_a_return_there_is_nothing_to_extend() -> None:
    found = refusal(waiting("restart"), "2026-06-03 09:00", plus=TWO_DAYS)
    assert found.reason is Reason.EXTENSION_DURING_RETURN


def test_a_return_afterwards_makes_it_fall_away_but_it_is_used_up() -> None:
    """Counted anew from Friday 5 June 09:00: 2 working days end on Tuesday 9 June 09:00 (R29)."""
    wind_test = more_time(effect="restart")
    changes = {"suspensions.wind_test": wind_test, "steps.reserve_sky.may": ["later", "wind_test"]}
    story = reserving(extending_law(changes))
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    # In the same second: what is judged once stays judged.
    story.give("request_supplement", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky", rule="wind_test", reasons=["x"])
    story.give("hand_in_supplement", "2026-06-05 09:00", OFFICER, step="reserve_sky", note="tested")
    assert due(story, "2026-06-05 10:00") == ("06-09 09:00", "06-09 09:00")
    assert refusal(story, "2026-06-05 10:00", plus=TWO_DAYS).reason is Reason.EXTENSION_USED_UP


def test_what_is_established_later_does_not_undo_it() -> None:
    """Extended to Thursday 17:00, 5 + 8 working hours; then the wind gives 5 days, due Monday 8 June 11:00. The letter's
    13 hours are counted on from there: 5 on Monday, 8 on Tuesday."""
    story = reserving(extending_law())
    extend(story, "2026-06-02 09:00", new_due_on="2026-06-04")
    story.give("establish_fact", "2026-06-02 10:00", SKY_CLERK, step="reserve_sky", name="windy", value=True)
    assert due(story, "2026-06-02 11:00") == ("06-09 17:00", "06-08 11:00")


def test_finished_in_the_second_of_the_letter() -> None:
    story = reserving(extending_law())
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    story.give("complete_step", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky")
    assert story.times("2026-06-05 09:00").steps[SKY].status is ClockStatus.DONE_EARLY


def test_late_against_the_original_and_in_time_by_law() -> None:
    story = reserving(extending_law())
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    story.give("complete_step", "2026-06-04 16:00", SKY_CLERK, step="reserve_sky")
    clock = times_of(story.law, story.state, at("2026-06-20 09:00")).steps[SKY]
    assert (clock.status, clock.late_against_original) == (ClockStatus.DONE_EARLY, True)


def test_the_letter_is_known_from_its_day_on() -> None:
    story = reserving(extending_law())
    extend(story, "2026-06-02 09:00", plus=TWO_DAYS)
    assert [story.times(f"2026-06-02 {clock}").steps[SKY].extended for clock in ("08:59:59", "09:00")] == [False, True]
