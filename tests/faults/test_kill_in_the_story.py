"""kill -9 of one part at every act, and while an agency's system is at work: the case ends the same, no event twice."""

from __future__ import annotations

import contextlib
import json
import random
import re
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from tests.support.birth_story import CARD_ISSUED_AT, NEW_DECREE, OLD_LAW, Act, BirthStory
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until
from tests.support.running_product import RunningProduct, running_product

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

PARTS = ("api", "dispatcher", "prefect")
STANDINS_NUMBER = re.compile(r"MAU\d{12}")


class Killable(Protocol):
    def kill(self) -> None: ...
    def start(self) -> None: ...


@pytest.fixture
def on_sqlite(tmp_path: Path, private_prefect_server: PrefectServer) -> Iterator[RunningProduct]:
    with running_product(tmp_path, f"sqlite:///{tmp_path / 'lienthong.db'}", private_prefect_server) as running:
        yield running


@pytest.fixture
def on_postgresql(tmp_path: Path, postgres_url: str, private_prefect_server: PrefectServer) -> Iterator[RunningProduct]:
    with running_product(tmp_path, postgres_url, private_prefect_server) as running:
        yield running


@pytest.mark.parametrize("part", PARTS)
def test_people_at_work(on_sqlite: RunningProduct, part: str) -> None:
    """Under the old law people do every step; the same part dies at each act."""
    undisturbed, story = BirthStory(on_sqlite, "undisturbed"), BirthStory(on_sqlite, f"disturbed-{part}")
    undisturbed.play_through(OLD_LAW)
    chance = random.Random(f"kill {part}")
    for act in OLD_LAW:
        _play_disturbed(story, act, getattr(on_sqlite, part), chance.uniform(0, 0.06))
    _ended_once_as(story, undisturbed)


def test_an_agency_at_work(on_postgresql: RunningProduct) -> None:
    """Under the new decree the card is automatic: each part dies once while it is issued, and all in turn at the acts."""
    undisturbed = BirthStory(on_postgresql, "undisturbed")
    on_postgresql.behave(f"accept={CARD_ISSUED_AT}")
    undisturbed.play_through(NEW_DECREE)
    on_postgresql.behave(f"slow=2.5@{CARD_ISSUED_AT}")
    chance, victims = random.Random("kill all in turn"), cycle(PARTS)
    stories = {part: BirthStory(on_postgresql, f"disturbed-{part}") for part in PARTS}
    for part, story in stories.items():
        for act in NEW_DECREE:
            if act.begins:
                _play_and_kill_while_the_agency_works(story, act, getattr(on_postgresql, part))
            else:
                _play_disturbed(story, act, getattr(on_postgresql, next(victims)), chance.uniform(0, 0.06))
    for story in stories.values():
        _ended_once_as(story, undisturbed)
    asked = on_postgresql.statistics()
    assert (asked["distinct_keys"], asked["accepted"]) == (1 + len(stories), 1 + len(stories))


def _play_disturbed(story: BirthStory, act: Act, victim: Killable, after_seconds: float) -> None:
    """The order is on its way while the part dies; whether it was carried out is not known to the client."""
    power_cut = threading.Timer(after_seconds, victim.kill)
    power_cut.start()
    with contextlib.suppress(httpx.TransportError):  # the API died: no answer
        story.play(act)
    power_cut.join()
    victim.start()
    story.play_until_acknowledged(act)


def _play_and_kill_while_the_agency_works(story: BirthStory, act: Act, victim: Killable) -> None:
    product = story.product
    known = product.statistics()["distinct_keys"]
    story.play(act)
    wait_until(
        lambda: product.statistics()["distinct_keys"] == known + 1,
        within=60,
        what="the agency has been asked",
        log=product.dispatcher.log,
    )
    victim.kill()
    assert product.statistics()["unanswered"] == 1, "the agency was still at work when the part died"
    victim.start()
    story.wait_for_completion(act.begins)


def _ended_once_as(story: BirthStory, undisturbed: BirthStory) -> None:
    run = story.wait_for_prefect("Đã giải quyết xong", within=120)
    assert run["state"]["type"] == "COMPLETED"
    assert len(story.flow_runs()) == 1
    assert comparable(story.events()) == comparable(undisturbed.events())


def comparable(events: list[dict[str, Any]]) -> list[Any]:
    """Two plays on one product differ in their ids, their dossiers' serials and their cards' numbers only."""
    told = []
    for event in events:
        body = {k: v for k, v in event["event"].items() if k != "dossier_code"}
        told.append((event["sequence"], json.loads(STANDINS_NUMBER.sub("MAU", json.dumps(body)))))
    return told
