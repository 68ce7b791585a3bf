"""One case under the law and under a supposed one: which due dates move, and what becomes late by it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from engine.core import commands
from engine.core.actors import SYSTEM
from engine.core.case import ENDED_STEPS, CaseState, evolve
from engine.core.case_clock import CaseTimes, known_law, times_of
from engine.core.decisions import opening
from engine.core.decisions.migration import migration_of
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused
from engine.core.identifiers import AgencyId, CaseId, CommandId, DossierCode, StepId
from engine.core.law import Law
from engine.core.legal_time import Clock, ClockStatus, to_datetime
from engine.core.promise import promise_of
from engine.core.supposition import SupposedLaw, Supposition
from engine.core.values import Instant, Text, Value


class MovedDate(Value):
    """A due date under both laws; while a clock stands, as if it went on at once. Null: there is none."""

    before: Instant | None
    after: Instant | None
    late_before: bool = False
    late_after: bool = False

    @property
    def moves(self) -> bool:
        return self.before != self.after

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


class Effect(Value):
    """What the supposed law does to one open case; `refusal`: it has no place under it, and why."""

    case_id: CaseId
    dossier_code: DossierCode | None
    promise: MovedDate
    case: MovedDate
    steps: tuple[MovedStep, ...]
    refusal: Text | None = None

    @property
    def is_touched(self) -> bool:
        dates = (self.promise, self.case, *self.steps)
        return self.refusal is not None or any(d.moves or d.late_before != d.late_after for d in dates)


def effect_on(law: Law, state: CaseState, supposition: Supposition, supposed: SupposedLaw, at: datetime) -> Effect:
    """Both laws are asked about the same case at the same instant; nothing but the supposition tells them apart."""
    before = _dates(law, state, at)
    try:
        other, then, names = _under(law, state, supposition.definition, at)
    except CommandRefused as refusal:
        return _effect(state, before, before, {}, Text(vi=_all(refusal, "vi"), en=_all(refusal, "en")))
    return _effect(then, before, _dates(supposed.of(other), then, at), names)


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
    promise: Instant | None
    case: Instant | None
    case_is_late: bool
    steps: dict[StepId, MovedStep]


def _dates(law: Law, state: CaseState, at: datetime) -> _Dates:
    times = times_of(law, state, at)
    running = [s for s in state.steps.values() if s.status not in ENDED_STEPS]
    return _Dates(
        promise=promise_of(known_law(law, state, at), state, at),
        case=_due(times.case),
        case_is_late=_is_late(times.case),
        steps={s.id: _step(times, s.id, s.agency) for s in running},
    )


def _step(times: CaseTimes, step: StepId, agency: AgencyId | None) -> MovedStep:
    clock = times.steps.get(step)
    return MovedStep(before=None, after=_due(clock), late_after=_is_late(clock), step=step, agency=agency)


def _effect(
    state: CaseState, before: _Dates, after: _Dates, names: Mapping[StepId, StepId], refusal: Text | None = None
) -> Effect:
    steps = []
    for step, now in after.steps.items():
        then = before.steps.get(names.get(step, step))
        was = {"before": then.after, "late_before": then.late_after} if then else {}
        steps.append(now.model_copy(update=was))
    return Effect(
        case_id=state.id,
        dossier_code=state.dossier_code,
        promise=MovedDate(before=before.promise, after=after.promise),
        case=MovedDate(
            before=before.case, after=after.case, late_before=before.case_is_late, late_after=after.case_is_late
        ),
        steps=tuple(steps),
        refusal=refusal,
    )


def _due(clock: Clock | None) -> datetime | None:
    due = clock.due_if_resumed_now if clock is not None else None
    return to_datetime(due) if due is not None else None


def _is_late(clock: Clock | None) -> bool:
    return clock is not None and clock.status is ClockStatus.OVERDUE


def _all(refusal: CommandRefused, language: str) -> str:
    return "; ".join(said.in_language(language) for said in (refusal.words, *refusal.problem_words))
