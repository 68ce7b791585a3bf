"""Plays the town's day through the API: `python -m demo.town_day --api URL --accounts FILE --book FILE`.

The book says when the play is set, which days the offices worked, and the seed of all ids. The play always begins at
its first scene: what was played before is answered as before, so stopping in the middle and starting again repeats
nothing and loses nothing. Each line printed is JSON: `{"done", "of", "note"}`, in the end `{"finished", "cases", "show"}`.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from demo.people import child_of
from demo.scene import Scene, script
from demo.stories import STORIES
from demo.story import Promise
from demo.town_api import Account, PlayStopped, TownApi
from demo.wall_calendar import WallCalendar

WAIT_SECONDS = 240.0
"""So long may the machines (dispatcher, agency system, sweep) take for what a story needs of them."""

_ENDED_BY_MACHINES = {
    Promise.EARLY: "completed",
    Promise.ON_TIME: "completed",
    Promise.LATE: "completed",
    Promise.STOPPED: "stopped",
}
"""Stories that end only when a machine has done its part -> the status that then follows."""

_NOTES = {
    "submit": {"vi": "nộp hồ sơ", "en": "submitted"},
    "receive": {"vi": "tiếp nhận", "en": "received"},
    "refuse-receipt": {"vi": "từ chối tiếp nhận", "en": "not accepted"},
    "claim": {"vi": "nhận xử lý", "en": "claimed"},
    "complete": {"vi": "xử lý xong", "en": "step completed"},
    "refuse": {"vi": "từ chối giải quyết", "en": "refused"},
    "request-supplement": {"vi": "yêu cầu bổ sung", "en": "supplement requested"},
    "hand-in-supplement": {"vi": "bổ sung hồ sơ", "en": "supplement handed in"},
    "withdraw": {"vi": "rút hồ sơ", "en": "withdrawn"},
    "wait": {"vi": "chờ hệ thống xử lý", "en": "waiting for the machines"},
}

Tell = Callable[[Mapping[str, Any]], None]


class Play:
    """The scenes one after the other, then the endings that machines bring about."""

    def __init__(self, api: TownApi, scenes: Sequence[Scene], tell: Tell) -> None:
        self._api = api
        self._scenes = scenes
        self._tell = tell
        self._cases: dict[int, dict[str, Any]] = {}
        self._endings = {
            number: _ENDED_BY_MACHINES[story.promise]
            for number, story in enumerate(STORIES, start=1)
            if story.promise in _ENDED_BY_MACHINES
        }

    def run(self) -> None:
        """Raises `PlayStopped` when a command is refused or a machine does not do its part in time."""
        total = len(self._scenes) + len(self._endings)
        for done, scene in enumerate(self._scenes, start=1):
            self._cases[scene.number] = self._act(scene)
            self._report(done, total, scene.number, scene.command)
        for done, (number, status) in enumerate(self._endings.items(), start=len(self._scenes) + 1):
            self._await_case(number, f"status {status}", partial(_has_status, status))
            self._report(done, total, number, "wait")
        self._tell({"finished": True, "cases": len(self._cases), "show": self._showpiece()})

    def _act(self, scene: Scene) -> dict[str, Any]:
        if scene.after_step:
            self._await_case(scene.number, f"{scene.after_step} completed", partial(_is_over, scene.after_step))
        body = dict(scene.body)
        if scene.at is not None:
            body["occurred_at"] = scene.at.isoformat()
        return self._api.command(self._who(scene), self._path(scene), str(scene.key), body)

    def _path(self, scene: Scene) -> str:
        if scene.command == "submit":
            return "/cases"
        case = f"/cases/{self._cases[scene.number]['id']}"
        return f"{case}/steps/{scene.step}/{scene.command}" if _is_of_a_step(scene) else f"{case}/{scene.command}"

    def _who(self, scene: Scene) -> Account:
        if scene.at is None:
            return self._api.person("citizen_portal")
        if _is_of_a_step(scene) and scene.command != "hand-in-supplement":
            steps = {step["id"]: step for step in self._cases[scene.number]["steps"]}
            return self._api.person("caseworker", agency=steps[scene.step]["agency"])
        return self._api.person("one_stop_officer", territory=scene.territory)

    def _await_case(self, number: int, what: str, is_so: Callable[[dict[str, Any]], bool]) -> None:
        give_up_at, pause = time.monotonic() + WAIT_SECONDS, threading.Event()
        case = self._api.case(self._cases[number]["id"])
        while not is_so(case):
            if time.monotonic() > give_up_at:
                raise PlayStopped(
                    f"case {case['dossier_code']} is not at `{what}` after {WAIT_SECONDS:.0f} s: is the dispatcher running?"
                )
            pause.wait(0.5)
            case = self._api.case(case["id"])
        self._cases[number] = case

    def _report(self, done: int, total: int, number: int, command: str) -> None:
        words = {language: f"{child_of(number)}: {text}" for language, text in _NOTES[command].items()}
        self._tell({"done": done, "of": total, "note": words})

    def _showpiece(self) -> str:
        """A case in the middle of its life: a parallel step done, another waiting for the applicant."""
        waiting = [number for number, story in enumerate(STORIES, start=1) if story.promise is Promise.SUPPLEMENT]
        return str(self._cases[waiting[-1]]["id"])


def _is_of_a_step(scene: Scene) -> bool:
    return bool(scene.step)


def _has_status(status: str, case: dict[str, Any]) -> bool:
    return bool(case["status"] == status)


def _is_over(step: str, case: dict[str, Any]) -> bool:
    return any(known["id"] == step and known["status"] == "completed" for known in case["steps"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays and answers the exit code: 0 when the play is over, 1 when it had to stop."""
    wanted = _parse(arguments)
    book = json.loads(wanted.book.read_text(encoding="utf-8"))
    days = [date.fromisoformat(day) for day in book["working_days"]]
    calendar = WallCalendar(days, datetime.fromisoformat(book["anchor"]))
    api = TownApi(wanted.api, json.loads(wanted.accounts.read_text(encoding="utf-8")))
    try:
        Play(api, script(STORIES, calendar, UUID(book["seed"])), _print_line).run()
    except PlayStopped as stopped:
        print(stopped, file=sys.stderr, flush=True)
        return 1
    finally:
        api.close()
    return 0


def _print_line(said: Mapping[str, Any]) -> None:
    print(json.dumps(said, ensure_ascii=False), flush=True)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo.town_day", description=__doc__.split("\n")[0])
    parser.add_argument("--api", required=True, help="address of the API")
    parser.add_argument("--accounts", type=Path, required=True, help="the file of the demo accounts")
    parser.add_argument("--book", type=Path, required=True, help="the file that says when the play is set")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
