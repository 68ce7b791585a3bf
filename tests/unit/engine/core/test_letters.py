"""The apology that goes to the applicant with an extension. Monday is 1 June 2026; office hours 8-12, 13-17."""

from typing import Any

from engine.core.actors import Role
from engine.core.execution import AutomaticWork, wakes_the_flow
from engine.core.letters import is_letter, letters_caused
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import an_actor, kite_law
from tests.support.kite_story import KiteStory

LEADER = an_actor(Role.AGENCY_LEAD, "workshop-1")
RULE = {
    "title": {"vi": "Xin lỗi", "en": "Apology"},
    "applies_to": "both",
    "max": 2,
    "legal_basis": [{"ref": "Kite Act", "article": "9"}],
}


def extended(applies_to: str = "both") -> tuple[KiteStory, AutomaticWork]:
    """Received on Monday 9:00: the inspection is due on Tuesday 9:00, the case on Monday 8 June."""
    places: dict[str, Any] = {
        "extensions.apology": {**RULE, "applies_to": applies_to, "notice_days": 0},
        "steps.inspect_kite.may": ["apology"],
    }
    story = KiteStory(law=kite_law(changed_kite(places))).received("2026-06-01 09:00")
    return story, letter(story, "2026-06-01 15:00")


def letter(story: KiteStory, now: str) -> AutomaticWork:
    caused = story.give(
        "extend_time_limit",
        now,
        LEADER,
        step="inspect_kite",
        rule="apology",
        plus="24 hours",
        reason="the scales broke",
    )
    assert wakes_the_flow(story.law, story.state, caused)
    (found,) = letters_caused(story.law, story.state, caused)
    return found


def test_it_says_both_dates_and_the_reason() -> None:
    _, found = extended("step")
    assert is_letter(found)
    assert found.payload["step_due"] == {"before": "2026-06-02T09:00:00+07:00", "after": "2026-06-03T09:00:00+07:00"}
    assert found.payload["promised"] is None
    assert (found.payload["form"], found.payload["reason"]) == ("04", "the scales broke")
    text = found.payload["text"]
    assert isinstance(text, dict)
    assert "02/06/2026" in text["vi"] and "03/06/2026" in text["vi"]
    assert "Lý do: the scales broke (căn cứ: Điều 9 Kite Act)." in text["vi"]


def test_it_goes_to_the_requester_by_the_dossier_code() -> None:
    story, found = extended("step")
    assert found.payload["recipient"] == {
        "submitted_by": story.state.submitted_by,
        "requester": {"full_name": "Diều Thị Giấy"},
    }
    assert found.payload["dossier_code"] == story.state.dossier_code


def test_each_extension_has_a_letter_of_its_own() -> None:
    story, first = extended("step")
    second = letter(story, "2026-06-01 16:00")
    assert (first.key, second.key) == ("case-1/letter/extension-1", "case-1/letter/extension-2")


def test_nothing_else_is_written_to_the_applicant() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    assert letters_caused(story.law, story.state, story.happened) == ()
