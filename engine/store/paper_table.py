"""Papers that were made, each once: which form, for which event, the hash of its bytes. The bytes lie on a shelf beside."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class PaperTable(StoreTable, table=True):
    """A paper of a case; a purge of the case takes its rows out."""

    __tablename__ = "papers"
    __table_args__ = (
        # It is caused by an event, and those count from one.
        CheckConstraint("sequence >= 1", name="ck_papers_sequence_from_one"),
        # The hash is one, in small hexadecimal letters.
        CheckConstraint("length(sha256) = 64", name="ck_papers_hash_whole"),
        # A paper that was made has something on it.
        CheckConstraint("size > 0", name="ck_papers_not_empty"),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    name: str = Field(primary_key=True)
    sequence: int
    form_set: str
    number: str
    sha256: str
    size: int
    template: str
    made_at: datetime = Field(sa_type=UtcInstant)


PAPERS = table_of(PaperTable)
