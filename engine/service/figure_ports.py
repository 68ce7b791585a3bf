"""What the manager's figures ask of the store: sums of days, and the rows behind a number page by page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from engine.core.identifiers import AgencyId, ProcedureId, ProcedureVersion, StepId
from engine.core.report_ii06a import Period
from engine.core.values import Value
from engine.service.flow_figures import FigureCase, Number

WHOLE_CASE = StepId("")
"""The step of a sum that counts whole cases."""
Work = tuple[ProcedureId, ProcedureVersion, StepId]


class Sought(Value):
    """Whose, and of what; nothing named means all."""

    agencies: tuple[AgencyId, ...]
    procedures: tuple[ProcedureId, ...] = ()
    version: ProcedureVersion | None = None
    step: StepId | None = None
    period: Period


class Passed(NamedTuple):
    """So many of the period alike in one respect: `kind` is opened, law, wall, working or span; `label` a verdict or band."""

    agency: AgencyId
    procedure: ProcedureId
    version: ProcedureVersion
    step: StepId
    kind: str
    label: str
    number: int


class Standing(NamedTuple):
    """So many that go on; `due`: late, soon or later."""

    agency: AgencyId
    procedure: ProcedureId
    version: ProcedureVersion
    step: StepId
    status: str
    due: str
    number: int


class OfDay(NamedTuple):
    """So many whole cases, or steps, of one day: opened (received), or by verdict (finished)."""

    day: date
    kind: str
    label: str
    number: int


class Behind(NamedTuple):
    """Where a list goes on: behind this row."""

    agency: str
    at: datetime
    case_id: str
    step: str


class FigureBook(Protocol):
    """Sums are as many as units, steps and days, however many cases there are; lists walk an index."""

    def passed(self, sought: Sought) -> Sequence[Passed]: ...
    def standing(self, sought: Sought, now: datetime) -> Sequence[Standing]: ...
    def days(self, sought: Sought, since: date, *, of_steps: bool = False) -> Sequence[OfDay]:
        """From a day on until the newest, whatever the period says; of whole cases, or of steps."""
        ...

    def listed(
        self, number: Number, sought: Sought, now: datetime, machines: Sequence[Work], limit: int, after: Behind | None
    ) -> Sequence[tuple[Behind, FigureCase]]:
        """`machines`: the steps that agencies' systems do. In the order of agency and time."""
        ...

    def add_up(self, most: int) -> int:
        """Adds so many notes of changes to the sums; how many there were."""
        ...

    def count_anew(self) -> None:
        """Makes the sums out of the rows, whatever they said."""
        ...

    def is_sound(self) -> bool:
        """Whether the sums are what the rows come to: looks at every row."""
        ...
