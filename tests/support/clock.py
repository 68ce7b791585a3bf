"""A clock that stands where the test put it."""

from datetime import datetime


class StubClock:
    """The present instant is an argument of the test; it moves when the test moves it."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def stand_at(self, now: datetime) -> None:
        self._now = now

    def set(self, local: str) -> None:
        """`2026-09-07 09:00`, in Vietnam."""
        self._now = local_instant(local)


def local_instant(local: str) -> datetime:
    return datetime.fromisoformat(f"{local}:00+07:00")
