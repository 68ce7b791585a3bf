"""Re-projection over a whole store: in batches, each case for itself, twice as once, cut off anywhere."""

import pytest

from engine.core.identifiers import CaseId
from engine.service import reproject
from engine.service.handle_command import CommandHandler
from engine.service.reproject import Reprojected, Reprojection
from procedure_defs.catalogue import Catalogue
from tests.support.kite_licence import DIRECTORY, at, kite_definition
from tests.support.late_calendar import late_book
from tests.support.sql_store import Store

MOVED = ["kite-0", "kite-1", "kite-2", "kite-3", "kite-4"]
STAYS = "kite-done"


@pytest.fixture
def reprojection(store: Store, monkeypatch: pytest.MonkeyPatch) -> Reprojection:
    """Five cases whose dates move, one that ended before; the new calendar file has come."""
    monkeypatch.setattr(reproject, "BATCH", 2)
    for number, case in enumerate([*MOVED, STAYS]):
        store.received(case, f"2026-06-01 09:0{number}")
    store.give("withdraw_case", STAYS, "2026-06-02 08:00", reason="x")
    store.submit("kite-waiting", "2026-06-02 08:00")
    catalogue = Catalogue([kite_definition()], DIRECTORY, late_book())
    store.clock.shows = at("2026-06-03 09:00")
    store.commands = CommandHandler(store.ledger, catalogue, store.clock)
    return Reprojection(store.ledger, store.queries, store.commands, store.clock)


def _changed(found: list[Reprojected | None]) -> list[str]:
    return sorted(f.case_id for f in found if f is not None)


def _kinds(store: Store, case: str) -> list[str]:
    return [recorded.event.type for recorded in store.ledger.history(CaseId(case))]


def test_every_open_case_whose_dates_move_gets_one_event(store: Store, reprojection: Reprojection) -> None:
    found = list(reprojection.run())
    assert len(found) == 5
    assert _changed(found) == MOVED
    assert all(f is not None and f.is_recorded for f in found)
    for case in MOVED:
        assert _kinds(store, case).count("due_dates_reprojected") == 1
    assert "due_dates_reprojected" not in _kinds(store, STAYS) + _kinds(store, "kite-waiting")
    row = store.queries.find_case(CaseId("kite-0"))
    assert row is not None
    assert (row.promised_due_at, row.due_at) == (at("2026-06-08 17:00"), at("2026-06-10 00:00"))


def test_twice_is_once(store: Store, reprojection: Reprojection) -> None:
    list(reprojection.run())
    histories = store.ledger.histories([CaseId(case) for case in MOVED])
    assert list(reprojection.run()) == [None] * 5
    assert store.ledger.histories([CaseId(case) for case in MOVED]) == histories


def test_cut_off_in_the_middle_it_is_finished_by_the_next_run(store: Store, reprojection: Reprojection) -> None:
    run = reprojection.run()
    next(run)
    next(run)
    next(run)
    run.close()
    again = list(reprojection.run())
    assert len(_changed(again)) == 2
    assert all(_kinds(store, case).count("due_dates_reprojected") == 1 for case in MOVED)


def test_a_dry_run_writes_nothing(store: Store, reprojection: Reprojection) -> None:
    found = list(reprojection.run(dry_run=True))
    assert _changed(found) == MOVED
    assert not any(f is not None and f.is_recorded for f in found)
    assert all("due_dates_reprojected" not in _kinds(store, case) for case in MOVED)


def test_the_flow_is_not_woken_only_shown(store: Store, reprojection: Reprojection) -> None:
    now = at("2026-06-03 09:00")
    for wake in store.wakes.lease("d", now, 60, 20):
        store.wakes.remember_run(wake.case_id, f"run-{wake.case_id}")
        store.wakes.mark_seen(wake.case_id, "d", wake.version)
    list(reprojection.run())
    assert store.wakes.lease("d", now, 60, 20) == ()
    assert len(store.wakes.lease_unshown("d", now, 60, 20)) == 5
