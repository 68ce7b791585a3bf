"""The cases in progress, one after the other, read in batches: however many there are, few are in memory."""

from collections.abc import Iterator

from engine.core.case import CaseState, CaseStatus, fold
from engine.core.identifiers import ProcedureId
from engine.service.ports import CaseQueries, CaseQuery, Ledger, Page

BATCH = 200


def open_cases(
    ledger: Ledger, queries: CaseQueries, *, procedure: ProcedureId | None = None, batch: int = BATCH
) -> Iterator[CaseState]:
    """Of one procedure, or of all."""
    query = CaseQuery(procedure=procedure, status=CaseStatus.IN_PROGRESS, everything=True)
    after: str | None = None
    while True:
        rows, after = queries.list_cases(query, Page(limit=batch, after=after))
        for case_id, history in ledger.histories([row.case_id for row in rows]).items():
            yield fold(case_id, history)
        if after is None:
            return
