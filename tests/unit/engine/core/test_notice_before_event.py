"""A notice before an event: the applicant's deadline, counted backwards; marked when late, never refused."""

from datetime import date

import pytest

from engine.core.case import CaseStatus
from engine.core.errors import CommandRefused, Reason
from engine.core.law import Law
from engine.core.notes import NoteKind, notes_of
from tests.support.kite_licence import OFFICER, at
from tests.support.late_calendar import late_book
from tests.support.tree_house import Story, show_law

SHOW_ON = "2026-06-15"
"""A Monday: Monday 8 to Friday 12 June are the 5 whole working days between; the last day is Sunday 7 June."""


def submitted(now: str, **form: object) -> Story:
    return Story(law=show_law()).submit(now, **form)


@pytest.mark.parametrize(
    ("now", "status"),
    [
        ("2026-06-05 16:59", "ok"),
        ("2026-06-07 23:59:59", "ok"),
        ("2026-06-08 00:00", "ok"),
        ("2026-06-08 00:00:01", "late"),
    ],
)
def test_until_the_end_of_the_last_day(now: str, status: str) -> None:
    notice = submitted(now, show_on=SHOW_ON).times(now).notice
    assert notice is not None
    assert (notice.event_on, notice.latest_on) == (date(2026, 6, 15), date(2026, 6, 7))
    assert notice.latest_at == at("2026-06-08 00:00")
    assert (notice.status, notice.exempt) == (status, False)


def test_a_late_notice_is_received_and_marked() -> None:
    story = Story(law=show_law())
    story.received("2026-06-10 09:00", show_on=SHOW_ON)
    assert story.state.status is CaseStatus.IN_PROGRESS
    times = story.times("2026-06-11 09:00")
    (note,) = [n for n in notes_of(story.law, story.state, times) if n.kind is NoteKind.BEFORE_EVENT]
    assert note.sentence("en") == (
        "Notice before the show: to be handed in at least 5 working days before Monday 15/06/2026, at the latest "
        "Sunday 07/06/2026; it was late, and the agency decides on it (Kite Show Act, art. 3)."
    )
    assert times.case is None  # it limits the applicant, and gives the agency no time to answer


def test_who_is_exempt_and_who_names_no_event() -> None:
    notice = submitted("2026-06-10 09:00", show_on=SHOW_ON, small=True).times("2026-06-10 09:00").notice
    assert notice is not None
    assert notice.exempt
    assert submitted("2026-06-10 09:00").times("2026-06-10 09:00").notice is None


def test_the_receipt_does_not_matter() -> None:
    """Handed in on Friday 5 June, received on Wednesday 10 June."""
    story = submitted("2026-06-05 09:00", show_on=SHOW_ON)
    story.give(
        "receive_case",
        "2026-06-10 09:00",
        OFFICER,
        dossier_code="H98.01-260601-0001",
        receiving_agency="counter-1",
    )
    notice = story.times("2026-06-10 09:00").notice
    assert notice is not None
    assert notice.status == "ok"


def test_a_day_off_that_was_announced_afterwards_makes_nobody_late() -> None:
    """Of 12 June as the event: 5 working days between are 5, 8, 9, 10, 11 June; with the 5th off, 4 June is too late."""
    law = Law(show_law().definition, late_book(announced_on="2026-06-04"), show_law().agencies)
    on_time = Story(law=law).submit("2026-06-03 10:00", show_on="2026-06-12").times("2026-06-20 10:00").notice
    late = Story(law=law).submit("2026-06-04 10:00", show_on="2026-06-12").times("2026-06-20 10:00").notice
    assert on_time is not None and late is not None
    assert (on_time.latest_on, on_time.status) == (date(2026, 6, 4), "ok")
    assert (late.latest_on, late.status) == (date(2026, 6, 3), "late")


def test_a_year_that_cannot_be_meant_is_sent_back() -> None:
    with pytest.raises(CommandRefused) as refused:
        submitted("2026-06-05 09:00", show_on="0001-06-15")
    assert refused.value.reason is Reason.FORM_INVALID
    assert refused.value.problems == ("show_on: look at the year again",)
