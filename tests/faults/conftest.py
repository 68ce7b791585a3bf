"""Worlds in which parts die at fault points: one for each file and database, with a Prefect server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.fault_world import FaultWorld, fault_world
from tests.support.postgres import PostgresServer
from tests.support.prefect_server import PrefectServer, running_prefect_server


@pytest.fixture(scope="module")
def own_prefect(prefect_seed: Path) -> Iterator[PrefectServer]:
    """Nobody else's runs are in it, and nobody else's reconciler looks at ours."""
    with running_prefect_server(seed=prefect_seed) as server:
        yield server


@pytest.fixture(scope="module")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory, own_prefect: PrefectServer) -> Iterator[FaultWorld]:
    home = tmp_path_factory.mktemp("sqlite")
    (home / "data").mkdir()
    with fault_world(home, f"sqlite:///{home / 'data' / 'lienthong.db'}", own_prefect) as world:
        yield world


@pytest.fixture(scope="module")
def postgres_world(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer, own_prefect: PrefectServer
) -> Iterator[FaultWorld]:
    home = tmp_path_factory.mktemp("postgres")
    (home / "data").mkdir()
    url = postgres_server.fresh_database()
    with fault_world(home, url, own_prefect) as world:
        yield world
    postgres_server.drop_database(url)
