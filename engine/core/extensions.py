"""The extensions of a case as legal time takes them: judged when they were granted, and never again."""

from datetime import datetime

from engine.core.case import CaseState
from engine.core.events import ExtendedDue, TimeLimitExtended
from engine.core.identifiers import StepId
from engine.core.legal_time import Extension, to_instant
from engine.core.turns import Turn


def extensions_of_step(state: CaseState, step: StepId, besides: str | None = None) -> tuple[Extension, ...]:
    """Those that moved the due date of the step's present run; `besides` leaves those of a rule out."""
    known = state.steps.get(step)
    since = known.opened_at if known else None
    return _granted(state, step, since, None, besides)


def extensions_of_turn(state: CaseState, turn: Turn) -> tuple[Extension, ...]:
    """Those that were granted in the course of one turn, in the order of granting; before it begins there are none."""
    if turn.opened_at is None:
        return ()
    return _granted(state, turn.step, turn.opened_at, turn.finished_at, None)


def _granted(
    state: CaseState, step: StepId, since: datetime | None, until: datetime | None, besides: str | None
) -> tuple[Extension, ...]:
    """An extension lengthens the run in which it was granted; done once more, the step has its whole limit anew."""
    return tuple(
        _kept(e, e.of_step)
        for e in state.extensions
        if e.step == step
        and e.of_step is not None
        and e.rule != besides
        and (since is None or e.at >= since)
        and (until is None or e.at <= until)
    )


def extensions_of_total(state: CaseState, besides: str | None = None) -> tuple[Extension, ...]:
    """Those that moved the due date of the whole case."""
    return tuple(_kept(e, e.of_total) for e in state.extensions if e.of_total is not None and e.rule != besides)


def _kept(event: TimeLimitExtended, moved: ExtendedDue) -> Extension:
    # The reason is free text about a case: it takes no part in counting.
    return Extension(to_instant(event.at), adds=moved.adds.term)
