"""Cases made of played ones: their rows, word for word, under new ids, codes, names and in another ward.

What a case is in law hangs on its events, its version and the calendars of its agencies. Ids and names are nothing to
the law, and the wards of the city differ in nothing else; the instants stay. So the rows that the product wrote for the
played case are the rows that it would have written for the new one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table

from benchmarks.size.city import WARD, WARD_CODE, ward, ward_code
from benchmarks.size.life import CASE_ENDING, NAME
from engine.core.definition_rules import DossierCodeFormat
from engine.core.dossier_code import dossier_code
from engine.core.identifiers import CaseId
from engine.core.legal_time import civil_date, to_instant
from engine.service.ports import DefinitionCatalogue
from engine.store.courier_tables import OUTBOX, WAKES
from engine.store.database import Database
from engine.store.ledger_tables import COMMAND_RECEIPTS, EVENTS
from engine.store.read_tables import CASE_COUNTERS, CASES, STEPS
from engine.store.search_text import searchable
from engine.store.sweep_tables import DUE_NOTICES

TABLES = (CASES, EVENTS, COMMAND_RECEIPTS, STEPS, CASE_COUNTERS, OUTBOX, WAKES, DUE_NOTICES)
"""In the order in which they are filled: a case comes before what belongs to it."""
_ID, _WARD, _NAME, _SEARCHED, _CODE, _SEARCHED_CODE = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06"
_MARKS = re.compile("([\x01-\x06])")
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_MIDDLE = ("Văn", "Thị", "Minh", "Thử", "Mẫu", "Giả", "Tượng", "Không", "Ví", "Bịa", "Chẳng", "Hư", "Ảo")
_GIVEN = ("Dụ", "Họa", "Nghiệm", "Định", "Trưng", "Thật", "Tưởng", "Bày", "Đặt", "Có", "Cấu", "Truyện", "Vẽ", "Đùa")


@dataclass(frozen=True, slots=True)
class Played:
    """What the product wrote of one case: for each table its rows as text, in pieces with marks between them."""

    case_id: CaseId
    pieces: Mapping[str, Sequence[str]]
    events: int
    is_live: bool
    receipt: tuple[str, date, DossierCodeFormat] | None
    """The code of the receiving unit, the day, and how dossier codes are written; null: not received."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is new about a case."""

    id_front: str
    ward: str
    name: str
    code: str

    @property
    def case_id(self) -> CaseId:
        return CaseId(self.id_front + CASE_ENDING)


def read_played(database: Database, catalogue: DefinitionCatalogue, cases: Sequence[CaseId]) -> list[Played]:
    """From the SQLite database in which they were played."""
    with database.read() as connection:
        return [_read(connection, catalogue, case) for case in cases]


def stamped(played: Played, stamp: Stamp) -> dict[str, str]:
    """For each table the lines of the case's rows, as COPY reads them."""
    said = {
        _ID: stamp.id_front,
        _WARD: stamp.ward,
        _NAME: stamp.name,
        _SEARCHED: searchable(stamp.name),
        _CODE: stamp.code,
        _SEARCHED_CODE: searchable(stamp.code),
    }
    return {table: "".join([said.get(piece, piece) for piece in pieces]) for table, pieces in played.pieces.items()}


class Stamps:
    """New ids, names, wards and codes; each unit counts its serials of a day from one. The same seed gives the same."""

    def __init__(self, wards: int, seed: int = 1) -> None:
        self._wards = wards
        self._luck = Random(seed)
        self.serials: Counter[tuple[str, date]] = Counter()

    def next(self, played: Played) -> Stamp:
        number = self._luck.randrange(self._wards)
        front = str(UUID(int=self._luck.getrandbits(128), version=4))[: -len(CASE_ENDING)]
        name = " ".join(self._luck.choice(part) for part in (_SURNAMES, _MIDDLE, _MIDDLE, _GIVEN))
        return Stamp(front, ward(number), name, self._code(played, number))

    def _code(self, played: Played, number: int) -> str:
        if played.receipt is None:
            return ""
        unit, day, written = played.receipt
        if unit.startswith(WARD_CODE):
            unit = ward_code(number) + unit.removeprefix(WARD_CODE)
        self.serials[unit, day] += 1
        code = dossier_code(unit, day, self.serials[unit, day], written)
        assert code is not None, f"{unit} cannot be written by {written}"
        return code


def values_in(lines: str) -> Iterator[tuple[str | None, ...]]:
    """The rows again, for a database that has no COPY."""
    for line in lines.split("\n")[:-1]:
        yield tuple(None if value == _NULL else _ESCAPE.sub(_plain, value) for value in line.split("\t"))


def _read(connection: Connection, catalogue: DefinitionCatalogue, case: CaseId) -> Played:
    found = {table.name: _rows(connection, table, case) for table in TABLES}
    (kept,) = found[CASES.name]
    marks = _marks(case, kept["dossier_code"], found)
    pieces = {name: _MARKS.split(_lines(rows, marks)) for name, rows in found.items()}
    receipt = None
    if kept["received_at"] is not None:
        unit = catalogue.agencies.agencies[kept["receiving_agency"]].unit_code
        day = civil_date(to_instant(datetime.fromisoformat(kept["received_at"])))
        receipt = unit, day, catalogue.get(kept["procedure"], kept["procedure_version"]).dossier_code
    return Played(case, pieces, len(found[EVENTS.name]), kept["closed_at"] is None, receipt)


def _rows(connection: Connection, table: Table, case: CaseId) -> list[dict[str, Any]]:
    """As they are stored, not as values: what was written is what is written again."""
    columns = ", ".join(table.columns.keys())
    asked = connection.exec_driver_sql(f"SELECT {columns} FROM {table.name} WHERE case_id = ?", (case,))
    return [dict(row) for row in asked.mappings()]


def _marks(case: CaseId, code: str | None, found: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    """What is replaced by a mark; the longer word comes before one that is a part of it."""
    commands = [row["command_id"] for row in found[COMMAND_RECEIPTS.name]]
    marks = {command: f"{_ID}{number:04x}" for number, command in enumerate(commands, start=1)}
    runs = [row["flow_run_id"] for row in found[WAKES.name] if row["flow_run_id"]]
    marks |= dict.fromkeys(runs, f"{_ID}ffff")
    if code:
        marks |= {code: _CODE, searchable(code): _SEARCHED_CODE}
    front = case.removesuffix(CASE_ENDING)
    return {**marks, front: _ID, WARD: _WARD, NAME: _NAME, searchable(NAME): _SEARCHED}


def _lines(rows: Sequence[Mapping[str, Any]], marks: Mapping[str, str]) -> str:
    return "".join("\t".join(_text(value, marks) for value in row.values()) + "\n" for row in rows)


def _text(value: Any, marks: Mapping[str, str]) -> str:
    if value is None:
        return _NULL
    said = str(value)
    for word, mark in marks.items():
        said = said.replace(word, mark)
    return said.translate(_ESCAPED)


def _plain(found: re.Match[str]) -> str:
    return _PLAIN[found[0]]


_NULL = r"\N"
_PLAIN = {r"\\": "\\", r"\t": "\t", r"\n": "\n", r"\r": "\r"}
_ESCAPED = str.maketrans({plain: escaped for escaped, plain in _PLAIN.items()})
_ESCAPE = re.compile(r"\\[\\tnr]")
