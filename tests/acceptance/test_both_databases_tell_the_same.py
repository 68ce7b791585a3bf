"""The same story over HTTP on SQLite and on PostgreSQL: every event is the same to the letter; only its recording is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.birth_story import CARD_ISSUED_AT, NEW_DECREE, OLD_LAW, Act, BirthStory
from tests.support.prefect_server import PrefectServer
from tests.support.running_product import running_product

pytestmark = pytest.mark.slow


def test_both_stories(
    tmp_path: Path, postgres_url: str, prefect_server: PrefectServer, private_prefect_server: PrefectServer
) -> None:
    """Ids are derived from the command's, so the two cases are one to Prefect: each product has a server of its own."""
    sqlite = _told(tmp_path / "sqlite", f"sqlite:///{tmp_path / 'lienthong.db'}", prefect_server)
    postgresql = _told(tmp_path / "postgresql", postgres_url, private_prefect_server)
    assert [len(events) for _, events in sqlite] == [12, 12]
    assert postgresql == sqlite


def _told(home: Path, url: str, prefect: PrefectServer) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    home.mkdir()
    with running_product(home, url, prefect) as product:
        assert product.settings.database_url == url
        product.behave(f"accept={CARD_ISSUED_AT}")
        return [
            _ended(BirthStory(product, f"same-{number}"), acts) for number, acts in enumerate((OLD_LAW, NEW_DECREE))
        ]


def _ended(story: BirthStory, acts: tuple[Act, ...]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    case = story.play_through(acts)
    assert case["status"] == "completed"
    names = ("id", "dossier_code", "version", "promised_due_at", "closed_at", "steps", "clock")
    events = story.events()
    assert {event["case_id"] for event in events if "case_id" in event} <= {case["id"]}
    return {name: case[name] for name in names}, events
