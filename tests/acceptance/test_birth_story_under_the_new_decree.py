"""A birth case wholly under NĐ 301/2026, on each database: the card is automatic, an identity card is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.birth_story import NEW_DECREE, BirthStory, step
from tests.support.prefect_server import PrefectServer
from tests.support.running_product import RunningProduct, running_product

pytestmark = pytest.mark.slow

ACTS = {act.name: act for act in NEW_DECREE}


@pytest.fixture
def product(tmp_path: Path, database_url: str, prefect_server: PrefectServer) -> Iterator[RunningProduct]:
    with running_product(tmp_path, database_url, prefect_server) as running:
        yield running


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+07:00")


def test_story(product: RunningProduct) -> None:
    story = BirthStory(product, f"new-decree-{product.settings.database_url[:10]}")
    story.play(ACTS["submitted"])
    received = story.play(ACTS["received"])
    assert received["procedure_version"] == "2026-09-01"
    # Statutory, five working days after Monday the 7th: 8, 9, 10, 11 and 14 September (R10).
    assert datetime.fromisoformat(received["promised_due_at"]) == local("2026-09-14T17:00")
    then = story.as_of("2026-09-07T09:00:00+07:00")
    birth = step(then, "register_birth")["clock"]
    assert datetime.fromisoformat(birth["due_at"]) == local("2026-09-08T09:00")  # R23: 24 hours
    story.play_through([ACTS["born"]])
    story.wait_for_prefect("Chờ cơ quan xử lý", steps=["register_residence"])
    case = story.play(ACTS["residence"])
    # Elapsed, 5 working days = 40 h from Monday 15:00: 2 h + 4 x 8 h + 6 h: Monday the 14th, 15:00 (R9).
    residence = step(case, "register_residence")
    assert residence["limit"] == "5 working_days" or residence["limit"]["n"] in {5, "5"}
    assert residence["clock"]["status"] == "done_late"
    assert step(case, "issue_identity_card")["status"] == "open"
    assert case["status"] == "in_progress"
    story.wait_for_prefect("Chờ cơ quan xử lý", steps=["issue_identity_card"])
    ended = story.play(ACTS["identity"])
    # 40 h from Monday 16:00: 1 h + 4 x 8 h + 7 h: Monday the 21st, 16:00; one second later is late.
    assert step(ended, "issue_identity_card")["clock"]["status"] == "done_late"
    assert step(ended, "register_birth")["clock"]["status"] == "done_early"
    assert ended["status"] == "completed"
    assert story.wait_for_prefect("Đã giải quyết xong")["state"]["type"] == "COMPLETED"
    assert len(story.flow_runs()) == 1
    assert product.statistics()["distinct_keys"] == 1
