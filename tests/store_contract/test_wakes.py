"""Wakes: what the executor has not seen, leased to one dispatcher at a time; none is lost, none is seen too early."""

from datetime import datetime, timedelta

import pytest

from engine.core.errors import InvariantBroken
from engine.core.identifiers import CaseId
from engine.service.ports import Execution
from tests.support.kite_licence import INSPECTOR, at
from tests.support.sql_store import Store
from tests.support.threads import at_once

NOW = at("2026-06-01 12:00")
ONE, TWO = "dispatcher-1", "dispatcher-2"
CASE = CaseId("kite-1")


def _leased(store: Store, owner: str = ONE, now: datetime = NOW, limit: int = 10) -> list[str]:
    return [wake.case_id for wake in store.wakes.lease(owner, now, 60, limit)]


def _unshown(store: Store, owner: str = ONE, now: datetime = NOW) -> list[str]:
    return [wake.case_id for wake in store.wakes.lease_unshown(owner, now, 60, 10)]


def _after(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_submission_wakes_nobody_a_receipt_does(store: Store) -> None:
    store.submit("kite-1", "2026-06-01 08:00")
    assert (_leased(store), store.wakes.lag()) == ([], 0)
    store.receive("kite-1")
    (wake,) = store.wakes.lease(ONE, NOW, 60, 10)
    assert (wake.case_id, wake.version, wake.flow_run_id) == ("kite-1", 3, None)
    assert wake.dossier_code == "H98.01-260601-0001"
    assert store.wakes.lag() == 1


def test_the_oldest_wake_first(store: Store) -> None:
    for minute, case in ((3, "third"), (1, "first"), (2, "second")):
        store.received(case, f"2026-06-01 08:0{minute}")
    # Newer news do not put a case that waits already to the end.
    store.inspected("first", "2026-06-01 09:00")
    assert _leased(store, limit=2) == ["first", "second"]
    assert _leased(store, limit=2) == ["third"]


def test_a_lease_is_one_dispatchers_until_it_runs_out(store: Store) -> None:
    store.received("kite-1")
    assert _leased(store, ONE) == ["kite-1"]
    assert _leased(store, TWO, _after(59)) == []
    assert _leased(store, TWO, _after(60)) == ["kite-1"]
    assert not store.wakes.mark_seen(CASE, ONE, 3)  # too late: the lease is another's now, and stays it
    assert store.wakes.lag() == 1
    store.inspected("kite-1", "2026-06-01 12:01")
    assert _leased(store, ONE, _after(90)) == []
    store.wakes.mark_seen(CASE, TWO, 3)
    assert _leased(store, ONE, _after(90)) == ["kite-1"]


def test_a_renewed_lease_stays_its_owners(store: Store) -> None:
    store.received("kite-1")
    assert _leased(store, ONE) == ["kite-1"]
    assert store.wakes.renew(CASE, ONE, _after(50), 60)
    assert _leased(store, TWO, _after(109)) == []
    assert _leased(store, TWO, _after(110)) == ["kite-1"]
    assert not store.wakes.renew(CASE, ONE, _after(111), 60)  # another's by now
    store.wakes.mark_seen(CASE, TWO, 3)
    assert not store.wakes.renew(CASE, TWO, _after(112), 60)  # nothing is held any more
    assert store.wakes.lag() == 0


def test_what_was_seen_is_not_entered_again(store: Store) -> None:
    store.received("kite-1")
    _leased(store)
    store.wakes.mark_seen(CASE, ONE, 3)
    assert (_leased(store, TWO), store.wakes.lag()) == ([], 0)
    assert store.queries.find_execution(CASE) == Execution(flow_run_id=None, seen_version=3)


def test_what_came_while_the_flow_was_looking_is_not_lost(store: Store) -> None:
    store.received("kite-1")
    _leased(store)
    store.inspected("kite-1", "2026-06-01 12:00")
    store.wakes.mark_seen(CASE, ONE, 3)
    assert store.wakes.lag() == 1
    assert [wake.version for wake in store.wakes.lease(TWO, NOW, 60, 10)] == [6]


def test_seeing_goes_forward_only(store: Store) -> None:
    store.received("kite-1")
    for version in (3, 1):
        _leased(store)
        assert store.wakes.mark_seen(CASE, ONE, version, NOW)
    assert store.queries.find_execution(CASE) == Execution(flow_run_id=None, seen_version=3)
    _leased(store)
    with pytest.raises(InvariantBroken, match="ck_wakes_seen_not_ahead"):
        store.wakes.mark_seen(CASE, ONE, 4)


def test_put_off_is_not_before_its_time(store: Store) -> None:
    store.received("kite-1")
    _leased(store)
    assert store.wakes.put_off(CASE, ONE, _after(30), "Prefect does not answer")
    assert _leased(store, TWO, _after(29)) == []
    assert store.wakes.lag() == 1
    assert _leased(store, TWO, _after(30)) == ["kite-1"]
    store.wakes.mark_seen(CASE, TWO, 3)
    assert _leased(store, ONE, _after(1200)) == []


def test_seen_and_to_be_looked_at_later(store: Store) -> None:
    """An agency's system gave no answer: the version is seen, and the case is entered again all the same."""
    store.received("kite-1")
    _leased(store)
    assert store.wakes.mark_seen(CASE, ONE, 3, _after(30))
    assert (_leased(store, TWO, _after(29)), store.wakes.lag()) == ([], 0)
    assert _leased(store, TWO, _after(30)) == ["kite-1"]


def test_who_holds_nothing_marks_nothing(store: Store) -> None:
    """His lease ran out, another has entered the case since, and nobody holds it any more."""
    store.received("kite-1")
    _leased(store, ONE)
    _leased(store, TWO, _after(60))
    assert store.wakes.mark_seen(CASE, TWO, 3)
    assert not store.wakes.mark_seen(CASE, ONE, 3, _after(90))
    assert _leased(store, TWO, _after(200)) == []


def test_news_end_a_delay(store: Store) -> None:
    store.received("kite-1")
    _leased(store)
    store.wakes.put_off(CASE, ONE, _after(1200), "later")
    assert _leased(store, TWO) == []
    store.inspected("kite-1", "2026-06-01 12:00")
    assert _leased(store, TWO) == ["kite-1"]


def test_who_lost_the_lease_does_not_put_off(store: Store) -> None:
    store.received("kite-1")
    _leased(store, ONE)
    _leased(store, TWO, _after(60))
    assert not store.wakes.put_off(CASE, ONE, _after(1200), "late")
    assert _leased(store, ONE, _after(120)) == ["kite-1"]


def test_a_fault_after_another_has_seen_the_case_is_no_delay(store: Store) -> None:
    """Whoever met it is told so, for he may have left Prefect's run as he should not; then the case is entered at once."""
    store.received("kite-1")
    _leased(store, ONE)
    _leased(store, TWO, _after(60))
    assert store.wakes.mark_seen(CASE, TWO, 3)
    assert not store.wakes.put_off(CASE, ONE, _after(1200), "late")
    store.wakes.wake_again(CASE)
    assert _leased(store, TWO, _after(90)) == ["kite-1"]


def test_a_dispatcher_that_came_back_gives_its_leases_back(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.received("kite-2", "2026-06-01 08:01")
    assert (_leased(store, ONE, limit=1), _leased(store, TWO, limit=1)) == (["kite-1"], ["kite-2"])
    store.wakes.end_leases(ONE, but=[CASE])
    assert _leased(store, ONE) == []
    store.wakes.end_leases(ONE)
    assert _leased(store, ONE) == ["kite-1"]


def test_a_lost_run_is_entered_once_more(store: Store) -> None:
    store.received("kite-1")
    _leased(store)
    store.wakes.remember_run(CASE, "run-1")
    store.wakes.mark_seen(CASE, ONE, 3)
    assert store.wakes.find_by_run("run-1") == CASE
    store.wakes.remember_run(CASE, None)
    assert store.wakes.find_by_run("run-1") is None
    store.wakes.wake_again(CASE)
    assert store.wakes.lag() == 1
    assert _leased(store) == ["kite-1"]
    store.wakes.mark_seen(CASE, ONE, 3)
    assert store.wakes.lag() == 0


def test_one_run_is_one_cases(store: Store) -> None:
    store.received("kite-1")
    store.received("kite-2")
    store.wakes.remember_run(CASE, "run-1")
    with pytest.raises(Exception, match="faster"):
        store.wakes.remember_run(CaseId("kite-2"), "run-1")
    assert store.wakes.find_by_run("run-1") == CASE


def test_news_without_a_wake_are_shown_when_there_is_slack(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    _leased(store)
    store.wakes.mark_seen(CASE, ONE, 3)
    store.give("claim_step", "kite-1", "2026-06-01 09:00", INSPECTOR, step="inspect_kite")
    assert (_leased(store), store.wakes.lag()) == ([], 0)
    assert _unshown(store) == [], "there is no run to show it in"
    store.wakes.remember_run(CASE, "run-1")
    assert _unshown(store) == ["kite-1"]
    assert _unshown(store, TWO) == []
    store.wakes.mark_shown(CASE, ONE, 4)
    assert _unshown(store, TWO) == []


def test_what_must_be_entered_is_not_merely_shown(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    store.wakes.remember_run(CASE, "run-1")
    assert _unshown(store) == []
    assert _leased(store) == ["kite-1"]


def test_two_dispatchers_at_once_share_the_work(store: Store) -> None:
    for n in range(20):
        store.received(f"kite-{n}", "2026-06-01 08:00")
    taken = at_once(4, lambda n: _leased(store, f"dispatcher-{n}", limit=5))
    assert [outcome for outcome in taken if isinstance(outcome, Exception)] == []
    each = [case for cases in taken if isinstance(cases, list) for case in cases]
    assert len(each) == len(set(each)), "no case in two hands"
    rest = _leased(store, "dispatcher-9", limit=20)
    assert sorted([*each, *rest]) == sorted(f"kite-{n}" for n in range(20))
