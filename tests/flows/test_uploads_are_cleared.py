"""A dispatcher clears away what was uploaded and never named, by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.core.identifiers import ActorId, DocumentId
from engine.service.upload_ports import Upload
from engine.service.uploads import CLEARED_AFTER
from engine.store.upload_book import SqlUploadBook
from flows import side_work
from tests.support.courier_story import Couriers, CourierStory
from tests.support.dispatcher_here import serving
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until
from tests.support.sent_files import a_pdf

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]


def test_a_turn_of_the_dispatcher_clears(
    tmp_path: Path, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_work, "CLEAR_UPLOADS_SECONDS", 0.5)
    couriers = Couriers(tmp_path, prefect_server)
    try:
        case_id, product = CourierStory(couriers).received().case_id, couriers.product
        digest = product.uploads.files.keep(case_id, a_pdf())
        at = product.clock.now() - CLEARED_AFTER - timedelta(minutes=1)
        SqlUploadBook(product.database).add(
            Upload(
                place=case_id,
                digest=digest,
                document=DocumentId("drawing"),
                media_type="application/pdf",
                size=len(a_pdf()),
                by=ActorId("officer"),
                at=at,
            )
        )
        with serving(product):
            wait_until(lambda: product.uploads.files.count(case_id) == 0, within=60, what="it is cleared away")
        assert product.uploads.waiting(case_id) == ()
    finally:
        couriers.end()
