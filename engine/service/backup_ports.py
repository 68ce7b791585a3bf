"""What monitoring and the doctor ask of backups: when the last one was made."""

from datetime import datetime, timedelta
from typing import Protocol

from engine.core.values import Instant, Value


class BackupsMade(Value):
    """By `lienthong backup`, which enters each in the audit trail. `kept_since`: when the first block of the audit chain
    was sealed; none: nothing is kept here yet."""

    last_at: Instant | None = None
    kept_since: Instant | None = None

    def age(self, now: datetime) -> timedelta:
        """For how long what was done is in no backup: since the last one, or since anything was kept at all."""
        since = self.last_at or self.kept_since
        return max(timedelta(0), now - since) if since else timedelta(0)


class BackupBook(Protocol):
    def made(self, now: datetime) -> BackupsMade:
        """What a clock that ran ahead by more than `LARGEST_STEP_BACK` has entered does not count: for as long it would
        hide that no backup was made since."""
        ...
