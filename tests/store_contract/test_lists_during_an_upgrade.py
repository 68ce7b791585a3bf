"""A newer program has written to one case: an old process shows every other one."""

from __future__ import annotations

import pytest

from engine.core.errors import WrittenByNewer
from engine.service.ports import Page
from engine.service.read_case import CaseReader
from tests.store_contract.test_old_beside_new import _append
from tests.support.kite_licence import INSPECTOR
from tests.support.sql_store import Store


def test_one_case_of_a_newer_program_is_left_out_of_an_old_ones_worklist(store: Store) -> None:
    newer, known = (store.received(case, "2026-06-01 08:00") for case in ("kite-1", "kite-2"))
    _append(store, newer, '{"type": "case_put_on_the_moon", "at": "2026-06-01T01:30:00Z"}')
    reader = CaseReader(store.ledger, store.queries, store.catalogue, store.clock)
    found, _ = reader.worklist(INSPECTOR, Page())
    assert [item.view.state.id for item in found] == [known]
    with pytest.raises(WrittenByNewer):
        store.ledger.histories([newer, known])
