"""The report of a simulation: how many are late, where cases wait, who has their time. Facts only; words are the caller's."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from pydantic import Field

from engine.core.case import CaseStatus
from engine.core.errors import Reason
from engine.core.identifiers import AgencyId, ProcedureId, ProcedureVersion, StepId, TerritoryId
from engine.core.lateness import Timeliness
from engine.core.legal_time import ClockStatus, MoreThanOne, PauseKind, WorkCalendar, to_datetime
from engine.core.values import Text, Value
from engine.simulation.intervals import Share, Spread, part, share_of, spread_of
from engine.simulation.judged_case import JudgedCase, StepTime
from engine.simulation.scenario import Scenario
from engine.simulation.simulation import Simulated

_Kind = TypeVar("_Kind", bound=StrEnum)
_LATE = frozenset({Timeliness.LATE, Timeliness.OVERDUE})
_JUDGED_STEPS = frozenset(
    {ClockStatus.DONE_EARLY, ClockStatus.DONE_ON_TIME, ClockStatus.DONE_LATE, ClockStatus.OVERDUE}
)
_LATE_STEPS = frozenset({ClockStatus.DONE_LATE, ClockStatus.OVERDUE})


class Lateness(Value):
    """One measure of lateness over all cases that it judges."""

    late: Share
    counts: dict[Timeliness, int]


class StepReport(Value):
    """One step. Of a step of people queue and work are working time; of an automatic one the work is all the time."""

    step: StepId
    title: Text
    agency: AgencyId
    staff: int | None = Field(description="Null for an automatic step.")
    cases: int
    queue: Spread
    work: Spread
    suspended: Spread = Field(description="Of the cases that were suspended here.")
    times_suspended: int
    late: Share
    utilisation: float | None = Field(description="Work against working time of the staff, while cases arrived.")
    critical_cases: int = Field(description="Cases whose end this step helped to decide.")
    critical_queue_seconds: int = Field(description="Waited here by cases whose end it helped to decide.")
    critical_queue_share: float | None


class Bottleneck(Value):
    """The step with the largest share of the waiting that decided when cases ended."""

    step: StepId
    critical_queue_share: float
    critical_cases: int
    utilisation: float | None


class TimeUse(Value):
    """Who had the time: an agency while it was open, the applicant or somebody outside, or nobody (offices closed)."""

    who: str = Field(description="agency, supplement (the applicant), financial, originals, other_agency, closed")
    agency: AgencyId | None = None
    seconds: int
    share: float | None


class SimulationReport(Value):
    """What came of a simulation, with everything that gives it again."""

    procedure: ProcedureId
    version: ProcedureVersion
    territory: TerritoryId
    seed: int
    began_on: date
    scenario: Scenario
    assumptions: tuple[Text, ...]
    cases: int
    first_received_at: datetime
    last_received_at: datetime
    statuses: dict[CaseStatus, int]
    by_law: Lateness
    by_766: dict[MoreThanOne, Lateness]
    duration: Spread = Field(description="Of the cases that ended, from receipt to end, nights included.")
    steps: tuple[StepReport, ...]
    bottleneck: Bottleneck | None = Field(description="Null if no case waited for people where it mattered.")
    time_use: tuple[TimeUse, ...]
    total_seconds: int = Field(description="What the time use adds up to: the wall time of all cases.")
    refused_by_law: dict[Reason, int] = Field(description="Acts of the story that the law did not allow.")


def report_of(simulated: Simulated) -> SimulationReport:
    """The report; the same simulation gives the same report, byte for byte."""
    cases, definition = simulated.cases, simulated.law.definition
    steps = tuple(_step(simulated, step) for step in definition.steps)
    received = [case.received_at for case in cases]
    total = sum(case.total for case in cases)
    return SimulationReport(
        procedure=definition.procedure,
        version=definition.version,
        territory=simulated.inputs.territory,
        seed=simulated.seed,
        began_on=simulated.began_on,
        scenario=simulated.inputs.scenario,
        assumptions=simulated.inputs.assumed,
        cases=len(cases),
        first_received_at=to_datetime(min(received)),
        last_received_at=to_datetime(max(received)),
        statuses=_counted([case.status for case in cases], CaseStatus),
        by_law=_lateness([case.by_law for case in cases]),
        by_766={reading: _lateness([case.by_766.get(reading) for case in cases]) for reading in MoreThanOne},
        duration=spread_of([c.ended_at - c.received_at for c in cases if c.status is not CaseStatus.IN_PROGRESS]),
        steps=steps,
        bottleneck=_bottleneck(steps),
        time_use=_time_use(cases, total),
        total_seconds=total,
        refused_by_law=_counted([reason for case in cases for reason in case.refusals], Reason),
    )


def _lateness(found: Sequence[Timeliness | None]) -> Lateness:
    judged = [one for one in found if one is not None]
    return Lateness(late=share_of([one in _LATE for one in judged]), counts=_counted(judged, Timeliness))


def _step(simulated: Simulated, step: StepId) -> StepReport:
    law, inputs = simulated.law, simulated.inputs
    said, agency = inputs.scenario.steps[step], inputs.agencies[step]
    here = [case.steps[step] for case in simulated.cases if step in case.steps]
    critical = [case for case in simulated.cases if step in case.critical_path and step in case.steps]
    waited = sum(case.steps[step].queue for case in critical)
    everything = sum(_critical_queue(case) for case in simulated.cases)
    calendar = law.calendars.working(law.agencies.agencies[agency].calendar)
    return StepReport(
        step=step,
        title=law.definition.steps[step].title,
        agency=agency,
        staff=said.staff,
        cases=len(here),
        queue=spread_of([time.queue for time in here]),
        work=spread_of([time.work for time in here]),
        suspended=spread_of([time.suspended for time in here if time.times_suspended]),
        times_suspended=sum(time.times_suspended for time in here),
        late=share_of([time.clock in _LATE_STEPS for time in here if time.clock in _JUDGED_STEPS]),
        utilisation=_utilisation(simulated.cases, here, said.staff, calendar),
        critical_cases=len(critical),
        critical_queue_seconds=waited,
        critical_queue_share=part(waited, everything),
    )


def _critical_queue(case: JudgedCase) -> int:
    return sum(case.steps[step].queue for step in case.critical_path if step in case.steps)


def _utilisation(
    cases: Sequence[JudgedCase], here: Sequence[StepTime], staff: int | None, calendar: WorkCalendar
) -> float | None:
    """While cases arrived; after the last one desks run empty, which says nothing about the load."""
    if staff is None:
        return None
    first, last = min(case.received_at for case in cases), max(case.received_at for case in cases)
    clipped = ((max(begun, first), min(end, last)) for time in here for begun, end in time.worked)
    busy = sum(calendar.work(begun, end) for begun, end in clipped if begun < end)
    return part(busy, staff * calendar.work(first, last))


def _bottleneck(steps: Sequence[StepReport]) -> Bottleneck | None:
    most = max(steps, key=lambda step: step.critical_queue_seconds)
    if not most.critical_queue_seconds or most.critical_queue_share is None:
        return None
    return Bottleneck(
        step=most.step,
        critical_queue_share=most.critical_queue_share,
        critical_cases=most.critical_cases,
        utilisation=most.utilisation,
    )


def _time_use(cases: Sequence[JudgedCase], total: int) -> tuple[TimeUse, ...]:
    agencies: Counter[AgencyId] = Counter()
    waits: Counter[PauseKind] = Counter()
    for case in cases:
        agencies.update(case.agencies)
        waits.update(case.waits)
    closed = sum(case.outside for case in cases)
    uses = [TimeUse(who="agency", agency=a, seconds=agencies[a], share=part(agencies[a], total)) for a in agencies]
    uses += [TimeUse(who=kind.value, seconds=waits[kind], share=part(waits[kind], total)) for kind in waits]
    return (*uses, TimeUse(who="closed", seconds=closed, share=part(closed, total)))


def _counted(found: Sequence[_Kind], kinds: type[_Kind]) -> dict[_Kind, int]:
    """Those that occur, in the order in which their kinds are declared."""
    numbers = Counter(found)
    return {kind: numbers[kind] for kind in kinds if numbers[kind]}
