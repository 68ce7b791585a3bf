"""A procedure as it would go in an ordinary week: every step takes its whole limit, nothing stands still (rule R20)."""

from engine.core.definition import ProcedureDefinition
from engine.core.definition_rules import Join
from engine.core.identifiers import StepId
from engine.core.joins import with_joins_decided
from engine.core.legal_time import (
    Allowance,
    CalendarSpec,
    CaseFacts,
    Convention,
    StepFacts,
    Unit,
    WorkCalendar,
    parse_instant,
    plan_case,
)

_OFFICE_HOURS = [["08:00", "12:00"], ["13:00", "17:00"]]
_ORDINARY_WEEK = WorkCalendar(
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
_MONDAY_MORNING = parse_instant("2026-06-01T08:00:00+07:00")


def planned_critical_path(definition: ProcedureDefinition) -> tuple[StepId, ...]:
    """The chain of steps that decides how long a case takes, optional ones with it; ties go to the smaller id.

    Days off and each agency's own hours are known only for a case; before any, an ordinary week stands for them.
    """
    steps = tuple(
        StepFacts(
            id=step,
            calendar=_ORDINARY_WEEK,
            convention=declared.within.counting(declared.counting),
            allowance=declared.within.allowance,
            after=_limited_needs(definition, step),
        )
        for step, declared in definition.steps.items()
        if declared.within is not None
    )
    facts = CaseFacts(
        id=definition.procedure,
        calendar=_ORDINARY_WEEK,
        convention=Convention.STATUTORY,
        allowance=_ANY_TOTAL,
        received_at=_MONDAY_MORNING,
        steps=steps,
    )
    joins = [step for step, declared in definition.steps.items() if declared.join is Join.ANY]
    plan = plan_case(with_joins_decided(facts, joins, lambda known: plan_case(known).steps))
    return tuple(StepId(step) for step in plan.critical_path)


def _limited_needs(definition: ProcedureDefinition, step: StepId) -> tuple[StepId, ...]:
    """What the step waits for; how long one without a limit takes nobody knows, so what it needs stands for it."""
    found: list[StepId] = []
    for needed in definition.steps[step].needs:
        found += [needed] if definition.steps[needed].within is not None else _limited_needs(definition, needed)
    return tuple(dict.fromkeys(found))
