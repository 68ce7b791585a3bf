"""A fault that meets every turn: told once with its place, then in one line, and tried again ever more slowly."""

from __future__ import annotations

import structlog

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0

log = structlog.get_logger()


class LastingFault:
    """Four stacks a second bury what else the log has to say, and a database that is ill is not helped by four tries."""

    def __init__(self) -> None:
        self._last: tuple[str, ...] | None = None
        self._times = 0

    def met(self, error: Exception) -> float:
        """Tells it; answers after how many seconds to try again."""
        place = _place_of(error)
        self._times = self._times + 1 if place == self._last else 1
        is_new, self._last = place != self._last, place
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(self._times - 1, 16))
        if is_new:
            log.error("turn_failed", exc_info=error, next_try_seconds=pause)
        else:
            log.error("turn_failed_again", error=place[0], times=self._times, next_try_seconds=pause)
        return pause

    def is_over(self) -> None:
        """A turn went well: the next fault is a new one."""
        if self._last is not None:
            log.info("turn_succeeds_again", error=self._last[0], times=self._times)
        self._last, self._times = None, 0


def _place_of(error: Exception) -> tuple[str, ...]:
    """Its kind and where it was raised; its message may quote values, which differ from time to time."""
    places = []
    traceback = error.__traceback__
    while traceback is not None:
        places.append(f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return (type(error).__name__, *places[-1:])
