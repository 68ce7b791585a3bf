"""A dispatcher seals what is new by itself, beside the cases that it enters; what comes later, at a later turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.service.verify_audit import Proof
from engine.wiring import build_verification
from flows import side_work
from tests.support.courier_story import Couriers, CourierStory
from tests.support.dispatcher_here import serving
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]


def test_a_turn_of_the_dispatcher_seals(
    tmp_path: Path, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_work, "SEAL_SECONDS", 0.5)
    couriers = Couriers(tmp_path, prefect_server)
    try:
        CourierStory(couriers).received()
        with serving(couriers.product):
            wait_until(lambda: _left(couriers) == (0, 0, None), within=60, what="what is new is sealed")
            story = CourierStory(couriers).received()
            wait_until(lambda: _left(couriers) == (0, 0, None), within=60, what="what came later is sealed")
        proof = Proof()
        assert list(build_verification(couriers.product).differences(proof, lambda _done, _total: None)) == []
        assert proof.rows >= len(story.kinds())
    finally:
        couriers.end()


def _left(couriers: Couriers) -> tuple[int, int, object]:
    return tuple(couriers.product.sealer.unsealed())
