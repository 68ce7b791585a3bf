"""What monitoring is told of the ledger: open cases are counted once a minute and told with their age."""

from __future__ import annotations

from datetime import timedelta

from engine.core.audit import AuditKind
from engine.core.identifiers import ActorId
from engine.metrics import COUNTED_EVERY, LedgerGauges
from engine.service.audit_trail import AuditTrail
from engine.store.audit_book import SqlAuditBook
from engine.store.backlog import SqlBacklog
from engine.store.backup_book import SqlBackupBook
from tests.support.sealed_kites import sealer
from tests.support.sql_store import Store
from tests.support.statement_spy import statements_sent


def gauges_of(store: Store) -> LedgerGauges:
    backups, unsealed = SqlBackupBook(store.database), sealer(store).unsealed
    return LedgerGauges(SqlBacklog(store.database), store.clock, store.database.connections, unsealed, backups)


def _told(gauges: LedgerGauges) -> dict[str, float]:
    return {
        sample.name + "".join(sample.labels.values()): sample.value
        for metric in gauges.collect()
        for sample in metric.samples
    }


def test_open_cases_are_counted_once_a_minute(store: Store) -> None:
    store.submit("kite-1", "2026-06-01 08:00")
    gauges = gauges_of(store)
    assert _told(gauges)["lienthong_open_casessubmitted"] == 1
    store.submit("kite-2", "2026-06-01 08:00:40")
    with statements_sent() as sent:
        told = _told(gauges)
    assert (told["lienthong_open_casessubmitted"], told["lienthong_open_cases_age_seconds"]) == (1, 40)
    assert not any("GROUP BY" in statement for statement, _ in sent), "nothing is counted in between"
    store.clock.shows += COUNTED_EVERY
    told = _told(gauges)
    assert (told["lienthong_open_casessubmitted"], told["lienthong_open_cases_age_seconds"]) == (2, 0)
    store.receive("kite-1")
    store.clock.shows -= timedelta(minutes=90)
    assert _told(gauges)["lienthong_open_casesin_progress"] == 1, "a clock that goes back does not keep an old count"


def test_what_is_not_sealed_is_told_with_its_age(store: Store) -> None:
    gauges = gauges_of(store)
    names = [f"lienthong_audit_unsealed_{figure}" for figure in ("cases", "rows", "oldest_seconds")]
    assert [_told(gauges)[name] for name in names] == [0, 0, 0]
    store.submit("kite-1", "2026-06-01 08:00")
    trail = AuditTrail(SqlAuditBook(store.database), store.clock)
    trail.enter(AuditKind.SIGNED_IN, ActorId("an"))
    store.clock.shows += timedelta(seconds=30)
    assert [_told(gauges)[name] for name in names] == [1, 1, 30]
    sealer(store).seal()
    assert [_told(gauges)[name] for name in names] == [0, 0, 0]


def test_the_age_of_the_last_backup_is_told(store: Store) -> None:
    """Until one is made, what is kept is as old as the first thing that was sealed."""
    gauges, name = gauges_of(store), "lienthong_backup_age_seconds"
    assert _told(gauges)[name] == 0
    store.submit("kite-1", "2026-06-01 08:00")
    sealer(store).seal()
    store.clock.shows += timedelta(hours=3)
    assert _told(gauges)[name] == 3 * 3600
    trail = AuditTrail(SqlAuditBook(store.database), store.clock)
    trail.enter(AuditKind.BACKED_UP, ActorId("an"))
    trail.enter(AuditKind.SIGNED_IN, ActorId("an"))
    store.clock.shows += timedelta(minutes=5)
    trail.enter(AuditKind.EXPORTED, ActorId("an"))
    assert _told(gauges)[name] == 300
    right = store.clock.shows
    store.clock.shows -= timedelta(hours=1)
    assert _told(gauges)[name] == 0, "a clock that was put back a little"
    store.clock.shows = right + timedelta(days=300)
    trail.enter(AuditKind.BACKED_UP, ActorId("an"))
    store.clock.shows = right
    assert _told(gauges)[name] == 300, "what a clock far ahead has entered hides nothing"
