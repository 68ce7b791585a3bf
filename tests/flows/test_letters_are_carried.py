"""The letter of an extension goes to what carries letters: once, however often it is tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.birth_story import POLICE
from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer

pytestmark = pytest.mark.slow

STEP = "register_residence"


@pytest.fixture(scope="module")
def couriers(tmp_path_factory: pytest.TempPathFactory, prefect_server: PrefectServer) -> Iterator[Couriers]:
    with running_couriers(tmp_path_factory.mktemp("letters"), prefect_server) as running:
        yield running


def test_the_apology_is_carried_once(couriers: Couriers) -> None:
    story = CourierStory(couriers).received().born().extended(STEP, POLICE)
    story.wait_until_seen()
    record = couriers.request_of(f"{story.case_id}/letter/extension-1")
    assert (record["operation"], record["status"], record["calls"]) == ("send_letter", 200, 1)
    assert couriers.product.outbox.due(story.case_id) == ()
    assert story.state.step_status(STEP) == "open", "that a letter arrived changes nothing in law"
    story.resident().wait_for("Đã giải quyết xong")
    assert couriers.request_of(f"{story.case_id}/letter/extension-1")["calls"] == 1


def test_a_letter_that_nobody_took_is_tried_again(couriers: Couriers) -> None:
    couriers.behave("fail=2")
    story = CourierStory(couriers).received().born().extended(STEP, POLICE)
    story.wait_until_seen()
    record = couriers.request_of(f"{story.case_id}/letter/extension-1")
    assert (record["status"], record["calls"]) == (200, 3)
    couriers.behave("accept")
    assert couriers.product.outbox.due(story.case_id) == ()
