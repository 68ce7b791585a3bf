"""A system is down, as its owner announced: time limits stand until it works again (NĐ 301/2026 art. 3(4))."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from engine.core.actors import SYSTEM
from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.decisions.reprojection import find_reprojection
from engine.core.events import DueDatesReprojected
from engine.core.explain import explain_due_dates
from engine.core.explanation_words import sentences
from engine.core.identifiers import CalendarId, StepId
from engine.core.law import Law
from engine.core.legal_time import Clock, to_datetime
from engine.core.reprojection_words import reprojection_words
from tests.support.kite_licence import DIRECTORY, OFFICE, at, kite_definition
from tests.support.kite_story import KiteStory

INSPECTION = StepId("inspect_kite")


def _law(
    *spans: tuple[str, str | None],
    days_off: Sequence[dict[str, Any]] = (),
    closures: Sequence[dict[str, Any]] = (),
    **known: str,
) -> Law:
    data: dict[str, Any] = OFFICE.model_dump(by_alias=True)
    named = {"name": {"vi": "cổng", "en": "portal"}, "source": "invented", **known}
    data["outages"] = [{"from": at(first), "to": at(last) if last else None, **named} for first, last in spans]
    data["days_off"] = [*data["days_off"], *days_off]
    data["closures"] = closures
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


def test_a_promise_that_an_outage_moved_names_it() -> None:
    """With its span, its name in both languages and its notice: in the event, its words and the explanation."""
    story = KiteStory(law=_law()).received("2026-06-01 09:00")
    story.law = _law(("2026-06-02 09:00", "2026-06-03 10:00"), announced_on="2026-06-02")
    (event,) = story.give("reproject_due_dates", "2026-06-03 11:00", SYSTEM)
    assert isinstance(event, DueDatesReprojected)
    (named,) = event.decisions
    assert (named.began_at, named.ended_at) == (at("2026-06-02 09:00"), at("2026-06-03 10:00"))
    assert (named.name.en, named.is_off, f"{named.announced_on}") == ("portal", True, "2026-06-02")
    said = reprojection_words(event)
    assert said.vi.endswith(
        ": hệ thống ngừng hoạt động từ 09:00 thứ Ba 02/06/2026 đến 10:00 thứ Tư 03/06/2026 (cổng, theo an invented "
        "calendar, công bố 02/06/2026)"
    )
    assert "a system was down from 09:00 on Tuesday 02/06/2026 to 10:00 on Wednesday 03/06/2026 (portal, by" in said.en
    (total, *_) = explain_due_dates(story.law, story.state, at("2026-06-03 11:00"))
    assert ", vì hệ thống ngừng hoạt động từ 09:00 thứ Ba 02/06/2026" in "\n".join(sentences(total, "vi"))


def test_an_outage_that_a_promise_already_holds_is_not_named_again() -> None:
    """The second outage moves the promise once more: it alone is the reason."""
    story = KiteStory(law=_law()).received("2026-06-01 09:00")
    first, second = ("2026-06-02 09:00", "2026-06-03 10:00"), ("2026-06-04 09:00", "2026-06-04 10:00")
    story.law = _law(first, announced_on="2026-06-02")
    story.give("reproject_due_dates", "2026-06-03 11:00", SYSTEM)
    story.law = _law(first, second, announced_on="2026-06-02")
    (event,) = story.give("reproject_due_dates", "2026-06-04 11:00", SYSTEM)
    assert isinstance(event, DueDatesReprojected)
    assert [decision.began_at for decision in event.decisions] == [at("2026-06-04 09:00")]


def test_an_outage_outside_the_case_is_no_reason() -> None:
    """What moves it is the day off; the outage of the week before the receipt touched nothing."""
    story = KiteStory(law=_law()).received("2026-06-01 09:00")
    off = {"date": "2026-06-05", "kind": "closure", "name": "bão", "source": "invented", "announced_on": "2026-06-03"}
    story.law = _law(("2026-05-26 09:00", "2026-05-27 10:00"), announced_on="2026-06-02", days_off=[off])
    (event,) = story.give("reproject_due_dates", "2026-06-03 11:00", SYSTEM)
    assert isinstance(event, DueDatesReprojected)
    assert [f"{decision.day}" for decision in event.decisions] == ["2026-06-05"]


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        ([], "nghỉ thứ Năm 04/06/2026 (bão"),
        ([["08:00", "10:00"]], "chỉ làm việc 08:00–10:00 thứ Năm 04/06/2026 (bão"),
    ],
)
def test_a_closure_that_moved_a_date_is_named(sessions: list[list[str]], words: str) -> None:
    """Closed, or open for two hours: either way Thursday is no counted working day."""
    story = KiteStory(law=_law()).received("2026-06-01 09:00")
    closed = {"from": "2026-06-04", "to": "2026-06-04", "name": {"vi": "bão", "en": "storm"}, "source": "invented",
              "announced_on": "2026-06-03", "sessions": sessions}  # fmt: skip
    story.law = _law(closures=[closed])
    (event,) = story.give("reproject_due_dates", "2026-06-03 11:00", SYSTEM)
    assert isinstance(event, DueDatesReprojected)
    assert [(f"{decision.day}", decision.is_off) for decision in event.decisions] == [("2026-06-04", True)]
    assert words in reprojection_words(event).vi


def test_a_notice_that_is_taken_back_is_named() -> None:
    story = KiteStory(law=_law(("2026-06-02 09:00", "2026-06-05 10:00"), announced_on="2026-06-01"))
    story.received("2026-06-01 09:00")
    story.law = _law(("2026-06-02 09:00", "2026-06-05 10:00"), announced_on="2026-06-01", superseded_on="2026-06-03")
    found = find_reprojection(story.law, story.state, at("2026-06-03 11:00"))
    assert found is not None
    assert [(decision.began_at, decision.is_off) for decision in found.decisions] == [(at("2026-06-02 09:00"), False)]
    assert "không còn hiệu lực" in reprojection_words(found).vi
