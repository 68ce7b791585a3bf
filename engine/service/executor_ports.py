"""What the executor needs of the world, as protocols: cases to be entered, messages to agencies' systems, the network."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from engine.core.execution import AutomaticWork
from engine.core.identifiers import CaseId, DossierCode
from engine.core.values import Instant, Value


class Wake(Value):
    """A case that the executor must enter, leased to one dispatcher."""

    case_id: CaseId
    version: int
    seen_version: int
    """0: nothing was seen yet, or what Prefect has must be set right."""
    flow_run_id: str | None
    dossier_code: DossierCode | None
    traces: str | None = None
    """Of the commands for which it is entered, as `spans.carried` gave them."""


class WakeQueue(Protocol):
    """Versions that the executor has not seen yet: the transactional outbox towards Prefect."""

    def lease(self, owner: str, now: datetime, seconds: int, limit: int) -> Sequence[Wake]:
        """Cases to enter now that nobody else holds: what is new, the oldest wake first, and then what is tried again."""
        ...

    def renew(self, case_id: CaseId, owner: str, now: datetime, seconds: int) -> bool:
        """Holds the case for so long from now on; false if the owner does not hold it any more."""
        ...

    def mark_seen(self, case_id: CaseId, owner: str, version: int, again_at: datetime | None = None) -> bool:
        """`version` is the one that the flow body saw, never a later one; ends the lease. `again_at`: to be entered then
        in any case. False, and nothing is marked, if the owner does not hold the case any more."""
        ...

    def put_off(self, case_id: CaseId, owner: str, until: datetime, error: str) -> bool:
        """Enter the case again, not before `until`; ends the lease. False, and nothing is changed, if another owner has
        the case by now, or has seen it meanwhile."""
        ...

    def end_leases(self, owner: str, but: Collection[CaseId] = ()) -> None:
        """Gives back everything that `owner` holds, but for these: it has died, and is here again."""
        ...

    def remember_run(self, case_id: CaseId, flow_run_id: str | None) -> None: ...
    def find_by_run(self, flow_run_id: str) -> CaseId | None: ...
    def wake_again(self, case_id: CaseId) -> None:
        """The executor lost the run, or somebody touched it: enter the case once more."""
        ...

    def lease_unshown(self, owner: str, now: datetime, seconds: int, limit: int) -> Sequence[Wake]:
        """Cases whose newest version needs no entry but is not shown in Prefect yet."""
        ...

    def mark_shown(self, case_id: CaseId, owner: str, version: int) -> bool:
        """Ends the lease. False, and nothing is marked, if the owner does not hold the case any more."""
        ...

    def lag(self) -> int:
        """How many cases the executor has not seen in their newest version."""
        ...


class FlowTurns(Protocol):
    """Scheduled flows, each executed by one dispatcher of an installation at a time."""

    def take(self, flow: str, owner: str, now: datetime, seconds: int) -> bool:
        """False: another has the turn. A hold of the same owner is taken for that of a process which died."""
        ...

    def renew(self, flow: str, owner: str, now: datetime, seconds: int) -> bool:
        """Holds it for so long from now on; false if the owner does not hold it any more."""
        ...

    def end(self, flow: str, owner: str) -> None: ...


class OutboxMessage(Value):
    """A message to an agency's system, due until its receipt is recorded."""

    work: AutomaticWork
    attempts: int
    next_attempt_at: Instant
    last_error: str | None


class Outbox(Protocol):
    """Messages written with the events, delivered afterwards at least once, each with its key."""

    def due(self, case_id: CaseId) -> Sequence[OutboxMessage]: ...
    def record_receipt(self, key: str, receipt: dict[str, Any], now: datetime) -> None: ...
    def record_failure(self, key: str, error: str, next_attempt_at: datetime) -> None: ...


class Verdict(StrEnum):
    """The three things that an agency's system may say. Anything else is a fault."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    LATER = "later"


class AgencyAnswer(Value):
    """What an agency's system said: accepted with a result, rejected with a reason, or later with a reference."""

    verdict: Verdict
    result: dict[str, Any] = {}
    documents: tuple[dict[str, str], ...] = ()
    completed_at: Instant | None = None
    reference: str = ""
    reason: str = ""


class AgencyGateway(Protocol):
    """The network to agencies' systems, and to what carries letters to applicants."""

    def serves(self, system: str) -> bool:
        """Whether an address is known for this system."""
        ...

    async def ask(self, work: AutomaticWork) -> AgencyAnswer:
        """Raises `AgencyUnreachable` for anything but an answer."""
        ...
