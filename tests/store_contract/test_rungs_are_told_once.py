"""The sweep tells each rung once, with its own instant and in order: after downtime, by two at once, past a bad case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from engine.core.errors import CommandRefused, EngineError, Reason
from engine.core.identifiers import AgencyId, CaseId, ProcedureId, StepId
from engine.core.rungs import RungKind
from engine.core.values import Text
from engine.service.ports import FallingDue, Page
from engine.service.sweep import FIRST_RETRY, Sweep
from engine.store.read_tables import CASES
from engine.store.sweep_tables import DUE_NOTICES
from tests.support.kite_licence import INSPECTOR, at
from tests.support.sql_store import RECEIPT, Store
from tests.support.statement_spy import effort_of, plan_of, statements_sent
from tests.support.threads import at_once

Told = tuple[str, str | None, datetime, int]
RECEIVED = "2026-06-01 08:00"
# Monday 1 June, 08:00: the inspection has 24 hours; the whole has 5 working days, until Monday 8 June at 24:00 (Civil
# Code art. 148(6)). 4 working hours are left of that day from 12:00 on, where the morning ends.
INSPECTION: list[Told] = [
    ("due_soon", "inspect_kite", at("2026-06-02 04:00"), 3),
    ("overdue", "inspect_kite", at("2026-06-02 08:00"), 3),
]
WHOLE: list[Told] = [("due_soon", None, at("2026-06-08 12:00"), 3), ("overdue", None, at("2026-06-09 00:00"), 3)]


def sweep_of(store: Store) -> Sweep:
    return Sweep(store.ledger, store.sweep_book, store.commands, store.clock)


def swept(store: Store, now: str) -> int:
    store.clock.shows = at(now)
    return sweep_of(store).run().told


def told(store: Store, case: str) -> list[Told]:
    rungs = [notice.rung for notice in store.sweep_book.notices_of(CaseId(case))]
    return [(rung.kind.value, rung.step, rung.at, rung.version) for rung in rungs]


def test_ten_days_late_each_rung_is_told_once_with_its_own_instant(store: Store) -> None:
    store.received("kite-1", RECEIVED)
    assert swept(store, "2026-06-11 08:00") == 4
    assert told(store, "kite-1") == [*INSPECTION, *WHOLE]
    assert {notice.told_at for notice in store.sweep_book.notices_of(CaseId("kite-1"))} == {at("2026-06-11 08:00")}
    assert swept(store, "2026-06-11 08:01") == 0
    assert swept(store, "2026-06-30 08:01") == 0


def test_the_minute_it_happens_the_same_is_told(store: Store) -> None:
    store.received("kite-1", RECEIVED)
    assert swept(store, "2026-06-02 04:00") == 0, "a rung is passed when its instant is behind"
    assert swept(store, "2026-06-02 04:00:01") == 1
    for now in ("2026-06-02 08:01", "2026-06-08 12:01", "2026-06-09 08:00"):
        assert swept(store, now) == 1
    assert told(store, "kite-1") == [*INSPECTION, *WHOLE]


def test_a_sweep_in_the_very_second_of_a_late_entry_leaves_what_lies_behind_to_the_next(store: Store) -> None:
    """Received on 1 June by what the officer enters on 11 June: all is overdue from that second on, and is told behind it."""
    store.submit("kite-1", "2026-06-11 08:00", occurred_at=at(RECEIVED))
    store.give("receive_case", "kite-1", **RECEIPT, occurred_at=at(RECEIVED))
    assert swept(store, "2026-06-11 08:00") == 0
    assert swept(store, "2026-06-11 08:01") == 2
    assert [(kind, step) for kind, step, *_ in told(store, "kite-1")] == [
        ("overdue", None),
        ("overdue", "inspect_kite"),
    ]
    assert store.sweep_book.falling_due(at("2026-06-11 08:01"), 10) == ()


def test_what_was_passed_before_an_act_is_told_after_it(store: Store) -> None:
    """The sweep was away while the step was done, and while the case came to its end."""
    store.received("late", RECEIVED)
    store.inspected("late", "2026-06-02 09:00")
    store.received("gone", "2026-06-02 10:00")
    store.give("withdraw_case", "gone", "2026-06-03 11:00", reason="no wind")
    assert swept(store, "2026-06-03 12:00") == 4
    assert told(store, "late") == INSPECTION
    assert [(kind, step) for kind, step, *_ in told(store, "gone")] == [
        ("due_soon", "inspect_kite"),
        ("overdue", "inspect_kite"),
    ]
    assert swept(store, "2026-06-03 12:01") == 0


def test_what_is_done_in_time_is_not_told(store: Store) -> None:
    store.received("kite-1", RECEIVED)
    store.inspected("kite-1", "2026-06-01 09:00")
    assert swept(store, "2026-06-02 13:00") == 0


def test_a_date_that_moves_is_told_again(store: Store) -> None:
    """A limit that stands tells nothing; when it runs again, its new date is a new rung, and the old one is never told."""
    store.received("kite-1", RECEIVED)
    assert swept(store, "2026-06-02 05:00") == 1
    asked = {"step": "inspect_kite", "reasons": ["photo"], "documents": ["photo"]}
    store.give("request_supplement", "kite-1", "2026-06-02 06:00", INSPECTOR, **asked)
    assert swept(store, "2026-06-03 06:00") == 0
    photo = [{"document": "photo"}]
    store.give("hand_in_supplement", "kite-1", "2026-06-04 06:00", step="inspect_kite", documents=photo)
    # 2 of the 24 hours were left: due at 08:00, and soon due from the moment on at which the limit runs again.
    assert swept(store, "2026-06-04 09:00") == 2
    kinds = [(kind, step, instant) for kind, step, instant, _ in told(store, "kite-1")]
    assert kinds == [
        ("due_soon", "inspect_kite", at("2026-06-02 04:00")),
        ("due_soon", "inspect_kite", at("2026-06-04 06:00")),
        ("overdue", "inspect_kite", at("2026-06-04 08:00")),
    ]


def test_a_supplement_that_did_not_come_is_told(store: Store) -> None:
    store.received("kite-1", RECEIVED)
    asked = {"step": "inspect_kite", "reasons": ["photo"], "documents": ["photo"]}
    store.give("request_supplement", "kite-1", "2026-06-01 09:00", INSPECTOR, **asked)
    assert swept(store, "2026-06-20 08:00") == 1
    ((kind, step, *_),) = told(store, "kite-1")
    assert (kind, step) == ("supplement_expired", "inspect_kite")


def test_two_sweeps_at_once_tell_it_once(store: Store) -> None:
    for number in range(4):
        store.received(f"kite-{number}", RECEIVED)
    store.clock.shows = at("2026-06-11 08:00")
    reports = at_once(2, lambda _: sweep_of(store).run())
    assert sum(report.told for report in reports) == 16
    assert all(told(store, f"kite-{number}") == [*INSPECTION, *WHOLE] for number in range(4))


def test_one_bad_case_does_not_hold_up_the_others(store: Store) -> None:
    for name in ("a-bad", "b-good"):
        store.received(name, RECEIVED)
    with store.database.write() as connection:  # a row of a case whose events nobody can read any more
        lost = {"case_id": "0-lost", "version": 1, "status": "in_progress", "procedure": "kite-licence"}
        lost |= {"procedure_version": "2026-01-01", "territory": "kite-town", "applicant": "An", "submitted_by": "b"}
        lost |= {"submitted_at": at(RECEIVED), "search_text": "an", "look_at": at(RECEIVED)}
        connection.execute(insert(CASES), lost)
    store.clock.shows = at("2026-06-02 09:00")
    report = sweep_of(store).run()
    assert (report.looked_at, report.failed, report.told) == (3, 1, 4)
    (fault,) = store.sweep_book.faults(10)
    assert (fault.case_id, fault.failures, fault.retry_at) == ("0-lost", 1, at("2026-06-02 09:00") + FIRST_RETRY)
    assert sweep_of(store).run().looked_at == 0, "it is not tried again at once"
    store.clock.shows += FIRST_RETRY
    assert sweep_of(store).run().failed == 1
    (fault,) = store.sweep_book.faults(10)
    assert (fault.failures, fault.retry_at) == (2, store.clock.shows + 2 * FIRST_RETRY)


def test_a_lapse_that_cannot_be_written_down_is_tried_ever_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not each minute for ever; and once it can be, it is written down and told, and the fault is forgotten."""
    store.received("kite-1", RECEIVED)
    asked = {"step": "inspect_kite", "reasons": ["photo"], "documents": ["photo"]}
    store.give("request_supplement", "kite-1", "2026-06-01 09:00", INSPECTOR, **asked)
    with monkeypatch.context() as faulty:
        faulty.setattr("engine.core.decisions.supplement.refuse_unless_expired", refuse)
        for failures in (1, 2, 3):
            store.clock.shows = at("2026-06-20 08:00") + (2 ** (failures - 1) - 1) * FIRST_RETRY
            assert sweep_of(store).run().failed == 1
            (fault,) = store.sweep_book.faults(10)
            assert (fault.failures, fault.error) == (failures, "CommandRefused")
            assert fault.retry_at == store.clock.shows + 2 ** (failures - 1) * FIRST_RETRY
            assert sweep_of(store).run().looked_at == 0
    assert told(store, "kite-1") == []
    assert swept(store, "2026-06-20 09:00") == 1
    assert (len(store.sweep_book.notices_of(CaseId("kite-1"))), store.sweep_book.faults(10)) == (1, ())


def refuse(*_: object) -> None:
    words = Text(vi="chưa hết hạn", en="not over yet")
    raise CommandRefused(Reason.SUPPLEMENT_TERM_NOT_EXPIRED, words, attempted="expire_supplement")


def test_a_batch_at_a_time(store: Store) -> None:
    for number in range(5):
        store.received(f"kite-{number}", RECEIVED)
    store.clock.shows = at("2026-06-02 05:00")
    batches = list(sweep_of(store).batches(size=2))
    assert [(batch.looked_at, batch.told) for batch in batches] == [(2, 2), (2, 2), (1, 1)]
    assert {batch.late_seconds for batch in batches} == {3600}


def test_asked_to_stop_it_ends_after_the_case_in_hand(store: Store) -> None:
    cases = [store.received(f"kite-{number}", RECEIVED) for number in range(5)]
    store.clock.shows = at("2026-06-02 05:00")

    def is_stopping() -> bool:
        return len([case for case in cases if told(store, case)]) >= 3

    batches = list(sweep_of(store).batches(size=2, is_stopping=is_stopping))
    assert [(batch.looked_at, batch.told) for batch in batches] == [(2, 2), (1, 1)]
    assert [len(told(store, case)) for case in cases] == [1, 1, 1, 0, 0]
    assert sweep_of(store).run().told == 2
    assert [len(told(store, case)) for case in cases] == [1] * 5


def test_an_agency_reads_what_it_was_told(store: Store) -> None:
    for number in range(3):
        store.received(f"kite-{number}", RECEIVED)
    swept(store, "2026-06-02 09:00")
    first, after = store.sweep_book.notices_to(AgencyId("workshop-1"), Page(limit=4))
    rest, end = store.sweep_book.notices_to(AgencyId("workshop-1"), Page(limit=4, after=after))
    assert end is None
    assert [notice.rung.kind for notice in (*first, *rest)] == [RungKind.OVERDUE] * 3 + [RungKind.DUE_SOON] * 3
    assert {notice.rung.step for notice in first} == {StepId("inspect_kite")}
    assert store.sweep_book.notices_to(AgencyId("printer-1"), Page(limit=4)) == ((), None)
    for procedure, told in ((store.catalogue.all()[0].procedure, first), (ProcedureId("other"), ())):
        assert store.sweep_book.notices_to(AgencyId("workshop-1"), Page(limit=4), (procedure,))[0] == told


def test_what_was_told_is_not_changed(store: Store) -> None:
    store.received("kite-1", RECEIVED)
    swept(store, "2026-06-02 09:00")
    with pytest.raises(EngineError, match="insert-only"), store.database.write() as connection:
        connection.execute(update(DUE_NOTICES).values(version=9))


@pytest.mark.slow
def test_a_sweep_reads_as_much_of_forty_thousand_cases_as_of_four_thousand(store: Store) -> None:
    now = at("2026-06-02 09:00")
    read: list[int] = []
    for first, last in ((0, 4_000), (4_000, 40_000)):
        _at_rest(store, first, last, now)
        if first == 0:
            _due(store, now)
        read.append(_effort(store, now))
    assert read[0] == read[1], read


def _at_rest(store: Store, first: int, last: int, now: datetime) -> None:
    """Cases of which nothing is due before tomorrow."""
    made = [_row(f"rest-{number:06d}", now + timedelta(days=1, seconds=number)) for number in range(first, last)]
    with store.database.write() as connection:
        connection.execute(insert(CASES), made)
    with store.database.write() as connection:
        connection.execute(text("ANALYZE"))


def _due(store: Store, now: datetime) -> None:
    with store.database.write() as connection:
        connection.execute(insert(CASES), [_row(f"due-{number}", now - timedelta(hours=1)) for number in range(5)])


def _row(case: str, look_at: datetime) -> dict[str, Any]:
    said = {"case_id": case, "version": 3, "status": "in_progress", "procedure": "kite-licence", "search_text": "an"}
    said |= {"procedure_version": "2026-01-01", "territory": "kite-town", "applicant": "An", "submitted_by": "b"}
    return {**said, "submitted_at": at(RECEIVED), "look_at": look_at}


def _effort(store: Store, now: datetime) -> int:
    """What the database does for both questions of a sweep: rows that it touches, on SQLite steps of its machine."""
    with statements_sent() as sent:
        found = store.sweep_book.falling_due(now, 200)
        assert store.sweep_book.falling_due(now, 200, after=FallingDue(*found[-1])) == ()
    assert len(found) == 5
    effort = 0
    for statement, parameters in sent:
        plan = plan_of(store.database, statement, parameters)
        assert "ix_cases_falling_due" in plan
        assert not any(word in plan for word in ("Seq Scan on cases", "SCAN cases\n"))
        effort += effort_of(store.database, statement, parameters)
    return effort
