"""How a clock is marked for people who look at a case: one rule for pages and pictures."""

from engine.core.legal_time import CaseClock, Clock, ClockStatus

_DONE_IN_TIME = frozenset({ClockStatus.DONE_EARLY, ClockStatus.DONE_ON_TIME})
_SAID_BESIDE_A_PAUSE = _DONE_IN_TIME | {ClockStatus.OVERDUE, ClockStatus.DONE_LATE}


def marked_status(clock: Clock | CaseClock, *, goes_on: bool = False) -> ClockStatus | None:
    """Null: only that it stands still is said, for meanwhile nothing is in time or due soon.

    `goes_on`: it is the clock of a case that is not over. What was promised may be done while other steps go on: such a
    case is in time, and not yet done early.
    """
    if goes_on and clock.status in _DONE_IN_TIME:
        return ClockStatus.IN_TIME
    return None if clock.paused and clock.status not in _SAID_BESIDE_A_PAUSE else clock.status
