"""What monitoring asks of the ledger: how much is left to be done, as counts and oldest instants."""

from collections.abc import Mapping
from typing import Protocol

from engine.core.case import CaseStatus
from engine.core.values import Instant, Value


class Backlog(Value):
    """What is left to be done in the whole ledger: counts and the oldest instants, of no case in particular."""

    unseen: int
    oldest_unseen_at: Instant | None
    undelivered: int
    oldest_undelivered_at: Instant | None
    untold: int
    """Notes to owners of dossiers that are to be told, or tried again."""
    oldest_untold_at: Instant | None
    given_up: int
    """Notes that nobody could be told."""
    falls_due_at: Instant | None
    """When the sweep must look at the next case; past, if it is late."""


class BacklogReader(Protocol):
    """For monitoring; quick in a large ledger."""

    def read(self) -> Backlog: ...
    def open_cases(self) -> Mapping[CaseStatus, int]:
        """How many have not ended, by status; counts them, which takes longer the more there are."""
        ...

    def unseen(self) -> tuple[int, Instant | None]:
        """How many cases the executor has not seen in their newest version, and since when the first of them waits."""
        ...
