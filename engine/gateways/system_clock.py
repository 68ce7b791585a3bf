"""The wall clock: the only place of the product that reads it."""

from datetime import UTC, datetime


class SystemClock:
    """The present instant, aware, cut down to whole seconds (rule R1)."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)
