"""Facts as requests of the deadline interface: the inverse of `wire`, so that any answer can be had again from outside.

Each request carries its calendars itself, as `lienthong deadlines --inline` expects them.
"""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from engine.core.legal_time.allowance import Allowance
from engine.core.legal_time.calendar_spec import CalendarSpec, Sessions
from engine.core.legal_time.extension import Extension
from engine.core.legal_time.facts import CaseFacts, Intake, StepFacts
from engine.core.legal_time.instants import Instant, format_instant
from engine.core.legal_time.metric_766 import Dossier
from engine.core.legal_time.pauses import Pause

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def evaluate_case_request(case: CaseFacts, at: Instant, due_soon_seconds: int = 0) -> dict[str, Json]:
    """What to ask for the clock of this case as of an instant."""
    shelf = _Shelf()
    asked = _case(case, shelf)
    return {
        "op": "evaluate_case",
        "case": asked,
        "at": format_instant(at),
        "due_soon_seconds": due_soon_seconds,
        "calendars": shelf.as_json(),
    }


def metric_766_request(dossier: Dossier, period_end: Instant) -> dict[str, Json]:
    """What to ask for Decision 766's judgement of this dossier; it has an appointment, so it needs no calendar."""
    return {
        "op": "metric_766",
        "calendar": None,
        "dossier": {
            "received_at": format_instant(dossier.received_at),
            "due_at": _instant(dossier.due_at),
            "done_at": _instant(dossier.done_at),
            "returned_at": _instant(dossier.returned_at),
            "stopped_at": _instant(dossier.stopped_at),
            "pauses": [_pause(pause) for pause in dossier.pauses],
            "more_than_one": dossier.more_than_one.value,
        },
        "period_end": format_instant(period_end),
        "calendars": {},
    }


class _Shelf:
    """The calendars of one request: one agency's calendar may be there twice, with and without a cut-off."""

    def __init__(self) -> None:
        self._names: dict[CalendarSpec, str] = {}

    def name_of(self, spec: CalendarSpec) -> str:
        if spec not in self._names:
            taken = sum(known.id == spec.id for known in self._names)
            self._names[spec] = f"{spec.id}#{taken + 1}" if taken else spec.id
        return self._names[spec]

    def as_json(self) -> dict[str, Json]:
        return {name: _calendar(spec, name) for spec, name in self._names.items()}


def _case(case: CaseFacts, shelf: _Shelf) -> dict[str, Json]:
    begun: dict[str, Json] = (
        {"received_at": _instant(case.received_at)} if case.intake is None else {"intake": _intake(case.intake, shelf)}
    )
    return {"id": case.id, **begun, "policy": case.policy.value, **_limit(case, shelf),
            "steps": [_step(step, shelf) for step in case.steps]}  # fmt: skip


def _step(step: StepFacts, shelf: _Shelf) -> dict[str, Json]:
    return {
        "id": step.id,
        "started_at": _instant(step.started_at),
        "finished_at": _instant(step.finished_at),
        "after": list(step.after),
        "agency": step.agency,
        **_limit(step, shelf),
    }


def _limit(facts: StepFacts | CaseFacts, shelf: _Shelf) -> dict[str, Json]:
    return {
        "calendar": shelf.name_of(facts.calendar.spec),
        "convention": facts.convention.value,
        "allowance": _allowance(facts.allowance),
        "received": facts.received,
        "pauses": [_pause(pause) for pause in facts.pauses],
        "pause_rule": facts.pause_rule.value,
        "extensions": [_extension(extension) for extension in facts.extensions],
        "max_extensions": facts.max_extensions,
        "extension_notice_days": facts.extension_notice_days,
    }


def _intake(intake: Intake, shelf: _Shelf) -> dict[str, Json]:
    return {
        "calendar": shelf.name_of(intake.calendar.spec),
        "submitted_at": format_instant(intake.submitted_at),
        "accepted_at": _instant(intake.accepted_at),
        "allowance": _allowance(intake.allowance),
        "competent_received_at": _instant(intake.competent_received_at),
        "outside_boundary": intake.outside_boundary,
        "pauses": [_pause(pause) for pause in intake.pauses],
    }


def _pause(pause: Pause) -> dict[str, Json]:
    return {
        "kind": pause.kind.value,
        "start": format_instant(pause.start),
        "end": _instant(pause.end),
        "blocking": pause.blocking,
        "clock_effect": pause.effect.value,
    }


def _extension(extension: Extension) -> dict[str, Json]:
    given: dict[str, Json] = {"granted_at": format_instant(extension.granted_at), "reason": extension.reason}
    if extension.new_due_on is not None:
        given["new_due_on"] = extension.new_due_on.isoformat()
    if extension.plus is not None:
        given["plus"] = _allowance(extension.plus)
    if extension.adds is not None:
        adds = extension.adds
        given["adds"] = {"unit": adds.unit.value, **({"seconds": adds.seconds} if adds.exact else {"days": adds.n})}
    return given


def _allowance(allowance: Allowance) -> dict[str, Json]:
    n = allowance.n
    return {
        "n": n if isinstance(n, int) else format(Decimal(n.numerator) / Decimal(n.denominator), "f"),
        "unit": allowance.unit.value,
    }


def _calendar(spec: CalendarSpec, name: str) -> dict[str, Json]:
    return {
        "id": name,
        "tz": "Asia/Ho_Chi_Minh",
        "week": {day: _sessions(sessions) for day, sessions in zip(_WEEKDAYS, spec.week, strict=True)},
        "holidays": [day.isoformat() for day in sorted(spec.holidays)],
        "extra_workdays": {_on(day): _sessions(sessions) for day, sessions in sorted(spec.extra_workdays)},
        "day_seconds": spec.day_seconds,
        "min_counted_day_seconds": spec.min_counted_day_seconds,
        "cutoff": None if spec.cutoff is None else _time(spec.cutoff),
        "day_end": spec.day_end.value,
    }


def _sessions(sessions: Sessions) -> Json:
    return [[_time(start), _time(end)] for start, end in sessions]


def _time(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}"


def _on(day: date) -> str:
    return day.isoformat()


def _instant(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)
