"""A dispatcher tells owners by itself, beside the cases that it enters, and costs their runs no state."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from engine.core.notifications import Way
from engine.wiring import build_owner_notifications
from flows import side_work
from tests.support.courier_story import Couriers, CourierStory
from tests.support.dispatcher_here import serving
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

REACHED = {"full_name": "Đặng Thuỵ Ưởng", "personal_id": "099000000002", "email": "vidu@example.vn"}

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]


def test_a_turn_of_the_dispatcher_tells(
    tmp_path: Path, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_work, "TELL_OWNERS_SECONDS", 0.5)
    letters = tmp_path / "letters"
    couriers = Couriers(tmp_path, prefect_server, mail_folder=letters)
    try:
        story = CourierStory(couriers, requester=REACHED).received()
        told = build_owner_notifications(couriers.product)
        assert told.ways == {Way.EMAIL}
        with serving(couriers.product):
            wait_until(lambda: any(letters.glob("*.eml")), within=60, what="a letter is written")
        (file,) = letters.iterdir()
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert letter["Subject"].startswith("Đã tiếp nhận hồ sơ ")
        assert story.case_id not in file.name
    finally:
        couriers.end()
