"""What if: the running cases under a supposed law, read and never written."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.core.case import CaseState, CaseStatus
from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.supposition import SupposedLaw, Supposition
from engine.core.what_if import Effect, effect_on
from engine.service.handle_command import CommandHandler
from engine.service.open_cases import BATCH, Moment, open_batch, open_cases
from engine.service.ports import CaseQueries, CaseQuery, Clock, Ledger, Page


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
        supposed = _Supposed(self._handler, supposition, moment)
        for state in open_cases(self._ledger, self._queries, procedure=procedure, moment=moment, under=under):
            yield supposed.effect_on(state)

    def part(
        self,
        supposition: Supposition,
        *,
        procedures: tuple[ProcedureId, ...],
        under: tuple[AgencyId, ...],
        most: int,
        after: str | None = None,
    ) -> tuple[Sequence[Effect], str | None]:
        """So many open cases of some agencies and procedures (none named: all), the newest first, with the cursor of
        those that follow. Raises `CannotSuppose`, and `CursorUnknown`."""
        now = self._clock.now()
        supposed = _Supposed(self._handler, supposition, Moment(now, now))
        query = CaseQuery(status=CaseStatus.IN_PROGRESS, procedures=procedures, under=under)
        found: list[Effect] = []
        while len(found) < most:
            page = Page(limit=min(BATCH, most - len(found)), after=after)
            states, after = open_batch(self._ledger, self._queries, query, page)
            found += map(supposed.effect_on, states)
            if after is None:
                break
        return found, after


class _Supposed:
    """What is asked of each case; the calendars are supposed once."""

    def __init__(self, handler: CommandHandler, supposition: Supposition, moment: Moment) -> None:
        self._handler = handler
        self._supposition = supposition
        self._moment = moment
        self._law: SupposedLaw | None = None

    def effect_on(self, state: CaseState) -> Effect:
        law = self._handler.law_of(state)
        self._law = self._law or SupposedLaw(self._supposition, law.calendars)
        return effect_on(law, state, self._supposition, self._law, self._moment.at)
