"""Lateness by law and by Decision 766, worked out by hand; the numbers of a report and their rounding."""

from decimal import Decimal

import pytest

from engine.core.counted_facts import facts_of
from engine.core.lateness import CaseLateness, count_lateness, lateness_of, verdicts_of
from engine.core.promise import published_due_of
from tests.support.kite_changes import changed_kite
from tests.support.kite_extensions import extend, extending_law, reserving
from tests.support.kite_licence import OFFICER, SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory
from tests.support.random_kites import as_of

PHOTO = [{"document": "photo"}]


def judged(story: KiteStory, period_end: str) -> CaseLateness:
    state, end = as_of(story, at(period_end)), at(period_end)
    found, counted = lateness_of(story.law, state, end), facts_of(story.law, state, end)
    if counted is not None and counted.under_total is not None:  # the verdicts alone are the same verdicts
        short = verdicts_of(state, counted.under_total, end)
        assert short.by_law == (found.by_law.timeliness if found.by_law else None)
        assert short.by_766 == {one.more_than_one: one.timeliness for one in found.by_766}
    return found


def words(case: CaseLateness) -> tuple[str | None, ...]:
    """By law, and by 766 under `late` and `late_while_waiting`."""
    assert case.by_law is not None
    return (case.by_law.timeliness, *(one.timeliness for one in case.by_766))


def finished(received: str, done: str, **form: object) -> KiteStory:
    """Inspected at once; the licence printed and the sky reserved at `done`."""
    story = KiteStory().received(received, **form).inspected(received).printed(done)
    story.give("complete_step", done, SKY_CLERK, step="reserve_sky")
    return story


def waited_twice() -> KiteStory:
    """Received Monday 1 June 09:00, five working days: promised Monday 8 June 17:00. Two waits of a day each."""
    story = KiteStory(law=kite_law(changed_kite({"suspensions.supplement.max": 2}))).received("2026-06-01 09:00")
    for day in (2, 4):
        story.asked(f"2026-06-0{day} 10:00")
        story.give("hand_in_supplement", f"2026-06-0{day + 1} 10:00", OFFICER, step="inspect_kite", documents=PHOTO)
    return story


@pytest.mark.parametrize(
    ("done", "by_law", "by_766"),
    [
        ("2026-06-05 16:00", "early", "early"),  # Friday, before the day
        ("2026-06-08 17:00", "on_time", "on_time"),  # Monday, the last day, at the instant on the slip
        ("2026-06-08 18:00", "on_time", "late"),  # by law until 24:00 (BLDS art. 148(6)); 766 takes the slip's instant
        ("2026-06-09 00:00", "on_time", "late"),
        ("2026-06-09 00:00:01", "late", "late"),
    ],
)
def test_without_supplements(done: str, by_law: str, by_766: str) -> None:
    assert words(judged(finished("2026-06-01 09:00", done), "2026-07-01 00:00")) == (by_law, by_766, by_766)


def test_after_the_period_nothing_is_known() -> None:
    story = finished("2026-06-01 09:00", "2026-06-10 09:00")
    assert words(judged(story, "2026-06-05 09:00")) == ("in_time", "in_time", "in_time")
    assert words(judged(story, "2026-06-09 09:00")) == ("overdue", "overdue", "overdue")
    before = judged(KiteStory().submit("2026-06-01 09:00"), "2026-06-02 09:00")
    assert (before.by_law, before.by_766) == (None, ())


def test_two_supplements_are_late_by_766_and_not_by_law() -> None:
    """By law 2 to 5 June are touched; 8 to 12 June are the five days: done on the 9th, early. 766: two requests."""
    story = waited_twice().inspected("2026-06-05 15:00").printed("2026-06-09 10:00")
    story.give("complete_step", "2026-06-09 10:00", SKY_CLERK, step="reserve_sky")
    found = judged(story, "2026-07-01 00:00")
    assert words(found) == ("early", "late", "early")
    assert found.by_law is not None and f"{found.by_law.due_on}" == "2026-06-12"
    first, second = found.by_766
    assert (first.supplement_requests, first.supplement_seconds) == (2, 2 * 86_400)
    assert first.adjusted_end_at == at("2026-06-07 10:00")  # two days before the end, on a Sunday: wall time
    assert (first.late_because, second.late_because) == (("more_than_one_supplement",), ())


def test_while_it_waits_the_metric_ends_at_the_request() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-02 10:00")
    found = judged(story, "2026-06-09 09:00")
    assert words(found) == ("in_time", "in_time", "in_time")
    assert (found.by_766[0].state, found.by_766[0].end_at) == ("waiting", at("2026-06-02 10:00"))


def test_a_step_outside_the_total_makes_nothing_late() -> None:
    story = finished("2026-06-01 09:00", "2026-06-05 16:00", wants_badge=True)
    assert words(judged(story, "2026-07-01 00:00")) == ("early", "early", "early")


def test_a_withdrawn_case_is_judged_by_766_only() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    story.give("withdraw_case", "2026-06-12 09:00", OFFICER, reason="no wind")
    found = judged(story, "2026-07-01 00:00")
    assert words(found) == (None, "late", "late")
    assert found.by_law is not None and found.by_law.finished_at == at("2026-06-12 09:00")


def test_the_numbers_of_a_report() -> None:
    stories = [
        finished("2026-06-01 09:00", "2026-06-05 16:00"),
        finished("2026-06-01 09:00", "2026-06-08 18:00"),
        KiteStory().received("2026-06-01 09:00"),
        KiteStory().submit("2026-06-01 09:00"),
    ]
    counts = count_lateness(judged(story, "2026-06-30 00:00") for story in stories)
    assert counts.received == 3
    by_law = counts.by_law
    assert (by_law.early, by_law.on_time, by_law.late, by_law.overdue) == (1, 1, 0, 1)
    assert by_law.on_time_rate == Decimal("66.67")
    assert {
        reading: (c.early, c.late, c.overdue, c.on_time_rate) for reading, c in counts.by_766.items()
    } == dict.fromkeys(counts.by_766, (1, 1, 1, Decimal("33.33")))


def test_nothing_to_judge_has_no_rate() -> None:
    counts = count_lateness([])
    assert (counts.received, counts.by_law.on_time_rate) == (0, None)
    assert [c.on_time_rate for c in counts.by_766.values()] == [None, None]


def test_the_law_looks_at_the_extended_date_and_766_does_not() -> None:
    """Promised Monday 8 June; extended on Tuesday by 2 working days to Wednesday 10 June; all done on Tuesday 9 June."""
    story = reserving(extending_law(applies_to="total"))
    extend(story, "2026-06-02 09:00", plus="2 working_days")
    story.printed("2026-06-02 10:00")
    story.give("complete_step", "2026-06-09 10:00", SKY_CLERK, step="reserve_sky")
    found = judged(story, "2026-07-01 00:00")
    assert words(found) == ("early", "late", "late")
    assert found.by_law is not None and f"{found.by_law.due_on}" == "2026-06-10"
    assert found.by_766[0].due_at == at("2026-06-08 17:00")
    assert found.by_766[0].late_because == ("after_due",)


def test_the_score_goes_by_the_first_appointment_and_not_by_the_published_term() -> None:
    """Published: 2 working days from Monday; by law 5. Done on Thursday: on time (domain.md 5: NgayHenTra counts)."""
    published = {"within": "2 working_days", "legal_basis": [{"ref": "Kite portal"}]}
    story = KiteStory(law=kite_law(changed_kite({"total.published": published})))
    story.received("2026-06-01 09:00").inspected("2026-06-01 10:00").printed("2026-06-04 09:00")
    story.give("complete_step", "2026-06-04 09:00", SKY_CLERK, step="reserve_sky")
    assert published_due_of(story.law, story.state, at("2026-06-04 09:00")) == at("2026-06-03 17:00")
    case = judged(story, "2026-06-30 17:00")
    assert words(case) == ("early", "early", "early")
    assert [one.due_at for one in case.by_766] == [at("2026-06-08 17:00")] * 2
