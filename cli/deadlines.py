"""`lienthong deadlines`: the rules of legal time over JSON lines, one request in, one answer out, in order.

The interface is that of the deadline specification. Whatever comes in, an answer or an error code goes out.
"""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final, TextIO, TypeAlias

from engine.core import legal_time
from engine.core.legal_time import DeadlineError, ErrorCode, WorkCalendar, wire

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


class CalendarShelf(Mapping[str, object]):
    """The calendars of a session, each compiled when it is first asked for, so that a bad one spoils only itself."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self._raw = raw
        self._compiled: dict[str, WorkCalendar] = {}

    def __getitem__(self, name: str) -> object:
        return self._raw[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def find(self, name: object) -> WorkCalendar:
        """The calendar with this name; an unknown or ill-formed one is refused."""
        if not isinstance(name, str) or name not in self._raw:
            raise DeadlineError(ErrorCode.INVALID_CALENDAR, "unknown calendar")
        if name not in self._compiled:
            spec = legal_time.CalendarSpec.from_json(self._raw[name])
            self._compiled[name] = WorkCalendar(spec)
        return self._compiled[name]


def run(stdin: TextIO, stdout: TextIO, inline: bool = False) -> None:
    """Answers every line of stdin on stdout at once; with `inline` each request brings its own calendars."""
    if isinstance(stdin, io.TextIOWrapper):
        stdin.reconfigure(encoding="utf-8", errors="replace")  # bytes that are no text are no JSON either
    calendars = CalendarShelf({})
    for line in stdin:
        if not line.strip():
            continue
        request = _read(line)
        given = request.get("calendars")
        if inline:
            calendars = CalendarShelf(given if isinstance(given, dict) else {})
        elif request.get("op") == "load_calendars" and isinstance(given, dict):
            calendars = CalendarShelf({**calendars, **given})
        stdout.write(json.dumps(answer(calendars, request)) + "\n")
        stdout.flush()


def answer(calendars: Mapping[str, object], request: object) -> Json:
    """The answer to one request; what the rules refuse is answered with its error code, never with an exception."""
    try:
        given = wire.fields(request)
        shelf = calendars if isinstance(calendars, CalendarShelf) else CalendarShelf(wire.fields(calendars))
        op = given.get("op")
        if not isinstance(op, str) or op not in OPERATIONS:
            raise DeadlineError(ErrorCode.INVALID_CASE, "unknown op")
        return OPERATIONS[op](shelf, given)
    except DeadlineError as refusal:
        return {"error": refusal.code.value}


def _read(line: str) -> Mapping[str, object]:
    try:
        request = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError):
        return {}
    return request if isinstance(request, dict) else {}


def _load_calendars(_: CalendarShelf, given: wire.Fields) -> Json:
    return {"loaded": len(wire.fields(given.get("calendars"), ErrorCode.INVALID_CALENDAR))}


def _is_working(shelf: CalendarShelf, given: wire.Fields) -> Json:
    return shelf.find(given.get("calendar")).is_working(_at(given))


def _working_seconds(shelf: CalendarShelf, given: wire.Fields) -> Json:
    start, end = legal_time.parse_instant(given.get("from")), legal_time.parse_instant(given.get("to"))
    return shelf.find(given.get("calendar")).work(start, end)


def _add_working_seconds(shelf: CalendarShelf, given: wire.Fields) -> Json:
    if given.get("seconds") is None:
        raise DeadlineError(ErrorCode.INVALID_ALLOWANCE, "expected seconds")
    seconds = wire.whole(given.get("seconds"), 0, ErrorCode.INVALID_ALLOWANCE)
    start = legal_time.parse_instant(given.get("from"))
    return legal_time.format_instant(shelf.find(given.get("calendar")).add(start, seconds))


def _effective_receipt(shelf: CalendarShelf, given: wire.Fields) -> Json:
    return legal_time.format_instant(shelf.find(given.get("calendar")).effective_receipt(_at(given)))


def _evaluate_step(shelf: CalendarShelf, given: wire.Fields) -> Json:
    step = wire.step_from_json(given.get("step"), shelf.find)
    return _clock(legal_time.evaluate_step(step, _at(given), _due_soon(given)))


def _evaluate_case(shelf: CalendarShelf, given: wire.Fields) -> Json:
    case = wire.case_from_json(given.get("case"), shelf.find)
    clock = legal_time.evaluate_case(case, _at(given), _due_soon(given))
    return {
        **_clock(clock),
        "projected_completion": _instant(clock.projected_completion),
        "critical_path": list(clock.critical_path),
        "projected_late": clock.projected_late,
        "steps": {name: _clock(step) for name, step in clock.steps.items()},
    }


def _plan_case(shelf: CalendarShelf, given: wire.Fields) -> Json:
    plan = legal_time.plan_case(wire.case_from_json(given.get("case"), shelf.find))
    return {
        "effective_start": _instant(plan.effective_start),
        "due_at": _instant(plan.due_at),
        "planned_completion": _instant(plan.planned_completion),
        "critical_path": list(plan.critical_path),
        "fits": plan.fits,
        "steps": {name: _instant(completion) for name, completion in plan.steps.items()},
    }


def _evaluate_acceptance(shelf: CalendarShelf, given: wire.Fields) -> Json:
    intake = wire.intake_from_json(given.get("intake"), shelf.find)
    result = legal_time.evaluate_acceptance(intake, _at(given), _due_soon(given))
    return {"acceptance": _clock(result.acceptance), "clock_start": _instant(result.clock_start)}


def _metric_766(shelf: CalendarShelf, given: wire.Fields) -> Json:
    calendar = None if given.get("calendar") is None else shelf.find(given.get("calendar"))
    dossier = wire.dossier_from_json(given.get("dossier"), calendar)
    result = legal_time.metric_766(dossier, legal_time.parse_instant(given.get("period_end")))
    return {
        "counted": result.counted,
        "state": result.state,
        "end_at": _instant(result.end_at),
        "supplement_requests": result.supplement_requests,
        "supplement_seconds": result.supplement_seconds,
        "adjusted_end_at": _instant(result.adjusted_end_at),
        "due_at": _instant(result.due_at),
        "on_time": result.on_time,
        "late_seconds": result.late_seconds,
        "late_because": list(result.late_because),
    }


def _before_event(shelf: CalendarShelf, given: wire.Fields) -> Json:
    notice = legal_time.before_event(
        shelf.find(given.get("calendar")),
        legal_time.parse_instant(given.get("event_at")),
        wire.allowance_from_json(given.get("allowance")),
        wire.optional_instant(given.get("received_at")),
    )
    latest_on = None if notice.latest_on is None else notice.latest_on.isoformat()
    return {"latest_on": latest_on, "latest_at": _instant(notice.latest_at), "status": notice.status}


def _attribute(shelf: CalendarShelf, given: wire.Fields) -> Json:
    split = legal_time.attribute(wire.case_from_json(given.get("case"), shelf.find), _at(given))
    return {
        "from": _instant(split.start),
        "to": _instant(split.end),
        "total_seconds": split.total_seconds,
        "agencies": dict(split.agencies),
        "applicant": split.waits[legal_time.PauseKind.SUPPLEMENT],
        "financial": split.waits[legal_time.PauseKind.FINANCIAL],
        "originals": split.waits[legal_time.PauseKind.ORIGINALS],
        "other_agency": split.waits[legal_time.PauseKind.OTHER_AGENCY],
        "outside_working_time": split.outside_working_time,
        "critical_path": list(split.critical_path),
    }


def _official_calendar(_: CalendarShelf, given: wire.Fields) -> Json:
    # The other requests bring their calendars along and need not wait for the files of ours.
    from cli.official_calendar import days_of_year

    found = days_of_year(wire.whole(given.get("year"), 0, ErrorCode.INVALID_CALENDAR))
    if found is None:
        raise DeadlineError(ErrorCode.INVALID_CALENDAR, "our calendar does not know this year")
    return {
        "days_off": [day.isoformat() for day in found.days_off],
        "swapped_workdays": [day.isoformat() for day in found.swapped_workdays],
    }


def _at(given: wire.Fields) -> legal_time.Instant:
    return legal_time.parse_instant(given.get("at"))


def _due_soon(given: wire.Fields) -> int:
    return wire.whole(given.get("due_soon_seconds"), 0, ErrorCode.INVALID_ALLOWANCE)


def _instant(instant: legal_time.Instant | None) -> str | None:
    return None if instant is None else legal_time.format_instant(instant)


def _clock(clock: legal_time.Clock) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "status": clock.status,
        "paused": clock.paused,
        "effective_start": _instant(clock.effective_start),
        "due_at": _instant(clock.due_at),
        "due_if_resumed_now": _instant(clock.due_if_resumed_now),
        "elapsed_seconds": clock.elapsed_seconds,
        "remaining_seconds": clock.remaining_seconds,
        "remaining_days": clock.remaining_days,
        "clock_start": _instant(clock.clock_start),
        "elapsed_total_seconds": clock.elapsed_total_seconds,
        "original_due_at": _instant(clock.original_due_at),
        "extended": clock.extended,
        "late_against_original": clock.late_against_original,
    }
    if clock.acceptance is not None:
        shown["acceptance"] = _clock(clock.acceptance)
    return shown


OPERATIONS: Final[dict[str, Callable[[CalendarShelf, wire.Fields], Json]]] = {
    "load_calendars": _load_calendars,
    "is_working": _is_working,
    "working_seconds": _working_seconds,
    "add_working_seconds": _add_working_seconds,
    "effective_receipt": _effective_receipt,
    "evaluate_step": _evaluate_step,
    "evaluate_case": _evaluate_case,
    "plan_case": _plan_case,
    "evaluate_acceptance": _evaluate_acceptance,
    "metric_766": _metric_766,
    "before_event": _before_event,
    "attribute": _attribute,
    "official_calendar": _official_calendar,
}
