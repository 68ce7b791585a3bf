"""Supposed law: a day off, a limit, a policy or a whole version, changed for the sake of the question what it would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from engine.core.calendar_entries import DayKind, DayOff, SwappedWorkday
from engine.core.calendars import CalendarBook
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import TimeLimit
from engine.core.errors import EngineError
from engine.core.identifiers import ProcedureId, ProcedureVersion, StepId
from engine.core.law import Law
from engine.core.legal_time import Policy
from engine.core.limit_checks import check_limits_can_be_counted
from engine.core.values import Text

_SOURCE = "supposed"
_SATURDAY = 5


class CannotSuppose(EngineError):
    """This cannot be the law: what is supposed contradicts the rest of the definition."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed to be otherwise; what is not named stays as it is."""

    days_off: Mapping[date, Text] = field(default_factory=dict)
    work_days: tuple[date, ...] = ()
    limits: Mapping[StepId, TimeLimit] = field(default_factory=dict)
    total: TimeLimit | None = None
    policy: Policy | None = None
    definition: ProcedureDefinition | None = None

    @property
    def changes_calendars(self) -> bool:
        return bool(self.days_off or self.work_days)


class SupposedLaw:
    """The law under a supposition. Calendars and versions are changed once, however many cases ask."""

    def __init__(self, supposition: Supposition, calendars: CalendarBook) -> None:
        self._supposition = supposition
        self._calendars = _calendars(supposition, calendars)
        self._versions: dict[tuple[ProcedureId, ProcedureVersion], ProcedureDefinition] = {}

    def of(self, law: Law) -> Law:
        """Raises `CannotSuppose` if the limits that are supposed cannot be counted."""
        key = (law.definition.procedure, law.definition.version)
        if key not in self._versions:
            self._versions[key] = _definition(self._supposition, law.definition)
        return replace(law, definition=self._versions[key], calendars=self._calendars)


def _calendars(supposition: Supposition, calendars: CalendarBook) -> CalendarBook:
    if not supposition.changes_calendars:
        return calendars
    days_off = tuple(
        DayOff.model_validate({"date": day, "kind": DayKind.HOLIDAY, "name": name, "source": _SOURCE})
        for day, name in supposition.days_off.items()
    )
    worked = tuple(
        SwappedWorkday.model_validate({"date": day, "instead_of": _weekday_like(day), "source": _SOURCE})
        for day in supposition.work_days
    )
    return calendars.with_entries(days_off, worked)


def _weekday_like(day: date) -> date:
    """The day whose hours are worked: its own on a weekday, else those of the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def _definition(supposition: Supposition, definition: ProcedureDefinition) -> ProcedureDefinition:
    steps = dict(definition.steps)
    for step, limit in supposition.limits.items():
        if step in steps:
            steps[step] = steps[step].model_copy(update={"within": limit, "without_limit": None})
    total: dict[str, Any] = {}
    if supposition.total is not None:
        total |= {"within": supposition.total, "without_limit": None}
    if supposition.policy is not None:
        total["policy"] = supposition.policy
    supposed = definition.model_copy(update={"steps": steps, "total": definition.total.model_copy(update=total)})
    if faults := check_limits_can_be_counted(supposed):
        raise CannotSuppose(
            Text(
                vi="; ".join(f"{fault.what.vi}; {fault.mend.vi}" for fault in faults),
                en="; ".join(f"{fault.what.en}; {fault.mend.en}" for fault in faults),
            )
        )
    return supposed
