"""A birth case from receipt to its end, as Prefect's own API tells it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.birth_story import FORM
from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer

pytestmark = pytest.mark.slow

MOST_STATE_CHANGES = 10
STATES = [
    "Chờ cơ quan xử lý",  # received
    "Chờ bổ sung hồ sơ",  # a paper is asked for
    *("Running", "Chờ cơ quan xử lý"),  # it is handed in
    *("Running", "Chờ cơ quan xử lý"),  # birth registered, card issued by the agency's system
    *("Running", "Đã giải quyết xong"),  # residence registered
]
STATES_OF_THE_TASK = ["Running", "Completed"]
"""Of the call to the agency's system; what each task goes through is held in `test_engine_entry.py`."""
WAKES = 5


@pytest.fixture(scope="module")
def couriers(tmp_path_factory: pytest.TempPathFactory, prefect_server: PrefectServer) -> Iterator[Couriers]:
    with running_couriers(tmp_path_factory.mktemp("life"), prefect_server) as running:
        yield running


def test_from_receipt_to_the_end(couriers: Couriers) -> None:
    story = CourierStory(couriers).received()
    waiting = story.wait_for("Chờ cơ quan xử lý")
    assert waiting["state"]["type"] == "PAUSED"
    assert waiting["state"]["state_details"]["pause_reschedule"] is True  # suspended: no process holds it
    assert waiting["state"]["message"].startswith(
        "Đăng ký khai sinh: chờ Ủy ban nhân dân phường Mẫu Đơn – hộ tịch xử lý từ"
    )
    assert waiting["name"] == story.state.dossier_code
    assert set(waiting["tags"]) == {"birth-residence-insurance", "birth-residence-insurance@2026-09-01"}
    story.asked()
    asked = story.wait_for("Chờ bổ sung hồ sơ")["state"]["message"]
    assert asked.startswith("Đăng ký khai sinh: chờ người nộp bổ sung từ")
    assert ", hạn trả lời " in asked
    story.handed_in().wait_for("Chờ cơ quan xử lý")
    story.wait_until_seen()
    story.born().wait_until_seen()
    assert story.state.step_status("issue_insurance_card") == "completed"
    assert story.run()["state"]["message"].startswith("Đăng ký thường trú: chờ Công an phường Mẫu Đơn xử lý từ")
    story.resident()
    ended = story.wait_for("Đã giải quyết xong")
    assert ended["state"]["type"] == "COMPLETED"
    assert couriers.states(ended["id"]) == STATES
    assert len(STATES) + len(STATES_OF_THE_TASK) <= MOST_STATE_CHANGES
    _check_artifact(couriers, ended["id"], story)
    _check_tasks(couriers, ended["id"])


def _check_artifact(couriers: Couriers, run_id: str, story: CourierStory) -> None:
    of_run = {"flow_run_id": {"any_": [run_id]}, "key": {"any_": [f"ho-so-{story.case_id}"]}}
    artifacts = couriers.ask_prefect("/artifacts/filter", artifacts=of_run)
    assert len(artifacts) == WAKES
    table = max(artifacts, key=lambda artifact: str(artifact["created"]))["data"].splitlines()
    assert table[0].startswith(f"**{story.state.dossier_code}** · Đăng ký khai sinh, đăng ký thường trú")
    rows = {cells[1]: cells for line in table[2:] if (cells := [c.strip() for c in line.split("|")])[1:]}
    for row in ("Toàn bộ hồ sơ", "Đăng ký khai sinh", "Đăng ký thường trú", "Cấp thẻ bảo hiểm y tế"):
        assert rows[row][7] == "Trước hạn"
    assert rows["Cấp thẻ căn cước"][3] == "Không cần thực hiện"
    assert table[-1].startswith("- Đăng ký khai sinh: Chờ bổ sung hồ sơ, ")


def _check_tasks(couriers: Couriers, run_id: str) -> None:
    tasks = couriers.ask_prefect("/task_runs/filter", flow_runs={"id": {"any_": [run_id]}})
    assert [(task["name"], task["state_name"]) for task in tasks] == [("issue_insurance_card", "Completed")]


def test_a_hand_over_is_shown_without_an_entry(couriers: Couriers) -> None:
    """Residence done, the card still with the agency's system: nothing to execute, one plain state update."""
    couriers.behave("later")
    story = CourierStory(couriers, wants_identity_card=True).received()
    story.born().wait_until_seen()
    run = story.wait_for("Chờ cơ quan xử lý")
    assert "Cấp thẻ bảo hiểm y tế: chờ hệ thống của Bảo hiểm xã hội tỉnh Hoa Mẫu" in run["state"]["message"]
    entries = couriers.states(run["id"]).count("Running")
    story.claimed()
    story.resident()
    story.wait_for_message("Cấp thẻ căn cước: chờ")
    assert couriers.states(run["id"]).count("Running") == entries
    couriers.behave("accept")


def test_a_withdrawn_case_ends(couriers: Couriers) -> None:
    story = CourierStory(couriers).received()
    story.wait_for("Chờ cơ quan xử lý")
    story.withdrawn()
    assert story.wait_for("Công dân rút hồ sơ")["state"]["type"] == "COMPLETED"


def test_no_person_is_told_to_prefect(couriers: Couriers, prefect_server: PrefectServer) -> None:
    """Its database holds codes, agencies and steps; names and numbers of people stay in the ledger."""
    story = CourierStory(couriers).received()
    story.born().wait_until_seen()
    kept = b"".join(_bytes_of(file) for file in prefect_server.home.glob("prefect.db*"))
    assert str(story.state.dossier_code).encode() in kept
    for person in ("requester", "child", "mother"):
        assert FORM[person]["full_name"].encode() not in kept
    assert FORM["requester"]["personal_id"].encode() not in kept


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes()
