"""One case under the law and under a supposed one: which due dates move, and what becomes late by it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from engine.core import commands
from engine.core.actors import SYSTEM
from engine.core.case import ENDED_STEPS, CaseState, CaseStatus, evolve
from engine.core.case_clock import times_of
from engine.core.decisions import opening
from engine.core.decisions.lapses import as_law_sees
from engine.core.decisions.migration import migration_of
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused
from engine.core.identifiers import AgencyId, CaseId, CommandId, DossierCode, StepId
from engine.core.known_law import known_law
from engine.core.law import Law
from engine.core.legal_time import Clock, ClockStatus, to_datetime
from engine.core.promise import promise_of
from engine.core.supposition import SupposedLaw, Supposition
from engine.core.values import Instant, Text, Value


class Standing(StrEnum):
    """How a clock stands at the instant: only one that runs has a date that is fixed."""

    RUNS = "runs"
    WAITS = "waits"
    OVER = "over"
    NONE = "none"


class MovedDate(Value):
    """A due date under both laws. Null: there is none, or what it measured is over.

    While a clock waits its date is not fixed; what stands here is the date if it went on at once, under both laws.
    """

    before: Instant | None
    after: Instant | None
    before_is: Standing = Standing.NONE
    after_is: Standing = Standing.NONE
    late_before: bool = False
    late_after: bool = False

    @property
    def moves(self) -> bool:
        return (self.before, self.before_is) != (self.after, self.after_is)

    @property
    def is_fixed(self) -> bool:
        """Whether there is a date under both laws, and neither waits."""
        return self.before_is is Standing.RUNS and self.after_is is Standing.RUNS

    @property
    def becomes_late(self) -> bool:
        return self.late_after and not self.late_before

    @property
    def is_late_no_more(self) -> bool:
        return self.late_before and not self.late_after


class MovedStep(MovedDate):
    """The due date of one step that is worked on, by the name that it has under the supposed law."""

    step: StepId
    agency: AgencyId | None


_AnyDate = TypeVar("_AnyDate", bound=MovedDate)


class Effect(Value):
    """What the supposed law does to one open case; `refusal`: it has no place under it, and why.

    `is_over`: before the instant a term passes that ends the case, whatever the supposed law says; no date is left.
    """

    case_id: CaseId
    dossier_code: DossierCode | None
    promise: MovedDate
    case: MovedDate
    steps: tuple[MovedStep, ...]
    refusal: Text | None = None
    is_over: bool = False

    @property
    def dates(self) -> tuple[MovedDate, ...]:
        return (self.promise, self.case, *self.steps)

    @property
    def is_touched(self) -> bool:
        return self.refusal is not None or any(d.moves or d.late_before != d.late_after for d in self.dates)

    @property
    def late_before(self) -> bool:
        return any(date.late_before for date in self.dates)

    @property
    def late_after(self) -> bool:
        return any(date.late_after for date in self.dates)

    @property
    def waits_before(self) -> bool:
        return any(date.before_is is Standing.WAITS for date in self.dates)

    @property
    def waits_after(self) -> bool:
        return any(date.after_is is Standing.WAITS for date in self.dates)


def effect_on(law: Law, state: CaseState, supposition: Supposition, supposed: SupposedLaw, at: datetime) -> Effect:
    """Both laws are asked about the same case at the same instant; nothing but the supposition tells them apart.

    The case is seen as its law sees it then: a term that has passed by then has passed, whether or not it was noted.
    """
    seen = as_law_sees(law, state, at)
    if seen.status is not CaseStatus.IN_PROGRESS:
        return Effect(
            case_id=state.id, dossier_code=state.dossier_code, promise=_NO_DATE, case=_NO_DATE, steps=(), is_over=True
        )
    before = _dates(law, seen, at)
    try:
        other, then, names = _under(law, seen, supposition.definition, at)
    except CommandRefused as refusal:
        return _effect(seen, before, before, {}, Text(vi=_all(refusal, "vi"), en=_all(refusal, "en")))
    return _effect(then, before, _dates(supposed.of(other), then, at), names)


def effect_of_coming_over(law: Law, state: CaseState, to: ProcedureDefinition, at: datetime) -> Effect:
    """The same of a case that comes over to another version, with nothing else supposed."""
    supposition = Supposition(definition=to)
    return effect_on(law, state, supposition, SupposedLaw(supposition, law.calendars), at)


def _under(
    law: Law, state: CaseState, to: ProcedureDefinition | None, at: datetime
) -> tuple[Law, CaseState, Mapping[StepId, StepId]]:
    """The case as it would go on under another version, whether or not that version lets it come over.

    With the former name of each step.
    """
    if to is None or to.procedure != state.procedure:
        return law, state, {}
    order = commands.MigrateCase(
        command_id=CommandId("supposed"), case_id=state.id, actor=SYSTEM, to_version=to.version, requested=True
    )
    event = migration_of(law, to, state, order, at)
    then = evolve(state, event)
    other = replace(law, definition=to)
    for follows in opening.consequences(other, then, at):
        then = evolve(then, follows)
    return other, then, {new: old for old, new in event.steps.items()}


class _Dates(Value):
    promise: MovedDate
    case: MovedDate
    steps: dict[StepId, MovedStep]


def _dates(law: Law, state: CaseState, at: datetime) -> _Dates:
    """Every date as it is under one law, told as what it comes to."""
    times = times_of(law, state, at)
    case = _told(times.case)
    running = [s for s in state.steps.values() if s.status not in ENDED_STEPS]
    # What is promised is the end of the total: once that is over, nothing is promised that could still move.
    is_promised = case.after_is is not Standing.OVER
    promised = promise_of(known_law(law, state, at), state, at) if is_promised else None
    return _Dates(
        promise=MovedDate(before=None, after=promised, after_is=Standing.RUNS if promised else case.after_is),
        case=case,
        steps={
            s.id: MovedStep(step=s.id, agency=s.agency, **_told(times.steps.get(s.id)).model_dump()) for s in running
        },
    )


def _told(clock: Clock | None) -> MovedDate:
    standing = _standing(clock)
    due = clock.due_if_resumed_now if clock is not None and standing is not Standing.OVER else None
    return MovedDate(
        before=None,
        after=to_datetime(due) if due is not None else None,
        after_is=standing,
        late_after=clock is not None and clock.status is ClockStatus.OVERDUE,
    )


def _standing(clock: Clock | None) -> Standing:
    if clock is None or clock.status is ClockStatus.NOT_STARTED:
        return Standing.NONE
    if clock.status not in _UNFINISHED:
        return Standing.OVER
    # A clock that had run out before the wait has a date all the same, and it is past.
    return Standing.WAITS if clock.paused and clock.due_at is None else Standing.RUNS


_UNFINISHED = frozenset({ClockStatus.IN_TIME, ClockStatus.DUE_SOON, ClockStatus.OVERDUE})


def _effect(
    state: CaseState, before: _Dates, after: _Dates, names: Mapping[StepId, StepId], refusal: Text | None = None
) -> Effect:
    return Effect(
        case_id=state.id,
        dossier_code=state.dossier_code,
        promise=_moved(before.promise, after.promise),
        case=_moved(before.case, after.case),
        steps=tuple(_moved(before.steps.get(names.get(step, step)), now) for step, now in after.steps.items()),
        refusal=refusal,
    )


def _moved(then: MovedDate | None, now: _AnyDate) -> _AnyDate:
    was = then or _NO_DATE
    return now.model_copy(update={"before": was.after, "before_is": was.after_is, "late_before": was.late_after})


_NO_DATE = MovedDate(before=None, after=None)


def _all(refusal: CommandRefused, language: str) -> str:
    return "; ".join(said.in_language(language) for said in (refusal.words, *refusal.problem_words))
