"""What the mere passing of terms has caused by an instant, whether or not anybody has noted it.

Law does not wait for our sweep: every command and every view sees these events first. They come in the order of time,
each with what follows from it, so that what follows may lapse in its turn.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from engine.core import commands, events
from engine.core.answer_terms import lawful_end
from engine.core.case import CaseState, Suspension, evolve
from engine.core.clock_rules import OnExpiry
from engine.core.decisions import opening, silence
from engine.core.decisions.superseding import is_counted
from engine.core.law import Law
from engine.core.transitions import STEPS_MOVE_IN

NOT_HANDED_IN = "supplement_not_handed_in"


def lapses(law: Law, state: CaseState, at: datetime) -> list[events.Event]:
    """The events of every term that passed before `at`, with their consequences."""
    caused: list[events.Event] = []
    while state.status is STEPS_MOVE_IN and (passed := _first_passed(law, state, at)) is not None:
        state = _after(state, passed.events)
        follows = opening.consequences(law, state, passed.at)
        state = _after(state, follows)
        caused += [*passed.events, *follows]
    return caused


def lapsed_before(law: Law, state: CaseState, command: commands.Command, at: datetime) -> list[events.Event]:
    """What has lapsed before this command; some say themselves what the passing of a term means to them."""
    match command:
        case commands.SubmitCase() | commands.ExpireSupplement() | commands.NoteSilence():
            return []
        case commands.HandInSupplement():
            waiting = state.find_open_suspension(command.step)
            return [] if waiting is not None and _is_over(law, state, waiting, at) else lapses(law, state, at)
        case _:
            return lapses(law, state, at)


def as_law_sees(law: Law, state: CaseState, at: datetime) -> CaseState:
    """The state with the terms that have passed by `at`; its version stays that of the ledger."""
    seen = _after(state, lapses(law, state, at))
    return seen if seen is state else seen.model_copy(update={"version": state.version})


def expired_supplements(state: CaseState, now: datetime) -> tuple[Suspension, ...]:
    """The open suspensions whose term for an answer, as it was told, has passed: what the sweep must look at."""
    return tuple(s for s in state.open_suspensions() if s.answer_due_at is not None and s.answer_due_at < now)


class _Passed(NamedTuple):
    """A term that passed, and what the law makes of it."""

    at: datetime
    events: list[events.Event]


def _first_passed(law: Law, state: CaseState, at: datetime) -> _Passed | None:
    """The earliest; of two at one instant the supplement, then the earlier step of the procedure."""
    return min((*_supplements(law, state, at), *_silences(law, state, at)), key=lambda p: p.at, default=None)


def _supplements(law: Law, state: CaseState, at: datetime) -> Iterator[_Passed]:
    for waiting in expired_supplements(state, at):
        ended_at = lawful_end(law, state, waiting)
        if ended_at < at:  # else days off that were announced since it was told have moved it
            yield _Passed(ended_at, _not_handed_in(law, state, waiting, ended_at))


def _silences(law: Law, state: CaseState, at: datetime) -> Iterator[_Passed]:
    for step in law.definition.steps:
        passed_at = silence.passed_at(law, state, step, at)
        if passed_at is not None:
            yield _Passed(passed_at, [silence.deemed(law, step, passed_at)])


def _not_handed_in(law: Law, state: CaseState, waiting: Suspension, at: datetime) -> list[events.Event]:
    """By the procedure's rule the case stops, the step is refused, or the agency goes on without the supplement.

    For a step that nothing waits for the case does not stop.
    """
    rule = law.definition.suspensions[waiting.rule]
    ended = events.SupplementExpired(at=at, step=waiting.step, suspension=waiting.id)
    if not is_counted(state, waiting.step):
        return [ended]
    match rule.on_expiry:
        case OnExpiry.STOP:
            return [ended, events.CaseStopped(at=at, reason=NOT_HANDED_IN)]
        case OnExpiry.REFUSE:
            basis = rule.legal_basis[0]
            return [ended, events.StepRefused(at=at, step=waiting.step, reason=NOT_HANDED_IN, legal_basis=basis)]
        case OnExpiry.NOTHING:
            return [ended]


def _is_over(law: Law, state: CaseState, waiting: Suspension, at: datetime) -> bool:
    """In time is up to and including the last instant of the term."""
    return waiting.answer_due_at is not None and lawful_end(law, state, waiting) < at


def _after(state: CaseState, caused: list[events.Event]) -> CaseState:
    for event in caused:
        state = evolve(state, event)
    return state
