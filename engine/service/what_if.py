"""What if: the running cases under a supposed law, read and never written."""

from collections.abc import Iterator
from datetime import datetime

from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.supposition import SupposedLaw, Supposition
from engine.core.what_if import Effect, effect_on
from engine.service.handle_command import CommandHandler
from engine.service.open_cases import Moment, open_cases
from engine.service.ports import CaseQueries, Clock, Ledger


class WhatIf:
    """Goes through the open cases in batches; the answer for each is made and forgotten."""

    def __init__(self, ledger: Ledger, queries: CaseQueries, handler: CommandHandler, clock: Clock) -> None:
        self._ledger = ledger
        self._queries = queries
        self._handler = handler
        self._clock = clock

    def run(
        self,
        supposition: Supposition,
        *,
        procedure: ProcedureId | None = None,
        at: datetime | None = None,
        under: tuple[AgencyId, ...] | None = None,
    ) -> Iterator[Effect]:
        """One answer for each case open at an instant (none: now), of all agencies or of some. Raises `CannotSuppose` if
        it cannot be counted."""
        now = self._clock.now()
        moment = Moment(at or now, now)
        supposed: SupposedLaw | None = None
        for state in open_cases(self._ledger, self._queries, procedure=procedure, moment=moment, under=under):
            law = self._handler.law_of(state)
            supposed = supposed or SupposedLaw(supposition, law.calendars)
            yield effect_on(law, state, supposition, supposed, moment.at)
