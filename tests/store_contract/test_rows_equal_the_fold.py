"""After any story, what lists show is what the events say: random commands on one case, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.actors import SYSTEM
from engine.core.available import available_commands
from engine.core.case import ENDED_STEPS, CaseState, fold
from engine.core.errors import CommandRefused
from engine.core.identifiers import AgencyId, CaseId
from engine.core.law import Law
from engine.core.standing import AvailableCommand
from engine.service.handle_command import CommandResult
from engine.service.ports import Page, StepRow
from engine.service.read_case import CaseReader
from engine.service.read_rows import rows_of
from engine.service.sweep import Sweep
from engine.store.opinion_book import SqlOpinionBook
from tests.support.ill_store import found_in_cases
from tests.support.kite_licence import INSPECTOR, OFFICER, PRINTER, SKY_CLERK, at, kite_law
from tests.support.sql_store import RECEIPT, Store, a_command, submission

BASIS = {"ref": "Kite Act", "article": "1"}
SAID: dict[str, dict[str, Any]] = {
    "receive_case": RECEIPT,
    "refuse_receipt": {"reason": "no kite", "legal_basis": BASIS},
    "withdraw_case": {"reason": "no wind"},
    "establish_fact": {"name": "windy", "value": True},
    "refuse_step": {"reason": "no kite", "legal_basis": BASIS},
    "request_supplement": {"reasons": ["no photo"], "documents": ["photo"]},
    "hand_in_supplement": {"documents": [{"document": "photo"}]},
    "transfer_case": {"to_agency": "counter-1", "reason": "merged"},
    "transfer_step": {"to_agency": "sky-1", "reason": "merged"},
    "ask_opinion": {"agency": "printer-1", "question": "?", "within": {"n": 2, "unit": "working_days"}},
    "give_opinion": {"answer": "agrees", "text": "yes"},
    "withdraw_opinion": {"reason": "known by now"},
    "migrate_case": {"to_version": "2026-06-01"},
}
ACTORS = (OFFICER, INSPECTOR, SKY_CLERK, PRINTER, SYSTEM)
AGENCIES = ("workshop-1", "sky-1", "printer-1")


@pytest.mark.parametrize("which", ["sqlite_store", "postgres_store"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_rows_equal_the_fold(request: pytest.FixtureRequest, which: str, data: st.DataObject) -> None:
    store: Store = request.getfixturevalue(which)
    case = CaseId(f"kite-{store.given}")
    law = kite_law()
    store.clock.shows = at("2026-06-01 08:00")
    state = store.give("submit_case", case, **submission()).state
    for _ in range(data.draw(st.integers(0, 9), label="length")):
        store.clock.shows += timedelta(minutes=data.draw(st.sampled_from([0, 7, 90, 1000, 20000]), label="later"))
        state = next_state(store, law, state, data)
        check_rows(store, law, case, state)


def next_state(store: Store, law: Law, state: CaseState, data: st.DataObject) -> CaseState:
    """One more command that somebody may give; a refusal of its content changes nothing."""
    choices = [(actor, offered) for actor in ACTORS for offered in available_commands(law, state, actor)]
    if not choices:
        return state
    actor, offered = data.draw(st.sampled_from(choices), label="command")
    store.given += 1
    try:
        command = a_command(offered.command, state.id, actor, command_id=f"c{store.given}", **_said(offered, state))
        done = store.commands.handle(command)
    except CommandRefused:
        return state
    check_answer(store, done)
    return done.state


def check_answer(store: Store, done: CommandResult) -> None:
    """The clocks that were reckoned for the lists are those of the view: reckoned anew they are the same."""
    reader = CaseReader(store.ledger, store.queries, store.catalogue, store.clock)
    assert done.times is not None
    assert reader.view_of(done) == reader.view_of(replace(done, times=None))


def _said(offered: AvailableCommand, state: CaseState) -> dict[str, Any]:
    said = dict(SAID.get(offered.command, {}))
    if offered.command in {"give_opinion", "withdraw_opinion"}:
        said["opinion"] = next(one.id for one in state.opinions if one.is_open and one.step == offered.step)
    if offered.command == "complete_step" and offered.step == "inspect_kite":
        said["result"] = {"strong": True}
    return {**said, "step": offered.step} if offered.step else said


def check_rows(store: Store, law: Law, case: CaseId, state: CaseState) -> None:
    history = store.ledger.history(case)
    assert fold(case, history) == state
    written_at = history[-1].recorded_at
    case_row, step_rows = rows_of(law, state, written_at)
    kept = store.queries.find_case(case)
    assert kept is not None
    # What the sweep has not looked at stays to be looked at; nothing else is kept that the fold does not say.
    assert kept.model_copy(update={"look_at": None}) == case_row.model_copy(update={"look_at": None, "opinions": ()})
    book = SqlOpinionBook(store.database)
    asked = {row for name in AGENCIES for row in book.asked_of(AgencyId(name), 1000) if row.case_id == case}
    assert asked == {row for row in case_row.opinions if row.ended_at is None}
    assert kept.look_at == case_row.look_at or (kept.look_at is not None and kept.look_at < written_at)
    unfinished = {row.step: row for row in step_rows if row.finished_at is None}
    assert _on_worklists(store, case) == unfinished
    assert all(row.status not in ENDED_STEPS for row in unfinished.values())


def _on_worklists(store: Store, case: CaseId) -> dict[str, StepRow]:
    entries = [e for name in AGENCIES for e in store.worklist(name, Page(limit=1000))[0]]
    return {entry.step.step: entry.step for entry in entries if entry.step.case_id == case}


@pytest.mark.parametrize("which", ["sqlite_store", "postgres_store"])
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_the_doctor_finds_nothing_in_any_story(request: pytest.FixtureRequest, which: str, data: st.DataObject) -> None:
    """Whenever the sweep came between, and whenever the doctor comes."""
    store: Store = request.getfixturevalue(which)
    law = kite_law()
    store.clock.shows = at("2026-06-01 08:00")
    state = store.give("submit_case", f"kite-{store.given}", **submission()).state
    sweep = Sweep(store.ledger, store.sweep_book, store.commands, store.clock)
    for _ in range(data.draw(st.integers(0, 7), label="length")):
        store.clock.shows += timedelta(minutes=data.draw(st.sampled_from([0, 7, 90, 1000, 20000]), label="later"))
        if data.draw(st.booleans(), label="sweep"):
            sweep.run()
            state = fold(state.id, store.ledger.history(state.id))
        else:
            state = next_state(store, law, state, data)
    store.clock.shows += timedelta(minutes=data.draw(st.sampled_from([0, 1000, 20000]), label="at last"))
    assert [finding for finding in found_in_cases(store) if finding.case_id == state.id] == []
