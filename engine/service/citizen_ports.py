"""What a citizen's way to the own case needs of the store: secrets and sessions by their digests, and counted failures."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from engine.core.identifiers import ActorId, CaseId, CommandId, DossierCode
from engine.core.values import Instant, Value


class KeptSecret(Value):
    """What is kept of a secret: it can be compared, and not be read."""

    case_id: CaseId
    salt: str
    digest: str
    made_at: Instant
    made_by: ActorId
    command_id: CommandId
    """The request that made it: its repeat makes no other."""


class CitizenBook(Protocol):
    """Shared by all processes of an installation, so that they count together."""

    def add(self, secret: KeptSecret) -> bool:
        """False, and nothing is changed, where the case has a secret already."""
        ...

    def replace(self, secret: KeptSecret) -> bool:
        """The former secret, and every session that it opened, end. False where the same command made the present one."""
        ...

    def find_by_code(self, code: DossierCode) -> KeptSecret | None: ...
    def add_session(self, digest: str, case_id: CaseId, expires_at: datetime) -> None: ...
    def find_session(self, digest: str, now: datetime) -> CaseId | None:
        """Null for one that is over or was ended."""
        ...

    def end_session(self, digest: str) -> None: ...
    def count(self, most: Mapping[str, int], now: datetime, ends_at: datetime) -> datetime | None:
        """One failure more for each key in its order, until one has more than it may: until when that one is closed.
        In a period that is over it begins anew, and ends then."""
        ...

    def uncount(self, keys: Collection[str]) -> None:
        """It was no failure."""
        ...
