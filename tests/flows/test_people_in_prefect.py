"""What people do to a run in Prefect's own pages is set right; the legal state never changes by it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from flows.names import CASE_FLOW, RECONCILE_FLOW, STRAY
from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def couriers(tmp_path_factory: pytest.TempPathFactory, prefect_server: PrefectServer) -> Iterator[Couriers]:
    with running_couriers(tmp_path_factory.mktemp("people"), prefect_server) as running:
        yield running


@pytest.fixture
def story(couriers: Couriers) -> CourierStory:
    waiting = CourierStory(couriers).received()
    waiting.wait_for("Chờ cơ quan xử lý")
    waiting.wait_until_seen()
    return waiting


def test_resume(couriers: Couriers, story: CourierStory) -> None:
    run, before = story.run(), story.kinds()
    resumed = couriers.ask_prefect(f"/flow_runs/{run['id']}/resume")
    assert (resumed["status"], resumed["state"]["name"]) == ("ACCEPT", "Resuming")
    wait_until_suspended_again(story, couriers, after=run["state"]["id"])
    assert couriers.states(run["id"])[-3:] == ["Resuming", "Running", "Chờ cơ quan xử lý"]
    assert story.kinds() == before


def test_cancel(couriers: Couriers, story: CourierStory) -> None:
    run, before = story.run(), story.kinds()
    couriers.ask_prefect(f"/flow_runs/{run['id']}/set_state", state={"type": "CANCELLING", "name": "Cancelling"})
    assert story.run()["state"]["type"] == "CANCELLED"
    couriers.start_now(RECONCILE_FLOW)
    wait_until_suspended_again(story, couriers, after=run["state"]["id"])
    assert couriers.states(run["id"])[-3:] == ["Cancelled", "Running", "Chờ cơ quan xử lý"]
    assert story.kinds() == before


def test_cancel_while_it_is_executed(couriers: Couriers, story: CourierStory) -> None:
    """Prefect then waits for a process to confirm; there is none any more."""
    run = story.run()
    cancelling = {"type": "CANCELLING", "name": "Cancelling"}
    couriers.ask_prefect(f"/flow_runs/{run['id']}/set_state", state={"type": "RUNNING", "name": "Running"}, force=True)
    couriers.ask_prefect(f"/flow_runs/{run['id']}/set_state", state=cancelling)
    assert story.run()["state"]["type"] == "CANCELLING"
    story.asked()
    assert story.wait_for("Chờ bổ sung hồ sơ")["id"] == run["id"]


def test_delete(couriers: Couriers, story: CourierStory) -> None:
    run, before = story.run(), story.kinds()
    httpx.delete(f"{couriers.prefect.api_url}/flow_runs/{run['id']}", trust_env=False, timeout=120).raise_for_status()
    couriers.start_now(RECONCILE_FLOW)
    anew = story.wait_for("Chờ cơ quan xử lý")
    assert anew["id"] != run["id"]
    assert anew["name"] == run["name"]
    assert story.kinds() == before


def test_delete_and_then_something_happens(couriers: Couriers, story: CourierStory) -> None:
    """Nobody compared yet: the entry itself finds the run gone, and makes it anew."""
    httpx.delete(
        f"{couriers.prefect.api_url}/flow_runs/{story.run()['id']}", trust_env=False, timeout=120
    ).raise_for_status()
    story.asked()
    assert story.wait_for("Chờ bổ sung hồ sơ")["state"]["type"] == "PAUSED"


def test_set_to_completed_while_the_case_is_open(couriers: Couriers, story: CourierStory) -> None:
    run = story.run()
    done = {"type": "COMPLETED", "name": "Completed"}
    couriers.ask_prefect(f"/flow_runs/{run['id']}/set_state", state=done, force=True)
    couriers.start_now(RECONCILE_FLOW)
    wait_until_suspended_again(story, couriers, after=run["state"]["id"])
    assert story.run()["state"]["name"] == "Chờ cơ quan xử lý"


def test_a_second_run_started_by_hand_is_called_off(couriers: Couriers, story: CourierStory) -> None:
    deployment = couriers.deployment(CASE_FLOW)
    by_hand = couriers.ask_prefect(
        f"/deployments/{deployment}/create_flow_run", parameters={"case_id": story.case_id}, name="tay"
    )
    wait_until(
        lambda: couriers.states(by_hand["id"])[-1] == STRAY,
        within=60,
        what="the second run is called off",
        log=couriers.dispatcher.log,
    )
    assert story.run()["state"]["name"] == "Chờ cơ quan xử lý"


def test_delete_of_the_deployment(couriers: Couriers, story: CourierStory) -> None:
    """The runs that are there go on; the next case finds the deployment gone, and makes it anew."""
    deleted = couriers.deployment(CASE_FLOW)
    httpx.delete(f"{couriers.prefect.api_url}/deployments/{deleted}", trust_env=False, timeout=120).raise_for_status()
    story.asked()
    story.wait_for("Chờ bổ sung hồ sơ")
    another = CourierStory(couriers).received()
    run = another.wait_for("Chờ cơ quan xử lý")
    assert run["deployment_id"] == couriers.deployment(CASE_FLOW) != deleted


def wait_until_suspended_again(story: CourierStory, couriers: Couriers, after: str) -> None:
    def again() -> bool:
        state = story.run()["state"]
        return bool(state["type"] == "PAUSED" and state["id"] != after)

    wait_until(again, within=60, what="the run is suspended again", log=couriers.dispatcher.log)
