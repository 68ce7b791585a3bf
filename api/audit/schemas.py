"""What the audit trail shows."""

from datetime import datetime

from pydantic import Field

from api.schemas import Read, Words
from engine.core.audit import AuditKind


class AuditEntryRead(Read):
    """Ids and codes: no names, and nothing of what a case says."""

    id: str
    at: datetime
    kind: AuditKind
    words: Words
    actor: str = Field(description="The id of the account; empty where nobody was known.", examples=["nguyen-van-a"])
    case_id: str | None
    about: str = Field(description="A command, an operation, a token's id, a paper.", examples=["complete_step"])
    outcome: str = Field(description="The code of a refusal; empty where it was done.", examples=["not_permitted"])
    address: str = Field(description="The caller's network address, or `terminal`.", examples=["192.0.2.7"])


class AuditEntryList(Read):
    """A page of the trail, the newest first; `next` is the cursor for `after`, null at the end."""

    items: list[AuditEntryRead]
    next: str | None
