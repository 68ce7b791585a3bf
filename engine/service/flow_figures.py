"""The manager's numbers of a procedure and of an agency, as values: what pages, files and graphs are drawn from."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field, computed_field

from engine.core.case import StepStatus
from engine.core.identifiers import AgencyId, CaseId, DossierCode, ProcedureId, ProcedureVersion, StepId
from engine.core.outcomes import Outcome
from engine.core.report_ii06a import Period
from engine.core.values import Text, Value


class Number(StrEnum):
    """Which number of a figure; each has its list of cases, under the same words."""

    # Of a step, and of all steps together: what is there now.
    OPEN = "open"
    CLAIMED = "claimed"
    SUSPENDED = "suspended"
    MACHINE = "machine"
    NOW = "now"
    LATE_NOW = "late_now"
    DUE_SOON = "due_soon"
    # What passed through in the period, by law (waits left out) and by the wall clock (waits left in).
    PASSED = "passed"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    UNJUDGED = "unjudged"
    WALL_EARLY = "wall_early"
    WALL_ON_TIME = "wall_on_time"
    WALL_LATE = "wall_late"
    WALL_UNJUDGED = "wall_unjudged"
    # Of whole cases.
    RECEIVED = "received"
    FINISHED = "finished"
    FINISHED_LATE = "finished_late"
    BACKLOG = "backlog"


class QueueNow(Value):
    """What is at a step now. `now` is open + claimed + suspended + machine; late and due soon are part of it.

    `due_soon`: the limit runs out today or tomorrow (by the calendar), and has not run out yet. What is suspended has no
    due date, and is neither.
    """

    open: int = 0
    claimed: int = 0
    suspended: int = 0
    machine: int = Field(default=0, description="Waits for the answer of an agency's system.")
    late_now: int = 0
    due_soon: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def now(self) -> int:
        return self.open + self.claimed + self.suspended + self.machine


class Timely(Value):
    """How what passed through was dealt with; `unjudged`: no limit, deemed, cut off by the end of the case, or a row
    that does not say it (written by an older release, until the doctor mends it)."""

    early: int = 0
    on_time: int = 0
    late: int = 0
    unjudged: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def number(self) -> int:
        return self.early + self.on_time + self.late + self.unjudged

    @computed_field  # type: ignore[prop-decorator]
    @property
    def late_share(self) -> float | None:
        """Of those that were judged, between 0 and 1; null where none was."""
        judged = self.early + self.on_time + self.late
        return self.late / judged if judged else None


class Spans(Value):
    """Median and 90th percentile in seconds, at most 5 % from the exact ones; null where nothing was measured."""

    measured: int = 0
    median: int | None = None
    p90: int | None = None


class AtStep(Value):
    """The numbers of one step, at one agency or at all of them together."""

    queue: QueueNow = QueueNow()
    by_law: Timely = Timely()
    """Waits left out."""
    by_wall: Timely = Timely()
    """Waits left in: as if the clock had never stood still."""
    working: Spans = Spans()
    """Time on the step's own clock: working hours, waits left out."""
    wall: Spans = Spans()
    """From the opening to the end, nights and waits and all."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def passed(self) -> int:
        return self.by_law.number


class AgencyAtStep(Value):
    """The numbers of a step at an agency with all below it: one of the units right below the one that was asked for, or
    that one itself without its sub-units."""

    agency: AgencyId
    title: Text
    numbers: AtStep


class StepFigures(Value):
    """One step of the DAG."""

    step: StepId
    title: Text
    is_automatic: bool
    numbers: AtStep
    agencies: tuple[AgencyAtStep, ...] = ()


class WeekFigures(Value):
    """A week of the trend, Monday to Sunday, of whole cases or of steps; `backlog`: what was received and not finished at its end."""

    first: date
    last: date
    received: int
    finished: int
    finished_late: int
    backlog: int


class CasesNow(Value):
    """Whole cases: received and finished in the period, and what goes on now."""

    received: int = 0
    finished: Timely = Timely()
    backlog: int = 0


class Bottleneck(Value):
    """The step that holds the procedure up, and why it is named: `reason` is the sentence for the manager."""

    step: StepId
    title: Text
    reason: Text
    waiting: int
    came: int = Field(description="Opened in the period.")
    passed: int
    late_now: int


class HeldUp(Value):
    """A procedure and what holds it up."""

    procedure: ProcedureId
    title: Text
    bottleneck: Bottleneck


class ProcedureFigures(Value):
    """The numbers of a procedure at an agency with all below it; the period holds for what passed, not for what is now."""

    procedure: ProcedureId
    title: Text
    version: ProcedureVersion | None = Field(description="Null: all versions together.")
    agency: AgencyId
    period: Period
    as_of: datetime
    cases: CasesNow
    steps: tuple[StepFigures, ...] = Field(
        description="In the order of the procedure; then those of older versions only."
    )
    weeks: tuple[WeekFigures, ...]
    weeks_of_steps: bool = Field(
        default=False, description="The weeks count steps: the agency does some, and receives no cases itself."
    )
    bottleneck: Bottleneck | None = Field(description="Null: no step holds anything up.")


class ProcedureAtAgency(Value):
    """One line of an agency's page."""

    procedure: ProcedureId
    title: Text
    cases: CasesNow
    queue: QueueNow
    by_law: Timely
    """Of the steps that its units did."""


class UnitFigures(Value):
    """A unit right below, with all below it; or the agency itself without them."""

    agency: AgencyId
    title: Text
    queue: QueueNow
    by_law: Timely


class AgencyFigures(Value):
    """The numbers of an agency with all below it, over all procedures."""

    agency: AgencyId
    title: Text
    period: Period
    as_of: datetime
    cases: CasesNow
    queue: QueueNow
    by_law: Timely
    procedures: tuple[ProcedureAtAgency, ...]
    units: tuple[UnitFigures, ...]


class FiguresAsked(Value):
    """What a list, or a page of numbers, is about; null means any or all."""

    agency: AgencyId
    period: Period
    procedure: ProcedureId | None = None
    version: ProcedureVersion | None = None
    step: StepId | None = None
    only_itself: bool = Field(default=False, description="Without the sub-units of the agency.")


class FigureCase(Value):
    """A line of the list behind a number: a step of a case, or (`step` null) a whole case."""

    case_id: CaseId
    dossier_code: DossierCode | None
    procedure: ProcedureId
    version: ProcedureVersion
    step: StepId | None
    agency: AgencyId
    status: StepStatus | None
    opened_at: datetime | None = Field(description="Of a whole case: its receipt.")
    finished_at: datetime | None
    due_at: datetime | None
    by_law: Outcome | None
    by_wall: Outcome | None
    working_seconds: int | None
    wall_seconds: int | None


class LateCase(Value):
    """A step that is late now: where, since when, and why in words (who has it, for how long against which limit)."""

    case_id: CaseId
    dossier_code: DossierCode | None
    procedure: ProcedureId
    step: StepId
    step_title: Text
    agency: AgencyId
    agency_title: Text
    claimed_by_name: str | None
    due_at: datetime
    late_seconds: int = Field(description="On the step's own clock: working time where its limit is in working time.")
    late_by: Text | None = Field(description="The same in words, named by its clock; null where no limit is known.")
    cause: Text = Field(description="Who has it for how long against which limit, since when.")
    path: Text | None = Field(description="Which steps decide, so far, when the case ends.")
