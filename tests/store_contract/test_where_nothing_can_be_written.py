"""A database that answers and takes no writes is told as what it is, before anybody loses a command to it."""

from __future__ import annotations

import psycopg
import pytest

from engine.core.errors import LedgerReadOnly
from engine.store.migration import find_obstacle
from tests.support.sql_store import Store, open_store


def test_a_server_that_takes_no_writes_is_an_obstacle(postgres_store: Store) -> None:
    url = postgres_store.url.replace("+psycopg", "")
    name = url.rpartition("/")[2]
    assert find_obstacle(postgres_store.database) is None
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    try:
        with open_store(postgres_store.url) as store:
            with pytest.raises(LedgerReadOnly):
                store.submit("kite-1")
            found = find_obstacle(store.database)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    assert found is not None and "Không ghi được" in found.vi
