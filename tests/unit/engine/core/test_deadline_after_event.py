"""A deadline after an event: the applicant's own; two acts may disagree on it, and both last days are told."""

from datetime import date
from typing import Any

import pytest

from engine.core.definition import ProcedureDefinition
from engine.core.definition_checks import check_definition
from engine.core.errors import CommandRefused
from engine.core.law import Law
from engine.core.legal_time import DeadlineError, after_event
from engine.core.notes import NoteKind, notes_of
from tests.support.kite_licence import at
from tests.support.late_calendar import late_book
from tests.support.legal_time import at as tick
from tests.support.legal_time import days, office
from tests.support.tree_house import SHOW, Story, show_law

RULE: dict[str, Any] = {
    "title": {"vi": "Thả diều", "en": "The flight"},
    "event": "form.show_on",
    "within": "10 working_days",
    "published": {"within": "10 calendar_days", "legal_basis": [{"ref": "Kite Order", "article": "8"}]},
    "exempt_when": "form.small",
    "legal_basis": [{"ref": "Kite Show Act", "article": "3"}],
}


def law_after(**changes: Any) -> Law:
    without = {name: value for name, value in SHOW.items() if name != "before_event"}
    definition = ProcedureDefinition.model_validate({**without, "after_event": {**RULE, **changes}})
    return Law(definition, show_law().calendars, show_law().agencies)


def submitted(now: str, **form: object) -> Story:
    return Story(law=law_after()).submit(now, **form)


@pytest.mark.parametrize(
    ("now", "status"),
    [
        ("2026-05-28 09:00", "ok"),  # before it happens
        ("2026-06-15 23:59:59", "ok"),
        ("2026-06-16 00:00:01", "late"),
    ],
)
def test_the_law_decides_and_the_other_act_is_told(now: str, status: str) -> None:
    """Of Monday 1 June: 2-5, 8-12 and 15 June are ten working days; ten days end on Thursday 11 June."""
    notice = submitted(now, show_on="2026-06-01").times(now).notice
    assert notice is not None
    assert (notice.latest_on, notice.published_on) == (date(2026, 6, 15), date(2026, 6, 11))
    assert (notice.status, notice.exempt) == (status, False)


def test_an_event_on_a_day_off_is_not_counted_either_and_a_last_day_off_moves_on() -> None:
    """Of Sunday 7 June: 8-12, 15-19 June; ten days end on Wednesday 17 June. Of Wednesday 3 June ten days: Saturday 13."""
    sunday = submitted("2026-06-08 09:00", show_on="2026-06-07").times("2026-06-08 09:00").notice
    wednesday = submitted("2026-06-08 09:00", show_on="2026-06-03").times("2026-06-08 09:00").notice
    assert sunday is not None and wednesday is not None
    assert (sunday.latest_on, sunday.published_on) == (date(2026, 6, 19), date(2026, 6, 17))
    assert wednesday.published_on == date(2026, 6, 15)


def test_both_days_are_said_in_one_sentence() -> None:
    story = submitted("2026-06-12 09:00", show_on="2026-06-01")
    (note,) = notes_of(story.law, story.state, story.times("2026-06-12 09:00"))
    assert note.kind is NoteKind.AFTER_EVENT
    assert note.sentence("en") == (
        "The flight on Monday 01/06/2026: to be handed in within 10 working days, at the latest Monday 15/06/2026; it was "
        "in time; another act says 10 days, at the latest Thursday 11/06/2026 (Kite Order, art. 8); the law decides "
        "(Kite Show Act, art. 3)."
    )


def test_who_is_exempt_and_who_names_no_event() -> None:
    story = submitted("2026-07-10 09:00", show_on="2026-06-01", small=True)
    times = story.times("2026-07-10 09:00")
    assert times.notice is not None and times.notice.exempt
    (note,) = notes_of(story.law, story.state, times)
    assert "nothing has to be handed in so soon" in note.said.en and "another act" not in note.said.en
    assert submitted("2026-06-10 09:00").times("2026-06-10 09:00").notice is None


def test_a_day_off_counts_from_when_it_was_announced() -> None:
    """Of Thursday 28 May: 29 May, 1-5 and 8-11 June; with the 5th off, which was announced on the 4th, 12 June too."""
    law = Law(law_after().definition, late_book(announced_on="2026-06-04"), show_law().agencies)
    before = Story(law=law).submit("2026-06-03 10:00", show_on="2026-05-28").times("2026-06-20 10:00").notice
    after = Story(law=law).submit("2026-06-04 10:00", show_on="2026-05-28").times("2026-06-20 10:00").notice
    assert before is not None and after is not None
    assert (before.latest_on, after.latest_on) == (date(2026, 6, 11), date(2026, 6, 12))


def test_a_year_that_cannot_be_meant_is_sent_back() -> None:
    with pytest.raises(CommandRefused) as refused:
        submitted("2026-06-05 09:00", show_on="0001-06-15")
    assert refused.value.problems == ("show_on: look at the year again",)


def test_no_time_at_all_is_refused_by_the_check_and_by_the_reckoning() -> None:
    found = check_definition(law_after(within="0 working_days", published=None).definition)
    assert [finding.path for finding in found] == [("after_event", "within")]
    with pytest.raises(DeadlineError):
        after_event(office(), tick("06-12 08:00"), days(0), tick("06-12 08:00"))


def test_a_limit_in_hours_has_an_instant_and_no_day() -> None:
    story = Story(law=law_after(within="48 hours", published=None)).submit("2026-06-03 00:00", show_on="2026-06-01")
    notice = story.times("2026-06-03 00:00").notice
    assert notice is not None
    assert (notice.latest_on, notice.latest_at, notice.status) == (None, at("2026-06-03 00:00"), "ok")
