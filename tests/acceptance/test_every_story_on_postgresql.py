"""The worked examples that are not played next door on SQLite, played in the same way on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.core.identifiers import ProcedureId
from procedure_defs.story import WorkedExample
from tests.support.clocked_product import ClockedProduct, clocked_product
from tests.support.postgres import PostgresServer
from tests.support.prefect_server import PrefectServer
from tests.support.shipped_stories import STORIES, differences_in

pytestmark = pytest.mark.slow

HERE = STORIES[1::2]


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, prefect_server: PrefectServer, postgres_server: PostgresServer
) -> Iterator[ClockedProduct]:
    url = postgres_server.fresh_database()
    with clocked_product(tmp_path_factory.mktemp("stories"), url, prefect_server) as running:
        yield running
    postgres_server.drop_database(url)


@pytest.mark.parametrize(("procedure", "example"), HERE, ids=[f"{of}-{example.id}" for of, example in HERE])
def test_story(product: ClockedProduct, procedure: ProcedureId, example: WorkedExample) -> None:
    assert differences_in(product, procedure, example) == []
