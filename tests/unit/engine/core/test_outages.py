"""A system is down, as its owner announced: time limits stand until it works again (NĐ 301/2026 art. 3(4))."""

from datetime import datetime
from typing import Any

from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.decisions.reprojection import find_reprojection
from engine.core.identifiers import CalendarId, StepId
from engine.core.law import Law
from engine.core.legal_time import Clock, to_datetime
from tests.support.kite_licence import DIRECTORY, OFFICE, at, kite_definition
from tests.support.kite_story import KiteStory

INSPECTION = StepId("inspect_kite")


def _law(*spans: tuple[str, str | None]) -> Law:
    data: dict[str, Any] = OFFICE.model_dump(by_alias=True)
    data["outages"] = [
        {"from": at(first), "to": at(last) if last else None, "name": "cổng", "source": "invented"}
        for first, last in spans
    ]
    book = CalendarBook({CalendarId("office"): CalendarDefinition.model_validate(data)})
    return Law(kite_definition(), book, DIRECTORY)


def _due(clock: Clock | None) -> datetime | None:
    assert clock is not None
    return to_datetime(clock.due_at) if clock.due_at is not None else None


def test_the_clock_goes_on_when_the_system_works_again() -> None:
    """24 hours from Monday 09:00, of which 3 the system was down."""
    story = KiteStory(law=_law(("2026-06-01 11:00", "2026-06-01 14:00"))).received("2026-06-01 09:00")
    assert _due(story.times("2026-06-01 10:59").steps[INSPECTION]) == at("2026-06-02 09:00")
    down = story.times("2026-06-01 12:00").steps[INSPECTION]
    assert (down.paused, down.due_at) == (True, None)
    assert _due(story.times("2026-06-01 15:00").steps[INSPECTION]) == at("2026-06-02 12:00")


def test_what_began_while_it_was_down_waits_from_its_own_beginning() -> None:
    story = KiteStory(law=_law(("2026-05-31 11:00", "2026-06-01 10:00"))).received("2026-06-01 09:00")
    assert _due(story.times("2026-06-01 12:00").steps[INSPECTION]) == at("2026-06-02 10:00")


def test_an_outage_before_the_case_is_nothing_to_it() -> None:
    story = KiteStory(law=_law(("2026-05-29 11:00", "2026-06-01 09:00"))).received("2026-06-01 09:00")
    assert _due(story.times("2026-06-01 12:00").steps[INSPECTION]) == at("2026-06-02 09:00")


def test_the_promise_moves_when_it_is_over_and_not_while_it_lasts() -> None:
    """5 working days from Monday are over next Monday; the outage reaches into Tuesday and Wednesday."""
    before = KiteStory(law=_law()).received("2026-06-01 09:00")
    assert before.state.promised_due_at == at("2026-06-08 17:00")
    lasting, over = _law(("2026-06-02 09:00", None)), _law(("2026-06-02 09:00", "2026-06-03 10:00"))
    assert find_reprojection(lasting, before.state, at("2026-06-03 09:00")) is None
    found = find_reprojection(over, before.state, at("2026-06-03 11:00"))
    assert found is not None
    assert (found.before.promised, found.after.promised) == (at("2026-06-08 17:00"), at("2026-06-10 17:00"))
