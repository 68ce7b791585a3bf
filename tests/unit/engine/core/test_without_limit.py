"""What no law limits: no clock, no promise, no verdict, but everything else; and the reason is said."""

import pytest

from engine.core.actors import SYSTEM
from engine.core.case import CaseStatus, StepStatus
from engine.core.decisions.reprojection import find_reprojection
from engine.core.explain import explain_due_dates
from engine.core.identifiers import StepId
from engine.core.lateness import count_lateness, lateness_of
from engine.core.law import Law
from engine.core.legal_time import ClockStatus, to_instant
from engine.core.notes import NoteKind, notes_of
from engine.core.plan import planned_critical_path
from engine.core.reprojection_words import reprojection_words
from engine.core.words import limit_words
from engine.service.execution_report import case_report
from engine.service.read_rows import rows_of
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_licence import INSPECTOR, SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory
from tests.support.late_calendar import late_book
from tests.support.tree_house import Story, show_law

FILE, LOOK = StepId("file_notice"), StepId("look_at_sky")
_REASON = {"reason": {"vi": "không có quy định", "en": "none is given"}, "legal_basis": [{"ref": "Kite Act"}]}


@pytest.fixture
def notice() -> Story:
    story = Story(law=show_law())
    story.received("2026-06-01 09:00", show_on="2026-07-15")
    return story


def test_nothing_is_promised_and_the_case_has_no_clock(notice: Story) -> None:
    times = notice.times("2026-06-01 10:00")
    assert (notice.state.promised_due_at, notice.state.promise_in_force) == (None, None)
    assert notice.state.status is CaseStatus.IN_PROGRESS
    assert (times.case, times.total, dict(times.steps), times.next_due_at) == (
        None,
        None,
        {LOOK: times.steps[LOOK]},
        None,
    )
    assert times.steps[LOOK].status is ClockStatus.NOT_STARTED
    assert times.taking_part == (FILE, LOOK)


def test_a_step_with_a_limit_is_counted_alone(notice: Story) -> None:
    """Two days of 8 hours from Wednesday 3 June 11:00 end on Friday 5 June 11:00."""
    notice.give("complete_step", "2026-06-03 11:00", INSPECTOR, step=FILE)
    times = notice.times("2026-06-04 09:00")
    assert times.steps[LOOK].due_at == to_instant(at("2026-06-05 11:00"))
    assert times.next_due_at == at("2026-06-05 11:00")
    assert notice.times("2026-06-05 11:00:01").steps[LOOK].status is ClockStatus.OVERDUE
    notice.give("complete_step", "2026-06-05 12:00", SKY_CLERK, step=LOOK)
    assert notice.state.status is CaseStatus.COMPLETED
    assert notice.times("2026-06-08 09:00").steps[LOOK].status is ClockStatus.DONE_LATE


def test_the_sweep_has_nothing_to_wait_for(notice: Story) -> None:
    row, (step,) = rows_of(notice.law, notice.state, at("2026-06-01 09:00"))
    assert (row.promised_due_at, row.due_at, row.next_due_at, step.due_at) == (None, None, None, None)


def test_it_is_in_neither_measure_and_the_reason_is_said(notice: Story) -> None:
    found = lateness_of(notice.law, notice.state, at("2026-06-30 09:00"))
    assert (found.by_law, found.by_766) == (None, ())
    assert found.without_limit is not None
    assert found.without_limit.reason.en == "a notice is not answered"
    licence = KiteStory().received("2026-06-01 09:00")
    counts = count_lateness([found, lateness_of(licence.law, licence.state, at("2026-06-02 09:00"))])
    assert (counts.received, counts.without_limit, counts.by_law.in_time) == (2, 1, 1)


def test_the_explanation_says_why_there_is_no_date(notice: Story) -> None:
    times = notice.times("2026-06-01 10:00")
    assert [told.step for told in explain_due_dates(notice.law, notice.state, times.as_of)] == [LOOK]
    found = [n for n in notes_of(notice.law, notice.state, times) if n.kind is NoteKind.WITHOUT_LIMIT]
    assert [note.step for note in found] == [None, FILE]
    assert found[0].sentence("vi") == (
        "Không quy định thời hạn giải quyết cả hồ sơ: a notice is not answered (Điều 2 Kite Show Act)."
    )
    assert limit_words(None).vi == "không quy định thời hạn"


def test_the_executors_table_is_written_all_the_same(notice: Story) -> None:
    report = case_report(notice.law, notice.state, notice.times("2026-06-02 09:00"), "en")
    assert "The whole case" in report
    assert "File the notice" in report


def test_a_calendar_that_comes_late_moves_the_steps_alone() -> None:
    """The 2 days of the look at the sky, from Wednesday 3 June 10:00, end on Friday 5 June; that Friday off: Monday 8."""
    law = Law(show_law().definition, late_book(announced_on="2026-06-04"), show_law().agencies)
    story = Story(law=law)
    story.received("2026-06-01 09:00", show_on="2026-07-15")
    story.give("complete_step", "2026-06-03 10:00", INSPECTOR, step=FILE)
    change = find_reprojection(law, story.state, at("2026-06-04 09:00"))
    assert change is not None
    assert (change.before.promised, change.before.case, change.after.promised) == (None, None, None)
    assert (change.before.steps, change.after.steps) == ({LOOK: at("2026-06-05 10:00")}, {LOOK: at("2026-06-08 10:00")})
    assert reprojection_words(change).en.startswith("Due dates of steps that changed: 1")
    story.give("reproject_due_dates", "2026-06-04 09:00", SYSTEM)
    assert story.state.promise_in_force is None


def test_a_step_without_a_limit_between_others_falls_out_of_the_reckoning() -> None:
    """Its follower is planned as if it were ready with what comes before; the total goes on for the others."""
    definition = changed_kite(
        {
            "steps.reserve_sky.within": GONE,
            "steps.reserve_sky.within_when": GONE,
            "steps.reserve_sky.without_limit": _REASON,
            "total.covers": ["inspect_kite", "print_licence"],
        }
    )
    story = KiteStory(law=kite_law(definition)).received("2026-06-01 09:00", wants_badge=True)
    times = story.times("2026-06-01 10:00")
    assert set(times.steps) == {"inspect_kite", "print_licence", "make_badge"}
    assert set(times.projected) == set(times.steps)
    assert times.case is not None
    assert story.state.promised_due_at == at("2026-06-08 17:00")
    story.inspected("2026-06-02 08:00")
    assert story.state.step_status(StepId("reserve_sky")) is StepStatus.OPEN
    fact = {"step": "reserve_sky", "name": "windy", "value": True}
    story.give("establish_fact", "2026-09-01 09:00", SKY_CLERK, **fact)
    assert story.state.facts == {"windy": True}
    assert planned_critical_path(definition) == ("inspect_kite", "make_badge")
