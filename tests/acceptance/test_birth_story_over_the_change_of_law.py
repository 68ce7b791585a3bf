"""A birth case over a cut-off, a swapped Saturday, National Day and a change of law, with real parts, on each database.

Every expected instant is worked out by hand from spec/deadlines.md; the rule stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.birth_story import OLD_LAW, BirthStory, step
from tests.support.prefect_server import PrefectServer
from tests.support.running_product import RunningProduct, running_product

pytestmark = pytest.mark.slow

ACTS = {act.name: act for act in OLD_LAW}


@pytest.fixture
def product(tmp_path: Path, database_url: str, prefect_server: PrefectServer) -> Iterator[RunningProduct]:
    with running_product(tmp_path, database_url, prefect_server) as running:
        yield running


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+07:00")


def clock(case: dict[str, Any], of: str | None = None) -> dict[str, Any]:
    found = step(case, of)["clock"] if of else case["clock"]
    assert found is not None
    return dict(found)


def test_story(product: RunningProduct) -> None:
    story = BirthStory(product, f"story-{product.settings.database_url[:10]}")
    _receipt(story)
    _supplement(story)
    _branches(story)
    _ending(story)


def _receipt(story: BirthStory) -> None:
    """R7: 15:10 is after the cut-off; S = Saturday 22 August 08:00, a working day. R10: 24, 25, 26 August."""
    story.play(ACTS["submitted"])
    assert story.flow_runs() == []  # before the receipt there is nothing to execute
    case = story.play(ACTS["received"])
    assert case["dossier_code"] == "H99.01.01-260821-0001"
    assert case["procedure_version"] == "2024-07-01"
    assert instant(case["promised_due_at"]) == local("2026-08-26T17:00")
    story.wait_for_prefect("Chờ cơ quan xử lý", steps=["register_birth"])
    then = story.as_of("2026-08-21T15:10:00+07:00")
    assert instant(clock(then)["due_at"]) == local("2026-08-27T00:00")  # art. 148(6): the day ends at 24:00
    assert instant(clock(then, "register_birth")["due_at"]) == local("2026-08-22T17:00")  # R13: 0 days


def _supplement(story: BirthStory) -> None:
    """R16, R18: the only ready step is blocked, so the total stands; the birth step was due on Saturday and stays so."""
    story.play(ACTS["claimed"])
    story.wait_for_prefect("Chờ cơ quan xử lý", steps=["register_birth"])
    story.play(ACTS["asked"])
    asked = story.wait_for_prefect("Chờ bổ sung hồ sơ", steps=["register_birth"])
    assert asked["state"]["type"] == "PAUSED"
    waiting = story.as_of("2026-08-25T10:00:00+07:00")
    assert clock(waiting)["paused"] is True
    assert clock(waiting)["due_at"] is None
    assert instant(clock(waiting)["due_if_resumed_now"]) == local("2026-08-29T00:00")  # 26, 27, 28 August
    assert clock(waiting, "register_birth")["status"] == "overdue"
    story.play(ACTS["handed_in"])
    handed_in = story.wait_for_prefect("Chờ cơ quan xử lý", steps=["register_birth"])
    assert handed_in["state"]["type"] == "PAUSED"


def _branches(story: BirthStory) -> None:
    """R12: 24-28 August are touched; 3, 4 and 7 September remain. R9: 1 h on the 28th, 8 h, 7 h: the 4th at 16:00."""
    case = story.play(ACTS["born"])
    assert {s["id"]: s["status"] for s in case["steps"]} == {
        "register_birth": "completed",
        "register_residence": "open",
        "issue_insurance_card": "open",
    }
    story.wait_for_prefect("Chờ cơ quan xử lý", steps=["register_residence", "issue_insurance_card"])
    then = story.as_of("2026-08-28T16:00:00+07:00")
    assert instant(clock(then)["due_at"]) == local("2026-09-08T00:00")
    for branch in ("register_residence", "issue_insurance_card"):
        assert instant(clock(then, branch)["due_at"]) == local("2026-09-04T16:00")
    in_september = story.as_of("2026-09-01T09:00:00+07:00")
    assert in_september["procedure_version"] == "2024-07-01"  # the new decree does not touch it


def _ending(story: BirthStory) -> None:
    story.play(ACTS["card"])
    assert story.wait_for_prefect("Chờ cơ quan xử lý", steps=["register_residence"])["state"]["type"] == "PAUSED"
    case = story.play(ACTS["residence"])
    assert case["status"] == "completed"
    run = story.wait_for_prefect("Đã giải quyết xong")
    assert run["state"]["type"] == "COMPLETED"
    assert run["name"] == case["dossier_code"]
    assert clock(case, "register_birth")["status"] == "done_late"
    assert clock(case, "issue_insurance_card")["status"] == "done_early"  # 3 September before the 4th
    assert clock(case, "register_residence")["status"] == "done_on_time"  # the same date, 15:00 before 16:00
    assert clock(case)["status"] == "done_early"  # 4 September before Monday the 7th
    assert [e["event"]["type"] for e in story.events()] == [
        "case_submitted",
        "case_received",
        "step_opened",
        "step_claimed",
        "time_limit_suspended",
        "time_limit_resumed",
        "step_completed",
        "step_opened",
        "step_opened",
        "step_completed",
        "step_completed",
        "case_completed",
    ]
