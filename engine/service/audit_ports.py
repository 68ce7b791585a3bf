"""What sealing, proving and the audit trail need of the store, as protocols."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

from engine.core.audit import AuditEntry, AuditKind
from engine.core.audit_chain import Block, RowFace, SealedItem
from engine.core.events import RecordedEvent
from engine.core.identifiers import ActorId, CaseId
from engine.core.values import Instant
from engine.service.ports import Page

RowKey = tuple[str, int]
"""Subject and number of a row in its source."""


class FoundRow(NamedTuple):
    """A row as it lies now. `is_salted`: its content is sealed with the salt of its case."""

    source: str
    face: RowFace
    is_salted: bool


class NewRows(NamedTuple):
    """What waits to be sealed. `gone`: noted, and not there any more, which the seal says."""

    rows: Sequence[FoundRow]
    gone: Sequence[tuple[str, str, int]]


class Unsealed(NamedTuple):
    """What is not in the chain yet: cases with new events and other rows, counted no further than `most`; and since when."""

    cases: int
    rows: int
    since: Instant | None


class Sealing(Protocol):
    """One block being made, by one sealer at a time."""

    def head(self) -> Block | None: ...
    def take(self, limit: int) -> NewRows:
        """What is committed and has no seal, of about so many cases and rows."""
        ...

    def salts(self, cases: Collection[CaseId]) -> Mapping[CaseId, str]:
        """Of those that have one, or had one until they were purged."""
        ...

    def append(self, block: Block, items: Sequence[SealedItem], new_salts: Mapping[CaseId, str]) -> None: ...


class SealBook(Protocol):
    """Where the chain is kept."""

    def sealing(self) -> AbstractContextManager[Sealing]:
        """Committed at the end, or not at all; another sealer waits meanwhile. Raises `Busy`."""
        ...

    def settle(self, limit: int) -> int:
        """Takes what is sealed off the list of what is to be sealed; how many cases it took off."""
        ...

    def head(self) -> Block | None: ...
    def unsealed(self) -> Unsealed: ...


class ChainView(Protocol):
    """The chain and what it seals, as of one instant."""

    def head(self) -> Block | None: ...
    def count_blocks(self, first: int) -> int: ...
    def blocks(self, first: int) -> Iterator[Block]:
        """In their order, a few at a time in memory; instants as they lie there."""
        ...

    def items(self, block: int) -> Sequence[SealedItem]:
        """In their places."""
        ...

    def rows(self, source: str, block: int) -> Mapping[RowKey, RowFace]:
        """Those that are sealed in the block under this name, as they lie now."""
        ...

    def salts(self, cases: Collection[str]) -> Mapping[str, str]: ...
    def purged(self, cases: Collection[str]) -> frozenset[str]:
        """Those of which a purge is on record."""
        ...

    def purged_seals(self, cases: Collection[str]) -> Mapping[RowKey, SealedItem]:
        """Of their events as the purge has left them."""
        ...

    def history(self, case: str) -> tuple[Sequence[RecordedEvent], frozenset[int]]:
        """The events of a case as they lie now, and the numbers of those that cannot be read."""
        ...

    def sources(self) -> Sequence[str]: ...
    def too_much(self, source: str) -> Iterator[RowKey]:
        """Rows that have no seal and do not wait for one either."""
        ...

    def gaps(self) -> Iterator[RowKey]:
        """Sealed events whose predecessor was never sealed."""
        ...

    def strays(self) -> Iterator[int]:
        """Blocks that items name and that are not there."""
        ...

    def unsealed(self) -> Unsealed: ...


class ChainReader(Protocol):
    def snapshot(self) -> AbstractContextManager[ChainView]: ...


class AuditQuery(NamedTuple):
    """Which entries; none given: all."""

    kind: AuditKind | None = None
    actor: ActorId | None = None
    case_id: CaseId | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditBook(Protocol):
    """The trail of what leaves no event."""

    def enter(self, entries: Sequence[AuditEntry]) -> None:
        """What is entered under the same id is left as it is."""
        ...

    def list_entries(self, query: AuditQuery, page: Page) -> tuple[Sequence[AuditEntry], str | None]:
        """The newest first. Raises `CursorUnknown`."""
        ...
