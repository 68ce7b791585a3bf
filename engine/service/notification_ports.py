"""What telling owners of dossiers needs of the world, as protocols: a book of what is due and was told, and carriers."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from engine.core.identifiers import CaseId
from engine.core.notifications import Notification
from engine.core.values import Instant, Value


class Outcome(StrEnum):
    """What became of a note."""

    SENT = "sent"
    TOO_LATE = "too_late"
    NO_ADDRESS = "no_address"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


class LeasedNotification(NamedTuple):
    """A note that one dispatcher has taken until `until`; `attempts` counts this one."""

    note: Notification
    attempts: int
    until: datetime


class NotificationRecord(Value):
    """A note as it is on record; `outcome` is null while it is still to be told."""

    note: Notification
    created_at: Instant
    attempts: int
    next_attempt_at: Instant
    last_error: str | None
    settled_at: Instant | None
    outcome: Outcome | None


class Waiting(NamedTuple):
    """What is left: how many notes are to be told, the oldest of them since when, and how many could not be told."""

    untold: int
    since: datetime | None
    given_up: int


class NotificationBook(Protocol):
    """Which notes are due, and what became of them."""

    def lease(self, now: datetime, until: datetime, limit: int) -> Sequence[LeasedNotification]:
        """Due notes, the most urgent first, which nobody else takes before `until`."""
        ...

    def settle(self, note: Notification, outcome: Outcome, now: datetime, error: str | None = None) -> None:
        """The first outcome stays."""
        ...

    def put_off(self, note: Notification, until: datetime, error: str) -> None: ...
    def of_case(self, case_id: CaseId) -> Sequence[NotificationRecord]: ...
    def waiting(self, due_before: datetime, given_up_since: datetime) -> Waiting:
        """Of those written down before the one instant, and given up since the other."""
        ...


class Message(Value):
    """One note, ready to be carried. The key is the same for each attempt."""

    key: str
    to: str
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...]
    """What stands under every letter; a text message has no room for it."""
    link: str
    """Where the case is seen with the secret, which is not in it; empty where the installation names no address."""
    at: Instant


class CarrierAway(Exception):
    """Nobody took it: to be tried again. The words name the fault, never the reader."""


class AddressRefused(Exception):
    """The carrier will never take it for this reader. The words name the answer, never the reader."""


class Carrier(Protocol):
    """Hands a message to whoever brings it to its reader."""

    def carry(self, message: Message) -> None:
        """Returns when it was taken on for good; raises `CarrierAway` or `AddressRefused`."""
        ...
