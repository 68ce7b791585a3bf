"""What a citizen is told of the case. Monday is 1 June 2026; office hours 8-12, 13-17; the whole is due in 5 working days."""

from __future__ import annotations

from typing import Any

from engine.core.actors import SYSTEM, Role, citizen_of
from engine.core.available import available_commands
from engine.core.case import CaseStatus
from engine.core.citizen_progress import CitizenProgress, Turn, progress_of
from engine.core.decisions.lapses import as_law_sees
from engine.core.events import RecordedEvent
from engine.core.identifiers import CaseId, CommandId
from engine.core.who_may import NEEDED, may_act, may_see
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import OFFICER, an_actor, at, kite_law
from tests.support.kite_story import KiteStory
from tests.support.late_calendar import late_law

APOLOGY: dict[str, Any] = {
    "extensions.apology": {
        "title": {"vi": "Xin lỗi", "en": "Apology"},
        "applies_to": "both",
        "max": 2,
        "notice_days": 0,
        "legal_basis": [{"ref": "Kite Act", "article": "9"}],
    },
    "steps.inspect_kite.may": ["apology"],
}


def told(story: KiteStory, now: str) -> CitizenProgress:
    history = [
        RecordedEvent(
            case_id=story.state.id,
            sequence=place,
            recorded_at=recorded_at,
            command_id=CommandId("c"),
            actor=OFFICER,
            event=event,
        )
        for place, (event, recorded_at) in enumerate(zip(story.happened, story.recorded_at, strict=True), start=1)
    ]
    return progress_of(story.law, as_law_sees(story.law, story.state, at(now)), story.times(now), history)


def test_who_has_it_and_since_when() -> None:
    progress = told(KiteStory().received("2026-06-01 09:00"), "2026-06-01 10:00")
    assert (progress.turn, progress.changes, progress.asked, progress.stops) == (Turn.ON_TIME, (), (), ())
    assert progress.promised_at == progress.first_promised_at == at("2026-06-08 17:00")
    (holder,) = progress.holders
    assert (holder.since, holder.is_late) == (at("2026-06-01 09:00"), False)
    assert progress.due_at is None, "the day is the promised one"


def test_what_is_asked_with_its_reason_and_its_end() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    progress = told(story, "2026-06-03 10:00")
    assert (progress.turn, progress.holders) == (Turn.YOURS, ()), "nobody else has it"
    (asked,) = progress.asked
    assert (asked.reasons, [name for name, _ in asked.documents]) == (("the photo is missing",), ["photo"])
    assert asked.until == story.state.suspensions[0].answer_due_at
    assert progress.due_if_resumed is not None and progress.due_if_resumed > at("2026-06-09 00:00")


def test_an_answer_leaves_the_stop_that_explains_the_new_day() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    citizen = citizen_of(story.state.id)
    story.give(
        "hand_in_supplement", "2026-06-03 10:00", citizen, step="inspect_kite", documents=[{"document": "photo"}]
    )
    progress = told(story, "2026-06-03 11:00")
    (stop,) = progress.stops
    assert (progress.turn, stop.started_at, stop.ended_at) == (
        Turn.ON_TIME,
        at("2026-06-01 10:00"),
        at("2026-06-03 10:00"),
    )
    assert progress.promised_at == at("2026-06-08 17:00") and progress.due_at is not None


def test_late_is_the_agency_whose_limit_has_passed() -> None:
    progress = told(KiteStory().received("2026-06-01 09:00"), "2026-06-15 09:00")
    assert (progress.turn, [holder.is_late for holder in progress.holders]) == (Turn.LATE, [True])
    assert progress.late == (progress.holders[0].agency,)


def test_an_apology_moves_the_date_with_its_reason() -> None:
    story = KiteStory(law=kite_law(changed_kite(APOLOGY))).received("2026-06-01 09:00")
    lead = an_actor(Role.AGENCY_LEAD, "workshop-1")
    said = {"step": "inspect_kite", "rule": "apology", "plus": "24 hours", "reason": "the scales broke"}
    story.give("extend_time_limit", "2026-06-01 15:00", lead, **said)
    progress = told(story, "2026-06-01 16:00")
    (change,) = progress.changes
    assert (change.at, change.before) == (at("2026-06-01 15:00"), at("2026-06-08 17:00"))
    assert change.after == progress.promised_at == story.state.promise_in_force
    assert "Lý do: the scales broke (căn cứ: Điều 9 Kite Act)" in change.why.vi
    assert "An" not in change.why.vi.split(), "no officer is named"


def test_a_late_decision_on_days_off_moves_the_date_with_its_reason() -> None:
    """Friday 5 June is exchanged for Saturday 13 June, announced on the 3rd: five working days end on Tuesday the 9th."""
    story = KiteStory().received("2026-06-01 09:00")
    story.law = late_law()
    story.give("reproject_due_dates", "2026-06-03 09:00", SYSTEM)
    (change,) = told(story, "2026-06-03 10:00").changes
    assert (change.before, change.after) == (at("2026-06-08 17:00"), at("2026-06-09 17:00"))
    assert "05/06/2026" in change.why.vi


def test_a_result_is_fetched_where_the_dossier_was_received() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 10:00").printed("2026-06-01 11:00")
    story.state = story.state.model_copy(update={"closed_at": at("2026-06-01 11:00"), "status": CaseStatus.COMPLETED})
    progress = told(story, "2026-06-02 09:00")
    assert (progress.turn, progress.holders) == (Turn.READY, ())
    assert progress.fetched_at == story.law.agencies.agencies["counter-1"].title


def test_a_citizen_sees_the_own_case_and_may_hand_in_and_nothing_else() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    citizen, other = citizen_of(story.state.id), citizen_of(CaseId("case-2"))
    assert (may_see(citizen, story.state), may_see(other, story.state)) == (True, False)
    allowed = {name for name in NEEDED if may_act(citizen, story.state, name, story.state.suspensions[0].step)}
    assert allowed == {"hand_in_supplement"}
    assert {one.command for one in available_commands(story.law, story.state, citizen)} == {"hand_in_supplement"}
    assert available_commands(story.law, story.state, other) == ()
    forged = citizen.model_copy(update={"id": other.id})
    assert not may_see(forged, story.state)
