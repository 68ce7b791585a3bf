"""Running cases come over to a new version, on both databases: previewed, each for itself, twice as once, cut off anywhere."""

from typing import Any

import pytest

from engine.core.calendars import CalendarBook
from engine.core.case import fold
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import CalendarId, CaseId, ProcedureVersion, StepId
from engine.core.supposition import Supposition
from engine.core.what_if import Effect
from engine.service import open_cases
from engine.service.handle_command import CommandHandler
from engine.service.migrate_cases import CaseMigration, Migrated
from engine.service.read_rows import rows_of
from engine.service.what_if import WhatIf
from procedure_defs.catalogue import Catalogue
from tests.support.kite_licence import DIRECTORY, INSPECTOR, OFFICE, at, kite_definition
from tests.support.kite_story import NOTE
from tests.support.kite_versions import NEW, renamed, second_version
from tests.support.sql_store import Store

CASES = ["kite-0", "kite-1", "kite-2"]
NOW = "2026-06-02 08:00"


def _second() -> ProcedureDefinition:
    return second_version(renamed("inspect_kite", "look_at_kite"), steps={"inspect_kite": "look_at_kite"})


def _migration(store: Store, to: ProcedureDefinition) -> CaseMigration:
    catalogue = Catalogue([kite_definition(), to], DIRECTORY, CalendarBook({CalendarId("office"): OFFICE}))
    store.commands = CommandHandler(store.ledger, catalogue, store.clock)
    store.clock.shows = at(NOW)
    return CaseMigration(store.ledger, store.queries, catalogue, store.commands, store.clock)


@pytest.fixture
def running(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Three cases in progress, one that ended, one not received yet."""
    monkeypatch.setattr(open_cases, "BATCH", 2)
    for number, case in enumerate([*CASES, "kite-over"]):
        store.received(case, f"2026-06-01 09:0{number}")
    store.give("withdraw_case", "kite-over", "2026-06-01 10:00", reason="x")
    store.submit("kite-waiting", "2026-06-01 11:00")
    return store


def _kinds(store: Store, case: str) -> list[str]:
    return [recorded.event.type for recorded in store.ledger.history(CaseId(case))]


def _by_case(found: list[Migrated]) -> dict[str, Migrated]:
    return {one.case_id: one for one in found}


def test_every_running_case_comes_over_once(running: Store) -> None:
    to = _second()
    migration = _migration(running, to)
    found = _by_case(list(migration.run(to)))
    assert sorted(found) == CASES
    assert all(one.is_recorded and one.change is not None for one in found.values())
    for case in CASES:
        assert _kinds(running, case).count("case_migrated") == 1
        row = running.queries.find_case(CaseId(case))
        assert row is not None
        assert (row.procedure_version, row.promised_due_at) == (NEW, at("2026-06-08 17:00"))
        assert row.due_at == at("2026-06-05 00:00")
    assert list(migration.run(to)) == [], "nothing is left to do"


def test_the_dry_run_shows_the_same_and_writes_nothing(running: Store) -> None:
    to = _second()
    migration = _migration(running, to)
    seen = _by_case(list(migration.run(to, dry_run=True)))
    assert all(not one.is_recorded for one in seen.values())
    assert all("case_migrated" not in _kinds(running, case) for case in CASES)
    done = _by_case(list(migration.run(to)))
    assert {case: one.change for case, one in seen.items()} == {case: one.change for case, one in done.items()}


def test_cut_off_in_the_middle_it_is_finished_by_the_next_run(running: Store) -> None:
    to = _second()
    migration = _migration(running, to)
    run = migration.run(to)
    next(run)
    run.close()
    assert len(list(migration.run(to))) == 2
    assert all(_kinds(running, case).count("case_migrated") == 1 for case in CASES)


def test_the_rows_are_those_of_the_new_version(running: Store) -> None:
    """The step's old name is on no worklist any more."""
    to = _second()
    list(_migration(running, to).run(to))
    listed, _ = running.worklist("workshop-1")
    assert sorted((entry.case.case_id, entry.step.step) for entry in listed) == [(c, "look_at_kite") for c in CASES]
    for case in CASES:
        state = fold(CaseId(case), running.ledger.history(CaseId(case)))
        row, steps = rows_of(running.commands.law_of(state), state, running.clock.now())
        kept = running.queries.find_case(CaseId(case))
        assert kept is not None
        assert kept.model_copy(update={"look_at": None}) == row.model_copy(update={"look_at": None})
        assert kept.look_at == row.look_at or (kept.look_at is not None and kept.look_at < running.clock.now())
        assert [entry.step for entry in listed if entry.case.case_id == case] == list(steps)


def test_the_work_goes_on_under_the_new_law(running: Store) -> None:
    to = _second()
    list(_migration(running, to).run(to))
    done: dict[str, Any] = {"result": {"strong": True}, "documents": [NOTE]}
    state = running.give("complete_step", "kite-0", "2026-06-02 09:00", INSPECTOR, step="look_at_kite", **done).state
    assert state.steps[StepId("reserve_sky")].status == "open"


def test_at_request_only_the_named_case_comes_over(running: Store) -> None:
    to = second_version(rule="at_request")
    migration = _migration(running, to)
    refused = list(migration.run(to))
    assert [type(one.refusal) for one in refused] == [CommandRefused] * 3
    assert {one.refusal.reason for one in refused if isinstance(one.refusal, CommandRefused)} == {
        Reason.MIGRATION_AT_REQUEST_ONLY
    }
    (named,) = migration.run(to, cases=[CaseId("kite-1")])
    assert named.change is not None and named.change.requested and named.is_recorded
    (again,) = migration.run(to, cases=[CaseId("kite-1")])
    assert isinstance(again.refusal, CommandRefused) and again.refusal.reason is Reason.VERSION_KEPT_ALREADY
    assert _kinds(running, "kite-1").count("case_migrated") == 1
    assert "case_migrated" not in _kinds(running, "kite-0")


def test_only_cases_of_the_versions_that_are_named(running: Store) -> None:
    to = _second()
    migration = _migration(running, to)
    assert list(migration.run(to, versions=[ProcedureVersion("2025-01-01")])) == []
    assert len(list(migration.run(to, versions=[ProcedureVersion("2026-01-01")]))) == 3


def test_a_case_without_a_place_is_told_and_stays(running: Store) -> None:
    running.give("request_supplement", "kite-2", "2026-06-01 12:00", INSPECTOR, step="inspect_kite", reasons=["x"])
    to = second_version({"suspensions": {}, "steps.inspect_kite.may": []})
    found = _by_case(list(_migration(running, to).run(to)))
    refusal = found["kite-2"].refusal
    assert isinstance(refusal, CommandRefused) and refusal.reason is Reason.MIGRATION_WITHOUT_TARGET
    assert [found[case].is_recorded for case in CASES] == [True, True, False]


def test_what_if_reads_every_running_case_and_writes_nothing(running: Store) -> None:
    """A total of three working days from Monday 1 June: Thursday the 4th in place of Monday the 8th."""
    running.clock.shows = at(NOW)
    before = running.ledger.histories([CaseId(case) for case in CASES])
    what_if = WhatIf(running.ledger, running.queries, running.commands, running.clock)
    found = list(what_if.run(Supposition(definition=second_version())))
    assert sorted(effect.case_id for effect in found) == CASES
    assert {effect.promise.after for effect in found} == {at("2026-06-04 17:00")}
    assert running.ledger.histories([CaseId(case) for case in CASES]) == before


def _what_if(store: Store, when: str) -> dict[str, Effect]:
    what_if = WhatIf(store.ledger, store.queries, store.commands, store.clock)
    return {effect.case_id: effect for effect in what_if.run(Supposition(definition=second_version()), at=at(when))}


def test_what_if_of_a_past_instant_sees_the_cases_of_then(running: Store) -> None:
    """One that was withdrawn since was in progress then; two had not come in; what was done later is not seen."""
    running.inspected("kite-0", "2026-06-01 15:00")
    running.clock.shows = at(NOW)
    then = _what_if(running, "2026-06-01 09:30")
    assert sorted(then) == [*CASES, "kite-over"]
    assert [step.step for step in then["kite-0"].steps] == ["inspect_kite"]
    assert sorted(_what_if(running, "2026-06-01 09:01")) == ["kite-0", "kite-1"]
    assert sorted(step.step for step in _what_if(running, NOW)["kite-0"].steps) == ["print_licence", "reserve_sky"]


def test_what_if_of_an_instant_ahead_supposes_that_nobody_does_anything(running: Store) -> None:
    """Five working days from Monday 1 June end with the 8th, three with the 4th: on Friday late by the new ones alone."""
    running.clock.shows = at(NOW)
    friday = _what_if(running, "2026-06-05 09:00")
    assert sorted(friday) == CASES
    assert {(e.case.late_before, e.case.late_after) for e in friday.values()} == {(False, True)}
    tuesday = _what_if(running, "2026-06-09 09:00")
    assert {(e.case.late_before, e.case.late_after) for e in tuesday.values()} == {(True, True)}


def test_the_dry_run_of_an_instant_ahead_finds_the_version_in_force(running: Store) -> None:
    """It holds from Tuesday 2 June; on Monday nothing comes over yet."""
    to = _second()
    migration = _migration(running, to)
    running.clock.shows = at("2026-06-01 12:00")
    assert {type(one.refusal) for one in migration.run(to, dry_run=True)} == {CommandRefused}
    seen = _by_case(list(migration.run(to, dry_run=True, at=at("2026-06-05 09:00"))))
    assert sorted(seen) == CASES
    for one in seen.values():
        assert one.change is not None and one.change.after.promised == at("2026-06-04 17:00")
        assert one.effect is not None and one.effect.case.becomes_late
    assert all("case_migrated" not in _kinds(running, case) for case in CASES)
    with pytest.raises(AssertionError, match="the present one"):
        next(migration.run(to, at=at("2026-06-05 09:00")))


def test_the_dry_run_of_a_past_instant_takes_a_named_case_as_it_stood(running: Store) -> None:
    running.inspected("kite-0", "2026-06-02 10:00")
    to = _second()
    migration = _migration(running, to)
    running.clock.shows = at("2026-06-03 08:00")
    (then,) = migration.run(to, cases=[CaseId("kite-0")], dry_run=True, at=at("2026-06-02 09:00"))
    assert then.change is not None and dict(then.change.steps) == {"inspect_kite": "look_at_kite"}
    assert list(migration.run(to, cases=[CaseId("kite-0")], dry_run=True, at=at("2026-05-29 09:00"))) == []
