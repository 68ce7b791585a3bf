"""A dispatcher that is asked to stop in the middle of a sweep: the case in hand is finished, the others are the next one's."""

from __future__ import annotations

import signal
from pathlib import Path

import psycopg
import pytest

from engine.core.identifiers import CaseId
from flows.names import SWEEP_FLOW
from tests.support.courier_story import Couriers, CourierStory
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CASES = 4


def test_it_stops_between_cases(tmp_path: Path, postgres_url: str, prefect_server: PrefectServer) -> None:
    couriers = Couriers(tmp_path, prefect_server, database_url=postgres_url)
    stories = [CourierStory(couriers).backdated(days=60).received().asked() for _ in range(CASES)]
    product, log = couriers.product, couriers.dispatcher.log
    order = [due.case_id for due in product.sweep_book.falling_due(product.clock.now(), CASES)]
    assert sorted(order) == sorted(story.case_id for story in stories)
    plain = postgres_url.replace("postgresql+psycopg://", "postgresql://")
    try:
        with psycopg.connect(plain) as holding:
            # Whoever writes to the second case waits here; nothing else does.
            holding.execute("SELECT 1 FROM cases WHERE case_id = %s FOR UPDATE", [order[1]])
            couriers.dispatcher.start()
            wait_until(lambda: '"prefect_there"' in log.read_text(), within=60, what="the dispatcher serves", log=log)
            couriers.start_now(SWEEP_FLOW)
            wait_until(lambda: _told(couriers, order[0]) > 0, within=90, what="the first case is done", log=log)
            couriers.dispatcher.send(signal.SIGTERM)
        assert couriers.dispatcher.exit_code() == 0
        assert '"sweep_stopped"' in log.read_text(encoding="utf-8")
        assert [_told(couriers, case) for case in order[2:]] == [0, 0]
        left = product.sweep.run()
        assert left.looked_at >= CASES - 2 and left.failed == 0
        assert product.sweep.run().looked_at == 0
        assert [story.kinds().count("supplement_expired") for story in stories] == [1] * CASES
        assert len({_told(couriers, case) for case in order}) == 1, "as many as if nobody had stopped it"
    finally:
        couriers.end()


def _told(couriers: Couriers, case: CaseId) -> int:
    return len(couriers.product.sweep_book.notices_of(case))
