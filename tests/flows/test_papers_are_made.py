"""Statutory papers are made by Prefect's tasks, without a request; and cost the run of their case no state."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.gateways.file_folder import FileFolder
from engine.store.paper_book import SqlPaperBook
from flows.names import PAPER_FLOW
from tests.support.courier_story import CourierStory, running_couriers
from tests.support.pdf_reading import read_paper
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_what_is_due_is_made_and_kept(tmp_path: Path, prefect_server: PrefectServer) -> None:
    with running_couriers(tmp_path, prefect_server) as couriers:
        story = CourierStory(couriers).received().asked()
        story.wait_until_seen()
        couriers.start_now(PAPER_FLOW)
        papers = couriers.product.papers
        log = couriers.dispatcher.log
        wait_until(lambda: not papers.due(10), within=120, what="nothing is due any more", log=log)
        kept = SqlPaperBook(couriers.product.database).papers_of(story.case_id)
        assert [paper.name.rpartition("-")[0] for paper in kept] == ["receipt", "supplement"]
        sheet = FileFolder(tmp_path / "papers").find(story.case_id, kept[0].sha256)
        assert sheet is not None and str(story.state.dossier_code) in read_paper(sheet).words

        def messages() -> list[str]:
            runs = couriers.ask_prefect("/flow_runs/filter", flows={"name": {"any_": [PAPER_FLOW]}})
            return [run["state"]["message"] or "" for run in runs if run["state"]["type"] == "COMPLETED"]

        wait_until(lambda: "2 giấy tờ đã lập, 0 lỗi" in messages(), within=60, what="the run says so", log=log)
        assert "Running" not in couriers.states(story.run()["id"]), "the case's own run was not entered for them"
