"""What a worked example expects, held against the API's answers; and what Prefect must show of such a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from engine.core.legal_time import PauseKind
from procedure_defs.story import Expected
from tests.support.processes import wait_until
from tests.support.story_over_http import StoryOverHttp

Told = Mapping[str, Any]
READ: dict[str, Callable[[StoryOverHttp, Told], Any]] = {
    "promised": lambda _, case: _instant(case["promised_due_at"]),
    "promised_now": lambda _, case: _instant(case["promise"]["present_due_at"]),
    "due": lambda _, case: _of_clocks(case, lambda clock: _instant(clock["due_if_resumed_now"])),
    "original_due": lambda _, case: _of_clocks(case, lambda clock: _instant(clock["original_due_at"])),
    "status": lambda _, case: _of_clocks(case, lambda clock: clock["status"]),
    "first_status": lambda _, case: {
        step["id"]: step["earlier_runs"][0]["clock"]["status"] for step in case["steps"] if step["earlier_runs"]
    },
    "total_due_on": lambda story, _: _day(_whole(story.read("/explanation"))["due_on"]),
    "total_status": lambda _, case: case["clock"]["status"] if case["clock"] else None,
    "answer_due": lambda _, case: _instant([s["answer_due_at"] for s in case["suspensions"] if s["answer_due_at"]][-1]),
    "tell_by": lambda _, case: _instant([s["tell_by"] for s in case["suspensions"] if s["tell_by"]][-1]),
    "published_due_on": lambda story, _: _day(story.read("/due-dates")["published_on"]),
    "notice": lambda _, case: "exempt" if case["notice"]["exempt"] else case["notice"]["status"],
    "notice_latest_on": lambda _, case: _day(case["notice"]["latest_on"]),
    "notice_published_on": lambda _, case: _day(case["notice"]["published_on"]),
    "agencies": lambda _, case: {step["id"]: step["agency"] for step in case["steps"]},
    "case_status": lambda _, case: case["status"],
    "steps": lambda _, case: {step["id"]: step["status"] for step in case["steps"]},
}
"""Where each thing that a story may expect stands in the API's answers. `why` is for people."""

ENDINGS = {
    "completed": "Đã giải quyết xong",
    "refused": "Từ chối giải quyết",
    "stopped": "Dừng giải quyết",
    "withdrawn": "Công dân rút hồ sơ",
}

WAITS = {
    PauseKind.SUPPLEMENT: "Chờ bổ sung hồ sơ",
    PauseKind.FINANCIAL: "Chờ thực hiện nghĩa vụ tài chính",
    PauseKind.ORIGINALS: "Chờ bản chính giấy tờ",
    PauseKind.OTHER_AGENCY: "Chờ cơ quan khác",
}


def differences(story: StoryOverHttp, expect: Expected) -> list[str]:
    """Each thing expected that the API says otherwise."""
    case = story.read()
    found = []
    for name in sorted(expect.model_fields_set - {"why"}):
        told = READ[name](story, case)
        for place, wanted, is_told in _pairs(name, getattr(expect, name), told):
            if wanted != is_told:
                found.append(f"{place}: expected {wanted}, the API says {is_told}")
    return found


def wait_for_prefect(story: StoryOverHttp) -> None:
    """Until the one flow run of the case has ended under the name of how the case ended, or is suspended for what it waits."""
    case = story.read()
    wanted = ("COMPLETED", ENDINGS[case["status"]]) if case["closed_at"] else ("PAUSED", waiting_name(story, case))

    def shown() -> bool:
        runs = story.product.flow_runs(story.case_id)
        assert len(runs) <= 1, f"one case, {len(runs)} flow runs"
        return bool(runs) and (runs[0]["state"]["type"], runs[0]["state"]["name"]) == wanted

    wait_until(shown, within=60, what=f"{story.example.id}: Prefect shows {wanted}", log=story.product.dispatcher.log)
    run = story.product.flow_runs(story.case_id)[0]
    assert run["name"] == case["dossier_code"]


def waiting_name(story: StoryOverHttp, case: Told) -> str:
    """Why a case that is not over is suspended: what nobody can go on without, else whoever works."""
    at_work = [step for step in case["steps"] if step["status"] in {"open", "claimed"}]
    waits = [wait["rule"] for wait in case["suspensions"] if wait["ended_at"] is None and not wait["sent_back_to"]]
    if not at_work and waits:
        return WAITS[story.law.definition.suspensions[waits[0]].kind]
    return "Chờ hệ thống của cơ quan" if at_work and all(s["automatic"] for s in at_work) else "Chờ cơ quan xử lý"


def _pairs(name: str, wanted: Any, told: Any) -> Iterator[tuple[str, Any, Any]]:
    if not isinstance(wanted, Mapping):
        yield name, wanted, told
        return
    for step, value in wanted.items():
        yield f"{name} of {step}", value, told.get(step)


def _of_clocks(case: Told, read: Callable[[Told], Any]) -> dict[str, Any]:
    return {step["id"]: read(step["clock"]) for step in case["steps"] if step["clock"] is not None}


def _whole(explanation: Told) -> Told:
    return next(told for told in explanation["due_dates"] if told["step"] is None)


def _instant(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
