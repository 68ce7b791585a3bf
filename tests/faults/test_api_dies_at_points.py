"""kill -9 of the API before the commit of each command, after it, and before the answer: told once, as if undisturbed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import httpx
import pytest

from engine.service.fault_points import FaultPoint
from tests.support.fault_matrix import AT_THE_API
from tests.support.fault_outcome import settle, wrong_in_the_end
from tests.support.fault_stories import ORDERS, FaultStory, Order
from tests.support.fault_world import DISPATCHER, FaultWorld, armed, died_at
from tests.support.forked_parts import ForkedPart
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest) -> FaultWorld:
    found: FaultWorld = request.getfixturevalue(f"{request.param}_world")
    return found


@pytest.fixture(scope="module")
def dispatcher(world: FaultWorld) -> Iterator[ForkedPart]:
    """It lives on while the API dies."""
    part = world.start(DISPATCHER)
    yield part
    part.kill()


@pytest.fixture(scope="module")
def undisturbed(world: FaultWorld, dispatcher: ForkedPart) -> dict[str, FaultStory]:
    stories = _begun(world, dispatcher)
    api = world.api()
    for kind, story in stories.items():
        story.post(ORDERS[kind])
    api.kill()
    return stories


@pytest.mark.parametrize("point", AT_THE_API, ids=lambda point: point.armed_as)
def test_every_command(
    world: FaultWorld, dispatcher: ForkedPart, undisturbed: dict[str, FaultStory], point: FaultPoint
) -> None:
    """Each life dies at one command, and begins with what its client sends again because nobody has answered."""
    stories = _begun(world, dispatcher)
    unanswered: list[tuple[FaultStory, Order]] = []
    for kind, story in stories.items():
        api = world.api(armed(point, kind))
        _answered(api, unanswered)
        with pytest.raises(httpx.TransportError):
            story.post(ORDERS[kind])
        died_at(api, point, kind)
        unanswered.append((story, ORDERS[kind]))
    api = world.api()
    _answered(api, unanswered)
    api.kill()
    pairs = [(f"{point.armed_as}:{kind}", stories[kind], undisturbed[kind]) for kind in ORDERS]
    wrong = wrong_in_the_end(world, dispatcher, pairs)
    assert not wrong, wrong


def _begun(world: FaultWorld, dispatcher: ForkedPart) -> dict[str, FaultStory]:
    stories = {kind: FaultStory(world) for kind in ORDERS}
    for kind, story in stories.items():
        ORDERS[kind].before(story)
    settle(world, dispatcher, list(stories.values()))
    return stories


def _answered(api: ForkedPart, unanswered: list[tuple[FaultStory, Order]]) -> None:
    while unanswered:
        story, order = unanswered.pop()
        answered = partial(story.is_answered, order)
        wait_until(answered, within=30, what=f"{order.kind} is answered", log=api.log)
