"""With the Prefect server stopped the agencies go on; when it is back the flow runs catch up by themselves."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.support.birth_story import OLD_LAW, BirthStory
from tests.support.prefect_server import PrefectServer
from tests.support.running_product import running_product

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_agencies_complete_their_steps_and_prefect_catches_up(
    tmp_path: Path, private_prefect_server: PrefectServer
) -> None:
    url = f"sqlite:///{tmp_path / 'lienthong.db'}"
    with running_product(tmp_path, url, private_prefect_server) as product:
        begun, whole = BirthStory(product, "begun"), BirthStory(product, "whole")
        for act in OLD_LAW[:4]:
            begun.play(act)
        begun.wait_for_prefect("Chờ bổ sung hồ sơ")
        product.prefect.stop()
        with pytest.raises(httpx.TransportError):
            product.flow_runs()
        ended = [[story.play(act) for act in acts][-1] for story, acts in ((begun, OLD_LAW[4:]), (whole, OLD_LAW))]
        assert [case["status"] for case in ended] == ["completed", "completed"]
        product.prefect.start()
        for story in (begun, whole):
            assert story.wait_for_prefect("Đã giải quyết xong", within=120)["state"]["type"] == "COMPLETED"
            assert len(story.flow_runs()) == 1
