"""A ledger that was restored goes on with Prefect: in its old place, where the runs know more, and where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.moves_wiring import Moves
from engine.settings import Settings
from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.moved_ledgers import unwatched
from tests.support.prefect_server import PrefectServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ASKED, WORKED_ON, WITHDRAWN = "Chờ bổ sung hồ sơ", "Chờ cơ quan xử lý", "Công dân rút hồ sơ"


def test_a_restored_case_has_its_run_again(
    tmp_path: Path, prefect_server: PrefectServer, private_prefect_server: PrefectServer
) -> None:
    here, copy = tmp_path / "here", tmp_path / "copy.db"
    with running_couriers(here, prefect_server) as couriers:
        story = CourierStory(couriers).received().asked()
        first = story.wait_for(ASKED)
        Moves(couriers.settings).back_up(copy, unwatched)
        lost = CourierStory(couriers).received()
        assert story.withdrawn().wait_for(WITHDRAWN)["state"]["type"] == "COMPLETED"
        lost.wait_for(WORKED_ON)
    _restored(here, copy, replace=True)
    with running_couriers(here, prefect_server) as couriers:
        again = _of(couriers, story).wait_for(ASKED)
        assert again["id"] == first["id"], "the same Prefect: one case, one run, entered again though it had ended"
    _restored(tmp_path / "there", copy, replace=False)
    with running_couriers(tmp_path / "there", private_prefect_server) as couriers:
        elsewhere = _of(couriers, story)
        made_anew = elsewhere.wait_for(ASKED)
        assert made_anew["id"] != first["id"] and made_anew["name"] == first["name"]
        elsewhere.handed_in().wait_for(WORKED_ON)
        elsewhere.born().wait_until_seen()
        assert elsewhere.state.step_status("issue_insurance_card") == "completed", "its automatic work is done, too"


def _restored(folder: Path, copy: Path, *, replace: bool) -> None:
    assert (Moves(Settings(data_dir=folder)).restore(copy, unwatched, replace=replace) is not None) == replace


def _of(couriers: Couriers, story: CourierStory) -> CourierStory:
    """The same case, in another ledger."""
    found = CourierStory(couriers)
    found.case_id = story.case_id
    return found
