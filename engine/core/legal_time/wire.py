"""From the JSON of the deadline interface to facts: the one place where untrusted values are checked.

Everything behind it may rely on types. Absent and null mean the same for every optional field.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

from engine.core.legal_time.allowance import Allowance, Convention, Term, kept_term, read_number, read_unit
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.extension import Extension
from engine.core.legal_time.facts import ACCEPTANCE_TIME, CaseFacts, Intake, Policy, StepFacts
from engine.core.legal_time.instants import Instant, parse_date, parse_instant
from engine.core.legal_time.metric_766 import Dossier, MoreThanOne
from engine.core.legal_time.pauses import ClockEffect, Pause, PauseKind, PauseRule

FindCalendar: TypeAlias = Callable[[object], WorkCalendar]
Fields: TypeAlias = Mapping[str, object]

_Choice = TypeVar("_Choice", bound=StrEnum)
_LARGEST_WHOLE: Final = 10**15


def fields(raw: object, code: ErrorCode = ErrorCode.INVALID_CASE) -> Fields:
    """A JSON object."""
    if not isinstance(raw, Mapping):
        raise DeadlineError(code, "expected an object")
    return raw


def whole(raw: object, default: int, code: ErrorCode) -> int:
    """A whole number, or the default if absent."""
    if raw is None:
        return default
    number = raw if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool) else None
    if number is None or not -_LARGEST_WHOLE <= number <= _LARGEST_WHOLE or number != int(number):
        raise DeadlineError(code, "expected a whole number")
    return int(number)


def optional_instant(raw: object) -> Instant | None:
    """An instant, or None if absent."""
    return None if raw is None else parse_instant(raw)


def choice(kind: type[_Choice], raw: object, default: _Choice | None, code: ErrorCode) -> _Choice:
    """One of a closed list of words."""
    if raw is None and default is not None:
        return default
    if not isinstance(raw, str) or raw not in tuple(kind):
        raise DeadlineError(code, f"unknown {kind.__name__}")
    return kind(raw)


def allowance_from_json(raw: object) -> Allowance:
    """The Allowance of the interface."""
    given = fields(raw, ErrorCode.INVALID_ALLOWANCE)
    return Allowance(read_number(given.get("n")), read_unit(given.get("unit")))


def pauses_from_json(raw: object) -> tuple[Pause, ...]:
    """A list of Pauses of the interface."""
    return tuple(_pause(item) for item in _listed(raw, ErrorCode.INVALID_PAUSE))


def step_from_json(raw: object, find_calendar: FindCalendar) -> StepFacts:
    """The Step of the interface, of a case or alone."""
    given = fields(raw)
    return StepFacts(
        id=_text(given.get("id"), ""),
        calendar=find_calendar(given.get("calendar")),
        convention=choice(Convention, given.get("convention"), None, ErrorCode.INVALID_CASE),
        allowance=allowance_from_json(given.get("allowance")),
        received=_flag(given.get("received"), False),
        started_at=optional_instant(given.get("started_at")),
        finished_at=optional_instant(given.get("finished_at")),
        pauses=pauses_from_json(given.get("pauses")),
        after=tuple(_text(name, None) for name in _listed(given.get("after"), ErrorCode.INVALID_CASE)),
        pause_rule=choice(PauseRule, given.get("pause_rule"), PauseRule.DATES, ErrorCode.INVALID_CASE),
        extensions=_extensions(given.get("extensions")),
        max_extensions=whole(given.get("max_extensions"), 1, ErrorCode.INVALID_EXTENSION),
        extension_notice_days=whole(given.get("extension_notice_days"), 0, ErrorCode.INVALID_EXTENSION),
        agency=_text(given.get("agency"), ""),
        intake=_optional_intake(given.get("intake"), find_calendar),
    )


def case_from_json(raw: object, find_calendar: FindCalendar) -> CaseFacts:
    """The Case of the interface."""
    given = fields(raw)
    intake = _optional_intake(given.get("intake"), find_calendar)
    received_at = given.get("received_at")
    return CaseFacts(
        id=_text(given.get("id"), ""),
        calendar=find_calendar(given.get("calendar")),
        convention=choice(Convention, given.get("convention"), None, ErrorCode.INVALID_CASE),
        allowance=allowance_from_json(given.get("allowance")),
        received_at=parse_instant(received_at) if intake is None else optional_instant(received_at),
        received=_flag(given.get("received"), True),
        policy=choice(Policy, given.get("policy"), None, ErrorCode.INVALID_CASE),
        steps=tuple(_step_of_case(step, find_calendar) for step in _listed(given.get("steps"), ErrorCode.INVALID_CASE)),
        pauses=pauses_from_json(given.get("pauses")),
        pause_rule=choice(PauseRule, given.get("pause_rule"), PauseRule.DATES, ErrorCode.INVALID_CASE),
        extensions=_extensions(given.get("extensions")),
        max_extensions=whole(given.get("max_extensions"), 1, ErrorCode.INVALID_EXTENSION),
        extension_notice_days=whole(given.get("extension_notice_days"), 0, ErrorCode.INVALID_EXTENSION),
        intake=intake,
    )


def intake_from_json(raw: object, find_calendar: FindCalendar) -> Intake:
    """The Intake of the interface."""
    given = fields(raw)
    allowance = given.get("allowance")
    return Intake(
        calendar=find_calendar(given.get("calendar")),
        submitted_at=parse_instant(given.get("submitted_at")),
        accepted_at=optional_instant(given.get("accepted_at")),
        allowance=ACCEPTANCE_TIME if allowance is None else allowance_from_json(allowance),
        competent_received_at=optional_instant(given.get("competent_received_at")),
        outside_boundary=_flag(given.get("outside_boundary"), False),
        pauses=pauses_from_json(given.get("pauses")),
    )


def dossier_from_json(raw: object, calendar: WorkCalendar | None) -> Dossier:
    """The Dossier of the interface; its calendar stands beside it in the request."""
    given = fields(raw)
    published = given.get("published")
    return Dossier(
        calendar=calendar,
        received_at=parse_instant(given.get("received_at")),
        due_at=optional_instant(given.get("due_at")),
        done_at=optional_instant(given.get("done_at")),
        returned_at=optional_instant(given.get("returned_at")),
        stopped_at=optional_instant(given.get("stopped_at")),
        pauses=pauses_from_json(given.get("pauses")),
        published=None if published is None else allowance_from_json(published),
        convention=choice(Convention, given.get("convention"), Convention.STATUTORY, ErrorCode.INVALID_CASE),
        received=_flag(given.get("received"), True),
        more_than_one=choice(MoreThanOne, given.get("more_than_one"), MoreThanOne.LATE, ErrorCode.INVALID_CASE),
    )


def _step_of_case(raw: object, find_calendar: FindCalendar) -> StepFacts:
    _text(fields(raw).get("id"), None)  # alone a step needs no name, in a case it does
    return step_from_json(raw, find_calendar)


def _optional_intake(raw: object, find_calendar: FindCalendar) -> Intake | None:
    return None if raw is None else intake_from_json(raw, find_calendar)


def _pause(raw: object) -> Pause:
    given = fields(raw, ErrorCode.INVALID_PAUSE)
    blocking = given.get("blocking")
    if blocking is not None and not isinstance(blocking, bool):
        raise DeadlineError(ErrorCode.INVALID_PAUSE, "blocking is true or false")
    return Pause(
        kind=choice(PauseKind, given.get("kind"), None, ErrorCode.INVALID_PAUSE),
        start=parse_instant(given.get("start")),
        end=optional_instant(given.get("end")),
        blocking=blocking is not False,
        effect=choice(ClockEffect, given.get("clock_effect"), ClockEffect.SUSPEND, ErrorCode.INVALID_PAUSE),
    )


def _extensions(raw: object) -> tuple[Extension, ...]:
    return tuple(_extension(item) for item in _listed(raw, ErrorCode.INVALID_EXTENSION))


def _extension(raw: object) -> Extension:
    given = fields(raw, ErrorCode.INVALID_EXTENSION)
    new_due_on, plus = given.get("new_due_on"), given.get("plus")
    on: date | None = None if new_due_on is None else parse_date(new_due_on, ErrorCode.INVALID_EXTENSION)
    reason = given.get("reason")
    return Extension(
        granted_at=parse_instant(given.get("granted_at")),
        new_due_on=on,
        plus=None if plus is None else allowance_from_json(plus),
        reason=reason if isinstance(reason, str) else "",
        adds=None if given.get("adds") is None else _kept(given["adds"]),
    )


def _kept(raw: object) -> Term:
    """What an extension came to when it was judged; our own addition to the interface, so that a record can be asked."""
    given = fields(raw, ErrorCode.INVALID_EXTENSION)
    days, seconds = (
        None if given.get(name) is None else whole(given[name], 0, ErrorCode.INVALID_EXTENSION)
        for name in ("days", "seconds")
    )
    return kept_term(read_unit(given.get("unit")), days, seconds)


def _listed(raw: object, code: ErrorCode) -> list[object] | tuple[object, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple):
        raise DeadlineError(code, "expected a list")
    return raw


def _flag(raw: object, default: bool) -> bool:
    if raw is None:
        return default
    if not isinstance(raw, bool):
        raise DeadlineError(ErrorCode.INVALID_CASE, "expected true or false")
    return raw


def _text(raw: object, default: str | None) -> str:
    if raw is None and default is not None:
        return default
    if not isinstance(raw, str):
        raise DeadlineError(ErrorCode.INVALID_CASE, "expected a text")
    return raw
