"""A worklist shows what is at risk on top and finds what it is asked for; every filter pages as the whole list does."""

from datetime import timedelta
from typing import Any

import pytest

from engine.core.case import StepStatus, fold
from engine.core.case_clock import times_of
from engine.core.errors import CursorUnknown
from engine.core.identifiers import ActorId, AgencyId, CaseId, ProcedureId
from engine.core.legal_time import ClockStatus
from engine.core.work_standing import WorkStanding, soon_since
from engine.service.ports import Page
from engine.service.read_case import CaseReader
from engine.service.worklist_ports import COUNTED_UP_TO, WorkFilter, WorkQuery
from engine.store import worklist_queries
from engine.store.cursors import Place, cursor_of
from engine.store.worklist_queries import work_asked_for
from tests.support.kite_licence import INSPECTOR, at
from tests.support.sql_store import Store
from tests.support.statement_spy import plan_of, statements_sent

STEP, WORKSHOP = "inspect_kite", "workshop-1"
LATE, SOON, IN_TIME, WAITING = WorkStanding
NOON = "2026-06-02 12:00"


@pytest.fixture
def mixed(store: Store) -> Store:
    """24 hours from the receipt: by noon of the next day two are late, two due soon, two in time, one waits."""
    store.received("waits", "2026-06-01 08:00")
    said = {"reasons": ["no photo"], "documents": ["photo"]}
    store.give("request_supplement", "waits", "2026-06-01 08:10", INSPECTOR, step=STEP, **said)
    for case, received in (
        *(("late-1", "2026-06-01 09:00"), ("late-2", "2026-06-01 11:59")),
        *(("soon-1", "2026-06-01 12:00"), ("soon-2", "2026-06-01 14:00")),
        *(("time-1", "2026-06-01 16:00"), ("time-2", "2026-06-02 09:00")),
    ):
        store.received(case, received)
    for case in ("late-2", "soon-2"):
        store.give("claim_step", case, "2026-06-02 09:00", INSPECTOR, step=STEP)
    store.clock.shows = at(NOON)
    return store


ALL = ["late-1", "late-2", "soon-1", "soon-2", "time-1", "time-2", "waits"]


def _listed(store: Store, limit: int = 50, **asked: Any) -> list[str]:
    """All pages; of a list that is begun the clock goes on, and the list stands."""
    found: list[str] = []
    after: str | None = None
    while True:
        entries, after = store.worklist(WORKSHOP, Page(limit=limit, after=after), **asked)
        assert len(entries) <= limit
        found += [entry.case.case_id for entry in entries]
        if after is None:
            store.clock.shows = at(NOON)
            return found
        store.clock.shows += timedelta(hours=1)


@pytest.mark.parametrize("limit", [1, 50])
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ALL),
        ({"standing": LATE}, ALL[:2]),
        ({"standing": SOON}, ALL[2:4]),
        ({"standing": IN_TIME}, ALL[4:6]),
        ({"standing": WAITING}, ALL[6:]),
        ({"status": StepStatus.CLAIMED}, ["late-2", "soon-2"]),
        ({"status": StepStatus.SUSPENDED}, ["waits"]),
        ({"holders": (INSPECTOR.id, ActorId("other"))}, ["late-2", "soon-2"]),
        ({"holders": (ActorId("other"),)}, []),
        ({"holders": (), "standing": LATE}, ["late-1"]),
        ({"territory": "kite-town"}, ALL),
        ({"territory": "elsewhere"}, []),
        ({"receiving_agency": AgencyId("counter-1"), "procedure": ProcedureId("kite-licence")}, ALL),
        ({"receiving_agency": AgencyId("counter-2")}, []),
        ({"procedure": ProcedureId("other")}, []),
        ({"procedures": (ProcedureId("other"),)}, []),
        ({"text": "no such code"}, []),
    ],
)
def test_at_risk_on_top_and_filters(mixed: Store, limit: int, asked: dict[str, Any], expected: list[str]) -> None:
    assert _listed(mixed, limit, **asked) == expected


def test_a_part_of_the_code_finds_the_case(mixed: Store) -> None:
    row = mixed.queries.find_case(CaseId("soon-1"))
    assert row is not None and row.dossier_code is not None
    assert _listed(mixed, text=row.dossier_code.lower()) == ["soon-1"]
    assert _listed(mixed, text=row.dossier_code[-5:], standing=LATE) == []


def test_what_each_row_says_is_what_its_clock_says(mixed: Store) -> None:
    """At every quarter of an hour: the list is of stored rows, the clock is reckoned anew."""
    says = {ClockStatus.OVERDUE: LATE, ClockStatus.DUE_SOON: SOON, ClockStatus.IN_TIME: IN_TIME}
    now, seen = at("2026-06-02 09:00"), set()
    while now <= at("2026-06-03 10:00"):
        for entry in mixed.worklist(WORKSHOP, as_of=now)[0]:
            history = mixed.ledger.history(entry.case.case_id)
            state = fold(entry.case.case_id, history)
            clock = times_of(mixed.commands.law_of(state), state, now).steps[entry.step.step]
            expected = WAITING if clock.paused else says[clock.status]
            assert entry.standing is expected, (entry.case.case_id, now)
            seen.add(expected)
        now += timedelta(minutes=15)
    assert seen == set(WorkStanding)


def test_the_head_counts_each_standing(mixed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = CaseReader(mixed.ledger, mixed.queries, mixed.catalogue, mixed.clock)
    assert reader.count_work(INSPECTOR).model_dump() == {"late": 2, "due_soon": 2, "in_time": 2, "waiting": 1}
    mine = reader.count_work(INSPECTOR, WorkFilter(standing=LATE), "me")
    assert mine.model_dump() == {"late": 1, "due_soon": 1, "in_time": 0, "waiting": 0}
    assert reader.count_work(INSPECTOR, holder="nobody").late == 1
    assert reader.count_work(INSPECTOR, holder="somebody").late == 0
    monkeypatch.setattr(worklist_queries, "COUNTED_UP_TO", 1)
    assert reader.count_work(INSPECTOR).model_dump() == {"late": 1, "due_soon": 1, "in_time": 1, "waiting": 1}
    assert COUNTED_UP_TO == 1000


def test_a_row_of_an_older_process_is_in_time_until_it_is_late(mixed: Store) -> None:
    with mixed.database.write() as connection:
        connection.exec_driver_sql("UPDATE steps SET soon_at = NULL")
    assert _listed(mixed, standing=SOON) == []
    assert _listed(mixed, standing=IN_TIME) == ALL[2:6]
    assert _listed(mixed) == ALL


@pytest.mark.parametrize(
    "names",
    [
        ("late", "x", NOON, "case", STEP),
        ("early", "2026-06-02T12:00:00+07:00", "2026-06-02T12:00:00+07:00", "case", STEP),
        ("late", "2026-06-02T12:00:00", "2026-06-02T12:00:00+07:00", "case", STEP),
        ("case", STEP),
    ],
)
def test_a_place_that_no_worklist_gave_is_refused(store: Store, names: tuple[str, ...]) -> None:
    with pytest.raises(CursorUnknown):
        store.worklist(WORKSHOP, Page(after=cursor_of(Place(at(NOON), names))))


def test_what_is_due_soon_is_read_off_its_own_index(mixed: Store) -> None:
    """And no list reads all cases or all steps."""
    now = mixed.clock.now()
    query = WorkQuery(agency=AgencyId(WORKSHOP), as_of=now, soon_since=soon_since(mixed.catalogue.calendars, now))
    with statements_sent() as sent:
        mixed.queries.worklist(query, Page(limit=2))
        mixed.queries.count_work(query)
    assert len(sent) == 2
    if mixed.database.dialect == "sqlite":
        for statement, parameters in sent:
            plan = plan_of(mixed.database, statement, parameters)
            assert "ix_steps_due_soon" in plan
            assert "SCAN steps" not in plan and "SCAN cases" not in plan
    assert "soon_at" in str(work_asked_for(query, Page()))
