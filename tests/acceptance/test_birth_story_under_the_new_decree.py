"""A birth case wholly under NĐ 301/2026: the card's step is automatic, verification and identity card are asked for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.support.birth_story import (
    IDENTITY,
    OFFICER,
    POLICEMAN,
    REGISTRAR,
    Act,
    BirthStory,
    Role,
    step,
    submission,
)
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until
from tests.support.running_product import running_product

pytestmark = pytest.mark.slow

SUBMITTED = submission(
    "2026-09-07T09:00:00+07:00", {"wants_identity_card": True, "father_unknown": True, "father": None}
)
RECEIVED = Act("received", OFFICER, "receive", "2026-09-07T09:00:00+07:00", {"facts": {"needs_verification": True}})
BORN = Act("born", REGISTRAR, "steps/register_birth/complete", "2026-09-07T15:00:00+07:00")
RESIDENCE = Act("residence", POLICEMAN, "steps/register_residence/complete", "2026-09-14T16:00:00+07:00")
CARD = Act("identity", (Role.CASEWORKER, IDENTITY), "steps/issue_identity_card/complete", "2026-09-21T16:00:01+07:00")


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+07:00")


def test_story(tmp_path: Path, prefect_server: PrefectServer) -> None:
    url = f"sqlite:///{tmp_path / 'lienthong.db'}"
    with running_product(tmp_path, url, prefect_server) as product:
        story = BirthStory(product, "new-decree")
        story.play(SUBMITTED)
        received = story.play(RECEIVED)
        assert received["procedure_version"] == "2026-09-01"
        # Statutory, five working days after Monday the 7th: 8, 9, 10, 11 and 14 September (R10).
        assert datetime.fromisoformat(received["promised_due_at"]) == local("2026-09-14T17:00")
        then = story.as_of("2026-09-07T09:00:00+07:00")
        birth = step(then, "register_birth")["clock"]
        assert datetime.fromisoformat(birth["due_at"]) == local("2026-09-08T09:00")  # R23: 24 hours
        story.play(BORN)
        wait_until(
            lambda: step(story.as_of("2036-01-01T00:00:00+07:00"), "issue_insurance_card")["status"] == "completed",
            within=60,
            what="the stand-in agency has issued the card",
            log=product.dispatcher.log,
        )
        case = story.play(RESIDENCE)
        # Elapsed, 5 working days = 40 h from Monday 15:00: 2 h + 4 x 8 h + 6 h: Monday the 14th, 15:00 (R9).
        residence = step(case, "register_residence")
        assert residence["limit"] == "5 working_days" or residence["limit"]["n"] in {5, "5"}
        assert residence["clock"]["status"] == "done_late"
        assert step(case, "issue_identity_card")["status"] == "open"
        assert case["status"] == "in_progress"
        ended = story.play(CARD)
        # 40 h from Monday 16:00: 1 h + 4 x 8 h + 7 h: Monday the 21st, 16:00; one second later is late.
        assert step(ended, "issue_identity_card")["clock"]["status"] == "done_late"
        assert step(ended, "register_birth")["clock"]["status"] == "done_early"
        assert ended["status"] == "completed"
        assert story.wait_for_prefect("Đã giải quyết xong")["state"]["type"] == "COMPLETED"
