"""A ledger is carried from one database to another: nothing is lost, nothing is added, and what is damaged stays out."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from engine.core.audit import AuditKind
from engine.core.errors import CopyRefused
from engine.core.identifiers import CaseId, ProcedureId
from engine.service.audit_trail import AuditTrail
from engine.service.copy_format import Sums
from engine.service.moving_ports import AGENDA, Selection
from engine.store.audit_book import SqlAuditBook
from engine.store.carried import CARRIED, DERIVED, shapes
from engine.store.courier_tables import WAKES
from engine.store.declared import TABLES
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from tests.support.kite_licence import OFFICER, PRINTER, SKY_CLERK, at
from tests.support.moved_ledgers import arrival, export_of, lived_in, sealed, take_in, unwatched
from tests.support.sealed_kites import sealer
from tests.support.sql_store import Store, open_store


@pytest.fixture
def other_store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    """One more, in a file, without cases."""
    copy = shutil.copy(migrated_file, tmp_path / "other.db")
    with open_store(f"sqlite:///{copy}") as opened:
        yield opened


def test_each_table_is_carried_or_can_be_derived() -> None:
    carried = {table.name for table in CARRIED}
    assert carried | DERIVED.keys() == {table.name for table in TABLES}, "a new table: is it truth, or derived?"
    assert carried & DERIVED.keys() == set()
    assert [name for name in shapes() if name != AGENDA] == [table.name for table in CARRIED]


def test_there_and_back_is_the_same_byte_for_byte(
    sqlite_store: Store, postgres_store: Store, other_store: Store
) -> None:
    lived_in(sqlite_store)
    trail = AuditTrail(SqlAuditBook(sqlite_store.database), sqlite_store.clock)
    trail.enter(AuditKind.CASE_LOOKED_AT, OFFICER.id, case_id=CaseId("kite-1"))
    sealer(sqlite_store).seal()
    first = export_of(sqlite_store)
    counts = json.loads(first.splitlines()[-1])["counts"]
    assert {table: count for table, count in counts.items() if count == 0} == {}, "the story has some of everything"
    assert take_in(postgres_store, first).counts == counts
    second = export_of(postgres_store)
    take_in(other_store, second)
    assert second == first
    assert export_of(other_store) == first


def test_what_lists_show_is_what_they_showed(store: Store, other_store: Store) -> None:
    take_in(other_store, export_of(lived_in(store)))
    for table in (CASE_COUNTERS, STEPS):
        assert _rows(other_store, table) == _rows(store, table), table.name
    shown, showed = ([_as_of_its_events(row) for row in _rows(of, CASES)] for of in (other_store, store))
    assert shown == showed


def test_the_executor_sees_the_open_cases_anew(store: Store, other_store: Store) -> None:
    take_in(other_store, export_of(lived_in(store)))
    woken = other_store.wakes.lease("another", other_store.clock.now(), 60, 100)
    assert {wake.case_id for wake in woken} == {"kite-1", "kite-2", "kite-3"}
    assert {wake.flow_run_id for wake in woken} == {None}
    (withdrawn,) = (row for row in _rows(other_store, WAKES) if row["case_id"] == "Diều 4 'é")
    assert (withdrawn["wake_version"], withdrawn["lease_owner"]) == (0, None)


def test_cases_go_on_where_they_are_now(store: Store, other_store: Store) -> None:
    take_in(other_store, export_of(lived_in(store)))
    other_store.clock.shows, other_store.given = store.clock.shows, store.given
    repeated = other_store.give("withdraw_case", "Diều 4 'é", command_id="c13", reason="no wind")
    assert repeated.repeated, "the receipts came with it"
    other_store.give("complete_step", "kite-2", None, SKY_CLERK, step="reserve_sky")
    ended = other_store.give(
        "complete_step", "kite-2", None, PRINTER, step="print_licence", documents=[{"document": "licence"}]
    )
    assert ended.state.closed_at is not None
    codes = [row["dossier_code"] for row in _rows(other_store, CASES)]
    other_store.received("kite-9")
    assert other_store.queries.find_case(CaseId("kite-9")).dossier_code not in codes  # type: ignore[union-attr]
    assert other_store.tokens.find_actor("kept-by-nobody", at("2026-06-03 09:00")) is not None


def test_tokens_can_stay_behind(store: Store) -> None:
    copy = export_of(lived_in(store), with_tokens=False)
    assert b'"table":"tokens"' not in copy and b'"table":"citizen_secrets"' not in copy
    assert {"tokens", "citizen_secrets"}.isdisjoint(json.loads(copy.splitlines()[0])["tables"])
    assert b"kept-by-nobody" not in export_of(store), "not even where they go with it is a token itself in it"


def test_a_part_is_for_reading(store: Store, other_store: Store) -> None:
    lived_in(store)
    store.received("kite-late", "2026-06-05 08:00")
    late = Selection(procedure=ProcedureId("kite-licence"), received_from=at("2026-06-04 00:00"))
    early = Selection(received_to=at("2026-06-04 00:00"))
    assert _cases_in(export_of(store, late)) == {"kite-late"}
    assert _cases_in(export_of(store, early)) == {"kite-1", "kite-2", "kite-3", "Diều 4 'é"}
    assert _cases_in(export_of(store, Selection(procedure=ProcedureId("other")))) == set()
    part = export_of(store, late)
    assert b'"table":"tokens"' not in part and b'"table":"citizen_secrets"' not in part
    with pytest.raises(CopyRefused, match="--partial"):
        take_in(other_store, part)
    take_in(other_store, part, partial=True)
    assert [row["case_id"] for row in _rows(other_store, CASES)] == ["kite-late"]


def test_only_an_empty_ledger_is_filled(store: Store, other_store: Store) -> None:
    copy = export_of(lived_in(store))
    with pytest.raises(CopyRefused, match="already"):
        take_in(store, copy)
    assert export_of(store) == copy
    other_store.tokens.issue(SKY_CLERK, other_store.clock.now())
    with pytest.raises(CopyRefused, match="already"):
        take_in(other_store, copy)


def test_a_flipped_byte_anywhere_is_noticed_and_nothing_is_kept(store: Store, other_store: Store) -> None:
    copy = export_of(lived_in(other_store))
    for place in range(0, len(copy), len(copy) // 20):
        damaged = bytearray(copy)
        damaged[place] ^= 1
        with pytest.raises(CopyRefused):
            take_in(store, bytes(damaged))
    assert _is_empty(store)
    take_in(store, copy)
    assert export_of(store) == copy


def test_a_cut_file_is_noticed(store: Store, other_store: Store) -> None:
    copy = export_of(lived_in(other_store))
    lines = copy.splitlines(keepends=True)
    for cut in (b"", copy[: len(copy) // 2], b"".join(lines[:-1]), copy[:-20], copy + lines[-2]):
        with pytest.raises(CopyRefused):
            take_in(store, cut)
    assert _is_empty(store)


def _changed(line: bytes, **said: Any) -> bytes:
    return json.dumps({**json.loads(line), **said}, ensure_ascii=False).encode() + b"\n"


def _of(lines: list[bytes], table: str) -> int:
    """Where the first row of a table stands."""
    return next(number for number, line in enumerate(lines) if json.loads(line).get("table") == table)


def test_what_cannot_be_right_is_told_with_its_line(store: Store, other_store: Store) -> None:
    lines = export_of(lived_in(other_store)).splitlines(keepends=True)[:-1]
    event, receipt, note = _of(lines, "events"), _of(lines, "command_receipts"), _of(lines, "outbox")
    body = json.loads(lines[event])["body"]
    wrong = {
        "version 99": (0, _changed(lines[0], version=99), "newer version"),
        "a table of tomorrow": (0, _changed(lines[0], tables=["moods"]), "moods"),
        "no export": (0, b'{"format": "shopping list"}\n', "no export"),
        "a column of tomorrow": (note, _changed(lines[note], mood="calm"), "newer version.*outbox.mood"),
        "a gap": (event + 1, b"", "stands where 2 is due"),
        "an event of tomorrow": (
            event,
            _changed(lines[event], body={**body, "type": "case_put_on_the_moon"}),
            "cannot be read",
        ),
        "an event twice": (event, lines[event] * 2, "twice or out of its order"),
        "columns beside the body": (event, _changed(lines[event], type="case_received"), "do not fit"),
        "no receipt": (receipt, b"", "its receipt and its events"),
        "a receipt too long": (receipt, _changed(lines[receipt], last_sequence=40), "its receipt and its events"),
        "a case of nobody": (note, _changed(lines[note], case_id="nobody"), "does not take"),
        "a column missing": (note, _changed(json.dumps({"table": "outbox", "key": "k"}).encode()), "case_id"),
        "a wrong instant": (note, _changed(lines[note], created_at="yesterday"), "does not take"),
    }
    # Two are told when all is there; a row that the database does not take is told with the last one sent with it.
    told_at = {"no receipt": None, "a receipt too long": None, "an event twice": event + 2}
    told_at |= dict.fromkeys(("a case of nobody", "a wrong instant"), _of(lines, "papers"))
    for what, (place, line, words) in wrong.items():
        changed = [*lines[:place], *line.splitlines(keepends=True), *lines[place + 1 :]]
        tables = json.loads(lines[0])["tables"]
        copy = sealed(changed) if json.loads(changed[0]).get("tables") == tables else b"".join(changed)
        with pytest.raises(CopyRefused, match=words) as refused:
            take_in(store, copy)
        assert refused.value.words.vi != refused.value.words.en, what
        assert refused.value.line == told_at.get(what, place + 1), what
    assert _is_empty(store)


def test_a_case_of_a_version_that_nobody_knows_here(store: Store, other_store: Store) -> None:
    lines = export_of(lived_in(other_store)).splitlines(keepends=True)[:-1]
    moved = [line.replace(b"kite-licence", b"boat-licence") for line in lines]
    kept = [line for line in moved if json.loads(line).get("table") not in {"published_procedures", "version_endings"}]
    with pytest.raises(CopyRefused, match="boat-licence 2026-01-01, which is neither"):
        take_in(store, sealed(kept))
    assert _is_empty(store)


def test_to_verify_writes_nothing(store: Store, other_store: Store) -> None:
    copy = export_of(lived_in(other_store))
    sums = arrival(store).verify(io.BytesIO(copy), unwatched)
    assert sums == Sums.model_validate_json(copy.splitlines()[-1])
    assert _is_empty(store)


def _rows(store: Store, table: Any) -> list[dict[str, Any]]:
    with store.database.read() as connection:
        return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def _as_of_its_events(row: dict[str, Any]) -> dict[str, Any]:
    """`next_due_at` is the next one after the row was written: by the last event, or by a sweep that looked later."""
    return {name: value for name, value in row.items() if name != "next_due_at"}


def _is_empty(store: Store) -> bool:
    with store.database.read() as connection:
        return not any(connection.execute(text(f"SELECT count(*) FROM {t.name}")).scalar_one() for t in TABLES)


def _cases_in(copy: bytes) -> set[str]:
    rows = [json.loads(line) for line in copy.splitlines()]
    found = {row["table"]: set() for row in rows if "case_id" in row} | {"events": set()}
    for row in rows:
        if "case_id" in row:
            found[row["table"]].add(row["case_id"])
    assert all(cases <= found["events"] for cases in found.values())
    return found["events"]
