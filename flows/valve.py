"""The pressure valve: when Prefect is too far behind, what leaves machines nothing to do is shown by one state, not entered."""

from __future__ import annotations

from collections.abc import Callable

import structlog

log = structlog.get_logger()


class Valve:
    """Opens above a number of cases, closes again below half of it, so that it does not flutter at the edge."""

    def __init__(self, opens_above: int, tell: Callable[[bool], None]) -> None:
        """`opens_above` 0: it stays closed."""
        self._opens_above = opens_above
        self._tell = tell
        self.is_open = False
        self.lag = 0

    def look(self, lag: int) -> None:
        """`lag`: how many cases Prefect has not seen in their newest version."""
        self.lag = lag
        edge = self._opens_above / 2 if self.is_open else self._opens_above
        now_open = self._opens_above > 0 and lag > edge
        if now_open is not self.is_open:
            log.warning("valve", open=now_open, lag=lag)
        self.is_open = now_open
        self._tell(now_open)
