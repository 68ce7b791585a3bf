"""What is asked of a worklist, and what its head counts."""

from engine.core.case import StepStatus
from engine.core.identifiers import ActorId, AgencyId, ProcedureId
from engine.core.values import Instant, Value
from engine.core.work_standing import WorkStanding

COUNTED_UP_TO = 1000
"""So far a head counts: that there are more than anybody can look through is all that more would say."""


class WorkFilter(Value):
    """What a worklist is narrowed to; null means any. `text`: a part of the dossier code or of the applicant's name."""

    procedure: ProcedureId | None = None
    status: StepStatus | None = None
    standing: WorkStanding | None = None
    territory: str | None = None
    receiving_agency: AgencyId | None = None
    text: str | None = None


class WorkQuery(WorkFilter):
    """The unfinished steps of one agency as they stand at one instant; if any are given, of `procedures` only.

    `holders`: who of them has taken the step on; nobody, if there are none; null: whoever has.
    """

    agency: AgencyId
    as_of: Instant
    soon_since: Instant
    """As `engine.core.work_standing.soon_since` says of `as_of`."""
    procedures: tuple[ProcedureId, ...] = ()
    holders: tuple[ActorId, ...] | None = None


class WorkCounts(Value):
    """How many steps stand how; `COUNTED_UP_TO` means so many or more."""

    late: int
    due_soon: int
    in_time: int
    waiting: int
