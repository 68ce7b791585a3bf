"""Entries of the audit trail: what was done that leaves no event. Ids and codes, no names and no words of people."""

from enum import StrEnum

from engine.core.identifiers import ActorId, CaseId
from engine.core.values import Instant, Value


class AuditKind(StrEnum):
    """What is entered."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    COMMAND_REFUSED = "command_refused"
    CASE_LOOKED_AT = "case_looked_at"
    TOKEN_ISSUED = "token_issued"
    TOKEN_REVOKED = "token_revoked"
    VERSION_PUBLISHED = "version_published"
    VERSION_ENDED = "version_ended"
    CASE_HELD = "case_held"
    CASE_RELEASED = "case_released"
    CASE_PURGED = "case_purged"
    EXPORTED = "exported"
    IMPORTED = "imported"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    REPORT_EXPORTED = "report_exported"


class AuditEntry(Value):
    """Who did what, when and from where. `about`: a command, a token's id, a version, a file's kind; never free words."""

    entry_id: str
    at: Instant
    kind: AuditKind
    actor: ActorId
    case_id: CaseId | None = None
    about: str = ""
    outcome: str = ""
    """The code of a refusal; empty where it was done."""
    address: str = ""
    """The network address of the caller, or `terminal`."""
