"""Prefect's database is lost entirely: the runs of all open cases are made anew from the ledger, and the cases go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from flows.names import RECONCILE_FLOW, SWEEP_FLOW
from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.postgres import PostgresServer
from tests.support.prefect_server import PrefectServer, running_prefect_server
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

REBUILT_WITHIN = 90.0
Lose = Callable[[], None]
ENDED, AT_WORK, WAITING = "Đã giải quyết xong", "Chờ cơ quan xử lý", "Chờ bổ sung hồ sơ"


@pytest.fixture(params=["sqlite", "postgresql"])
def losable(request: pytest.FixtureRequest, prefect_seed: Path) -> Iterator[tuple[PrefectServer, Lose]]:
    """A server, and what makes all that it knows go away."""
    if request.param == "sqlite":
        with running_prefect_server(seed=prefect_seed) as server:
            yield server, lambda: delete_files(server.home)
    else:
        postgres: PostgresServer = request.getfixturevalue("postgres_server")
        url = postgres.fresh_database()
        with running_prefect_server(url.replace("psycopg", "asyncpg")) as server:
            yield server, lambda: drop_schema(url.replace("+psycopg", ""))
        postgres.drop_database(url)


def delete_files(home: Path) -> None:
    files = list(home.glob("prefect.db*"))
    assert files
    for file in files:
        file.unlink()


def drop_schema(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def test_open_cases_have_their_runs_again(losable: tuple[PrefectServer, Lose], tmp_path: Path) -> None:
    prefect, lose = losable
    with running_couriers(tmp_path, prefect) as couriers:
        ended, at_work, waiting, begun = (CourierStory(couriers).received() for _ in range(4))
        ended.born().resident().wait_for(ENDED, within=90)
        waiting.asked().wait_for(WAITING, within=90)
        at_work.wait_for(AT_WORK, within=90)
        before = {story.case_id: story.run()["id"] for story in (at_work, waiting)}
        prefect.kill()
        lose()
        # People do not notice: they go on while there is no Prefect at all.
        begun.born()
        fresh = CourierStory(couriers).received()
        prefect.start()
        for story, name in ((at_work, AT_WORK), (waiting, WAITING), (begun, AT_WORK), (fresh, AT_WORK)):
            assert story.wait_for(name, within=REBUILT_WITHIN)["id"] != before.get(story.case_id)
        assert couriers.runs(ended.case_id) == [], "what has ended needs no run"
        check_that_time_fires(couriers)
        waiting.handed_in()
        for story in (waiting, at_work, fresh):
            story.born()
        for story in (waiting, at_work, fresh, begun):
            story.resident()
        for story in (waiting, at_work, fresh, begun):
            assert story.wait_for(ENDED, within=REBUILT_WITHIN)["state"]["type"] == "COMPLETED"
            assert story.kinds().count("case_completed") == 1
        assert couriers.statistics()["distinct_keys"] == 5, "one card for each case"


def check_that_time_fires(couriers: Couriers) -> None:
    """Sweep and reconciler are scheduled again."""
    for flow in (SWEEP_FLOW, RECONCILE_FLOW):
        wait_until(
            lambda flow=flow: couriers.ask_prefect("/flow_runs/filter", flows={"name": {"any_": [flow]}}),  # type: ignore[misc]
            within=60,
            what=f"{flow} is scheduled",
            log=couriers.dispatcher.log,
        )
