"""When the day's commands woke Prefect: reckoned afterwards from the events, by the rule of the product itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby

from engine.core.case import fold
from engine.core.execution import wakes_the_flow
from engine.core.identifiers import CaseId
from engine.service.handle_command import law_under
from engine.wiring import Product


def wakes_of(product: Product, cases: Collection[CaseId]) -> Iterator[datetime]:
    """One instant for each command, of whomever, after which the executor had to look at its case."""
    for case in cases:
        history = product.ledger.history(case)
        state = fold(case, history)
        assert state.procedure is not None and state.procedure_version is not None
        law = law_under(product.catalogue.get(state.procedure, state.procedure_version), product.catalogue)
        for _, group in groupby(history, lambda recorded: recorded.command_id):
            recorded = list(group)
            after = fold(case, history[: recorded[-1].sequence])
            if wakes_the_flow(law, after, [one.event for one in recorded]):
                yield recorded[-1].recorded_at
