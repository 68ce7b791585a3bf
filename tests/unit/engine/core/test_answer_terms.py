"""The applicant's own term to answer when days off are decided while it runs: it moves forward, never back.

Asked on Mon 1 June 2026, 7 working days end on Wed 10 June, 24:00. On Wed 3 June it is announced that Fri 5 June is off:
they end on Thu 11 June, 24:00.
"""

import pytest

from engine.core.actors import SYSTEM
from engine.core.case import CaseStatus
from engine.core.decisions.lapses import as_law_sees
from engine.core.decisions.reprojection import find_reprojection
from engine.core.errors import CommandRefused, Reason
from engine.core.events import DueDates, DueDatesReprojected
from engine.core.identifiers import SuspensionId
from engine.core.reprojection_words import reprojection_words
from tests.support.kite_licence import OFFICER, at
from tests.support.kite_story import KiteStory
from tests.support.late_calendar import late_law

NOW = "2026-06-03 09:00"
ASKED = SuspensionId("inspect_kite-1")
PHOTO = {"document": "photo", "reference": "photo-1"}


def _asked(**said: str) -> KiteStory:
    return KiteStory(law=late_law(**said)).received("2026-06-01 09:00").asked("2026-06-01 10:00")


def _hand_in(story: KiteStory, now: str) -> None:
    story.give("hand_in_supplement", now, OFFICER, step="inspect_kite", documents=[PHOTO])


def test_the_event_says_the_old_end_and_the_new_one() -> None:
    story = _asked()
    (event,) = story.give("reproject_due_dates", NOW, SYSTEM)
    assert isinstance(event, DueDatesReprojected)
    assert (event.before.answers, event.after.answers) == (
        {ASKED: at("2026-06-11 00:00")},
        {ASKED: at("2026-06-12 00:00")},
    )
    assert story.state.suspensions[0].answer_due_at == at("2026-06-12 00:00")
    assert find_reprojection(story.law, story.state, at(NOW)) is None
    words = reprojection_words(event)
    assert "hạn bổ sung hồ sơ hết ngày 10/06/2026 đổi thành hết ngày 11/06/2026: nghỉ thứ Sáu 05/06/2026" in words.vi
    assert "term to answer the end of 10/06/2026, now the end of 11/06/2026: off on Friday 05/06/2026" in words.en


def test_law_does_not_wait_for_the_re_projection() -> None:
    story = _asked()
    waiting = as_law_sees(story.law, story.state, at("2026-06-11 16:00"))
    assert waiting.find_open_suspension(story.state.suspensions[0].step) is not None
    with pytest.raises(CommandRefused) as refused:
        story.give("expire_supplement", "2026-06-11 16:00", SYSTEM, suspension=ASKED)
    assert refused.value.reason is Reason.SUPPLEMENT_TERM_NOT_EXPIRED
    _hand_in(story, "2026-06-11 16:00")
    assert story.kinds()[-1] == "time_limit_resumed"


def test_it_passes_at_the_end_that_law_gives_it() -> None:
    story = _asked()
    story.give("expire_supplement", "2026-06-15 09:00", SYSTEM, suspension=ASKED)
    assert (story.state.status, story.state.closed_at) == (CaseStatus.STOPPED, at("2026-06-12 00:00"))


def test_what_is_announced_after_it_has_passed_does_not_revive_it() -> None:
    story = _asked(announced_on="2026-06-11")
    with pytest.raises(CommandRefused) as refused:
        _hand_in(story, "2026-06-11 09:00")
    assert refused.value.current == "suspended"
    assert refused.value.reason is Reason.SUPPLEMENT_TERM_EXPIRED
    assert as_law_sees(story.law, story.state, at("2026-06-11 09:00")).status is CaseStatus.STOPPED


def test_a_day_that_becomes_a_working_day_takes_nothing_from_the_applicant() -> None:
    """Told on Monday that Friday is off; on Wednesday it is one working day more, and the term stays as told."""
    story = _asked(superseded_on="2026-06-03")
    assert story.state.suspensions[0].answer_due_at == at("2026-06-12 00:00")
    (event,) = story.give("reproject_due_dates", NOW, SYSTEM)
    assert isinstance(event, DueDatesReprojected)
    assert event.after.promised < event.before.promised
    assert event.before.answers == event.after.answers == {ASKED: at("2026-06-12 00:00")}
    _hand_in(story, "2026-06-11 16:00")
    assert story.kinds()[-1] == "time_limit_resumed"


def test_an_event_of_before_knows_no_terms() -> None:
    told = {"promised": "2026-06-08T17:00:00+07:00", "case": None, "steps": {}}
    assert DueDates.model_validate(told).answers == {}
