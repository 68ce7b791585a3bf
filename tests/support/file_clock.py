"""A clock for several processes: it stands at the instant that a small file says, and moves when the test moves it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.support.clock import StubClock, local_instant


class FileClock(StubClock):
    """Whoever holds the same file has the same present."""

    def __init__(self, file: Path, now: datetime | None = None) -> None:
        self._file = file
        if now is not None:
            self.put(now)

    def now(self) -> datetime:
        return datetime.fromisoformat(self._file.read_text(encoding="ascii"))

    def put(self, at: datetime) -> None:
        """In one piece: another process reads the old instant or the new one."""
        draft = self._file.with_name(self._file.name + ".draft")
        draft.write_text(at.isoformat(), encoding="ascii")
        draft.replace(self._file)

    def set(self, local: str) -> None:
        self.put(local_instant(local))
