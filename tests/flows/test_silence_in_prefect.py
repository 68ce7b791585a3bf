"""Silence in the life of a flow run: the sweep that Prefect schedules notes it, and the machines' work that it opens is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.core.actors import Role
from engine.core.identifiers import StepId
from flows.names import SWEEP_FLOW
from tests.support.birth_story import COUNTER
from tests.support.courier_story import CourierStory, an_actor, running_couriers
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until
from tests.support.town_definitions import write_definitions
from tests.support.tree_house import FORM

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


class PermitStory(CourierStory):
    """The invented permit, whose last step an agency's own system does."""

    def received(self) -> PermitStory:
        officer = an_actor(Role.ONE_STOP_OFFICER, COUNTER)
        permit = {"procedure": "tree-house-permit", "territory": "mau-don", "channel": "counter", "form": FORM}
        self._give("submit_case", officer, **permit)
        self._give("receive_case", officer, dossier_code="", receiving_agency=COUNTER)
        return self


def test_silence_opens_the_machines_work_and_the_case_comes_to_its_end(
    tmp_path: Path, prefect_server: PrefectServer
) -> None:
    automatic = {"agency": "social_insurance", "run": {"http": "social_insurance.confirm"}, "may": []}
    definitions = write_definitions(tmp_path / "definitions", **automatic)
    with running_couriers(tmp_path / "data", prefect_server, definitions_dir=definitions) as running:
        story = PermitStory(running).backdated(days=30)
        story.received()
        begun = story.state.received_at
        ended = story.wait_for("Đã giải quyết xong", within=150)
        assert ended["state"]["type"] == "COMPLETED"
        kinds = story.kinds()
        assert kinds.count("step_deemed") == 2
        assert kinds[-2:] == ["step_completed", "case_completed"]
        fire, roads, permit = (story.state.steps[StepId(s)] for s in ("fire_opinion", "road_opinion", "permit"))
        assert fire.deemed and roads.deemed and not permit.deemed
        assert begun is not None and fire.finished_at is not None and roads.finished_at is not None
        assert begun < fire.finished_at == roads.opened_at < roads.finished_at == permit.opened_at
        wait_until(
            lambda: any(
                "2 bước coi như đã trả lời" in str(run["state"]["message"])
                for run in running.ask_prefect("/flow_runs/filter", flows={"name": {"any_": [SWEEP_FLOW]}})
            ),
            within=60,
            what="the sweep tells what it found",
            log=running.dispatcher.log,
        )
