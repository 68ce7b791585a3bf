"""Lists of cases: the newest first, page by page without a gap or a double, and nothing that one may not see."""

import pytest

from engine.core.case import CaseStatus
from engine.core.errors import CursorUnknown
from engine.core.identifiers import ActorId, AgencyId, CaseId, DossierCode, ProcedureId
from engine.service.handle_command import CommandHandler
from engine.service.ports import CaseQuery, Page
from procedure_defs.catalogue import Catalogue
from tests.support.kite_licence import OFFICER
from tests.support.kite_moving import moving_law
from tests.support.sql_store import Store, submission

ALL = CaseQuery(everything=True)


def _ids(store: Store, query: CaseQuery = ALL, limit: int = 50) -> list[str]:
    """All pages, one after the other."""
    found: list[str] = []
    after: str | None = None
    while True:
        rows, after = store.queries.list_cases(query, Page(limit=limit, after=after))
        assert len(rows) <= limit
        found += [row.case_id for row in rows]
        if after is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_meet_without_gap_or_double(store: Store, limit: int) -> None:
    for n in range(7):  # pairs of the same instant: then the id decides
        store.submit(f"kite-{n}", f"2026-06-01 08:{n // 2:02d}")
    assert _ids(store, limit=limit) == [f"kite-{n}" for n in (6, 5, 4, 3, 2, 1, 0)]


def test_what_comes_in_while_one_reads_does_not_shift_the_pages(store: Store) -> None:
    for n in range(4):
        store.submit(f"kite-{n}", f"2026-06-01 08:{n:02d}")
    first, after = store.queries.list_cases(ALL, Page(limit=2))
    store.submit("kite-9", "2026-06-01 09:00")
    second, end = store.queries.list_cases(ALL, Page(limit=2, after=after))
    assert [row.case_id for row in (*first, *second)] == ["kite-3", "kite-2", "kite-1", "kite-0"]
    assert end is None


@pytest.mark.parametrize("cursor", ["", "x", "bm8", "WyJ4Il0", "W10"])
def test_a_cursor_of_nobody_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(CursorUnknown):
        store.queries.list_cases(ALL, Page(after=cursor))
    with pytest.raises(CursorUnknown):
        store.worklist("workshop-1", Page(after=cursor))


def test_filters(store: Store) -> None:
    store.submit("waiting", "2026-06-01 08:00")
    store.received("running", "2026-06-01 08:01")
    assert _ids(store, CaseQuery(everything=True, status=CaseStatus.SUBMITTED)) == ["waiting"]
    assert _ids(store, CaseQuery(everything=True, status=CaseStatus.COMPLETED)) == []
    assert _ids(store, CaseQuery(everything=True, procedure=ProcedureId("kite-licence"))) == ["running", "waiting"]
    assert _ids(store, CaseQuery(everything=True, procedure=ProcedureId("other"))) == []


def test_a_name_is_found_however_it_is_typed(store: Store) -> None:
    store.submit("one", "2026-06-01 08:00", name="Đặng Thị  Diều")
    store.submit("two", "2026-06-01 08:01", name="Nguyễn Văn 100% Gió")
    store.receive("two")
    for typed in ("Đặng", "dang thi dieu", "DIEU", "diề"):
        assert _ids(store, CaseQuery(everything=True, text=typed)) == ["one"], typed
    for typed in ("100%", "H98.01-260601", "0001", "van 100% gio"):
        assert _ids(store, CaseQuery(everything=True, text=typed)) == ["two"], typed
    assert _ids(store, CaseQuery(everything=True, text="_")) == []


def test_nobody_sees_without_a_reason(store: Store) -> None:
    store.submit("waiting", "2026-06-01 08:00")
    store.received("running", "2026-06-01 08:01")
    store.received("inspected", "2026-06-01 08:02")
    store.inspected("inspected", "2026-06-01 09:00")
    assert _ids(store, CaseQuery()) == []
    assert _ids(store, CaseQuery(awaiting_receipt=True)) == []
    at_the_counter = CaseQuery(awaiting_receipt=True, visible_to_agency=AgencyId("counter-1"))
    assert _ids(store, at_the_counter) == ["inspected", "running", "waiting"]
    assert _ids(store, CaseQuery(visible_to_agency=AgencyId("counter-1"))) == ["inspected", "running"]
    assert _ids(store, CaseQuery(visible_to_agency=AgencyId("workshop-1"))) == ["inspected", "running"]
    assert _ids(store, CaseQuery(visible_to_agency=AgencyId("sky-1"))) == ["inspected"]
    assert _ids(store, CaseQuery(visible_to_agency=AgencyId("sky-1"), awaiting_receipt=True)) == ["inspected"]
    assert _ids(store, CaseQuery(submitted_by=ActorId("a-stranger"))) == []
    assert _ids(store, CaseQuery(submitted_by=OFFICER.id)) == ["inspected", "running", "waiting"]


def test_one_case_is_found_by_its_id_and_by_its_code(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    row = store.queries.find_case(CaseId("kite-1"))
    assert row is not None
    assert (row.version, row.status, row.applicant) == (3, CaseStatus.IN_PROGRESS, "Diều Thị Giấy")
    assert store.queries.find_case_by_code(DossierCode("H98.01-260601-0001")) == row
    assert store.queries.find_case(CaseId("nobody")) is None
    assert store.queries.find_case_by_code(DossierCode("nothing")) is None


def test_the_counter_elsewhere_has_the_case_in_its_list_from_the_receipt_on(store: Store) -> None:
    law = moving_law()
    store.commands = CommandHandler(store.ledger, Catalogue([law.definition], law.agencies, law.calendars), store.clock)
    elsewhere = CaseQuery(visible_to_agency=AgencyId("counter-h"), awaiting_receipt=True)
    for case, place in (("far", "kite-hill"), ("near", "kite-town")):
        store.submit(case, "2026-06-01 08:00", form={**submission()["form"], "flies_in": place})
    assert _ids(store, elsewhere) == []
    for case in ("far", "near"):
        store.receive(case)
    assert _ids(store, elsewhere) == ["far"]
    assert _ids(store, CaseQuery(visible_to_agency=AgencyId("counter-1"))) == ["near", "far"]
    assert _ids(store, CaseQuery(visible_to_agency=AgencyId("workshop-h"))) == []


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_those_above_see_what_concerns_any_unit_below_each_case_once(store: Store, limit: int) -> None:
    for n in range(3):
        store.received(f"kite-{n}", f"2026-06-01 08:{n:02d}")
    store.submit("waiting", "2026-06-01 08:30")
    units = tuple(AgencyId(name) for name in ("counter-1", "workshop-1", "sky-1", "nowhere"))
    assert _ids(store, CaseQuery(under=units), limit) == ["waiting", "kite-2", "kite-1", "kite-0"]
    assert _ids(store, CaseQuery(under=units[1:]), limit) == ["kite-2", "kite-1", "kite-0"]
    assert _ids(store, CaseQuery(under=units[3:]), limit) == []
    assert _ids(store, CaseQuery(under=units, status=CaseStatus.SUBMITTED, text="giay"), limit) == ["waiting"]
    assert _ids(store, CaseQuery(under=units, status=CaseStatus.IN_PROGRESS, text="kite"), limit) == []


def test_an_account_for_some_procedures_has_their_cases_alone(store: Store) -> None:
    store.received("kite-1", "2026-06-01 08:00")
    mine, other = (ProcedureId("other"), ProcedureId("kite-licence")), (ProcedureId("other"),)
    for asked in (
        CaseQuery(everything=True),
        CaseQuery(visible_to_agency=AgencyId("workshop-1")),
        CaseQuery(submitted_by=OFFICER.id),
        CaseQuery(under=(AgencyId("workshop-1"),)),
    ):
        assert _ids(store, asked.model_copy(update={"procedures": mine})) == ["kite-1"]
        assert _ids(store, asked.model_copy(update={"procedures": other})) == []
    assert [len(store.worklist("workshop-1", procedures=only)[0]) for only in ((), mine, other)] == [1, 1, 0]
