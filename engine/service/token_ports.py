"""How people and systems come in: by tokens, by sessions under them, or by who they are at a provider."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from engine.core.actors import Actor, IssuedToken
from engine.core.audit import AuditEntry

EntryOf = Callable[[str], AuditEntry]


class TokenBook(Protocol):
    """Bearer tokens of people and systems; only digests are kept."""

    def find_actor(self, token: str, now: datetime) -> Actor | None: ...
    def issue(
        self,
        actor: Actor,
        now: datetime,
        *,
        token: str | None = None,
        expires_at: datetime | None = None,
        entry_of: EntryOf | None = None,
    ) -> str:
        """A new token for the actor, shown this once. A given `token` that is there already is issued anew.

        `entry_of`: of the token's name, the entry in the audit trail; written with the token, or neither is.
        """
        ...

    def id_of(self, token: str) -> str:
        """The name of a token, which cannot be used to sign in."""
        ...

    def revoke(self, token: str, now: datetime) -> None: ...
    def open_session(self, token: str, now: datetime, expires_at: datetime) -> str | None:
        """A session for reading under this token; null if the token is not good. A session is no token."""
        ...

    def find_reader(self, session: str, now: datetime) -> Actor | None:
        """Whose session it is; null when it was closed, when it has expired, or when its token is good no more."""
        ...

    def close_session(self, session: str, now: datetime) -> None: ...
    def bind(
        self,
        issuer: str,
        subject: str,
        actor: Actor,
        now: datetime,
        *,
        expires_at: datetime | None = None,
        entry: AuditEntry | None = None,
    ) -> None:
        """From now on who signs in as this subject at this issuer is the actor. Bound anew, open sessions of it end."""
        ...

    def open_session_of(self, issuer: str, subject: str, now: datetime, expires_at: datetime) -> str | None:
        """A session for reading for who was proven to be this subject; null if nobody bound it, or no more."""
        ...

    def find_issuer(self, session: str, now: datetime) -> str | None:
        """Where the holder of the session signed in; null for one under a token, and for one that is over."""
        ...

    def issued(self) -> Sequence[IssuedToken]:
        """Every token ever issued, the oldest first."""
        ...

    def revoke_by_id(self, token_id: str, now: datetime, entry: AuditEntry | None = None) -> bool:
        """Whether there was such a token that was not revoked before; then the entry is written with it."""
        ...
