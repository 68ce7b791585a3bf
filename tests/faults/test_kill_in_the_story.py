"""kill -9 of one part at every act of the story: started again, the case ends the same, with no event twice."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from tests.support.birth_story import OLD_LAW, Act, BirthStory
from tests.support.prefect_server import PrefectServer
from tests.support.running_product import RunningProduct, running_product

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class Killable(Protocol):
    def kill(self) -> None: ...
    def start(self) -> None: ...


@pytest.fixture
def product(tmp_path: Path, private_prefect_server: PrefectServer) -> Iterator[RunningProduct]:
    with running_product(tmp_path, f"sqlite:///{tmp_path / 'lienthong.db'}", private_prefect_server) as running:
        yield running


def events_of_an_undisturbed_play(product: RunningProduct) -> list[dict[str, Any]]:
    story = BirthStory(product, "undisturbed")
    for act in OLD_LAW:
        story.play(act)
    return story.events()


def comparable(events: list[dict[str, Any]]) -> list[Any]:
    """Two plays on one product differ in their ids and their dossier's serial only."""
    told = []
    for event in events:
        body = {k: v for k, v in event["event"].items() if k != "dossier_code"}
        told.append((event["sequence"], body))
    return told


@pytest.mark.parametrize("part", ["api", "dispatcher", "prefect"])
def test_case_ends_the_same(product: RunningProduct, part: str) -> None:
    undisturbed = events_of_an_undisturbed_play(product)
    story = BirthStory(product, f"disturbed-{part}")
    chance = random.Random(f"kill {part}")
    victim: Killable = getattr(product, part)
    for act in OLD_LAW:
        _kill_during(story, act, victim, chance.uniform(0, 0.06))
        victim.start()
        story.play_until_acknowledged(act)
    run = story.wait_for_prefect("Đã giải quyết xong", within=120)
    assert run["state"]["type"] == "COMPLETED"
    assert len(story.flow_runs()) == 1
    assert comparable(story.events()) == comparable(undisturbed)


def _kill_during(story: BirthStory, act: Act, victim: Killable, after_seconds: float) -> None:
    """The order is on its way while the part dies; whether it was carried out is not known to the client."""
    ordered = threading.Thread(target=_try, args=(story, act))
    ordered.start()
    threading.Event().wait(after_seconds)
    victim.kill()
    ordered.join()


def _try(story: BirthStory, act: Act) -> None:
    with contextlib.suppress(httpx.TransportError):  # the API died: no answer
        story.play(act)
