"""Proves the chain: recomputes every seal and every block, and names what was changed, taken away or slipped in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from engine.core.audit_chain import (
    GENESIS,
    SCHEME,
    Block,
    RowFace,
    SealedItem,
    content_digest,
    frame_digest,
    hash_of,
    root_of,
)
from engine.service.audit_ports import ChainReader, ChainView, RowKey, Unsealed
from engine.service.purge_proof import PurgeProof

EVENTS, PURGED_EVENTS = "events", "purged_events"
Told = Callable[[int, int | None], None]


class Wrong(StrEnum):
    """In which way the record is not what was sealed."""

    BLOCK_MISSING = "block_missing"
    BLOCK_CHANGED = "block_changed"
    SEALS_CHANGED = "seals_changed"
    SCHEME_UNKNOWN = "scheme_unknown"
    ROW_CHANGED = "row_changed"
    ROW_MISSING = "row_missing"
    ROW_UNSEALED = "row_unsealed"
    EVENT_SKIPPED = "event_skipped"
    PURGE_FORGED = "purge_forged"
    HEAD_UNKNOWN = "head_unknown"


@dataclass(frozen=True, slots=True)
class Difference:
    """One of them: in which block, and of which row. `number` is that of the event in its case."""

    wrong: Wrong
    block: int | None = None
    source: str = ""
    subject: str = ""
    number: int | None = None


@dataclass(slots=True)
class Proof:
    """What was gone through; whole once `differences` has come to its end."""

    blocks: int = 0
    rows: int = 0
    purged: int = 0
    purged_unsealed: int = 0
    head: Block | None = None
    unsealed: Unsealed = field(default=Unsealed(0, 0, None))


class Verification:
    """Reads the whole record as of one instant, block by block; nothing is written, and writers go on."""

    def __init__(self, reader: ChainReader, purges: PurgeProof) -> None:
        self._reader = reader
        self._purges = purges

    def differences(
        self, proof: Proof, told: Told, first: int = 1, expected: str | None = None
    ) -> Iterator[Difference]:
        """In the order of the chain, then what is beside it. `first`: what is sealed before this block is not looked at;
        `expected`: a hash that was written down elsewhere and must be in the chain, in a block that is looked at."""
        with self._reader.snapshot() as view:
            proof.head = view.head()
            is_met = expected is None or (first > 1 and expected == _before(view, first))
            total, previous = view.count_blocks(first), _before(view, first)
            number = first
            for block in view.blocks(first):
                is_met = is_met or (block.hash == expected and hash_of(block) == expected)
                yield from _of_chain(block, number, previous)
                yield from self._of_block(view, block, proof)
                number, previous = block.number + 1, block.hash
                proof.blocks += 1
                told(proof.blocks, total)
            if not is_met:
                yield Difference(Wrong.HEAD_UNKNOWN)
            yield from _beside(view)
            proof.unsealed = view.unsealed()

    def _of_block(self, view: ChainView, block: Block, proof: Proof) -> Iterator[Difference]:
        items = view.items(block.number)
        if root_of(items) != block.root or len(items) != block.items:
            yield Difference(Wrong.SEALS_CHANGED, block.number)
        for source, group in groupby(items, key=lambda item: item.source):
            yield from _Rows(view, block, source, list(group), proof, self._purges).differences()


class _Rows:
    """The rows of one kind that a block seals."""

    def __init__(
        self,
        view: ChainView,
        block: Block,
        source: str,
        items: Sequence[SealedItem],
        proof: Proof,
        purges: PurgeProof,
    ) -> None:
        self._view, self._block, self._source, self._items, self._proof = view, block, source, items, proof
        self._purges = purges
        self._not_purged: dict[str, frozenset[int]] = {}
        subjects = {item.subject for item in items}
        self._salts: Mapping[str, str] = view.salts(subjects) if source == EVENTS else {}
        self._purged = view.purged(subjects) if source in (EVENTS, PURGED_EVENTS) else frozenset()
        self._seals: Mapping[RowKey, SealedItem] = view.purged_seals(self._purged) if self._purged else {}

    def differences(self) -> Iterator[Difference]:
        known = self._source in {*self._view.sources(), PURGED_EVENTS}
        rows = self._view.rows(self._source, self._block.number) if known else {}
        for item in self._items:
            wrong = self._wrong(item, rows.get((item.subject, item.number)))
            self._proof.rows += 1
            if wrong is not None:
                yield Difference(wrong, self._block.number, item.source, item.subject, item.number)

    def _wrong(self, item: SealedItem, row: RowFace | None) -> Wrong | None:
        if row is None:
            return Wrong.ROW_MISSING
        if frame_digest(item.source, row, item.content) != item.digest:
            return Wrong.ROW_CHANGED  # what stays also of a purged row
        salt = self._salts.get(item.subject, "")
        if content_digest(row, salt) == item.content:
            return None
        return self._unless_purged(item, row)

    def _unless_purged(self, item: SealedItem, row: RowFace) -> Wrong | None:
        """The content is gone by a purge that is on record; what it has left is sealed in its turn. Both can be written by
        hand: what a purge would not have left was not left by one."""
        if item.source != EVENTS or item.subject not in self._purged:
            return Wrong.ROW_CHANGED
        left = self._seals.get((item.subject, item.number))
        if left is None:
            self._proof.purged_unsealed += 1
        else:
            self._proof.purged += 1
            if content_digest(row, "") != left.content:
                return Wrong.ROW_CHANGED
        return Wrong.PURGE_FORGED if item.number in self._forged(item.subject) else None

    def _forged(self, case: str) -> frozenset[int]:
        if case not in self._not_purged:
            history, unreadable = self._view.history(case)
            self._not_purged[case] = unreadable or self._purges.not_purged(history)
        return self._not_purged[case]


def _before(view: ChainView, first: int) -> str | None:
    """The hash of the block before; null where it is not there."""
    if first == 1:
        return GENESIS
    block = next(view.blocks(first - 1), None)
    return block.hash if block is not None and block.number == first - 1 else None


def _of_chain(block: Block, number: int, previous: str | None) -> Iterator[Difference]:
    if block.number != number:
        yield Difference(Wrong.BLOCK_MISSING, number)
    if block.scheme != SCHEME:
        yield Difference(Wrong.SCHEME_UNKNOWN, block.number)
    elif hash_of(block) != block.hash or (block.number == number and block.previous != previous):
        yield Difference(Wrong.BLOCK_CHANGED, block.number)


def _beside(view: ChainView) -> Iterator[Difference]:
    for block in view.strays():
        yield Difference(Wrong.BLOCK_MISSING, block)
    for subject, number in view.gaps():
        yield Difference(Wrong.EVENT_SKIPPED, None, EVENTS, subject, number)
    for source in view.sources():
        for subject, number in view.too_much(source):
            yield Difference(Wrong.ROW_UNSEALED, None, source, subject, number)
