"""Files that wait to be named by a command; where their bytes lie is another store's."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class UploadTable(StoreTable, table=True):
    """A file by its place, a case or the waiting room of an account: no key of `cases`, which may not be there yet."""

    __tablename__ = "uploads"
    __table_args__ = (
        # The hash is one, in small hexadecimal letters.
        CheckConstraint("length(digest) = 64", name="ck_uploads_hash_whole"),
        # An empty file is none.
        CheckConstraint("size > 0", name="ck_uploads_not_empty"),
        # What has waited for too long, the oldest first.
        Index("ix_uploads_at", "at"),
    )

    place: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    document: str
    media_type: str
    size: int
    by: str
    at: datetime = Field(sa_type=UtcInstant)


UPLOADS = table_of(UploadTable)
