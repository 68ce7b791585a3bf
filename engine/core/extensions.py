"""The extensions of a case as legal time takes them: judged when they were granted, and never again."""

from engine.core.case import CaseState
from engine.core.events import ExtendedDue, TimeLimitExtended
from engine.core.identifiers import StepId
from engine.core.legal_time import Extension, to_instant


def extensions_of_step(state: CaseState, step: StepId, besides: str | None = None) -> tuple[Extension, ...]:
    """Those that moved the step's own due date, in the order of granting; `besides` leaves those of a rule out."""
    granted = (e for e in state.extensions if e.step == step and e.rule != besides)
    return tuple(_kept(e, e.of_step) for e in granted if e.of_step is not None)


def extensions_of_total(state: CaseState, besides: str | None = None) -> tuple[Extension, ...]:
    """Those that moved the due date of the whole case."""
    return tuple(_kept(e, e.of_total) for e in state.extensions if e.of_total is not None and e.rule != besides)


def _kept(event: TimeLimitExtended, moved: ExtendedDue) -> Extension:
    # The reason is free text about a case: it takes no part in counting.
    return Extension(to_instant(event.at), adds=moved.adds.term)
