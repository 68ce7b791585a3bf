"""The cases in progress, one after the other, read in batches: however many there are, few are in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core.case import CaseState, CaseStatus, fold, known_by
from engine.core.events import RecordedEvent
from engine.core.identifiers import AgencyId, CaseId, ProcedureId
from engine.service.ports import CaseQueries, CaseQuery, Ledger, Page

BATCH = 200


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant that is asked about, beside the present one.

    Before it, what happened later is not seen. After it, nobody is supposed to do anything more until then.
    """

    at: datetime
    now: datetime

    @property
    def is_past(self) -> bool:
        return self.at < self.now

    @property
    def is_ahead(self) -> bool:
        return self.at > self.now

    def state_of(self, case_id: CaseId, history: Sequence[RecordedEvent]) -> CaseState:
        """The case as it stood then; ahead, as it stands now."""
        return fold(case_id, known_by(history, self.at) if self.is_past else history)


def open_cases(
    ledger: Ledger,
    queries: CaseQueries,
    *,
    procedure: ProcedureId | None = None,
    moment: Moment | None = None,
    batch: int = BATCH,
    under: tuple[AgencyId, ...] | None = None,
) -> Iterator[CaseState]:
    """Of one procedure, or of all; those of a past moment, too, that have ended since. `under`: those of some agencies."""
    is_past = moment is not None and moment.is_past
    status = None if is_past else CaseStatus.IN_PROGRESS
    query = CaseQuery(procedure=procedure, status=status, everything=under is None, under=under or ())
    after: str | None = None
    while True:
        states, after = open_batch(ledger, queries, query, Page(limit=batch, after=after), moment)
        yield from states
        if after is None:
            return


def open_batch(
    ledger: Ledger, queries: CaseQueries, query: CaseQuery, page: Page, moment: Moment | None = None
) -> tuple[Sequence[CaseState], str | None]:
    """The cases of one page of a query that are in progress (at the moment), with the cursor of the next page."""
    rows, after = queries.list_cases(query, page)
    found = []
    for case_id, history in (ledger.histories([row.case_id for row in rows]) if rows else {}).items():
        state = moment.state_of(case_id, history) if moment is not None else fold(case_id, history)
        if moment is None or not moment.is_past or state.status is CaseStatus.IN_PROGRESS:
            found.append(state)
    return found, after
