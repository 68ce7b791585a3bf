"""What the owner is told unasked. Monday is 1 June 2026; office hours 8-12, 13-17; the whole is due in 5 working days."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core.actors import SYSTEM, Role, citizen_of
from engine.core.case_clock import times_of
from engine.core.events import RecordedEvent
from engine.core.identifiers import CommandId
from engine.core.law import Law
from engine.core.notification_words import NotedAct, NotificationText, act_of, notification_text
from engine.core.notifications import (
    Notification,
    NotificationKind,
    Way,
    is_too_late,
    notifications_caused,
    notifications_of_rungs,
)
from engine.core.owner import contact_of
from engine.core.rungs import Rung, RungKind
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import INSPECTOR, OFFICER, an_actor, at, kite_law
from tests.support.kite_story import KiteStory

APOLOGY: dict[str, Any] = {
    "title": {"vi": "Xin lỗi", "en": "Apology"},
    "applies_to": "both",
    "max": 2,
    "notice_days": 0,
    "legal_basis": [{"ref": "Kite Act", "article": "9"}],
}
TEXT = {"vi": "x", "en": "x"}
LAW = kite_law(
    changed_kite(
        {
            "form.requester.fields.email": {"title": TEXT},
            "form.requester.fields.phone": {"title": TEXT},
            "extensions.apology": APOLOGY,
            "steps.inspect_kite.may": ["supplement", "apology"],
        }
    )
)
REACHABLE = {"full_name": "Diều Thị Giấy", "email": "giay@kite.example", "phone": "0912 345 678"}
BOTH = frozenset(Way)


def story(**requester: str) -> KiteStory:
    return KiteStory(law=LAW).received("2026-06-01 09:00", requester={**REACHABLE, **requester})


def history_of(told: KiteStory) -> list[RecordedEvent]:
    """Each instant is one command."""
    return [
        RecordedEvent(
            case_id=told.state.id,
            sequence=place,
            recorded_at=recorded_at,
            command_id=CommandId(recorded_at.isoformat()),
            actor=OFFICER,
            event=event,
        )
        for place, (event, recorded_at) in enumerate(zip(told.happened, told.recorded_at, strict=True), start=1)
    ]


def caused(told: KiteStory, ways: frozenset[Way] = BOTH, law: Law = LAW) -> tuple[Notification, ...]:
    """By the last act."""
    history = history_of(told)
    last = [one for one in history if one.recorded_at == history[-1].recorded_at]
    return notifications_caused(law, told.state, told.times(history[-1].recorded_at), last, ways)


def words(told: KiteStory, note: Notification, language: str = "vi") -> NotificationText:
    event, state = act_of(note, history_of(told))
    return notification_text(note, NotedAct(LAW, state, times_of(LAW, state, note.at), event), language)


def kinds(notes: tuple[Notification, ...]) -> list[tuple[str, str]]:
    return [(note.kind.value, note.way.value) for note in notes]


def test_the_receipt_is_told_with_its_promise_on_each_way() -> None:
    notes = caused(story())
    assert kinds(notes) == [("received", "email"), ("received", "message")]
    assert notes[0].key == "case-1/notification/2-received/email"
    said = words(story(), notes[0])
    assert said.subject == "Đã tiếp nhận hồ sơ H98.01-260601-0001"
    assert said.paragraphs[1] == "Hẹn trả kết quả: 17:00 ngày 08/06/2026."
    assert "Diều" not in repr(said) and "kite.example" not in repr(said), "nothing of the person"


@pytest.mark.parametrize(
    ("left", "ways"),
    [
        ({"email": ""}, ["message"]),
        ({"phone": "ask my mother"}, ["email"]),
        ({"email": "giay@kite.example\r\nBcc: all@kite.example", "phone": ""}, []),
        ({"email": "giay@kite.example, all@kite.example", "phone": ""}, []),
        ({"email": "Giấy <giay@kite.example>", "phone": ""}, []),
        ({"email": "giấy@kite.example", "phone": "+84 912.345.678"}, ["message"]),
    ],
)
def test_only_where_the_owner_left_an_address(left: dict[str, str], ways: list[str]) -> None:
    assert [note.way.value for note in caused(story(**left))] == ways


def test_only_on_ways_that_the_installation_has() -> None:
    assert kinds(caused(story(), frozenset({Way.MESSAGE}))) == [("received", "message")]
    assert caused(story(), frozenset()) == ()


def test_a_form_without_such_fields_has_no_address() -> None:
    form = {"requester": {"full_name": "Diều", "email": "giay@kite.example"}, "child": {"phone": "0912345678"}}
    assert contact_of(LAW.definition, form).email == "giay@kite.example"
    assert contact_of(LAW.definition, form).phone is None, "what others wrote of themselves is not the owner's"


def test_papers_are_asked_for_with_reason_term_and_what_the_wait_means() -> None:
    told = story()
    told.asked("2026-06-01 10:00")
    (note, _) = caused(told)
    said = words(told, note)
    assert note.kind is NotificationKind.PAPERS_ASKED
    assert said.subject == "Hồ sơ H98.01-260601-0001 cần bổ sung"
    assert said.paragraphs[1] == "Lý do: the photo is missing."
    assert said.paragraphs[2].startswith("Hạn bổ sung: ")
    assert "tạm dừng" in said.paragraphs[3] and "Nếu việc chờ kết thúc ngay bây giờ" in said.paragraphs[3]
    assert "photo" in words(told, note, "en").paragraphs[1]


def answered(told: KiteStory, now: str) -> KiteStory:
    citizen = citizen_of(told.state.id)
    told.give("hand_in_supplement", now, citizen, step="inspect_kite", documents=[{"document": "photo"}])
    return told


def test_the_answer_brings_the_new_date() -> None:
    told = story()
    told.asked("2026-06-01 10:00")
    answered(told, "2026-06-03 10:00")
    (note, _) = caused(told)
    assert note.kind is NotificationKind.CLOCK_RUNS
    clock = told.times("2026-06-03 10:00").case
    assert clock is not None and clock.due_at is not None
    said = words(told, note).paragraphs
    assert said[0] == "Từ 10:00 ngày 03/06/2026, thời hạn giải quyết hồ sơ H98.01-260601-0001 được tính tiếp."
    assert "ngày hẹn trên giấy: 17:00 ngày 08/06/2026" in said[1]


def test_an_extension_apologises_and_names_both_dates() -> None:
    told = story()
    told.give(
        "extend_time_limit",
        "2026-06-01 15:00",
        an_actor(Role.AGENCY_LEAD, "workshop-1"),
        step="inspect_kite",
        rule="apology",
        plus="24 hours",
        reason="the scales\r\nbroke.",
    )
    (note, _) = caused(told)
    said = words(told, note)
    assert note.kind is NotificationKind.DATE_EXTENDED and "xin lỗi" in said.subject
    assert "Lý do: the scales broke (căn cứ: Điều 9 Kite Act)." in said.paragraphs
    assert said.paragraphs[1].startswith("Ngày hẹn trả kết quả trước đây: ") and "nay hẹn lại: " in said.paragraphs[1]


def test_the_end_is_told_and_the_owners_own_withdrawal_is_not() -> None:
    told = story()
    told.give("refuse_step", "2026-06-01 11:00", INSPECTOR, step="inspect_kite", reason="it is a stone",
              legal_basis={"ref": "Kite Act", "article": "3"})  # fmt: skip
    (note, _) = caused(told)
    assert note.kind is NotificationKind.REFUSED
    assert words(told, note).paragraphs[1] == "Lý do: it is a stone."
    withdrawn = story()
    withdrawn.give("withdraw_case", "2026-06-01 11:00", OFFICER, reason="no wind")
    assert caused(withdrawn) == ()


def rung(told: KiteStory, kind: RungKind = RungKind.DUE_SOON, step: str | None = None) -> Rung:
    return Rung.model_validate(
        {
            "kind": kind,
            "step": step,
            "agency": "counter-1",
            "due_at": at("2026-06-08 17:00"),
            "at": at("2026-06-08 13:00"),
            "version": told.state.version,
        }
    )


def test_little_time_is_told_of_the_whole_alone() -> None:
    told = story()
    (note, _) = notifications_of_rungs(LAW, told.state, [rung(told)], BOTH)
    assert words(told, note).subject == "Hồ sơ H98.01-260601-0001 sắp đến hạn trả kết quả"
    for other in (rung(told, step="inspect_kite"), rung(told, RungKind.OVERDUE)):
        assert notifications_of_rungs(LAW, told.state, [other], BOTH) == ()


def too_late(told: KiteStory, note: Notification, now: str) -> bool:
    return is_too_late(note, told.state, told.times(now), history_of(told), at(now))


def test_what_the_case_has_gone_past_is_not_told() -> None:
    told = story()
    soon, _ = notifications_of_rungs(LAW, told.state, [rung(told)], BOTH)
    assert not too_late(told, soon, "2026-06-08 13:01")
    assert too_late(told, soon, "2026-06-09 08:00"), "the limit has passed"
    told.asked("2026-06-01 10:00")
    asked, _ = caused(told)
    assert too_late(told, soon, "2026-06-08 13:01"), "its clock stands"
    assert not too_late(told, asked, "2026-06-02 10:00")
    answered(told, "2026-06-03 10:00")
    runs, _ = caused(told)
    assert too_late(told, asked, "2026-06-03 10:01"), "it was answered"
    assert not too_late(told, runs, "2026-06-03 10:01")
    told.give("withdraw_case", "2026-06-03 11:00", OFFICER, reason="no wind")
    assert too_late(told, runs, "2026-06-03 11:01"), "it has ended"


def test_after_a_long_silence_only_a_result_is_still_told() -> None:
    told = story()
    received, _ = caused(told)
    assert not too_late(told, received, "2026-06-04 08:00")
    assert too_late(told, received, "2026-06-05 08:00")
    told.inspected("2026-06-01 15:00")
    told.give("complete_step", "2026-06-01 15:30", an_actor(Role.CASEWORKER, "sky-1"), step="reserve_sky")
    told.printed("2026-06-01 16:00")
    ready, _ = caused(told)
    assert ready.kind is NotificationKind.RESULT_READY
    assert not too_late(told, ready, "2026-06-20 08:00")
    assert too_late(told, ready, "2026-07-20 08:00")
    assert SYSTEM.id not in repr(words(told, ready))
