"""What the picture of who held a case says: rows of bars by agency, marks and lines in time. No colours, no syntax.

Its table twin is made of the same rows, so that neither can say what the other does not.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stretch(StrEnum):
    """What a part of a bar is; parts that are drawn later lie over those before."""

    DONE = "done"
    HELD = "held"
    AWAITED = "awaited"
    NOTED = "noted"
    STOPPED = "stopped"
    LATE = "late"


class Line(StrEnum):
    """What stands across all rows, or as a mark in one."""

    NOW = "now"
    PROMISE = "promise"
    DUE = "due"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Part:
    """From when until when a bar is of one kind."""

    kind: Stretch
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One bar, and the same in words: the cells of its line in the table."""

    lane: str
    title: str
    parts: tuple[Part, ...]
    due_at: datetime | None
    critical: bool
    since: str
    until: str
    due: str
    waits: tuple[str, ...]
    late: str
    slack: str

    @property
    def sentence(self) -> str:
        """What a reader hears of the bar."""
        said = [self.lane, f"{self.since} – {self.until}", self.due, *self.waits, self.late, self.slack]
        return f"{self.title}: {'; '.join(words for words in said if words)}"


@dataclass(frozen=True, slots=True)
class Upright:
    """A line across all rows."""

    kind: Line
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Gantt:
    """The whole picture; rows of one agency follow one another, the agency that had it first is first."""

    language: str
    title: str
    subtitle: str
    rows: tuple[Row, ...]
    uprights: tuple[Upright, ...]
    legend: tuple[tuple[Stretch | Line, str], ...]
    legend_title: str
    columns: tuple[str, ...]
    """The heads of the table: agency, step, from, to, due, waits, late, slack."""

    @property
    def instants(self) -> tuple[datetime, ...]:
        """All that is drawn, for the scale."""
        parts = [at for row in self.rows for part in row.parts for at in (part.since, part.until)]
        dues = [row.due_at for row in self.rows if row.due_at is not None]
        return (*parts, *dues, *(line.at for line in self.uprights))
