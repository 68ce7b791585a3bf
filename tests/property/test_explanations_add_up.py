"""Whatever happens to a case: what its explanation counts is the limit, and it ends where the clock says."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.case_clock import times_of
from engine.core.explain import explain_due_dates
from engine.core.explanation import DueExplanation, NamedTerm
from engine.core.explanation_sums import days_sum
from engine.core.explanation_words import sentences
from engine.core.legal_time import ClockStatus, DayMark, to_instant
from tests.support.kite_story import KiteStory
from tests.support.random_kites import as_of, kite_stories

LATER = st.integers(0, 20 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


def explained(story: KiteStory, later: timedelta) -> tuple[DueExplanation, ...]:
    assert story.state.received_at is not None
    instant = story.state.received_at + later
    return explain_due_dates(story.law, as_of(story, instant), instant)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(story=kite_stories(), later=LATER)
def test_every_reckoning_adds_up_and_ends_at_the_clock(story: KiteStory, later: timedelta) -> None:
    assert story.state.received_at is not None
    instant = story.state.received_at + later
    state = as_of(story, instant)
    found = explain_due_dates(story.law, state, instant)
    times = times_of(story.law, state, instant)
    assert [e.step for e in found] == [None, *times.limits]
    for told in found:
        clock = times.steps[told.step] if told.step else times.case
        assert clock is not None and told.clock == clock
        due_at = to_instant(told.due_at) if told.due_at else None
        assert due_at == clock.due_if_resumed_now
        ended = clock.status is ClockStatus.NOT_JUDGED
        assert bool(told.terms) == (clock.effective_start is not None and not ended)
        for term in told.terms:
            check_term(term)
        if told.terms:
            assert told.terms[-1].due_at == told.due_at


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(story=kite_stories(), later=LATER)
def test_every_stretch_has_its_reason(story: KiteStory, later: timedelta) -> None:
    for told in explained(story, later):
        known = {hold.id for hold in told.held_by}
        for term in told.terms:
            for part in (*term.days, *term.stretches):
                assert part.mark is not DayMark.PAUSED or part.held_by
                assert part.mark is not DayMark.HOLIDAY or part.day_off
                assert set(part.held_by) <= known
        assert known.isdisjoint(hold.id for hold in told.without_effect)
        assert all(hold.legal_basis for hold in (*told.held_by, *told.without_effect))


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(story=kite_stories(), later=LATER, language=st.sampled_from(["vi", "en"]))
def test_it_can_always_be_told(story: KiteStory, later: timedelta, language: str) -> None:
    for told in explained(story, later):
        said = sentences(told, language)
        assert len(said) >= 2
        assert all(one.endswith(".") and "{" not in one and "  " not in one and "()" not in one for one in said)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(story=kite_stories(), later=LATER)
def test_the_sum_that_is_told_adds_up(story: KiteStory, later: timedelta) -> None:
    for told in explained(story, later):
        for number, term in enumerate(told.terms):
            said = days_sum(term, "en", is_extension=number > 0) if not term.term.exact else None
            if said is not None:
                head, parts = said.split(": ")
                whole = int(head.removeprefix("In all, ").split()[0])
                assert whole == len(term.days) == sum(int(part.split()[0]) for part in parts.split(", "))


def check_term(term: NamedTerm) -> None:
    """Without a gap from the start to the due; what is counted is the term."""
    if term.term.exact:
        assert term.counted_seconds == sum(s.seconds for s in term.stretches) == term.allowed_seconds
        edges = [term.starts_at, *(s.end for s in term.stretches)]
        assert edges[:-1] == [s.start for s in term.stretches]
        assert edges[-1] == term.due_at
        return
    counted = [day for day in term.days if day.mark is DayMark.COUNTED]
    expected = 14 if term.term.unit == "weeks" else term.term.n
    assert term.counted_days == len(counted) == term.allowed_days == expected
    first = term.days[0].on
    assert [day.on for day in term.days] == [first + timedelta(days=n) for n in range(len(term.days))]
    # An extension is counted on from the due date before (R29), whose last instant is 00:00 of the next day.
    assert first in {term.starts_at.date(), (term.starts_at - timedelta(seconds=1)).date()}
    assert term.days[-1].on == term.due_on == last_day(term)


def last_day(term: NamedTerm) -> date:
    return (term.due_at - timedelta(seconds=1)).date()
