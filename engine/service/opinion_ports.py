"""What lists of questions to agencies show, and who keeps them."""

from collections.abc import Collection, Sequence
from typing import Protocol

from engine.core.identifiers import AgencyId, CaseId, OpinionId, ProcedureId, StepId
from engine.core.values import Instant, Value


class OpinionRow(Value):
    """One question to an agency, without its words: those are in the events alone. Open while `ended_at` is null."""

    case_id: CaseId
    opinion: OpinionId
    step: StepId
    agency: AgencyId
    due_at: Instant
    ended_at: Instant | None


class OpinionBook(Protocol):
    """Which questions wait for an agency."""

    def asked_of(
        self,
        agency: AgencyId,
        limit: int,
        after: tuple[Instant, CaseId, OpinionId] | None = None,
        procedures: Collection[ProcedureId] = (),
    ) -> Sequence[OpinionRow]:
        """The open ones, those that are due first in front; if any are given, of `procedures` only."""
        ...
