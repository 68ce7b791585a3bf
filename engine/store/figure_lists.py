"""The rows behind a number of the figures, page by page: each list walks an index, unit by unit in the order of time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, literal, not_, or_, select, tuple_

from engine.core.case import StepStatus
from engine.core.legal_time import civil_date, to_datetime, to_instant
from engine.core.legal_time.instants import day_number, midnight
from engine.core.outcomes import Outcome
from engine.service.figure_ports import Behind, Sought, Work
from engine.service.flow_figures import FigureCase, Number
from engine.store.column_types import UtcInstant
from engine.store.read_tables import CASES, STEPS

_UNJUDGED = (Outcome.NOT_JUDGED.value, Outcome.WITHOUT_LIMIT.value, "")
_RECEIVED = and_(CASES.c.received_at.is_not(None), CASES.c.receiving_agency.is_not(None))
_VERDICTS: Mapping[Number, tuple[str, Outcome | None]] = {
    Number.EARLY: ("by_law", Outcome.EARLY),
    Number.ON_TIME: ("by_law", Outcome.ON_TIME),
    Number.LATE: ("by_law", Outcome.LATE),
    Number.UNJUDGED: ("by_law", None),
    Number.WALL_EARLY: ("by_wall", Outcome.EARLY),
    Number.WALL_ON_TIME: ("by_wall", Outcome.ON_TIME),
    Number.WALL_LATE: ("by_wall", Outcome.LATE),
    Number.WALL_UNJUDGED: ("by_wall", None),
}
_OF_CASES = frozenset({Number.RECEIVED, Number.FINISHED, Number.FINISHED_LATE, Number.BACKLOG})
_PASSED = frozenset({Number.PASSED, *_VERDICTS})


def cells_of(number: Number) -> tuple[str, tuple[str, ...] | None]:
    """In which cells a number is counted: their kind, and their labels (null: any). A list has rows of those units only."""
    known: Mapping[Number, tuple[str, tuple[str, ...] | None]] = {
        Number.PASSED: ("law", None),
        Number.RECEIVED: ("opened", None),
        Number.FINISHED: ("law", None),
        Number.FINISHED_LATE: ("law", (Outcome.LATE.value,)),
        Number.OPEN: ("live", (StepStatus.OPEN.value,)),
        Number.MACHINE: ("live", (StepStatus.OPEN.value,)),
        Number.CLAIMED: ("live", (StepStatus.CLAIMED.value,)),
        Number.SUSPENDED: ("live", (StepStatus.SUSPENDED.value,)),
    }
    if number in _VERDICTS:
        name, outcome = _VERDICTS[number]
        return name.removeprefix("by_"), (outcome.value,) if outcome else _UNJUDGED
    return known.get(number, ("live", None))


def is_of_cases(number: Number) -> bool:
    return number in _OF_CASES


def is_of_period(number: Number) -> bool:
    """What is there now is asked for whatever the period says."""
    return number in _PASSED or number in _OF_CASES - {Number.BACKLOG}


def listed(
    connection: Connection,
    number: Number,
    sought: Sought,
    now: datetime,
    machines: Sequence[Work],
    limit: int,
    after: Behind | None,
) -> Sequence[tuple[Behind, FigureCase]]:
    """At most so many rows behind that place."""
    if number in _OF_CASES:
        asked, order = _of_cases(number, sought)
    else:
        asked, order = _of_steps(number, sought, now, machines)
    if after is not None:
        place = (literal(after.agency), literal(after.at, UtcInstant()), literal(after.case_id), literal(after.step))
        asked = asked.where(order[0] >= after.agency, tuple_(*order) > tuple_(*place[: len(order)]))
    if connection.dialect.name == "postgresql":
        # How a unit, a step and a verdict hang together is nothing that its statistics know: it takes the rows for few,
        # and would read and sort all of them instead of walking to the first ones.
        connection.exec_driver_sql("SET LOCAL enable_sort = off")
    rows = connection.execute(asked.order_by(*order).limit(limit)).mappings()
    return [(_behind(row), _case(row)) for row in rows]


def _of_steps(
    number: Number, sought: Sought, now: datetime, machines: Sequence[Work]
) -> tuple[Select[Any], tuple[ColumnElement[Any], ...]]:
    at = STEPS.c.finished_at if number in _PASSED else STEPS.c.worklist_at
    asked = (
        select(
            *(STEPS.c[name] for name in ("case_id", "step", "agency", "status", "opened_at", "finished_at", "due_at")),
            *(STEPS.c[name] for name in ("by_law", "by_wall", "working_seconds")),
            *(CASES.c.dossier_code, CASES.c.procedure, CASES.c.procedure_version, at.label("at")),
        )
        .join(CASES, CASES.c.case_id == STEPS.c.case_id)
        .where(STEPS.c.agency.in_(sought.agencies), *_of_work(sought))
    )
    if sought.step is not None:
        asked = asked.where(STEPS.c.step == sought.step)
    limits = _in_period(STEPS.c.finished_at, sought) if number in _PASSED else [STEPS.c.finished_at.is_(None)]
    order = (STEPS.c.agency, at, STEPS.c.case_id, STEPS.c.step)
    return asked.where(*limits, *_only(number, now, machines)), order


def _only(number: Number, now: datetime, machines: Sequence[Work]) -> list[ColumnElement[bool]]:
    if number in _VERDICTS:
        name, outcome = _VERDICTS[number]
        said = STEPS.c[name]
        return [said == outcome.value if outcome else or_(said.is_(None), said.in_(_UNJUDGED))]
    is_machine = tuple_(CASES.c.procedure, CASES.c.procedure_version, STEPS.c.step).in_(list(machines))
    present, due = literal(now, UtcInstant()), STEPS.c.worklist_at
    tomorrow = civil_date(to_instant(now)) + timedelta(days=1)
    soon = literal(to_datetime(midnight(day_number(tomorrow) + 1)), UtcInstant())
    is_open = STEPS.c.status == StepStatus.OPEN.value
    known: Mapping[Number, list[ColumnElement[bool]]] = {
        Number.OPEN: [is_open, not_(is_machine)],
        Number.MACHINE: [is_open, is_machine],
        Number.CLAIMED: [STEPS.c.status == StepStatus.CLAIMED.value],
        Number.SUSPENDED: [STEPS.c.status == StepStatus.SUSPENDED.value],
        Number.LATE_NOW: [due < present],
        Number.DUE_SOON: [due >= present, due < soon],
    }
    return known.get(number, [])


def _of_cases(number: Number, sought: Sought) -> tuple[Select[Any], tuple[ColumnElement[Any], ...]]:
    columns = (
        *(CASES.c.case_id, CASES.c.dossier_code, CASES.c.procedure, CASES.c.procedure_version),
        *(CASES.c.receiving_agency.label("agency"), CASES.c.received_at.label("opened_at")),
        *(CASES.c.closed_at.label("finished_at"), CASES.c.due_at, CASES.c.outcome.label("by_law")),
    )
    at = CASES.c.closed_at if number in (Number.FINISHED, Number.FINISHED_LATE) else CASES.c.received_at
    asked = select(*columns, at.label("at")).where(_RECEIVED, CASES.c.receiving_agency.in_(sought.agencies))
    asked = asked.where(*_of_work(sought))
    asked = (
        asked.where(CASES.c.closed_at.is_(None)) if number is Number.BACKLOG else asked.where(*_in_period(at, sought))
    )
    if number is Number.FINISHED_LATE:
        asked = asked.where(CASES.c.outcome == Outcome.LATE.value)
    return asked, (CASES.c.receiving_agency, at, CASES.c.case_id)


def _of_work(sought: Sought) -> list[ColumnElement[bool]]:
    named: list[ColumnElement[bool]] = []
    if sought.procedures:
        named.append(CASES.c.procedure.in_(sought.procedures))
    if sought.version is not None:
        named.append(CASES.c.procedure_version == sought.version)
    return named


def _in_period(at: ColumnElement[Any], sought: Sought) -> list[ColumnElement[bool]]:
    start, end = sought.period.start, sought.period.end
    return [at.is_not(None), at >= literal(start, UtcInstant()), at < literal(end, UtcInstant())]


def _behind(row: Any) -> Behind:
    return Behind(row["agency"], row["at"], row["case_id"], row.get("step") or "")


def _case(row: Any) -> FigureCase:
    opened, finished = row["opened_at"], row["finished_at"]
    return FigureCase(
        case_id=row["case_id"],
        dossier_code=row["dossier_code"],
        procedure=row["procedure"],
        version=row["procedure_version"],
        step=row.get("step"),
        agency=row["agency"],
        status=row.get("status"),
        opened_at=opened,
        finished_at=finished,
        due_at=row["due_at"],
        by_law=row["by_law"],
        by_wall=row.get("by_wall"),
        working_seconds=row.get("working_seconds"),
        wall_seconds=int((finished - opened).total_seconds()) if finished and opened else None,
    )
