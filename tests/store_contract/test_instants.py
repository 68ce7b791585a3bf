"""Instants in the database: aware or refused, in whole seconds or refused, and in the order of time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from engine.store.token_table import TOKENS
from tests.support.sql_store import Store

INSTANTS = [
    datetime(2026, 8, 21, 15, 10, tzinfo=timezone(timedelta(hours=7))),
    datetime(2026, 8, 21, 8, 10, 1, tzinfo=UTC),
    datetime(2026, 8, 21, 3, 10, 2, tzinfo=timezone(timedelta(hours=-5))),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
]


def _keep(store: Store, number: int, instant: datetime) -> None:
    with store.database.write() as connection:
        connection.execute(insert(TOKENS), {"digest": f"{number:064d}", "actor": "{}", "created_at": instant})


def test_every_zone_is_kept_as_utc_and_in_order(store: Store) -> None:
    for number, instant in enumerate(reversed(INSTANTS)):
        _keep(store, number, instant)
    with store.database.read() as connection:
        kept = connection.execute(select(TOKENS.c.created_at).order_by(TOKENS.c.created_at)).scalars().all()
        later = select(TOKENS.c.created_at).where(TOKENS.c.created_at > INSTANTS[0])
        assert len(connection.execute(later).all()) == 3
    assert kept == INSTANTS
    assert {instant.utcoffset() for instant in kept} == {timedelta(0)}


@pytest.mark.parametrize(
    ("instant", "why"),
    [
        (datetime(2026, 8, 21, 15, 10), "no time zone"),  # noqa: DTZ001
        (datetime(2026, 8, 21, 15, 10, 0, 1, tzinfo=UTC), "fraction of a second"),
    ],
)
def test_what_is_no_instant_is_refused(store: Store, instant: datetime, why: str) -> None:
    with pytest.raises(StatementError, match=why):
        _keep(store, 1, instant)
