"""Serials of dossier codes: one for each receipt of a unit and day, without gaps and without doubles."""

from datetime import date

import pytest

from engine.core.calendars import CalendarBook
from engine.core.definition_rules import DossierCodeFormat
from engine.core.dossier_code import is_dossier_code
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import AgencyId, CalendarId, CaseId
from engine.service.handle_command import CommandHandler
from procedure_defs.catalogue import Catalogue
from tests.support.kite_licence import DIRECTORY, OFFICE, kite_definition
from tests.support.sql_store import RECEIPT, Store, a_command
from tests.support.threads import at_once

DAY = date(2026, 6, 1)
COUNTER = AgencyId("counter-1")


def _next(store: Store, unit: str = "H98.01", day: date = DAY) -> int:
    with store.ledger.transaction() as transaction:
        return transaction.next_serial(unit, day)


def test_each_unit_and_day_counts_from_one(store: Store) -> None:
    assert [_next(store), _next(store), _next(store, unit="H98.02"), _next(store, day=date(2026, 6, 2))] == [1, 2, 1, 1]


def test_eight_at_once_get_eight_serials(store: Store) -> None:
    """Each thread takes five; SQLite has one writer at a time, PostgreSQL locks the counter's row."""
    taken = at_once(8, lambda _: [_next(store) for _ in range(5)])
    assert [outcome for outcome in taken if isinstance(outcome, Exception)] == []
    assert sorted(serial for serials in taken if isinstance(serials, list) for serial in serials) == list(range(1, 41))


def test_eight_receipts_at_once_get_eight_codes(store: Store) -> None:
    for n in range(8):
        store.submit(f"kite-{n}", "2026-06-01 08:00")
    outcomes = at_once(
        8, lambda n: store.commands.handle(a_command("receive_case", f"kite-{n}", command_id=f"r{n}", **RECEIPT))
    )
    codes = sorted(str(o if isinstance(o, Exception) else o.state.dossier_code) for o in outcomes)
    assert codes == [f"H98.01-260601-{n:04d}" for n in range(1, 9)]


def test_a_refused_receipt_uses_no_serial(store: Store) -> None:
    store.submit("kite-1", "2026-06-01 08:00")
    with pytest.raises(CommandRefused):
        store.give("receive_case", "kite-1", **RECEIPT, facts={"unheard_of": True})
    received = store.receive("kite-1")
    assert received.state.dossier_code == "H98.01-260601-0001"
    found = store.queries.find_case_by_code(received.state.dossier_code)
    assert found is not None
    assert found.case_id == CaseId("kite-1")


@pytest.mark.parametrize(("unit", "code"), [("H98.01", "000.00.01.H98-260601-0001"), ("H98.01.02.03.04", None)])
def test_a_version_may_ask_for_codes_of_the_older_format(store: Store, unit: str, code: str | None) -> None:
    """The serial is counted as ever; a counter whose unit code the format cannot write receives nothing."""
    counter = DIRECTORY.agencies[COUNTER].model_copy(update={"unit_code": unit})
    directory = DIRECTORY.model_copy(update={"agencies": {**DIRECTORY.agencies, COUNTER: counter}})
    catalogue = Catalogue(
        [kite_definition(dossier_code="tt-01-2018")], directory, CalendarBook({CalendarId("office"): OFFICE})
    )
    store.submit("kite-1", "2026-06-01 08:00")
    handler = CommandHandler(store.ledger, catalogue, store.clock)
    order = a_command("receive_case", "kite-1", command_id="r1", **RECEIPT)
    if code is not None:
        received = handler.handle(order).state.dossier_code
        assert received == code
        assert is_dossier_code(received, DAY, DossierCodeFormat.TT_01_2018)
        return
    with pytest.raises(CommandRefused) as refused:
        handler.handle(order)
    assert refused.value.reason is Reason.UNIT_CODE_UNFIT
    assert _next(store, unit=unit) == 1, "no serial was used"
