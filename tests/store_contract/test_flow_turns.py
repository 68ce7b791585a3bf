"""The turn of a scheduled flow is one dispatcher's at a time: held, renewed, ended, left by the dead and by a wrong clock."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from engine.store.database import Database
from engine.store.flow_turns import SqlFlowTurns
from engine.store.migration import migrate

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
TERM = 60


@pytest.fixture
def turns(empty_url: str) -> Iterator[SqlFlowTurns]:
    migrate(empty_url)
    with closing(Database(empty_url)) as database:
        yield SqlFlowTurns(database)


def test_one_holds_it_until_its_end(turns: SqlFlowTurns) -> None:
    assert turns.take("sweep", "first", NOW, TERM)
    assert not turns.take("sweep", "second", NOW, TERM)
    assert turns.take("papers", "second", NOW, TERM), "each flow has a turn of its own"
    turns.end("sweep", "second")
    assert not turns.take("sweep", "second", NOW, TERM), "nobody ends what another holds"
    turns.end("sweep", "first")
    assert turns.take("sweep", "second", NOW, TERM)
    assert not turns.renew("sweep", "first", NOW, TERM)


def test_it_is_renewed_and_left_by_the_dead(turns: SqlFlowTurns) -> None:
    later = NOW + timedelta(seconds=TERM - 1)
    assert turns.take("sweep", "first", NOW, TERM)
    assert turns.renew("sweep", "first", later, TERM)
    assert not turns.take("sweep", "second", NOW + timedelta(seconds=TERM), TERM)
    assert turns.take("sweep", "first", later, TERM), "who died and is here again under its name"
    assert turns.take("sweep", "second", later + timedelta(seconds=TERM), TERM)


def test_a_hold_of_a_clock_that_has_gone_back_since_holds_nobody_up(turns: SqlFlowTurns) -> None:
    assert turns.take("sweep", "first", NOW + timedelta(days=3), TERM)
    assert turns.take("sweep", "second", NOW, TERM)


def test_of_many_at_once_one_has_it(turns: SqlFlowTurns) -> None:
    names = [f"dispatcher-{number}" for number in range(8)]
    with ThreadPoolExecutor(len(names)) as pool:
        taken = list(pool.map(lambda name: turns.take("sweep", name, NOW, TERM), names))
    assert taken.count(True) == 1
