"""Carries a ledger out as lines and takes one in: whole or not at all, checked by the core before anything is kept."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from pydantic import ValidationError

from engine.core import events
from engine.core.actors import Actor
from engine.core.case import fold
from engine.core.errors import CopyRefused, NotFound
from engine.core.identifiers import CaseId
from engine.core.values import Text
from engine.service import event_columns
from engine.service.carried_books import CarriedEditions, CarriedPublications
from engine.service.copy_format import CopyReader, CopyWriter, Header, Line, Sums, refused
from engine.service.fault_points import FaultPoint, reached
from engine.service.handle_command import law_under
from engine.service.live_catalogue import LiveCatalogue
from engine.service.moving_ports import Intake, MovableLedger, Row, Selection, Snapshot
from engine.service.ports import CaseRow, Clock, DefinitionCatalogue, StepRow
from engine.service.read_rows import shown_rows
from engine.service.tables_in_use import TablesInUse

TOKENS, EVENTS = "tokens", "events"
_RIGHTS = frozenset({TOKENS, "delegations", "citizen_secrets"})
AUDIT = frozenset({"audit_entries", "audit_blocks", "audit_items", "audit_cases"})
"""What proves the whole proves nothing of a part, and the trail tells of other cases: where a part goes, a new chain begins."""
_BATCH = 500
_Cases = list[tuple[CaseRow, tuple[StepRow, ...]]]

Progress = Callable[[int, int | None], None]
"""How many rows are done, and of how many, where that is known."""


def carry_out(
    ledger: MovableLedger, out: IO[bytes], selection: Selection, told: Progress, *, with_tokens: bool = True
) -> Sums:
    """The ledger as it is at this instant. The same ledger gives the same bytes, whichever database keeps it."""
    # Whoever gets a part of the cases to read needs nobody's right to act.
    left_out = frozenset() if with_tokens and not selection.is_partial else _RIGHTS
    if selection.is_partial:
        left_out |= AUDIT
    tables = tuple(name for name in ledger.shapes if name not in left_out)
    with ledger.snapshot(selection) as snapshot:
        writer = CopyWriter(out, Header(level=snapshot.level, tables=tables, selection=selection))
        total = sum(snapshot.count(table) for table in tables)
        for number, (table, row) in enumerate(_all_rows(snapshot, tables), start=1):
            writer.add(table, row)
            if number % _BATCH == 0:
                told(number, total)
        told(total, total)
        return writer.end()


def _all_rows(snapshot: Snapshot, tables: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    for table in tables:
        for row in snapshot.rows(table):
            yield table, row


class Arrival:
    """Takes a copy in. Reads it to its end and checks all of it before the first row is kept."""

    def __init__(self, ledger: MovableLedger, files: DefinitionCatalogue, clock: Clock) -> None:
        self._ledger = ledger
        self._files = files
        self._clock = clock

    def verify(self, source: IO[bytes], told: Progress, *, partial: bool = False) -> Sums:
        """Whether the copy is whole and can be read here; raises `CopyRefused`. Nothing is written."""
        return self._read(source, None, told, partial=partial)

    def verify_ledger(self, other: MovableLedger, told: Progress) -> int:
        """The same for a ledger that is kept as a database, not as lines; tells how many rows it has."""
        reading = _Reading(self._files, self._clock, None)
        with other.snapshot(Selection()) as snapshot:
            total = sum(snapshot.count(table) for table in other.shapes)
            for number, (table, row) in enumerate(_all_rows(snapshot, tuple(other.shapes)), start=1):
                reading.take(Line(number, table, row))
                if number % _BATCH == 0:
                    told(number, total)
        reading.end()
        return total

    def take_in(
        self, source: IO[bytes], told: Progress, *, partial: bool = False, set_aside: str | None = None
    ) -> Sums:
        """Fills an empty ledger in one transaction; raises `CopyRefused`, and then nothing was kept."""
        with self._ledger.intake(set_aside) as intake:
            sums = self._read(source, intake, told, partial=partial)
            intake.finish(self._clock.now())
            reached(FaultPoint.COPY_UNCOMMITTED)
        reached(FaultPoint.COPY_TAKEN_IN)
        return sums

    def _read(self, source: IO[bytes], intake: Intake | None, told: Progress, *, partial: bool) -> Sums:
        reader = CopyReader(source, self._ledger.shapes)
        if reader.header.selection.is_partial and not partial:
            raise CopyRefused(_PARTIAL)
        reading = _Reading(self._files, self._clock, intake)
        for number, line in enumerate(reader, start=1):
            reading.take(line)
            if number % _BATCH == 0:
                told(number, None)
        reading.end()
        assert reader.sums is not None
        return reader.sums


class _Reading:
    """What is held of a copy while it is read: its law, the case that is being read, and one batch of rows."""

    def __init__(self, files: DefinitionCatalogue, clock: Clock, intake: Intake | None) -> None:
        self._published, self._editions = CarriedPublications(), CarriedEditions()
        tables = TablesInUse(files.calendars, files.agencies, self._editions, clock)
        self._catalogue = LiveCatalogue(files, self._published, tables)
        self._now = clock.now()
        self._intake = intake
        self._table = ""
        self._rows: list[Row] = []
        self._cases: _Cases = []
        self._history: list[events.RecordedEvent] = []
        self._last = 0

    def take(self, line: Line) -> None:
        if line.table != self._table:
            self._end_table()
            self._table = line.table
        try:
            self._read(line)
        except (ValidationError, ValueError, KeyError, TypeError):
            # The words of these errors would quote the row.
            raise refused(
                line.number, f"bảng {line.table}: không đọc được", f"table {line.table}: the row cannot be read"
            ) from None
        self._rows.append(line.row)
        self._last = line.number
        if len(self._rows) >= _BATCH:
            self._keep()

    def end(self) -> None:
        self._end_table()

    def _read(self, line: Line) -> None:
        match line.table:
            case "published_procedures":
                self._published.add(line.row)
            case "version_endings":
                self._published.add_ending(line.row)
            case "editions":
                self._editions.add_row(line.row)
            case "events":
                self._read_event(line)
            case _:
                pass

    def _read_event(self, line: Line) -> None:
        recorded = _event_of(line)
        if self._history and self._history[-1].case_id != recorded.case_id:
            self._end_case()
        expected = len(self._history) + 1
        if recorded.sequence != expected:
            raise refused(
                line.number,
                f"hồ sơ {recorded.case_id}: sự kiện {recorded.sequence} ở chỗ của {expected}",
                f"case {recorded.case_id}: event {recorded.sequence} stands where {expected} is due",
            )
        self._history.append(recorded)

    def _end_case(self) -> None:
        """A whole history is read. Its clocks are reckoned as of its last event, as when its rows were written first."""
        history, self._history = self._history, []
        state = fold(history[0].case_id, history)
        if state.procedure is None or state.procedure_version is None:
            raise refused(self._last, f"hồ sơ {state.id}: thiếu nộp hồ sơ", f"case {state.id} was never submitted")
        try:
            definition = self._catalogue.get(state.procedure, state.procedure_version)
        except NotFound:
            which = f"{state.procedure} {state.procedure_version}"
            raise refused(
                self._last,
                f"hồ sơ {state.id} theo {which}, không có trong tệp này lẫn trong thư mục thủ tục ở đây; hãy chép cả thư mục đó",
                f"case {state.id} keeps {which}, which is neither in this file nor among the definitions here: carry their folder, too",
            ) from None
        if self._intake is not None:
            law = law_under(definition, self._catalogue)
            self._cases.append(shown_rows(law, state, history[-1].recorded_at))

    def _end_table(self) -> None:
        if self._history:
            self._end_case()
        self._keep()

    def _keep(self) -> None:
        given, self._rows = self._rows, []
        cases, self._cases = self._cases, []
        if self._intake is None:
            return
        self._intake.add(self._table, given, self._last)
        self._intake.add_cases(cases, self._now)


def _event_of(line: Line) -> events.RecordedEvent:
    row = line.row
    event = events.ADAPTER.validate_json(_json(row["body"]))
    if not event_columns.fit(event, row["type"], datetime.fromisoformat(row["occurred_at"])):
        raise refused(
            line.number, "cột và nội dung sự kiện không khớp", "the columns of the event and its body do not fit"
        )
    return events.RecordedEvent(
        case_id=CaseId(row["case_id"]),
        sequence=row["sequence"],
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        command_id=row["command_id"],
        actor=Actor.model_validate_json(_json(row["actor"])),
        event=event,
    )


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_PARTIAL = Text(
    vi="tệp này chỉ có một phần hồ sơ, để tra cứu; chỉ nhập vào nơi không giải quyết hồ sơ, với --partial",
    en="this file has only a part of the cases, for reading; import it with --partial, where no cases are handled",
)
