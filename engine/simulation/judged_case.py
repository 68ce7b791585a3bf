"""What came of one case, judged by the engine itself: late or not, who had its time, where it waited."""

from dataclasses import dataclass, field

from engine.core.case import CaseStatus, StepStatus
from engine.core.counted_facts import facts_of
from engine.core.errors import Reason
from engine.core.identifiers import AgencyId, StepId
from engine.core.lateness import Timeliness, Verdicts, verdicts_of
from engine.core.legal_time import (
    ClockStatus,
    Instant,
    MoreThanOne,
    PauseKind,
    WorkCalendar,
    attribute,
    evaluate_case,
    to_datetime,
    to_instant,
)
from engine.simulation.simulated_case import SimulatedCase


@dataclass(slots=True)
class StepTime:
    """One step of one case. Of a step of people the queue and the work are working time."""

    queue: int = 0
    work: int = 0
    suspended: int = 0
    times_suspended: int = 0
    worked: list[tuple[Instant, Instant]] = field(default_factory=list)
    clock: ClockStatus | None = None


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """One case after its end, or as it stands when the simulation is over."""

    number: int
    status: CaseStatus
    received_at: Instant
    ended_at: Instant
    by_law: Timeliness | None
    by_766: dict[MoreThanOne, Timeliness]
    steps: dict[StepId, StepTime]
    critical_path: tuple[StepId, ...]
    agencies: dict[AgencyId, int]
    waits: dict[PauseKind, int]
    outside: int
    total: int
    refusals: tuple[Reason, ...]


class CaseWatch:
    """Notes what a case does while it runs, and has it judged when it is over."""

    def __init__(self, case: SimulatedCase) -> None:
        self.case = case
        self._steps: dict[StepId, StepTime] = {}

    def worked(self, step: StepId, calendar: WorkCalendar, ready: Instant, begun: Instant, end: Instant) -> None:
        """A stretch of work by one person, and the queue before it."""
        noted = self._steps.setdefault(step, StepTime())
        noted.queue += calendar.work(ready, begun)
        noted.work += calendar.work(begun, end)
        noted.worked.append((begun, end))

    def answered(self, step: StepId, since: Instant, end: Instant) -> None:
        """A system did the step."""
        self._steps.setdefault(step, StepTime()).work += end - since

    def judge(self, now: Instant) -> JudgedCase:
        """The verdicts as of the end of the case, or as of `now` if it has none."""
        case, state = self.case, self.case.state
        assert state.received_at is not None and state.status is not None
        at = state.closed_at or to_datetime(now)
        counted = facts_of(case.law, state, at)
        assert counted is not None
        split = attribute(counted.whole, to_instant(at))
        under = counted.under_total
        verdicts = verdicts_of(state, under, at) if under is not None else Verdicts(None, {})
        for suspension in state.suspensions:
            noted = self._steps.setdefault(suspension.step, StepTime())
            noted.times_suspended += 1
            noted.suspended += to_instant(suspension.ended_at or at) - to_instant(suspension.started_at)
        for step, clock in evaluate_case(counted.whole, to_instant(at)).steps.items():
            # What the end of a case cut off is no verdict on whoever was at it.
            known = self._steps.get(StepId(step))
            if known is not None and state.step_status(StepId(step)) is not StepStatus.ENDED:
                known.clock = clock.status
        return JudgedCase(
            number=case.number,
            status=state.status,
            received_at=to_instant(state.received_at),
            ended_at=to_instant(at),
            by_law=verdicts.by_law,
            by_766=dict(verdicts.by_766),
            steps=self._steps,
            critical_path=tuple(StepId(step) for step in split.critical_path),
            agencies={AgencyId(name): seconds for name, seconds in split.agencies.items()},
            waits=dict(split.waits),
            outside=split.outside_working_time,
            total=split.total_seconds,
            refusals=tuple(case.refusals),
        )
