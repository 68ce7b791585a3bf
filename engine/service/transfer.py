"""Succession carried out: what agencies that have ended still hold goes to their successors. Safe to repeat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from engine.core import commands
from engine.core.actors import SYSTEM
from engine.core.case import CaseState, CaseStatus, fold
from engine.core.decisions.lapses import as_law_sees
from engine.core.decisions.transfer import DueTransfer, find_transfers
from engine.core.errors import CommandRefused, Conflict
from engine.core.identifiers import CaseId, CommandId, DossierCode
from engine.core.law import Law
from engine.service.fault_points import FaultPoint, reached
from engine.service.handle_command import CommandHandler
from engine.service.ports import CaseQueries, CaseQuery, Clock, Ledger, Page

BATCH = 200
_OPEN = (CaseStatus.SUBMITTED, CaseStatus.IN_PROGRESS)
_REASON = "Cơ quan đã kết thúc hoạt động; việc chuyển sang cơ quan kế thừa theo danh bạ"


@dataclass(frozen=True, slots=True)
class Transferred:
    """One piece of work of an agency that has ended; `to_agency` null: somebody must decide by hand.

    `is_recorded` false: it was only asked, it needs a decision, or somebody was faster.
    """

    case_id: CaseId
    dossier_code: DossierCode | None
    due: DueTransfer
    is_recorded: bool


class Transfers:
    """Goes through the open cases in batches; each transfer is a transaction of its own, so it can be cut off anywhere."""

    def __init__(self, ledger: Ledger, queries: CaseQueries, handler: CommandHandler, clock: Clock) -> None:
        self._ledger = ledger
        self._queries = queries
        self._handler = handler
        self._clock = clock

    def run(self, on: date, *, dry_run: bool = False) -> Iterator[Transferred | None]:
        """One answer for each piece of work of an agency that is no more on `on`; null: a case without any.

        Only the transfers of a day that has come can be carried out; ask of a later one with `dry_run`.
        """
        for case_ids in self._batches():
            for case_id, history in self._ledger.histories(case_ids).items():
                yield from self._look_at(fold(case_id, history), on, dry_run)
                reached(FaultPoint.BETWEEN_CASES, "transfer")

    def _batches(self) -> Iterator[list[CaseId]]:
        for status in _OPEN:
            after: str | None = None
            while True:
                query = CaseQuery(status=status, everything=True)
                rows, after = self._queries.list_cases(query, Page(limit=BATCH, after=after))
                yield [row.case_id for row in rows]
                if after is None:
                    break

    def _look_at(self, state: CaseState, on: date, dry_run: bool) -> Iterator[Transferred | None]:
        law = self._handler.law_of(state)
        due = find_transfers(law, as_law_sees(law, state, self._clock.now()), on)
        if not due:
            yield None
        for found in due:
            command = _order(law, state, found)
            is_recorded = command is not None and not dry_run and self._give(command)
            yield Transferred(state.id, state.dossier_code, found, is_recorded)

    def _give(self, command: commands.Command) -> bool:
        """Refused or in conflict: the case ended, or another run was faster. The next run looks again."""
        try:
            return not self._handler.handle(command).repeated
        except (CommandRefused, Conflict):
            return False


def _order(law: Law, state: CaseState, due: DueTransfer) -> commands.TransferStep | commands.TransferCase | None:
    """One command for a piece of work and its way: two runs at once write one event."""
    if due.to_agency is None:
        return None
    name = f"lienthong:transfer:{state.id}/{state.version}/{due.step or ''}/{due.from_agency}/{due.to_agency}"
    basis = law.agencies.agencies[due.from_agency].legal_basis
    command_id = CommandId(str(uuid5(NAMESPACE_URL, name)))
    legal_basis = basis[0] if basis else None
    if due.step is None:
        return commands.TransferCase(
            command_id=command_id,
            case_id=state.id,
            actor=SYSTEM,
            from_agency=due.from_agency,
            to_agency=due.to_agency,
            reason=_REASON,
            legal_basis=legal_basis,
        )
    return commands.TransferStep(
        command_id=command_id,
        case_id=state.id,
        actor=SYSTEM,
        step=due.step,
        to_agency=due.to_agency,
        reason=_REASON,
        legal_basis=legal_basis,
    )
