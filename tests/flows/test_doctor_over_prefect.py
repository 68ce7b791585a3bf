"""What people and crashes did in Prefect while no dispatcher ran: found, mended, and then really executed again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from engine.service.doctor import Asked, Doctor
from engine.service.doctor_words import DoctorFinding, Gravity
from engine.wiring import Product, build, build_doctor
from flows.names import CASE_FLOW, STRAY
from tests.support.clocks import Standing
from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer

pytestmark = pytest.mark.slow

WAITING = "Chờ cơ quan xử lý"


@pytest.fixture
def couriers(tmp_path: Path, private_prefect_server: PrefectServer) -> Iterator[Couriers]:
    # Of its own: runs that other tests left for cases of the same names would be found doubled.
    with running_couriers(tmp_path, private_prefect_server) as running:
        yield running


@pytest.fixture
def visiting(couriers: Couriers) -> Iterator[Product]:
    """The doctor comes five minutes later: so long nothing stands wrongly if a dispatcher runs."""
    product = build(couriers.settings, Standing(couriers.product.clock.now() + timedelta(minutes=5)))
    yield product
    product.close()


def test_what_was_done_in_prefect_is_found_and_mended(couriers: Couriers, visiting: Product) -> None:
    doctor = build_doctor(visiting)
    stories = [CourierStory(couriers).received() for _ in range(5)]
    ended = CourierStory(couriers).received().withdrawn()
    for story in stories:
        story.wait_for(WAITING)
    for story in (*stories, ended):
        story.wait_until_seen()
    over = ended.run()["state"]["name"]
    couriers.dispatcher.stop()
    stories.append(ended)
    assert _of_ours(doctor, stories, set()) == {}
    before = [story.history() for story in stories]
    strays = _broken(couriers, stories)
    found = _of_ours(doctor, stories, set(strays))
    assert {about: finding.id for about, finding in found.items()} == _expected(couriers, stories, strays)
    assert all(doctor.mend(finding) for finding in found.values())
    assert _of_ours(doctor, stories, set(strays)) == {}
    assert [couriers.states(run)[-1] for run in strays] == [STRAY, STRAY]
    assert [story.history() for story in stories] == before
    couriers.dispatcher.start()
    for story in stories:
        story.wait_until_seen()
        assert _known_run(couriers, story)["state"]["name"] == (over if story is ended else WAITING)
    assert [story.history() for story in stories] == before
    assert couriers.dispatcher.ended_by(signal.SIGTERM) == 0
    assert _of_ours(doctor, stories, set(strays)) == {}


def _broken(couriers: Couriers, stories: list[CourierStory]) -> list[str]:
    """Each run otherwise; returns the two that nobody knows: one by hand, one beside the case's own."""
    cancelled, hanging, resumed, lost, doubled, ended = (story.run() for story in stories)
    assert ended["state"]["type"] == "COMPLETED"
    _set(couriers, ended["id"], "PAUSED")  # as in an older copy of Prefect's database
    _set(couriers, cancelled["id"], "CANCELLED")
    _set(couriers, hanging["id"], "RUNNING")
    couriers.ask_prefect(f"/flow_runs/{resumed['id']}/resume")
    httpx.delete(f"{couriers.prefect.api_url}/flow_runs/{lost['id']}", trust_env=False, timeout=120).raise_for_status()
    deployment = couriers.deployment(CASE_FLOW)
    by_hand, beside = (
        couriers.ask_prefect(f"/deployments/{deployment}/create_flow_run", name=name, parameters={"case_id": case})[
            "id"
        ]
        for name, case in (("tay", "no-case"), (doubled["name"], stories[4].case_id))
    )
    couriers.ask_prefect(f"/flow_runs/{beside}/set_state", state={"type": "PAUSED", "name": "Paused"}, force=True)
    return [str(by_hand), str(beside)]


def _set(couriers: Couriers, run: str, state: str) -> None:
    wanted = {"type": state, "name": state.title()}
    couriers.ask_prefect(f"/flow_runs/{run}/set_state", state=wanted, force=True)


def _expected(couriers: Couriers, stories: list[CourierStory], strays: list[str]) -> dict[str, str]:
    kinds = ("run-stopped", "run-hangs", "run-resumed", "run-lost")
    known = {_known_id(couriers, story): kind for story, kind in zip(stories, kinds, strict=False)}
    known[_known_id(couriers, stories[-1])] = "run-left"
    return {**known, strays[0]: "run-stray", strays[1]: "run-doubled"}


def _of_ours(doctor: Doctor, stories: list[CourierStory], strays: set[str]) -> dict[str, DoctorFinding]:
    """By run; other tests' runs stand in the same server, and are strays to this ledger."""
    ours = {story.case_id for story in stories}
    found = [one for one in doctor.examine(Asked()) if one.kind.gravity is not Gravity.INFO]
    return {one.about: one for one in found if one.case_id in ours or one.about in strays or not one.about}


def _known_id(couriers: Couriers, story: CourierStory) -> str:
    execution = couriers.product.queries.find_execution(story.case_id)
    assert execution is not None and execution.flow_run_id is not None
    return execution.flow_run_id


def _known_run(couriers: Couriers, story: CourierStory) -> dict[str, object]:
    [run] = [run for run in couriers.runs(story.case_id) if run["id"] == _known_id(couriers, story)]
    return run
