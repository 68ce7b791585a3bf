"""What reports ask of the store: numbers of what ended in a period, and the cases behind them page by page."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.outcomes import Outcomes
from engine.core.papers import Channel
from engine.core.report_ii06a import Standing
from engine.core.values import Instant, Value
from engine.service.ports import CaseRow


class Part(StrEnum):
    """The cases of a period, each in one part, in the order in which they are listed."""

    ENDED = "ended"
    """In the period."""
    ENDED_LATER = "ended_later"
    """Received before its end, and ended after it."""
    OPEN = "open"
    """Received before its end, and going on."""


class Wanted(Value):
    """Whose cases, of which procedures (none: of all), from when until before when, received since when."""

    agencies: tuple[AgencyId, ...]
    procedures: tuple[ProcedureId, ...] = ()
    start: Instant
    end: Instant
    received_since: Instant | None = None


class EndedCount(NamedTuple):
    """So many that ended in the period, alike in everything that a report tells apart."""

    agency: AgencyId
    procedure: ProcedureId
    channel: Channel
    carried: bool
    outcomes: Outcomes
    number: int


class OpenCount(NamedTuple):
    """So many that go on; `standing` by law."""

    agency: AgencyId
    procedure: ProcedureId
    channel: Channel
    carried: bool
    standing: Standing
    number: int


class Place(NamedTuple):
    """Where a list goes on: behind this case."""

    at: datetime
    case_id: str


class ReportBook(Protocol):
    """Every question goes along an index of what it asks about: what ended outside the period is not looked at."""

    def ended(self, wanted: Wanted) -> Sequence[EndedCount]:
        """Without those whose rows do not say how they ended."""
        ...

    def open_by_rows(self, wanted: Wanted, now: datetime) -> Sequence[OpenCount]:
        """As of now, without those of which a row does not say enough: they wait, or an older process wrote it."""
        ...

    def cases(
        self, part: Part, wanted: Wanted, limit: int, after: Place | None = None, *, only_unsaid: bool = False
    ) -> Sequence[CaseRow]:
        """In a fixed order; `only_unsaid`: those that the two questions above leave out."""
        ...


def place_in(part: Part, row: CaseRow) -> Place:
    """Where the list of the part goes on behind this row."""
    at = row.submitted_at if part is Part.OPEN else row.closed_at
    assert at is not None
    return Place(at, row.case_id)
