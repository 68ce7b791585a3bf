"""A part with one order turned round is killed at a point, and the comparison sees it: each mistake in its own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.service.fault_points import FaultPoint
from tests.support.fault_outcome import differences, settle
from tests.support.fault_stories import ORDERS, FaultStory
from tests.support.fault_world import DISPATCHER, FaultWorld, armed, died_at

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

BROKEN = "tests.support.broken_parts"


def test_marked_before_the_body(sqlite_world: FaultWorld) -> None:
    story = FaultStory(sqlite_world).received()
    part = sqlite_world.start(BROKEN, armed(FaultPoint.CASE_LEASED, story.case_id), ["marks_first"])
    died_at(part, FaultPoint.CASE_LEASED, story.case_id)
    assert sqlite_world.product.wakes.lag() == 0, "by the marks all is well"
    told = _compared(sqlite_world, "marked", story, lambda twin: twin.received())
    assert f"{story.case_id}: Prefect shows [], not [('PAUSED'" in told


def test_acknowledged_before_the_commit(sqlite_world: FaultWorld) -> None:
    story, order = FaultStory(sqlite_world).received(), ORDERS["claim_step"]
    part = sqlite_world.api(armed(FaultPoint.COMMAND_UNCOMMITTED, "claim_step"), BROKEN, ["answers_first"])
    assert story.post(order)["version"] == story.state.version + 1, "the client was told that it is done"
    died_at(part, FaultPoint.COMMAND_UNCOMMITTED, "claim_step")
    told = _compared(sqlite_world, "acknowledged", story, lambda twin: _in_peace(twin, "claim_step"))
    assert "acknowledged: events" in told


def test_asked_without_a_key(sqlite_world: FaultWorld) -> None:
    story = FaultStory(sqlite_world).born()
    about = f"{story.case_id}/issue_insurance_card"
    part = sqlite_world.start(BROKEN, armed(FaultPoint.WORK_ANSWERED, about), ["without_keys"])
    died_at(part, FaultPoint.WORK_ANSWERED, about)
    part = sqlite_world.start(BROKEN, "", ["without_keys"])
    settle(sqlite_world, part, [story])
    part.kill()
    told = _compared(sqlite_world, "keyless", story, lambda twin: twin.born())
    assert "keyless: messages" in told
    assert told.count("asked with a key that no case has") == 2


def _compared(world: FaultWorld, name: str, story: FaultStory, play: Callable[[FaultStory], object]) -> str:
    """With a play that nobody disturbed, once a whole dispatcher has come to rest."""
    twin = FaultStory(world)
    play(twin)
    dispatcher = world.start(DISPATCHER)
    settle(world, dispatcher, [twin])
    dispatcher.kill()
    return "\n".join(differences(world, [(name, story, twin)]))


def _in_peace(twin: FaultStory, kind: str) -> None:
    ORDERS[kind].before(twin)
    api = twin.world.api()
    twin.post(ORDERS[kind])
    api.kill()
