"""The script of the play: every story as the commands that its people gave, each with its instant and its own id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Any
from uuid import UUID, uuid5

from demo.people import child_of, form_of, paper
from demo.story import BIRTH, HOME, IDENTITY, Act, Promise, Story
from demo.wall_calendar import WallCalendar

PROCEDURE = "birth-residence-insurance"
_PAPER_NAMES = {
    "birth_notice": "Giấy chứng sinh",
    "marriage_certificate": "Giấy chứng nhận kết hôn",
    "residence_papers": "Giấy tờ về chỗ ở",
    "birth_certificate": "Giấy khai sinh",
    "residence_notice": "Thông báo kết quả đăng ký thường trú",
    "identity_card": "Thẻ căn cước",
}
_PRODUCED = {BIRTH: "birth_certificate", HOME: "residence_notice", IDENTITY: "identity_card"}
_AT_THE_COUNTER = timedelta(minutes=15)
_OVERNIGHT = timedelta(hours=13)


@dataclass(frozen=True, slots=True)
class Scene:
    """One command of one case. `at` null: it happens while the play is played."""

    number: int
    command: str
    at: datetime | None
    key: UUID
    body: dict[str, Any]
    territory: str
    step: str = ""
    after_step: str = ""


@dataclass(slots=True)
class _Writer:
    """Writes the scenes of one story."""

    story: Story
    number: int
    calendar: WallCalendar
    seed: UUID
    written: list[Scene] = field(default_factory=list)

    def write(self, command: str, at: datetime | None, body: dict[str, Any], act: Act | None = None) -> None:
        step, after_step = (act.step, act.after_step) if act else ("", "")
        key = uuid5(self.seed, f"{self.number}/{len(self.written)}/{command}/{step}")
        self.written.append(Scene(self.number, command, at, key, body, self.story.territory, step, after_step))


def script(stories: Sequence[Story], calendar: WallCalendar, seed: UUID) -> list[Scene]:
    """All scenes in the order of their instants; what happens during the play comes last."""
    scenes = [
        scene for number, story in enumerate(stories, start=1) for scene in scenes_of(story, number, calendar, seed)
    ]
    return sorted(scenes, key=lambda scene: scene.at.timestamp() if scene.at else inf)


def scenes_of(story: Story, number: int, calendar: WallCalendar, seed: UUID) -> list[Scene]:
    """The commands of one story in order. The same arguments give the same commands with the same ids."""
    writer = _Writer(story, number, calendar, seed)
    if story.promise is Promise.NOT_RECEIVED:
        writer.write("submit", None, _dossier(story, number, calendar, calendar.day(0)))
        return writer.written
    day = calendar.day(story.back, followed=story.followed)
    first = next((act for act in story.acts), None)
    received_at = (
        calendar.just_now() if story.just_now else calendar.at(day, story.clock or (first.clock if first else ""))
    )
    writer.write("submit", _submitted_at(story, received_at), _dossier(story, number, calendar, day))
    if story.clock is not None:
        writer.write(
            "receive", received_at, {"facts": {"needs_verification": True} if story.needs_verification else {}}
        )
    for act in story.acts:
        writer.write(act.command, calendar.at(day + act.day, act.clock), _body(act, number), act)
    return writer.written


def _submitted_at(story: Story, received_at: datetime) -> datetime:
    """At the counter shortly before; from home or by post the evening before."""
    return received_at - (_AT_THE_COUNTER if story.channel == "counter" else _OVERNIGHT)


def _dossier(story: Story, number: int, calendar: WallCalendar, day: int) -> dict[str, Any]:
    form = form_of(
        number,
        story.territory,
        calendar.date_of(day),
        father_unknown=story.father_unknown,
        identity_card=story.identity_card,
    )
    return {
        "procedure": PROCEDURE,
        "territory": story.territory,
        "channel": story.channel,
        "form": form,
        "documents": list(_papers(("birth_notice",), number)),
    }


def _body(act: Act, number: int) -> dict[str, Any]:
    if act.command == "hand-in-supplement":
        return {**act.body, "documents": list(_papers(act.body["documents"], number))}
    if act.command == "complete":
        return {"result": _result(act.step, number), "documents": list(_papers((_PRODUCED[act.step],), number))}
    return dict(act.body)


def _result(step: str, number: int) -> dict[str, str]:
    if step != BIRTH:
        return {}
    return {"personal_id": f"0009{number:08d}", "certificate_number": f"MAU-{number:04d}"}


def _papers(names: Sequence[str], number: int) -> Iterator[dict[str, str]]:
    for name in names:
        yield paper(name, number, f"{_PAPER_NAMES[name]} – {child_of(number)}")
