"""Whatever happens to a case and to the calendars: a re-projection is made once; a past view knows no later decision."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engine.core.actors import SYSTEM
from engine.core.calendar_entries import DayOff
from engine.core.case_clock import times_of
from engine.core.errors import CommandRefused, Reason
from engine.core.explain import explain_due_dates
from engine.core.lateness import lateness_of
from engine.core.legal_time import civil_date, to_instant
from tests.support.kite_story import KiteStory
from tests.support.random_kites import as_of, kite_stories, late_days_off, told

CALM = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def decided_late(story: KiteStory, days_off: tuple[DayOff, ...]) -> KiteStory:
    """The same case under calendars with further days off."""
    return story.copied(replace(story.law, calendars=story.law.calendars.with_entries(days_off, ())))


def reprojected(story: KiteStory, now: str) -> bool:
    """Whether there was something to tell; a closed case is never told anything."""
    try:
        return bool(story.give("reproject_due_dates", now, SYSTEM))
    except CommandRefused as refused:
        if refused.reason not in (Reason.DUE_DATES_UNCHANGED, Reason.WRONG_STATUS):
            raise
        return False


@CALM
@given(story=kite_stories(), data=st.data(), later=st.integers(2 * 86_400, 12 * 86_400))
def test_a_second_reprojection_changes_nothing(story: KiteStory, data: st.DataObject, later: int) -> None:
    """Decided after everything that was done by the older calendars, and before the re-projection."""
    assert story.state.last_event_at is not None
    now = story.state.last_event_at + timedelta(seconds=later)
    last_day, today = (civil_date(to_instant(at)) for at in (story.state.last_event_at, now))
    decided = st.dates(last_day + timedelta(days=1), today)
    case = decided_late(story, data.draw(late_days_off(decided)))
    event(f"told the first time: {reprojected(case, told(now))}")
    before, dates = case.state, case.times(now)
    with pytest.raises(CommandRefused):
        case.give("reproject_due_dates", told(now), SYSTEM)
    assert case.state == before
    assert case.times(now) == dates
    tomorrow = now + timedelta(days=1)
    ends = [down.ended_at for calendar in case.law.calendars.declared.values() for down in calendar.outages]
    if not any(end is not None and now < end <= tomorrow for end in ends):
        assert not reprojected(case, told(tomorrow)), "nothing was decided, no outage ended: time alone is no news"


@CALM
@given(story=kite_stories(), data=st.data())
def test_a_view_of_the_past_uses_nothing_learnt_later(story: KiteStory, data: st.DataObject) -> None:
    """Later acts, later entries in the ledger (a term that had passed unseen), later decisions on days off."""
    state = story.state
    assert state.received_at is not None and state.last_event_at is not None
    span = int((state.last_event_at - state.received_at).total_seconds())
    then = state.received_at + timedelta(seconds=data.draw(st.integers(0, span)))
    tomorrow = civil_date(to_instant(then)) + timedelta(days=1)
    news = data.draw(late_days_off(st.dates(tomorrow, tomorrow + timedelta(days=20))))
    known_then = [at <= then for at in story.recorded_at]
    short = story.copied()
    short.happened = [each for each, known in zip(story.happened, known_then, strict=True) if known]
    if short.happened == story.happened:
        event("nothing was recorded later")
    later = decided_late(story, news)
    seen_then, seen_now = as_of(short, then), as_of(later, then)
    assert times_of(short.law, seen_then, then) == times_of(later.law, seen_now, then)
    assert lateness_of(short.law, seen_then, then) == lateness_of(later.law, seen_now, then)
    assert explain_due_dates(short.law, seen_then, then) == explain_due_dates(later.law, seen_now, then)
