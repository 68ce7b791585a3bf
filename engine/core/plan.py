"""A procedure as it would go in an ordinary week: every step takes its whole limit, nothing stands still (rule R20)."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice, product
from typing import NamedTuple

from engine.core import graph
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import TimeLimit
from engine.core.definition_rules import Join
from engine.core.identifiers import StepId
from engine.core.law import Circumstances, applies, limit_in_force
from engine.core.legal_time import (
    Allowance,
    CalendarSpec,
    CaseFacts,
    CriticalWeb,
    Instant,
    Plan,
    StepFacts,
    Unit,
    WorkCalendar,
    critical_web,
    parse_instant,
    plan_case,
)

_OFFICE_HOURS = [["08:00", "12:00"], ["13:00", "17:00"]]
ORDINARY_WEEK = WorkCalendar(
    CalendarSpec.from_json(
        {
            "id": "ordinary-week",
            "tz": "Asia/Ho_Chi_Minh",
            "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _OFFICE_HOURS) | {"sat": [], "sun": []},
            "holidays": [],
            "extra_workdays": {},
            "day_seconds": 28_800,
            "min_counted_day_seconds": 14_400,
            "cutoff": None,
            "day_end": "close",
        }
    )
)
_ANY_TOTAL = Allowance(0, Unit.WORKING_DAYS)  # which steps decide the length does not depend on what was promised
MONDAY_MORNING = parse_instant("2026-06-01T08:00:00+07:00")


class Planned(NamedTuple):
    """How a case would go: when its steps are done, when its total ends, and the chain of steps that decides."""

    completion: Instant
    due: Instant
    critical_path: tuple[StepId, ...]

    @property
    def fits(self) -> bool:
        return self.completion <= self.due

    @property
    def over(self) -> int:
        """By how many seconds the steps exceed the total."""
        return self.completion - self.due


def steps_of_total(definition: ProcedureDefinition) -> frozenset[StepId]:
    """The steps whose time is promised: those that the total covers, and those that they wait for; all without a total."""
    if definition.total.without_limit is not None:
        return frozenset(definition.steps)
    return _with_their_needs(definition)


def planned_critical_path(definition: ProcedureDefinition) -> tuple[StepId, ...]:
    """The chain of steps that decides how long a case takes, optional ones with it; ties go to the smaller id.

    Days off and each agency's own hours are known only for a case; before any, an ordinary week stands for them.
    """
    limits = {step: declared.within for step, declared in definition.steps.items() if declared.within is not None}
    # Of several of which the first is enough, the quickest way counts.
    plans = (_plan(definition, limits, _ANY_TOTAL, way) for way in _ways(definition))
    plan = min(plans, key=lambda plan: plan.planned_completion or 0)
    return tuple(StepId(step) for step in plan.critical_path)


def planned_critical_web(definition: ProcedureDefinition) -> CriticalWeb:
    """Every chain of the greatest length, for pictures: of equal branches none is more critical than another.

    Where a total is promised they are those that it may be missed by: a step outside it decides nothing of the promise.
    """
    promised = steps_of_total(definition)
    limits = {
        step: declared.within
        for step, declared in definition.steps.items()
        if declared.within is not None and step in promised
    }
    plans = ((way, _plan(definition, limits, _ANY_TOTAL, way)) for way in _ways(definition))
    needs, plan = min(plans, key=lambda planned: planned[1].planned_completion or 0)
    return critical_web({step: _limited_needs(needs, limits, step) for step in limits}, plan.steps)


def planned(
    definition: ProcedureDefinition,
    seen: Circumstances,
    calendar: WorkCalendar = ORDINARY_WEEK,
    received_at: Instant = MONDAY_MORNING,
) -> Planned | None:
    """The steps that the total covers, with the limits that apply in these circumstances; null without a total."""
    total = limit_in_force(definition.total, seen)
    if total is None:
        return None
    steps = _with_their_needs(definition)
    limits = {
        step: limit
        for step, declared in definition.steps.items()
        if step in steps and applies(definition, step, seen)
        if (limit := limit_in_force(declared, seen)) is not None
    }
    # Of several of which the first is enough, the quickest way counts.
    plans = [_plan(definition, limits, total.allowance, way, calendar, received_at) for way in _ways(definition)]
    plan = min(plans, key=lambda plan: plan.planned_completion or 0)
    completion = plan.planned_completion if plan.planned_completion is not None else plan.effective_start
    return Planned(completion, plan.due_at, tuple(StepId(step) for step in plan.critical_path))


def _with_their_needs(definition: ProcedureDefinition) -> frozenset[StepId]:
    covered = frozenset(definition.covered_steps())
    return covered.union(*(graph.needs_closure(definition, step) for step in covered))


Needs = Mapping[StepId, Collection[StepId]]
_MOST_WAYS = 64


def _ways(definition: ProcedureDefinition) -> Iterator[Needs]:
    """What each step waits for, once for each way through the steps that wait for the first of several."""
    choices = [
        [(need,) for need in declared.needs] if declared.join is Join.ANY else [declared.needs]
        for declared in definition.steps.values()
    ]
    for chosen in islice(product(*choices), _MOST_WAYS):
        yield dict(zip(definition.steps, chosen, strict=True))


def _plan(
    definition: ProcedureDefinition,
    limits: Mapping[StepId, TimeLimit],
    total: Allowance,
    needs: Needs,
    calendar: WorkCalendar = ORDINARY_WEEK,
    received_at: Instant = MONDAY_MORNING,
) -> Plan:
    steps = tuple(
        StepFacts(
            id=step,
            calendar=calendar,
            convention=limit.counting(definition.steps[step].counting),
            allowance=limit.allowance,
            after=_limited_needs(needs, limits, step),
        )
        for step, limit in limits.items()
    )
    return plan_case(
        CaseFacts(
            id=definition.procedure,
            calendar=calendar,
            convention=definition.total.counting,
            allowance=total,
            received_at=received_at,
            steps=steps,
        )
    )


def _limited_needs(needs: Needs, limits: Mapping[StepId, TimeLimit], step: StepId) -> tuple[StepId, ...]:
    """What the step waits for; how long one without a limit takes nobody knows, so what it needs stands for it."""
    found: list[StepId] = []
    for needed in needs[step]:
        found += [needed] if needed in limits else _limited_needs(needs, limits, needed)
    return tuple(dict.fromkeys(found))
