"""What moving a ledger needs of the store, as protocols: a snapshot to read from, and an empty ledger to fill."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from engine.core.identifiers import ProcedureId
from engine.core.values import Instant, Value
from engine.service.ports import CaseRow, StepRow

Row = Mapping[str, Any]
"""One row of a table as JSON says it: instants and days are texts, what is JSON in the table is nested."""

AGENDA = "sweep_agenda"
"""When the sweep must look at a case: of the derived rows the one thing that no fold knows."""


class Selection(Value):
    """Which cases a copy has; all of them, unless something is said."""

    procedure: ProcedureId | None = None
    received_from: Instant | None = None
    received_to: Instant | None = None
    """Cases received before this."""

    @property
    def is_partial(self) -> bool:
        return self != Selection()


class Shape(NamedTuple):
    """What the rows of one table have."""

    keys: tuple[str, ...]
    """Rows stand in the order of these, each once."""
    columns: frozenset[str]
    required: frozenset[str]


class Snapshot(Protocol):
    """The ledger as it was at one instant."""

    level: str
    """Of the tables: the newest step of migration."""

    def count(self, table: str) -> int:
        """How many rows there are to be read."""
        ...

    def rows(self, table: str) -> Iterator[Row]:
        """In the order of the keys, a few at a time in memory."""
        ...


class Intake(Protocol):
    """A ledger that is being filled, in one transaction."""

    def add(self, table: str, rows: Sequence[Row], line: int) -> None:
        """Raises `CopyRefused` where the database does not take a row; `line` is that of the last one."""
        ...

    def add_cases(self, cases: Sequence[tuple[CaseRow, Sequence[StepRow]]], now: datetime) -> None:
        """The rows that lists show, derived anew."""
        ...

    def finish(self, now: datetime) -> None:
        """Every receipt has its events and every event its receipt, else `CopyRefused`. The executor is woken."""
        ...


class MovableLedger(Protocol):
    """A ledger that can be carried elsewhere, or filled with one from elsewhere."""

    shapes: Mapping[str, Shape]
    """Of all that is carried, in the order in which it is."""

    def snapshot(self, selection: Selection) -> AbstractContextManager[Snapshot]: ...
    def intake(self, set_aside: str | None = None) -> AbstractContextManager[Intake]:
        """Raises `CopyRefused` if there is something in the ledger already. All is kept at the end, or nothing.

        What is there is kept under the name `set_aside`, if one is given, where the database can do that.
        """
        ...
