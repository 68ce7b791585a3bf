"""What delegations need of the world, as a protocol; `engine.wiring` supplies the real part."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from engine.core.actors import Actor
from engine.core.audit import AuditEntry
from engine.core.delegations import Delegation
from engine.core.identifiers import ActorId, AgencyId


class Account(NamedTuple):
    """Somebody who has a good token, and what the token is known by inside."""

    actor: Actor
    key: str


class DelegationBook(Protocol):
    """Who may act for whom; what was given is never changed, only ended."""

    def find_stand_in(self, token: str, delegation: str, now: datetime) -> Actor | None:
        """Whom the token stands for, with what he has of the one who is away; null unless both tokens are good, the
        delegation was given to him and holds now. One question, in place of the one for the token alone."""
        ...

    def find_stand_in_of_session(self, session: str, delegation: str, now: datetime) -> Actor | None:
        """The same for who is signed in; that the session itself is good, the token book has said."""
        ...

    def find_account(self, actor: ActorId, now: datetime) -> Account | None:
        """By the token that is good for longest."""
        ...

    def accounts_of(self, agency: AgencyId, now: datetime) -> Sequence[Actor]:
        """Everybody with a good token of the agency, each once; in no order."""
        ...

    def add(self, delegation: Delegation, absent: Account, entry: AuditEntry) -> None:
        """It holds no longer than the account of who is away. Written with the entry, or neither is."""
        ...

    def find(self, delegation: str) -> Delegation | None: ...
    def end(self, delegation: str, by: ActorId, now: datetime, entry: AuditEntry) -> bool:
        """Whether it had not been ended before; then the entry is written with it."""
        ...

    def given_in(self, agency: AgencyId | None) -> Sequence[Delegation]:
        """Of an agency, or all; the newest first."""
        ...
