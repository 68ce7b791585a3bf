"""Cases that come by the bulk path of the size benchmark are as after a normal life, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from benchmarks.size.checking import faults_in
from benchmarks.size.city import write_city
from benchmarks.size.lives import played
from benchmarks.size.loading import Loaded, load
from benchmarks.size.stamping import Played, read_played
from engine.settings import Settings
from engine.store.ledger_tables import DOSSIER_SERIALS, EVENTS
from engine.store.migration import migrate
from engine.store.read_tables import CASES
from engine.wiring import Product, build
from tests.support.clock import StubClock, local_instant

NOW = local_instant("2026-11-20 14:00")
WARDS, LIVE, EVENTS_WANTED = 3, 60, 1_000


@dataclass(frozen=True)
class City:
    definitions: Path
    cases: list[Played]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("city")
    definitions = write_city(folder / "definitions", WARDS)
    with played(folder, definitions, NOW, each=4) as lives:
        assert lives.left_out == (), "every procedure in force is in the mix"
        return City(definitions, read_played(lives.product.database, lives.product.catalogue, lives.cases))


@pytest.fixture
def loaded(city: City, empty_url: str, tmp_path: Path) -> Iterator[tuple[Product, Loaded]]:
    migrate(empty_url)
    done = load(empty_url, city.cases, live=LIVE, events=EVENTS_WANTED, wards=WARDS, sample=40)
    settings = Settings(data_dir=tmp_path, database_url=empty_url, definitions_dir=city.definitions)
    product = build(settings, StubClock(NOW))
    yield product, done
    product.close()


def test_loaded_cases_are_as_after_a_normal_life(loaded: tuple[Product, Loaded]) -> None:
    product, done = loaded
    assert len(done.sample) == 40
    assert faults_in(product, [stamp.case_id for _, stamp in done.sample], NOW) == []
    assert product.sweep.run().looked_at == 0
    assert product.wakes.lag() == 0


def test_as_much_is_loaded_as_was_asked_for(city: City, loaded: tuple[Product, Loaded]) -> None:
    product, done = loaded
    with product.database.read() as connection:
        live, wards, names = connection.execute(
            select(
                func.count().filter(CASES.c.closed_at.is_(None)),
                func.count(CASES.c.territory.distinct()),
                func.count(CASES.c.applicant.distinct()),
            )
        ).one()
        events = connection.execute(select(func.count()).select_from(EVENTS)).scalar_one()
        codes = connection.execute(select(func.count()).where(CASES.c.dossier_code.is_not(None))).scalar_one()
        last = connection.execute(select(func.sum(DOSSIER_SERIALS.c.last))).scalar_one()
    assert (live, live + done.ended, events) == (LIVE, done.live + done.ended, done.events)
    assert 0 <= done.events - EVENTS_WANTED < max(one.events for one in city.cases), "to the last case"
    assert wards == WARDS
    assert names > 10, "where the form names a requester, each case has one of its own"
    assert last == codes, "the next receipt goes on with the serials"


def test_a_case_that_is_not_as_its_events_is_noticed(loaded: tuple[Product, Loaded]) -> None:
    product, done = loaded
    case = next(stamp.case_id for one, stamp in done.sample if one.is_live and stamp.code)
    with product.database.write() as connection:
        connection.execute(text("UPDATE cases SET applicant = 'Ai Đó' WHERE case_id = :case"), {"case": case})
        connection.execute(text("UPDATE steps SET agency = 'somebody' WHERE case_id = :case"), {"case": case})
        connection.execute(
            text("UPDATE wakes SET seen_version = 0, wake_version = 2 WHERE case_id = :case"), {"case": case}
        )
    assert [fault.partition(": ")[2] for fault in faults_in(product, [case], NOW)] == [
        "the row of the case differs from its events",
        "the rows of its steps differ from its events",
        "the executor has not seen it",
    ]
