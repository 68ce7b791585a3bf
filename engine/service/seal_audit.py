"""Seals what is new: block after block, each in a short transaction of its own, for which no command waits."""

import secrets
from dataclasses import dataclass

from engine.core.audit_chain import Block, SealedItem, next_block, sealed_item
from engine.core.identifiers import CaseId
from engine.service.audit_ports import NewRows, SealBook, Sealing, Unsealed
from engine.service.fault_points import FaultPoint, reached
from engine.service.ports import Clock

AT_ONCE = 200
"""Cases, and other rows, in a block: on SQLite a command waits for as long as they take."""
GONE = "gone"
"""The digest of a row that was noted and was not there any more when it was to be sealed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a turn has sealed."""

    blocks: int
    rows: int


class Sealer:
    """May run several times at once, be cut off anywhere, and run again."""

    def __init__(self, book: SealBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock

    def seal(self, most_blocks: int | None = None) -> Sealed:
        """Until nothing is left, or so many blocks were made. Raises `Busy`."""
        blocks = rows = 0
        while most_blocks is None or blocks < most_blocks:
            found = self._seal_block()
            reached(FaultPoint.BLOCK_SEALED)
            if not self._book.settle(AT_ONCE) and found == 0:
                break
            blocks, rows = blocks + bool(found), rows + found
        return Sealed(blocks, rows)

    def head(self) -> Block | None:
        return self._book.head()

    def unsealed(self) -> Unsealed:
        return self._book.unsealed()

    def _seal_block(self) -> int:
        """How many rows are in it; none: nothing waited."""
        with self._book.sealing() as sealing:
            new = sealing.take(AT_ONCE)
            items, new_salts = _items(sealing, new)
            if not items:
                return 0
            sealing.append(next_block(sealing.head(), items, self._clock.now()), items, new_salts)
            reached(FaultPoint.BLOCK_UNCOMMITTED)
        return len(items)


def _items(sealing: Sealing, new: NewRows) -> tuple[list[SealedItem], dict[CaseId, str]]:
    cases = {CaseId(row.face.subject) for row in new.rows if row.is_salted}
    known = sealing.salts(cases)
    new_salts = {case: secrets.token_urlsafe(16) for case in sorted(cases - known.keys())}
    salts = {**known, **new_salts}
    items = [
        sealed_item(row.source, row.face, salts[CaseId(row.face.subject)] if row.is_salted else "") for row in new.rows
    ]
    items += [
        SealedItem(source=source, subject=subject, number=number, digest=GONE, content="")
        for source, subject, number in new.gone
    ]
    return items, new_salts
