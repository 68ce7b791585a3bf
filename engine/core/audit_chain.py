"""The chain of seals over what is on record: digests of rows, blocks of digests, each block over the one before.

A digest is of bytes that everybody can make again from the row: JSON of its columns, in an order that is fixed for ever.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from engine.core.values import Value

SCHEME = 1
"""How digests and hashes are made; a block says by which scheme it was."""
GENESIS = "0" * 64
"""What the first block follows."""
Column = tuple[str, str | int | None]


class SealedItem(Value):
    """The seal of one row. `source`: what kind of row; `subject` and `number` name it there.

    `content` is the digest of the columns that a purge may write over, so that the rest can be proved without them.
    """

    source: str
    subject: str
    number: int
    digest: str
    content: str


class Block(Value):
    """Some seals at once. `root` is of its items, `hash` of all of it: who has it written down can prove what was."""

    number: int
    scheme: int = SCHEME
    sealed_at: str
    """As `instant_text` writes it."""
    items: int
    previous: str
    root: str
    hash: str


class RowFace(Value):
    """A row as it is sealed: the columns that stay for ever, and those that a purge may write over."""

    subject: str
    number: int
    frame: tuple[Column, ...]
    content: tuple[Column, ...] = ()


def sealed_item(source: str, row: RowFace, salt: str) -> SealedItem:
    """`salt` keeps anybody from guessing the content from its digest, once the content is purged and the salt with it."""
    content = content_digest(row, salt)
    digest = frame_digest(source, row, content)
    return SealedItem(source=source, subject=row.subject, number=row.number, digest=digest, content=content)


def content_digest(row: RowFace, salt: str) -> str:
    return _digest([salt, [list(column) for column in row.content]]) if row.content else ""


def frame_digest(source: str, row: RowFace, content: str) -> str:
    """Of the whole row, by what stays of it and the digest of the rest."""
    return _digest([SCHEME, source, [list(column) for column in row.frame], content])


def next_block(head: Block | None, items: Sequence[SealedItem], now: datetime) -> Block:
    """Follows the head; never earlier than it, whatever the clock says."""
    at = instant_text(now)
    bare = Block(
        number=1 if head is None else head.number + 1,
        sealed_at=at if head is None else max(at, head.sealed_at),
        items=len(items),
        previous=GENESIS if head is None else head.hash,
        root=root_of(items),
        hash="",
    )
    return bare.model_copy(update={"hash": hash_of(bare)})


def instant_text(at: datetime) -> str:
    """In UTC, to the last digit that there is: also a part of a second, which nobody of us ever wrote."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def root_of(items: Iterable[SealedItem]) -> str:
    digest = hashlib.sha256()
    for item in items:
        digest.update(_bytes([item.source, item.subject, item.number, item.digest, item.content]) + b"\n")
    return digest.hexdigest()


def hash_of(block: Block) -> str:
    said = [block.scheme, block.number, block.sealed_at, block.items, block.previous, block.root]
    return hashlib.sha256(_bytes(said)).hexdigest()


def _digest(said: object) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(_bytes(said)).digest()).decode().rstrip("=")


def _bytes(said: object) -> bytes:
    """Whatever a hand has put into a column has its bytes: nothing on record can hinder sealing or proving."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=repr).encode("utf-8", "surrogatepass")
