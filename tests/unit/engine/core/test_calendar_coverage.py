"""A calendar that ends too soon: what begins a limit is refused, what ends a wait is not, and the dates say so.

The office's calendar knows the days to the end of 2027. Five working days, eight in wind.
"""

from datetime import timedelta

import pytest

from engine.core.calendar_coverage import provisional_because
from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.case import CaseStatus
from engine.core.decisions.reprojection import find_reprojection
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import CalendarId
from engine.core.law import Law
from tests.support.kite_licence import DIRECTORY, KITE, OFFICE, OFFICER, SKY_CLERK, at, kite_definition, kite_law
from tests.support.kite_story import KiteStory

KNOWN = "calendar office knows the days from 2026-01-01 to 2027-12-31 only"
PHOTO = {"document": "photo", "reference": "photo-1"}
GOES_ON = {**KITE["suspensions"]["supplement"], "on_expiry": "nothing"}


def _law_to_2028(*days_off: dict[str, str]) -> Law:
    data = {**OFFICE.model_dump(by_alias=True), "covers": {"from": "2026-01-01", "to": "2028-12-31"}}
    data["days_off"] = [*data["days_off"], *days_off]
    book = CalendarBook({CalendarId("office"): CalendarDefinition.model_validate(data)})
    return Law(kite_definition(), book, DIRECTORY)


def _windy(story: KiteStory, value: bool = True) -> None:
    story.give("establish_fact", "2027-12-23 10:00", SKY_CLERK, step="reserve_sky", name="windy", value=value)


def _doubts(story: KiteStory, now: str) -> list[str]:
    return [why.en for why in provisional_because(story.law, story.state, story.times(now))]


def test_a_fact_whose_limit_ends_on_unknown_days_waits_for_the_calendar() -> None:
    """Received on Wed 22 December 2027: eight working days end on Mon 3 January 2028."""
    story = KiteStory().received("2027-12-22 09:00").inspected("2027-12-23 09:00")
    events = len(story.happened)
    with pytest.raises(CommandRefused) as refused:
        _windy(story)
    assert (refused.value.reason, refused.value.problems) == (Reason.CALENDAR_RUNS_OUT, (KNOWN,))
    assert len(story.happened) == events
    story.law = _law_to_2028()
    _windy(story)
    assert story.state.facts["windy"] is True


def test_a_fact_that_changes_no_limit_is_taken_also_then() -> None:
    story = KiteStory().received("2027-12-22 09:00").inspected("2027-12-23 09:00")
    _windy(story, value=False)
    assert story.kinds()[-1] == "fact_established"


def test_a_paper_is_not_refused_because_a_calendar_ends() -> None:
    """Asked on Mon 20 December, answered on Wed 29: of five working days four are left, two of them in 2028."""
    story = KiteStory().received("2027-12-20 09:00").asked("2027-12-20 10:00")
    assert _doubts(story, "2027-12-20 10:00") == []
    story.give("hand_in_supplement", "2027-12-29 14:00", OFFICER, step="inspect_kite", documents=[PHOTO])
    assert story.kinds()[-1] == "time_limit_resumed"
    assert _doubts(story, "2027-12-29 14:00") == [KNOWN]
    story.law = _law_to_2028()
    assert _doubts(story, "2027-12-29 14:00") == []


def test_the_days_off_that_extend_the_calendar_are_told_to_the_case() -> None:
    """The days of 2028 come on 30 December 2027, and Mon 3 January is among those off."""
    story = KiteStory().received("2027-12-20 09:00").asked("2027-12-20 10:00")
    story.give("hand_in_supplement", "2027-12-29 14:00", OFFICER, step="inspect_kite", documents=[PHOTO])
    new_year = {"date": "2028-01-03", "kind": "in_lieu", "name": "x", "source": "invented"}
    law = _law_to_2028({**new_year, "announced_on": "2027-12-30"})
    found = find_reprojection(law, story.state, at("2027-12-30 09:00"))
    assert found is not None and found.before.case is not None and found.after.case is not None
    assert found.after.case - found.before.case == timedelta(days=1)
    assert [decision.day.isoformat() for decision in found.decisions] == ["2028-01-03"]


def test_a_term_that_passes_is_noted_and_the_dates_after_it_are_provisional() -> None:
    """Asked on Mon 20 December: seven working days pass on Wed 29, 24:00, and the step goes on by itself."""
    law = kite_law(kite_definition(suspensions={"supplement": GOES_ON}))
    story = KiteStory(law).received("2027-12-20 09:00").asked("2027-12-20 10:00").inspected("2027-12-30 09:00")
    assert "supplement_expired" in story.kinds()
    assert story.state.suspensions[0].ended_at == at("2027-12-30 00:00")
    assert _doubts(story, "2027-12-30 09:00") == [KNOWN]


def test_a_case_that_is_over_is_no_longer_in_doubt() -> None:
    story = KiteStory().received("2027-12-20 09:00").asked("2027-12-20 10:00")
    story.give("hand_in_supplement", "2027-12-29 14:00", OFFICER, step="inspect_kite", documents=[PHOTO])
    story.give("withdraw_case", "2027-12-29 15:00", OFFICER, reason="x")
    assert (story.state.status, _doubts(story, "2027-12-30 09:00")) == (CaseStatus.WITHDRAWN, [])
