"""kill -9 of the dispatcher at every point of an entry, of its work and of the sweep: all is carried out, and once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from engine.service.fault_points import FaultPoint
from flows.names import SWEEP_FLOW
from tests.support.fault_chains import BY_THE_SWEEP, CHAINS, Chain
from tests.support.fault_matrix import BY_SWEEP
from tests.support.fault_outcome import settle, wrong_in_the_end
from tests.support.fault_stories import FaultStory
from tests.support.fault_world import DISPATCHER, DONE_BY_MACHINES_AT, FaultWorld, armed, died_at

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

MARKS = ("accepted", "expired", "expired, entered", "receive_case", "transfer_step")
"""Where it matters how the store keeps what a dispatcher and a sweep have noted."""


def test_all_on_sqlite(sqlite_world: FaultWorld) -> None:
    _killed_and_compared(sqlite_world, CHAINS)


def test_marks_on_postgresql(postgres_world: FaultWorld) -> None:
    _killed_and_compared(postgres_world, [chain for chain in CHAINS if chain.name in MARKS])


def _killed_and_compared(world: FaultWorld, chains: Sequence[Chain]) -> None:
    api, dispatcher = world.api(), world.start(DISPATCHER)
    disturbed = {chain.name: _begun(world, chain) for chain in chains}
    settle(world, dispatcher, list(disturbed.values()))
    dispatcher.kill()
    for chain in chains:
        _killed(world, chain, disturbed[chain.name])
    dispatcher = world.start(DISPATCHER)
    undisturbed = {chain.name: _begun(world, replace(chain, answers=_in_peace(chain))) for chain in chains}
    settle(world, dispatcher, list(undisturbed.values()))
    for chain in chains:
        chain.now(undisturbed[chain.name])
    world.start_now(SWEEP_FLOW)
    wrong = wrong_in_the_end(world, dispatcher, [(name, disturbed[name], undisturbed[name]) for name in disturbed])
    api.kill()
    dispatcher.kill()
    assert not wrong, wrong


def _in_peace(chain: Chain) -> str:
    return "" if chain.answers.startswith("fail") else chain.answers


def _begun(world: FaultWorld, chain: Chain) -> FaultStory:
    story = FaultStory(world, dict(chain.dossier))
    chain.before(story)
    code = story.state.dossier_code
    if chain.answers and code:
        world.behave(chain.answers, code)
    return story


def _killed(world: FaultWorld, chain: Chain, story: FaultStory) -> None:
    chain.now(story)
    for point, about, kind in chain.deaths:
        about = about.format(case=story.case_id)
        if point is FaultPoint.BETWEEN_CASES:
            FaultStory(world).received()  # one at least that the sweep must look at
        if point in BY_THE_SWEEP or about in BY_SWEEP:
            world.start_now(SWEEP_FLOW)
        try:
            died_at(world.start(DISPATCHER, armed(point, about)), point, about)
        except AssertionError as alive:
            raise AssertionError(f"{chain.name}, {kind} at {point.armed_as}: {alive}") from None
    if chain.answers.startswith("fail"):  # it is mended, and answers as it does to everybody
        world.behave(f"accept={DONE_BY_MACHINES_AT}", str(story.state.dossier_code))
